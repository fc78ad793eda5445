"""Two people, one row: what the second one typed is merged with what the first one saved, never lost or written over.

A form on a ``Versioned`` row carries the version it was opened with. If the row has moved on, each field is compared
three ways: as it was then (from the change record), as it is now, as it was typed. Changes that do not touch each other
are merged; where both changed the same field the form is not valid, ``error_status`` is 409, and it is shown again with
both values, from which the person chooses. What is saved is checked once more under a lock (``claim_version``).
"""

from __future__ import annotations

import datetime
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, fields, is_dataclass
from types import MappingProxyType
from typing import Any

from django import forms
from django.contrib.auth import get_user_model
from django.core.exceptions import ValidationError
from django.db.models import Manager, Model, QuerySet
from django.utils.formats import localize
from django.utils.text import get_text_list
from django.utils.translation import gettext as _

from kamp.shared.errors import DomainError
from kamp.shared.models import Versioned

CHOICE = "choice-"
THEIRS = "theirs"
_OWN_FIELDS = frozenset({"version", "seen"})


class StaleError(DomainError):
    """Somebody saved or deleted the row between the check and the save."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Conflict:
    """A field that both changed: its name, label, and the three values as text ("" = empty)."""

    name: str
    label: str
    before: str
    mine: str
    theirs: str

    @property
    def choice(self) -> str:
        """The name of the radio buttons; "theirs" takes the saved value, anything else keeps the typed one."""
        return CHOICE + self.name


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """Who changed the row last, and when. ``who`` is "" when it was no person."""

    who: str
    at: datetime.datetime | None


def claim_version(row: Versioned) -> None:
    """Locks ``row`` and raises its version by one, to be saved by the caller in the same transaction.

    Raises StaleError if the row is gone or has another version than the one in ``row``.
    """
    current = type(row)._base_manager.select_for_update().filter(pk=row.pk).values_list("version", flat=True).first()
    if current is None:
        raise StaleError(_("This has been deleted in the meantime."))
    if current != row.version:
        raise StaleError(_("Someone else saved this at the same moment. Save again to see both versions."))
    row.version += 1


def seen_version(sent: Mapping[str, Any]) -> int | None:
    """The version a page showed, as its form or address sends it; None when it says none."""
    text = str(sent.get("version", ""))
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else None


def check_seen(row: Versioned, seen: int | None) -> None:
    """Raises StaleError for a step asked for on a page that showed another version: a POST sent again later must not be
    made again because the row came back to where it was. None is not checked; the caller holds the lock."""
    if seen is not None and seen != row.version:
        raise StaleError(_("This has changed since the page was opened. Look at it as it is now, then decide."))


class VersionedModelForm(forms.ModelForm):
    """A ModelForm on a Versioned model.

    After ``is_valid()``: ``conflicts`` (fields to choose), ``merged`` and ``merge_note``, ``last_change``. Views answer
    ``error_status`` when the form is not valid and show ``components/conflicts.html`` above the fields.
    Form fields that are not columns take the value they show from ``initial``, as clean values.
    """

    version = forms.IntegerField(widget=forms.HiddenInput, required=False)
    seen = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.conflicts: list[Conflict] = []
        self._merged_names: list[str] = []
        self.last_change = Change(who="", at=None)
        if self.instance.pk is None:
            del self.fields["version"], self.fields["seen"]
        else:
            self.initial["version"] = self.instance.version

    def get_initial_for_field(self, field: forms.Field, field_name: str) -> Any:
        if field_name == "seen":
            return self._seen_now(shown=self.initial)
        return super().get_initial_for_field(field, field_name)

    @property
    def error_status(self) -> int:
        """409 when somebody else's change has to be looked at, 422 when the input is wrong."""
        return 409 if self.conflicts else 422

    @property
    def merged(self) -> list[str]:
        """Labels of the fields that somebody else changed and that were kept."""
        return [str(self.fields[name].label) for name in self._merged_names]

    @property
    def merge_note(self) -> str:
        """A sentence about what somebody else changed and what was kept; "" when nothing."""
        if not self.merged:
            return ""
        fields = get_text_list(self.merged, _("and"))
        if self.last_change.who:
            text = _("%(who)s changed %(fields)s while you were writing. Both changes are kept.")
        else:
            text = _("%(fields)s changed while you were writing. Both changes are kept.")
        return text % {"who": self.last_change.who, "fields": fields}

    def _post_clean(self) -> None:
        if self.instance.pk is not None:
            self._merge(self.cleaned_data.pop("version", None), self.cleaned_data.pop("seen", ""))
        super()._post_clean()  # type: ignore[misc]

    def _merge(self, opened: int | None, seen: str) -> None:
        names = [name for name in self.fields if name not in _OWN_FIELDS and name in self.cleaned_data]
        for name in names:
            if self.data.get(self.add_prefix(CHOICE + name)) == THEIRS:
                self.cleaned_data[name] = self._current(name)
        if opened == self.instance.version:
            return
        base = self._base(opened, seen)
        self.last_change = last_change(self.instance)
        for name in names:
            self._merge_field(name, base)
        if self.conflicts:
            self.add_error(None, ValidationError(self._conflict_message(), code="conflict"))
        if self.errors.keys() <= {"__all__"}:
            self._rebind()

    def _merge_field(self, name: str, base: dict[str, Any]) -> None:
        mine, theirs = self.cleaned_data[name], self._current(name)
        if same(mine, theirs) or (name in base and same(theirs, base[name])):
            return
        if name in base and same(mine, base[name]):
            self.cleaned_data[name] = theirs
            self._merged_names.append(name)
            return
        self.conflicts.append(
            Conflict(
                name=name,
                label=str(self.fields[name].label),
                before=self._as_text(name, base[name]) if name in base else "",
                mine=self._as_text(name, mine),
                theirs=self._as_text(name, theirs),
            )
        )

    def _conflict_message(self) -> str:
        if self.last_change.who:
            return _("%(who)s saved this while you were writing. Choose what stays.") % {"who": self.last_change.who}
        return _("This was saved elsewhere while you were writing. Choose what stays.")

    def _current(self, name: str) -> Any:
        """The saved value, as ``cleaned_data`` would have it."""
        column = _column(self.instance, name)
        if column is None:
            return self.initial.get(name, self.fields[name].initial)
        value = getattr(self.instance, name)
        return value.all() if isinstance(value, Manager) else value

    def _base(self, opened: int | None, seen: str) -> dict[str, Any]:
        """The values at the version the form was opened with, as far as they are known."""
        found: dict[str, Any] = {}
        try:
            carried = json.loads(seen) if seen else {}
        except ValueError:
            carried = {}
        if isinstance(carried, dict):
            found.update({name: value for name, value in carried.items() if name in self.fields})
        event = event_of(self.instance, opened)
        if event is not None:
            tracked = {field.name: field.attname for field in event._meta.fields}
            found.update({n: getattr(event, tracked[n]) for n in self.fields if n in tracked and n not in _OWN_FIELDS})
        return found

    def _seen_now(self, shown: Mapping[str, Any] = MappingProxyType({})) -> str:
        """The present values of fields that the change record does not hold, to travel with the form. Rows that are
        ``shown`` already are not read again."""
        recorded = _recorded_columns(type(self.instance))
        names = [name for name in self.fields if name not in _OWN_FIELDS | recorded]
        rows = {name: value for name, value in shown.items() if isinstance(value, list)}
        values = {name: rows[name] if name in rows else self._current(name) for name in names}
        return json.dumps({name: _plain(value) for name, value in values.items()}, default=str) if names else ""

    def _rebind(self) -> None:
        """Lets the form shown again carry the present version, with the merged fields as they are now."""
        data = self.data.copy()  # type: ignore[attr-defined]
        for name in self._merged_names:
            values = _typed(self.fields[name], self.cleaned_data[name])
            if hasattr(data, "setlist"):
                data.setlist(self.add_prefix(name), values)
            else:
                data[self.add_prefix(name)] = values[0] if values else ""
        data[self.add_prefix("version")] = str(self.instance.version)
        data[self.add_prefix("seen")] = self._seen_now()
        self.data = data

    def _as_text(self, name: str, value: Any) -> str:
        """``value`` as the person reads it in this field."""
        field = self.fields[name]
        if isinstance(field, forms.ModelChoiceField):
            return self._rows_as_text(field, value)
        choices = dict(_flat(getattr(field, "choices", ())))
        items = value if isinstance(value, list | tuple) else [value]
        return ", ".join(str(choices.get(item, _word(item))) for item in items)

    def _rows_as_text(self, field: forms.ModelChoiceField, value: Any) -> str:
        keys = sorted(_keys(value), key=str)
        model = field.queryset.model  # type: ignore[union-attr]
        rows = model._base_manager.filter(pk__in=keys) if keys else []
        return ", ".join(field.label_from_instance(row) for row in rows)


def event_of(row: Model, version: int | None) -> Any:
    """The change record's copy of ``row`` as it was at ``version``; None if there is none."""
    events = _event_model(type(row))
    if events is None or version is None or not 0 < version < 2**31:
        return None
    return events._base_manager.filter(pgh_obj_id=row.pk, version=version).order_by("-pgh_id").first()


def last_change(row: Model) -> Change:
    """Who changed ``row`` last, from the change record."""
    events = _event_model(type(row))
    if events is None:
        return Change(who="", at=None)
    event = events._base_manager.filter(pgh_obj_id=row.pk).select_related("pgh_context").order_by("-pgh_id").first()
    if event is None:
        return Change(who="", at=None)
    key = event.pgh_context.metadata.get("user") if event.pgh_context else None
    user = get_user_model()._base_manager.filter(pk=key).first() if key else None
    return Change(who=str(user) if user else "", at=event.pgh_created_at)


def _event_model(model: type[Model]) -> Any:
    return next(iter(getattr(model, "pgh_event_models", {}).values()), None)


def _recorded_columns(model: type[Model]) -> frozenset[str]:
    events = _event_model(model)
    return frozenset(field.name for field in events._meta.fields) if events else frozenset()


def _column(row: Model, name: str) -> Any:
    return next((field for field in [*row._meta.fields, *row._meta.many_to_many] if field.name == name), None)


def same(left: Any, right: Any) -> bool:
    """Whether two clean values mean the same to a person: spaces around a text or empty decimals do not count."""
    return _plain(left) == _plain(right)


def _plain(value: Any) -> Any:
    """A form of ``value`` in which equal means the same to a person: keys for rows, no empty text, sorted sets."""
    if isinstance(value, QuerySet | Manager | list | tuple | set):
        return sorted(_keys(value), key=str)
    if value is None or isinstance(value, bool):
        return value
    if isinstance(value, str):
        return value.replace("\r\n", "\n").strip() or None
    if hasattr(value, "normalize"):
        return str(value.normalize() + 0)
    if is_dataclass(value):  # an answer of several inputs: part by part
        return [_plain(getattr(value, part.name)) for part in fields(value)]
    return str(value.pk if isinstance(value, Model) else value)


def _keys(value: Any) -> list[str]:
    if value is None or value == "":
        return []
    if isinstance(value, QuerySet | Manager | list | tuple | set):
        rows: Iterable[Any] = value.all() if isinstance(value, Manager) else value
        return [str(item.pk) if isinstance(item, Model) else str(item) for item in rows]
    return [str(value.pk) if isinstance(value, Model) else str(value)]


def _typed(field: forms.Field, value: Any) -> list[str]:
    """What the browser would send for ``value``."""
    if isinstance(value, bool):
        return ["on"] if value else []
    if isinstance(value, QuerySet | Manager | list | tuple | set):
        return _keys(value)
    written = field.widget.format_value(field.prepare_value(value))
    return [str(item) for item in written] if isinstance(written, list | tuple) else [str(written or "")]


def _flat(choices: Any) -> Iterable[tuple[Any, Any]]:
    for key, label in choices:
        if isinstance(label, list | tuple):
            yield from label
        else:
            yield key, label


def _word(value: Any) -> str:
    if value is None or value == "":
        return ""
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    return value if isinstance(value, str) else str(localize(value))
