"""What can be said about files before they are read to the end: columns, first values, which field is which column."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from decimal import Decimal
from functools import lru_cache
from typing import Any

from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext

from accounts.kinds.catalog import KINDS
from accounts.services.imports.plans import SURE, Plan
from kamp.intake.decimals import read_decimal
from kamp.intake.errors import Notice
from kamp.intake.fields import Field
from kamp.intake.headers import guess, signature
from kamp.intake.joins import JoinSpec
from kamp.intake.preparing import column_names
from kamp.intake.reading import Table
from kamp.intake.recipes import Recipe
from kamp.intake.texts import folded

SAMPLES = 5
_HEAD = 200
_LENGTH = 60
_FIRST = frozenset({"nome", "first name", "firstname", "given name", "vorname", "nome di battesimo"})
_LAST = frozenset({"cognome", "last name", "lastname", "surname", "family name", "nachname"})
_PERCENT_WORDS = frozenset({"percent", "percentage", "pct", "perc", "percentuale"})


def look_at(table: Table, joins: Mapping[str, Table]) -> dict[str, Any]:
    """The files as JSON can keep them: columns with first values, encoding, separator, sheets, notices, joins."""
    return {
        **_columns(table),
        "encoding": table.encoding,
        "delimiter": table.delimiter,
        "sheet": table.sheet,
        "sheets": list(table.sheets),
        "header_line": table.header_line,
        "signature": signature(table.columns),
        "notices": [notice_dict(notice) for notice in table.notices],
        "joins": {name: _columns(joined) for name, joined in joins.items()},
    }


def notice_dict(notice: Notice) -> dict[str, Any]:
    """A notice as JSON can keep it."""
    return {"code": notice.code, "params": dict(notice.params)}


def _columns(table: Table) -> dict[str, Any]:
    head = table.head(SAMPLES).columns
    return {
        "columns": list(table.columns),
        "samples": {name: [str(text)[:_LENGTH] for text in texts] for name, texts in head.items()},
    }


def completed(kind: str, table: Table, joins: Mapping[str, Table], plan: Plan, *, least: float = SURE) -> Plan:
    """``plan`` with what the files suggest where it says nothing: keys of joins, columns of fields, percentages.

    A field that the plan computes or makes constant, and a column that it uses, are left alone.
    """
    recipe = plan.recipe
    told = {spec.file for spec in recipe.joins}
    found = [common_key(name, table, joined) for name, joined in joins.items() if name not in told]
    recipe = replace(recipe, joins=(*recipe.joins, *filter(None, found)))
    used = {spec.file: joins[spec.file] for spec in recipe.joins if spec.file in joins}
    names = [name for name in column_names(table, recipe, used) if name not in recipe.columns.values()]
    given = {*recipe.columns, *recipe.constants, *recipe.computed}
    fields = [reading for reading in _named(kind) if reading.key not in given]
    guesses = {key: best.column for key, best in guess(names, fields).items() if best.score >= least}
    recipe = replace(recipe, columns={**guesses, **recipe.columns})
    if kind == "contacts" and "name" not in given:
        recipe = _with_whole_names(recipe, names)
    percent = plan.percent or tuple(
        field.key
        for field in KINDS.get(kind).fields
        if field.share and field.key in recipe.columns and _in_percent(recipe.columns[field.key], table, used)
    )
    return Plan(recipe=recipe, options=plan.options, percent=percent)


def _with_whole_names(recipe: Recipe, names: Sequence[str]) -> Recipe:
    """First and last name put together where the file has a column for each."""
    first, last = (next((name for name in names if folded(name) in words), "") for words in (_FIRST, _LAST))
    if not first or not last or recipe.columns.get("name", first) not in {first, last}:
        return recipe
    columns = {key: column for key, column in recipe.columns.items() if key != "name"}
    return replace(recipe, columns=columns, computed={**recipe.computed, "name": f"[{first}] + [{last}]"})


@lru_cache
def _named(kind: str) -> tuple[Field, ...]:
    """The fields of a kind, known by what our templates call them in each language too."""
    labels: dict[str, list[str]] = {field.key: [] for field in KINDS.get(kind).fields}
    for language, _name in settings.LANGUAGES:
        with translation.override(language):
            for field in KINDS.get(kind).fields:
                labels[field.key].append(gettext(field.label))
    return tuple(replace(field, aliases=(*labels[field.key], *field.aliases)) for field in KINDS.get(kind).reading)


def common_key(name: str, table: Table, joined: Table) -> JoinSpec | None:
    """The key of a joined file: a column that both files have, at best its first; None if they have none in common."""
    own = {folded(column): column for column in reversed(table.columns)}
    both = [column for column in joined.columns if folded(column) in own]
    return JoinSpec(name, own[folded(both[0])], both[0]) if both else None


def _in_percent(name: str, table: Table, joins: Mapping[str, Table]) -> bool:
    """Whether a column of fractions gives them in percent: it has numbers above one, or its name says so."""
    texts = [text for text in _texts(name, table, joins) if "%" not in text]  # 15 % is plain in any case
    numbers = [abs(number) for number in _numbers(texts)]
    if any(number > 1 for number in numbers):
        return True
    named = "%" in name or bool(_PERCENT_WORDS & set(folded(name).split()))
    return named and not any(0 < number < 1 for number in numbers)


def _texts(name: str, table: Table, joins: Mapping[str, Table]) -> Sequence[str]:
    for part in (table, *joins.values()):
        column = name.rpartition(".")[2] if part is not table else name
        if column in part.columns:
            return part.head(_HEAD).columns[column]
    return ()


def _numbers(texts: Sequence[str]) -> list[Decimal]:
    comma = any("," in text and "." not in text for text in texts)
    read = (read_decimal(text, "comma" if comma else "point") for text in texts)
    return [number for number in read if isinstance(number, Decimal)]
