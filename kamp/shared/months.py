"""Counting in months, which are not all of one length."""

from __future__ import annotations

import calendar
import datetime


def month_at(day: datetime.date, number: int) -> datetime.date:
    """The first day of the month ``number`` months after that of ``day``; before it when negative.

    >>> month_at(datetime.date(2026, 1, 15), -1)
    datetime.date(2025, 12, 1)
    """
    year, index = divmod(day.year * 12 + day.month - 1 + number, 12)
    return datetime.date(year, index + 1, 1)


def months_later(day: datetime.date, number: int) -> datetime.date:
    """The same day ``number`` months later (earlier when negative), or the last of a month that is too short for it.

    >>> months_later(datetime.date(2026, 11, 30), 3)
    datetime.date(2027, 2, 28)
    """
    month = month_at(day, number)
    return month.replace(day=min(day.day, calendar.monthrange(month.year, month.month)[1]))
