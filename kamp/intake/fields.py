"""What a value must be: the kinds of fields and the result of reading a column as one of them."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from enum import StrEnum

from kamp.intake.cells import Unvalued
from kamp.intake.errors import Fault

_ENGLISH_ERRORS = "#N/A #REF! #VALUE! #DIV/0! #NAME? #NUM! #NULL! #SPILL! #CALC!"
_ITALIAN_ERRORS = "#N/D #RIF! #VALORE! #NOME? #NULLO!"
_SPREADSHEET_ERRORS = frozenset(f"{_ENGLISH_ERRORS} {_ITALIAN_ERRORS}".split())


class Kind(StrEnum):
    """What the text of a column is read as, and the text that comes out (always fit for PostgreSQL's COPY)."""

    TEXT = "text"  # outer blanks and line breaks taken away, Unicode NFC
    DECIMAL = "decimal"  # -1234.50
    INTEGER = "integer"  # 12
    YEAR = "year"  # 2025
    DATE = "date"  # 2025-12-31
    BOOLEAN = "boolean"  # true, false
    CURRENCY = "currency"  # EUR
    EMAIL = "email"  # name@example.com
    PHONE = "phone"  # as it is written
    CHOICE = "choice"  # the key of the choice
    CHOICES = "choices"  # keys, joined by commas


TEXTS = frozenset({Kind.TEXT, Kind.PHONE})
"""Kinds that an expression puts together from columns instead of computing them."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Field:
    """A field that a column can be read for.

    ``digits`` and ``scale`` are those of ``numeric(digits, scale)``; more decimals are rounded half up. ``choices``
    gives each key the words that mean it (the key itself always does). ``aliases`` are the headers it is known by.
    ``whole_years``: a year alone is a date as well, its first day.
    ``in_percent``: a column of the field writes 15 for 0.15; what has the sign, 15 %, is 0.15 in any case.
    """

    key: str
    kind: Kind = Kind.TEXT
    required: bool = False
    max_length: int | None = None
    digits: int = 18
    scale: int = 4
    minimum: Decimal | None = None
    maximum: Decimal | None = None
    in_percent: bool = False
    whole_years: bool = False
    choices: Mapping[str, Sequence[str]] = field(default_factory=dict)
    aliases: Sequence[str] = ()


@dataclass(slots=True)
class Parsed:
    """A column read as a field: one value per row (None where empty or wrong), the faults by position.

    ``rounded`` counts the values that lost decimals.
    """

    values: list[str | None]
    faults: dict[int, Fault]
    rounded: int = 0


def broken(text: str) -> Fault | None:
    """The fault of a text that stands for no value, whatever it is read for."""
    if type(text) is Unvalued:
        return Fault("formula-no-value")
    return Fault("cell-error") if text in _SPREADSHEET_ERRORS else None


def parsed_each(texts: Sequence[str], read: Callable[[str], str | Fault | None]) -> Parsed:
    """Every text read by ``read``, which is called once for each different text.

    Errors of a spreadsheet (``#N/A``) and formulas without value are faults in every kind of field.
    """
    results = {text: broken(text) or read(text) for text in set(texts)}
    if not any(isinstance(result, Fault) for result in results.values()):
        return Parsed([results[text] for text in texts], {})  # type: ignore[misc]  # MEANT: just tested
    values: list[str | None] = []
    faults: dict[int, Fault] = {}
    for position, text in enumerate(texts):
        result = results[text]
        if isinstance(result, Fault):
            faults[position] = result
            result = None
        values.append(result)
    return Parsed(values, faults)
