"""Dates as people and programs write them, in English and Italian, as ISO text.

Which of day and month comes first is a property of the whole column (``conventions.py``), given here as ``first``:
"day" or "month". The time of day, where there is one, is left out.
"""

import datetime as dt
import re
from collections.abc import Sequence

from kamp.intake.errors import Fault
from kamp.intake.fields import Parsed, parsed_each

FIRST = dt.date(1900, 1, 1)
LAST = dt.date(2100, 12, 31)

_LONGEST = 60
_PIVOT = 69
_EXCEL_EPOCH = dt.date(1899, 12, 30)
_TIME = (
    r"(?:[T\s]\s*[0-9]{1,2}[:.][0-9]{2}(?:[:.][0-9]{2}(?:[.,][0-9]{1,9})?)?"
    r"(?:\s*[AaPp]\.?[Mm]\.?)?(?:\s*(?:Z|[+-][0-9]{2}:?[0-9]{2}))?)?"
)
_YEAR_FIRST = re.compile(rf"([0-9]{{4}})([-/.])([0-9]{{1,2}})\2([0-9]{{1,2}}){_TIME}")
_COMPACT = re.compile(rf"([0-9]{{4}})([0-9]{{2}})([0-9]{{2}}){_TIME}")
_NUMBERS = re.compile(rf"([0-9]{{1,2}})\s?([-/. ])\s?([0-9]{{1,2}})\s?\2\s?([0-9]{{4}}|[0-9]{{2}}){_TIME}")
_SERIAL = re.compile(r"([0-9]{5})(?:[.,][0-9]+)?")
_NO_DAY = re.compile(r"[0-9]{4}[-/.][0-9]{1,2}|[0-9]{1,2}[-/.][0-9]{4}|[^\W\d_]{3,12}[-/. ]+[0-9]{4}")
_WEEKDAY = r"(?:[^\W\d_]{2,10}\.?,?\s+)?"
_NAMED = re.compile(
    rf"{_WEEKDAY}([0-9]{{1,2}})(?:st|nd|rd|th|º|°)?[-/.\s]*(?:of\s+)?"
    rf"([^\W\d_]{{3,12}})[-/.,\s]*([0-9]{{4}}|[0-9]{{2}}){_TIME}"
)
_NAMED_MONTH_FIRST = re.compile(
    rf"{_WEEKDAY}([^\W\d_]{{3,12}})[-/.\s]*([0-9]{{1,2}})(?:st|nd|rd|th)?[,\s]\s*([0-9]{{4}}){_TIME}"
)
_MONTHS = (
    ("january", "gennaio"),
    ("february", "febbraio"),
    ("march", "marzo"),
    ("april", "aprile"),
    ("may", "maggio"),
    ("june", "giugno"),
    ("july", "luglio"),
    ("august", "agosto"),
    ("september", "settembre"),
    ("october", "ottobre"),
    ("november", "novembre"),
    ("december", "dicembre"),
)
_MONTH_OF = {name: number for number, names in enumerate(_MONTHS, 1) for name in names} | {
    name[:length]: number for number, names in enumerate(_MONTHS, 1) for name in names for length in (3, 4)
}


def parse_dates(texts: Sequence[str], first: str) -> Parsed:
    """``texts`` as ISO dates; empty texts are None."""

    def read(text: str) -> str | Fault | None:
        value = read_date(text, first)
        return str(value) if isinstance(value, dt.date) else value

    return parsed_each(texts, read)


def read_date(text: str, first: str = "day") -> dt.date | Fault | None:
    """The date that ``text`` writes; None for an empty one.

    Understood: 2025-12-31 (also with a time), 31/12/2025, 31.12.25, 20251231, 31 Dec 2025, 31 dicembre 2025,
    December 31, 2025, and the day numbers of Excel. Two digits of a year mean 1969 to 2068.
    """
    text = " ".join(text.split())
    if not text:
        return None
    if len(text) > _LONGEST:
        return Fault("date")
    parts = _parts(text, first)
    if isinstance(parts, Fault):
        return parts
    try:
        value = dt.date(*parts)
    except ValueError:
        return _impossible(parts, text, first)
    if not FIRST <= value <= LAST:
        return Fault("date-range", {"first": str(FIRST), "last": str(LAST)})
    return value


def order_of(text: str) -> str | None:
    """What ``text`` says about the column: "day" or "month" first, "unclear" if it can be read both ways.

    None when it says nothing: empty, no date, or a date that has one reading only (also 05/05/2025).
    """
    found = _NUMBERS.fullmatch(" ".join(text.split())) if len(text) <= _LONGEST else None
    if not found:
        return None
    one, two = int(found[1]), int(found[3])
    if one == two or min(one, two) == 0 or min(one, two) > 12:
        return None
    if max(one, two) <= 12:
        return "unclear"
    return "day" if one > 12 else "month"


def _parts(text: str, first: str) -> tuple[int, int, int] | Fault:
    """Year, month and day."""
    if found := _YEAR_FIRST.fullmatch(text):
        return int(found[1]), int(found[3]), int(found[4])
    if found := _COMPACT.fullmatch(text):
        return int(found[1]), int(found[2]), int(found[3])
    if found := _NUMBERS.fullmatch(text):
        one, two = int(found[1]), int(found[3])
        day, month = (one, two) if first == "day" else (two, one)
        return _full_year(found[4]), month, day
    if found := _SERIAL.fullmatch(text):
        day_number = _EXCEL_EPOCH + dt.timedelta(int(found[1]))
        return day_number.year, day_number.month, day_number.day
    return _named(text) or Fault("date-no-day" if _NO_DAY.fullmatch(text) else "date")


def _named(text: str) -> tuple[int, int, int] | None:
    """Year, month and day of a date with the name of its month."""
    if found := _NAMED.fullmatch(text):
        day, name, year = found.groups()[:3]
    elif found := _NAMED_MONTH_FIRST.fullmatch(text):
        name, day, year = found.groups()[:3]
    else:
        return None
    month = _MONTH_OF.get(name.lower())
    return (_full_year(year), month, int(day)) if month else None


def _full_year(text: str) -> int:
    year = int(text)
    if len(text) == 4:
        return year
    return year + (1900 if year >= _PIVOT else 2000)


def _impossible(parts: tuple[int, int, int], text: str, first: str) -> Fault:
    """The fault of a date that does not exist; a day in the place of the month speaks of the other order."""
    _, month, day = parts
    if _NUMBERS.fullmatch(text) and month > 12 >= day > 0 and month <= 31:
        return Fault("date-order", {"first": first})
    return Fault("date-impossible")
