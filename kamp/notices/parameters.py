"""What stands in the sentence of a notice: kept without language, written in the reader's.

A plain text or whole number is kept as it is; everything else as a list of its kind and its parts.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

from django.utils.translation import gettext

from kamp.shared import formats


@dataclass(frozen=True, slots=True)
class Word:
    """A text marked with ``N_``: written in the reader's language."""

    text: str


@dataclass(frozen=True, slots=True)
class Money:
    """An amount in a currency."""

    amount: Decimal
    currency: str


@dataclass(frozen=True, slots=True)
class Texts:
    """A text that its source writes in every language, by language: what a ``Word`` is too short for."""

    by_language: Mapping[str, str]


Value = str | int | Decimal | date | datetime | Word | Money | Texts


def keep(params: Mapping[str, Value]) -> dict[str, Any]:
    """``params`` as JSON. Raises TypeError for what cannot be written in two languages."""
    return {name: _kept(value) for name, value in params.items()}


def _kept(value: Value) -> Any:
    kept: Any = value
    match value:
        case str() | int():
            pass
        case datetime():
            kept = ["moment", value.isoformat()]
        case date():
            kept = ["date", value.isoformat()]
        case Decimal():
            kept = ["number", str(value)]
        case Word():
            kept = ["word", value.text]
        case Money():
            kept = ["money", str(value.amount), value.currency]
        case Texts():
            kept = ["texts", dict(value.by_language)]
        case _:
            raise TypeError(f"a notice cannot tell {value!r}")
    return kept


def write(kept: Mapping[str, Any], *, language: str, zone: ZoneInfo) -> dict[str, str]:
    """The texts that fill the sentence; the language must be the active one."""
    return {name: _written(value, language, zone) for name, value in kept.items()}


def _written(value: Any, language: str, zone: ZoneInfo) -> str:
    if isinstance(value, list):
        kind, *parts = value
        return _KINDS[kind](parts, language, zone)
    # One line: what people typed must not break the subject of a mail.
    return formats.number(value, language) if isinstance(value, int) else " ".join(str(value).split())


def _moment(parts: list[str], language: str, zone: ZoneInfo) -> str:
    local = datetime.fromisoformat(parts[0]).astimezone(zone)
    return f"{formats.date_full(local.date(), language)}, {local:%H:%M}"


def _number(parts: list[str], language: str, _zone: ZoneInfo) -> str:
    number = Decimal(parts[0])
    return formats.number(number, language, max(0, -int(number.as_tuple().exponent)))


def _texts(parts: list[Any], language: str, _zone: ZoneInfo) -> str:
    text = parts[0].get(language) or next(iter(parts[0].values()), "")
    return " ".join(text.split())


_KINDS: Mapping[str, Callable[[list[Any], str, ZoneInfo], str]] = {
    "moment": _moment,
    "texts": _texts,
    "date": lambda parts, language, _zone: formats.date_long(date.fromisoformat(parts[0]), language),
    "number": _number,
    "word": lambda parts, _language, _zone: gettext(parts[0]),
    "money": lambda parts, language, _zone: formats.money(Decimal(parts[0]), language, parts[1]),
}
