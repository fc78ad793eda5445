"""What the pages of the wizard show: steps, problems by what mends them, rows before and after."""

from __future__ import annotations

import datetime
import re
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from accounts.kinds.catalog import KINDS
from accounts.models import DataImport
from accounts.models.imports import ImportState
from accounts.services.imports.messages import in_words, told
from kamp.shared import formats
from kamp.shared.addresses import address_of
from kamp.shared.parts import Step
from kamp.shared.templatetags.formats import language
from kamp.users.models import User

COLUMNS_STEP = 1


def steps_of(data_import: DataImport | None, place: int | None = None) -> list[Step]:
    """The four steps with the one the import stands at, or ``place`` where the page is another one; the ones before it
    lead back while that is possible."""
    labels = (_("File"), _("Columns"), _("Check"), _("Result"))
    place = _place_of(data_import) if place is None else place
    back = address_of("imports:import_columns", data_import.pk) if data_import and place == 2 else ""
    return [
        Step(
            label=label,
            state="now" if number == place else "done" if number < place else "rest",
            url=back if number == 1 else "",
            current=number == place,
        )
        for number, label in enumerate(labels)
    ]


def _place_of(data_import: DataImport | None) -> int:
    if data_import is None:
        return 0
    if data_import.state in {ImportState.APPLIED, ImportState.UNDONE}:
        return 3
    return 2 if data_import.counts or data_import.is_busy or data_import.message else COLUMNS_STEP


def good_rows(data_import: DataImport) -> int:
    """How many rows of a checked or imported file are in order; what they say may be there already."""
    counts = data_import.counts or {}
    return int(counts.get("rows", 0)) - int(counts.get("rejected", 0))


def problems_of(data_import: DataImport) -> list[dict[str, Any]]:
    """The refused rows grouped by reason: {"text", "column", "count", "rows": [{"line", "value", "text"}]}."""
    kind = KINDS.get(data_import.kind)
    labels = {field.key: field.label for field in kind.fields}
    found = []
    for problem in data_import.problems:
        column = problem["column"] or _(labels[problem["field"]]) if problem["field"] in labels else problem["column"]
        rows = [
            {
                "line": row["line"],
                "value": row["value"],
                "text": told(
                    problem["code"],
                    {"line": row["line"], "column": column, "value": row["value"], **(row["params"] or {})},
                ),
            }
            for row in problem["rows"]
        ]
        found.append({"column": column, "count": problem["count"], "rows": rows, "text": rows[0]["text"]})
    return found


def examples_of(data_import: DataImport) -> list[dict[str, Any]]:
    """Some rows that will be written, field by field: {"line", "title", "new", "fields": [(label, before, after)]}."""
    fields = {field.key: field for field in KINDS.get(data_import.kind).fields}
    labels = {key: field.label for key, field in fields.items()}
    chosen = {key for key, field in fields.items() if field.value.choices}

    def said(key: str, text: str | None) -> str:
        return in_words(text) if text and key in chosen else written(text)

    return [
        {
            **example,
            "fields": [
                (_(labels[key]) if key in labels else key, said(key, before), said(key, after))
                for key, before, after in example["fields"]
                if before != after and (after or before)
            ],
        }
        for example in data_import.examples
    ]


def undo_reason(data_import: DataImport, user: User) -> str:
    """Why ``user`` cannot undo the import; "" if nothing stands against it."""
    if data_import.state == ImportState.UNDONE:
        return _("This import has been undone.")
    if data_import.created_by_id != user.pk and not user.has_perm("accounts.undo_any_import"):
        return _("Only the person who imported this, or an administrator, can undo it.")
    return ""


def written(text: str | None) -> str:
    """A value as the database gives it, as a person writes it: days and decimals in the language of the page."""
    if text is None:
        return ""
    if _DAY.fullmatch(text):
        return formats.date_long(datetime.date.fromisoformat(text), language())
    if _DECIMAL.fullmatch(text):
        number = Decimal(text).normalize()
        return formats.number(number, language(), max(0, -int(number.as_tuple().exponent)))
    return text


_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
_DECIMAL = re.compile(r"-?\d{1,15}\.\d+")
