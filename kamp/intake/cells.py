"""Text of cells: what a workbook's typed value becomes, and the two kinds of text that say where they come from."""

import datetime as dt
from collections.abc import Callable, Sequence
from decimal import Decimal
from typing import Any

EXCEL_DIGITS = 15


class Number(str):
    """Text of a cell that the workbook itself holds as a number: a point before the decimals, no separators.

    It is never in doubt between decimal comma and point, unlike text that somebody typed.
    """

    __slots__ = ()


class Unvalued(str):
    """Text of a formula for which the workbook stores no value."""

    __slots__ = ()


def number_text(value: float) -> Number:
    """``value`` with the 15 digits that Excel keeps, never in E-notation: 12.1, not 12.100000000000001."""
    text = format(value, f".{EXCEL_DIGITS}g")
    if "e" in text:
        text = format(Decimal(text), "f")
    return Number("0" if text == "-0" else text)


def moment_text(value: dt.datetime) -> str:
    """ISO date, with the time only when there is one (to the second: Excel's fractions are noise)."""
    value = (value + dt.timedelta(microseconds=500_000)).replace(microsecond=0) if value.microsecond else value
    return str(value.date()) if value.time() == dt.time() else str(value)


def span_text(value: dt.timedelta) -> str:
    """Hours, minutes and seconds; hours go beyond 24."""
    seconds = round(value.total_seconds())
    sign, seconds = ("-", -seconds) if seconds < 0 else ("", seconds)
    return f"{sign}{seconds // 3600:02d}:{seconds // 60 % 60:02d}:{seconds % 60:02d}"


_TEXT_OF: dict[type, Callable[[Any], str]] = {
    str: str,
    float: number_text,
    int: number_text,
    bool: lambda value: "true" if value else "false",
    dt.datetime: moment_text,
    dt.date: str,
    dt.time: str,
    dt.timedelta: span_text,
}


def column_texts(values: Sequence[object]) -> list[str]:
    """The canonical text of each value of one column of a workbook."""
    kinds = set(map(type, values))
    if kinds == {str}:
        return list(values)  # type: ignore[arg-type]  # MEANT: just tested
    if len(kinds) == 1:  # 1, 1.0 and True are equal as keys, so a table of texts is kept for one type only
        convert = _TEXT_OF[kinds.pop()]
        texts = {value: convert(value) for value in set(values)}
        return [texts[value] for value in values]
    return [_TEXT_OF[type(value)](value) for value in values]
