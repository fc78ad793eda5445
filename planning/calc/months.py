"""Months of a plan: their first days, and their numbers from its start."""

from __future__ import annotations

import datetime

from planning.calc.horizon import first_of, months_of


def months_between(first: datetime.date, last: datetime.date) -> list[datetime.date]:
    """The first day of every month from that of ``first`` to that of ``last``; empty if ``last`` is earlier."""
    return [first_of(first.year, first.month + step) for step in range(months_of(first, last))]


def month_number(start: datetime.date, month: datetime.date) -> int:
    """How many months ``month`` is after that of ``start``: 0 for the same, negative before it."""
    return (month.year - start.year) * 12 + month.month - start.month
