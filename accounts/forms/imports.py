"""The forms of the import wizard: which file, and where each field of the kind comes from."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from accounts.kinds.catalog import KINDS
from accounts.kinds.spec import Field, Kind
from accounts.models import DataImport
from accounts.services.imports.mappings import NAME_LENGTH
from accounts.services.imports.messages import told
from accounts.services.imports.plans import Plan
from kamp.intake.errors import IntakeError
from kamp.intake.expressions import parse
from kamp.intake.joins import JoinSpec
from kamp.shared.widgets import PlainSelect

COLUMN, CONSTANT, COMPUTED = "column:", "constant", "computed"


class _SeveralFiles(forms.FileInput):
    allow_multiple_selected = True


class _FilesField(forms.FileField):
    """Any number of files."""

    widget = _SeveralFiles

    def clean(self, data: Any, initial: Any = None) -> list[Any]:
        return [super(_FilesField, self).clean(file, initial) for file in data or []]


class UploadForm(forms.Form):
    """What is imported, from which file, with which files beside it."""

    kind = forms.ChoiceField(label=_("What is in the file"), widget=forms.RadioSelect)
    file = forms.FileField(
        label=_("File"), allow_empty_file=True, error_messages={"required": _("Choose a CSV or Excel file.")}
    )
    beside = _FilesField(label=_("Files to be joined"), required=False)

    def __init__(self, *args: Any, kinds: list[Kind], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["kind"].choices = [(kind.key, gettext(kind.label)) for kind in kinds]


@dataclass(frozen=True, slots=True, kw_only=True)
class FieldLine:
    """One field of the kind as the page shows it: its choices, and first values of each column that may be chosen."""

    field: Field
    source: Any
    value: Any
    percent: Any
    samples: list[str]


class ColumnsForm(forms.Form):
    """Where each field comes from: a column, one value for every row, or an expression of columns."""

    decimal = forms.ChoiceField(
        label=_("Decimals are written with"),
        required=False,
        choices=[("", _("found in the file")), ("comma", _("a comma: 1.234,5")), ("point", _("a point: 1,234.5"))],
        widget=PlainSelect,
    )
    first = forms.ChoiceField(
        label=_("In a date like 03/04/2026, first comes"),
        choices=[("day", _("the day")), ("month", _("the month"))],
        widget=PlainSelect,
    )
    sheet = forms.ChoiceField(label=_("Sheet"), required=False, widget=PlainSelect)
    mapping_name = forms.CharField(label=_("Remember this mapping as"), required=False, max_length=NAME_LENGTH)

    def __init__(self, *args: Any, data_import: DataImport, **kwargs: Any) -> None:
        self.data_import = data_import
        self.kind = KINDS.get(data_import.kind)
        self.plan = Plan.from_dict(data_import.plan)
        self.names = column_names(data_import)
        super().__init__(*args, initial=self._initial(), **kwargs)
        self.fields["sheet"].choices = [(name, name) for name in data_import.look.get("sheets", [])]
        if len(self.fields["sheet"].choices) < 2:
            del self.fields["sheet"]
        self._add_fields()
        self._add_joins()

    def _add_fields(self) -> None:
        columns = [(COLUMN + name, name) for name in self.names]
        other = [(CONSTANT, gettext("the same in every row")), (COMPUTED, gettext("computed from columns"))]
        choices = [("", gettext("not in the file")), *columns, (gettext("Something else"), other)]
        for field in self.kind.fields:
            label = gettext(field.label)
            source = forms.ChoiceField(label=label, required=False, choices=choices)
            source.widget.attrs["class"] = "input"
            self.fields[f"source-{field.key}"] = source
            value = forms.CharField(label=gettext("Value or expression"), required=False, max_length=500)
            told_apart = gettext("Value or expression of %(field)s") % {"field": label}
            value.widget.attrs |= {"aria-label": told_apart, "class": "input"}
            self.fields[f"value-{field.key}"] = value
            if field.share:
                self.fields[f"percent-{field.key}"] = forms.BooleanField(label=gettext("in percent"), required=False)

    def _add_joins(self) -> None:
        own = [(name, name) for name in self.data_import.look.get("columns", [])]
        for number, file in enumerate(self.data_import.join_files):
            theirs = [(n, n) for n in self.data_import.look.get("joins", {}).get(file["name"], {}).get("columns", [])]
            unused = [("", gettext("not joined"))]
            self.fields[f"own-{number}"] = forms.ChoiceField(
                label=gettext("Column of the main file"), required=False, choices=unused + own, widget=PlainSelect
            )
            self.fields[f"other-{number}"] = forms.ChoiceField(
                label=gettext("Column of this file"), required=False, choices=unused + theirs, widget=PlainSelect
            )

    def _initial(self) -> dict[str, Any]:
        recipe = self.plan.recipe
        found: dict[str, Any] = {"decimal": recipe.decimal, "first": recipe.first}
        found["sheet"] = self.plan.options.sheet or self.data_import.look.get("sheet", "")
        for key, column in recipe.columns.items():
            found[f"source-{key}"] = COLUMN + column
        for sort, given in ((CONSTANT, recipe.constants), (COMPUTED, recipe.computed)):
            for key, text in given.items():
                found |= {f"source-{key}": sort, f"value-{key}": text}
        found |= {f"percent-{key}": True for key in self.plan.percent}
        keys = {spec.file: spec for spec in recipe.joins}
        for number, file in enumerate(self.data_import.join_files):
            if spec := keys.get(file["name"]):
                found |= {f"own-{number}": spec.key, f"other-{number}": spec.other}
        return found

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        for field in self.kind.fields:
            self._check_field(field, cleaned)
        for number, _file in enumerate(self.data_import.join_files):
            if bool(cleaned.get(f"own-{number}")) != bool(cleaned.get(f"other-{number}")):
                self.add_error(f"other-{number}", gettext("Choose the column of both files, or of none."))
        return cleaned

    def _check_field(self, field: Field, cleaned: dict[str, Any]) -> None:
        source, value = cleaned.get(f"source-{field.key}", ""), (cleaned.get(f"value-{field.key}") or "").strip()
        if field.required and not source:
            text = gettext("“%(field)s” is needed: choose its column, or give a value.")
            self.add_error(f"source-{field.key}", text % {"field": gettext(field.label)})
        if f"value-{field.key}" in self.errors:
            return  # too long, and said so
        if source in {CONSTANT, COMPUTED} and not value:
            self.add_error(f"value-{field.key}", gettext("Enter the value or the expression."))
        elif source == COMPUTED:
            try:
                parse(value)
            except IntakeError as problem:
                self.add_error(f"value-{field.key}", ValidationError(told(problem.code, problem.params)))

    def new_plan(self) -> Plan:
        """The plan as chosen; only after is_valid()."""
        data = self.cleaned_data
        source = {field.key: data.get(f"source-{field.key}", "") for field in self.kind.fields}
        value = {field.key: data.get(f"value-{field.key}", "").strip() for field in self.kind.fields}
        recipe = replace(
            self.plan.recipe,
            columns={key: text.removeprefix(COLUMN) for key, text in source.items() if text.startswith(COLUMN)},
            constants={key: value[key] for key, text in source.items() if text == CONSTANT},
            computed={key: value[key] for key, text in source.items() if text == COMPUTED},
            joins=tuple(self._joins()),
            decimal=data["decimal"],
            first=data["first"],
            written={},
        )
        percent = tuple(field.key for field in self.kind.fields if data.get(f"percent-{field.key}"))
        options = replace(self.plan.options, sheet=data.get("sheet") or self.plan.options.sheet)
        return Plan(recipe=recipe, options=options, percent=percent)

    def _joins(self) -> Iterator[JoinSpec]:
        for number, file in enumerate(self.data_import.join_files):
            own, other = self.cleaned_data[f"own-{number}"], self.cleaned_data[f"other-{number}"]
            if own:
                yield JoinSpec(file["name"], own, other)

    def lines(self) -> list[FieldLine]:
        """The fields in the order of the kind, those that are needed first."""
        fields = sorted(self.kind.fields, key=lambda field: not (field.required or field.needed))
        return [self._line(field) for field in fields]

    def _line(self, field: Field) -> FieldLine:
        chosen = str(self[f"source-{field.key}"].value() or "")
        name = chosen.removeprefix(COLUMN) if chosen.startswith(COLUMN) else ""
        percent = f"percent-{field.key}"
        return FieldLine(
            field=field,
            source=self[f"source-{field.key}"],
            value=self[f"value-{field.key}"],
            percent=self[percent] if percent in self.fields else None,
            samples=samples_of(self.data_import, name)[:3],
        )

    def joined(self) -> list[tuple[str, Any, Any]]:
        """(file, key on the side of the rows, key of the file) of each file to be joined."""
        files = self.data_import.join_files
        return [(file["name"], self[f"own-{n}"], self[f"other-{n}"]) for n, file in enumerate(files)]


def column_names(data_import: DataImport) -> list[str]:
    """Every column that can be chosen: of the file, then of joined files (with the file’s name where two have it)."""
    look = data_import.look
    own = list(look.get("columns", []))
    joins = {name: part["columns"] for name, part in look.get("joins", {}).items()}
    everywhere = [column for columns in joins.values() for column in columns]
    for name, columns in joins.items():
        stem = JoinSpec(name, "", "").stem
        own += [c if c not in look["columns"] and everywhere.count(c) == 1 else f"{stem}.{c}" for c in columns]
    return own


def samples_of(data_import: DataImport, name: str) -> list[str]:
    """The first values of a column called as in ``column_names``; [] for none."""
    look = data_import.look
    if name in look.get("samples", {}):
        return [text for text in look["samples"][name] if text]
    for file, part in look.get("joins", {}).items():
        plain = name.removeprefix(JoinSpec(file, "", "").stem + ".")
        if plain in part["samples"]:
            return [text for text in part["samples"][plain] if text]
    return []
