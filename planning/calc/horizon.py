"""How many months a plan spans, and whether that is within what the method asks for (method §9.3)."""

from __future__ import annotations

import calendar
import datetime

LEAST, MOST = 18, 24
PROPOSED = 24
LONGEST = 120  # beyond it a year was mistyped; every month is a field of every line


def months_of(first: datetime.date, last: datetime.date) -> int:
    """Whole calendar months from the month of ``first`` to that of ``last``, both counted; 0 if ``last`` is earlier."""
    return max((last.year - first.year) * 12 + last.month - first.month + 1, 0)


def fits(first: datetime.date, last: datetime.date, *, least: int = LEAST, most: int = MOST) -> bool:
    """Whether the horizon has ``least`` to ``most`` months."""
    return least <= months_of(first, last) <= most


def proposed(today: datetime.date, months: int = PROPOSED) -> tuple[datetime.date, datetime.date]:
    """The first day of the next month and the last day of the ``months``-th from there."""
    start = first_of(today.year, today.month + 1)
    return start, last_of(start.year, start.month + months - 1)


def first_of(year: int, month: int) -> datetime.date:
    """The first day of a month; ``month`` may go past 12."""
    return datetime.date(year + (month - 1) // 12, (month - 1) % 12 + 1, 1)


def last_of(year: int, month: int) -> datetime.date:
    """The last day of a month; ``month`` may go past 12."""
    day = first_of(year, month)
    return day.replace(day=calendar.monthrange(day.year, day.month)[1])
