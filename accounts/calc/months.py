"""Sums of months: the trailing year at the end of each month, quarters, the Z of a year."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from kamp.shared.months import month_at

ZERO = Decimal(0)
Months = Mapping[datetime.date, Decimal]


def trailing_year(sums: Months, last: datetime.date, points: int = 12) -> list[Decimal]:
    """At each of the ``points`` months that end with ``last`` (first days of months) the sum of its twelve months.

    Months without sales count as 0.
    """
    months = [month_at(last, -shift) for shift in range(points - 1, -1, -1)]
    return [sum((sums.get(month_at(month, -back), ZERO) for back in range(12)), ZERO) for month in months]


@dataclass(frozen=True, slots=True, kw_only=True)
class Quarter:
    """A quarter (1–4) of a year and its sum; ``is_open`` while the quarter has not ended."""

    year: int
    number: int
    amount: Decimal
    is_open: bool


def quarters(sums: Months, today: datetime.date, count: int = 12) -> list[Quarter]:
    """The ``count`` quarters up to the present one, oldest first; quarters before the first sale are left out."""
    first = min(sums) if sums else None
    start = today.replace(month=3 * ((today.month - 1) // 3) + 1, day=1)
    found = []
    for shift in range(count - 1, -1, -1):
        begin = month_at(start, -3 * shift)
        if first is None or month_at(begin, 2) < first:
            continue
        amount = sum((sums.get(month_at(begin, month), ZERO) for month in range(3)), ZERO)
        found.append(Quarter(year=begin.year, number=(begin.month + 2) // 3, amount=amount, is_open=shift == 0))
    return found


@dataclass(frozen=True, slots=True, kw_only=True)
class ZPoint:
    """A month of the Z: its amount, the sum since January, the sum of its twelve months."""

    month: datetime.date
    amount: Decimal
    cumulated: Decimal
    moving: Decimal


def z_chart(sums: Months, year: int, last: datetime.date) -> list[ZPoint]:
    """The Z of ``year`` up to the month ``last`` (its first day)."""
    points, cumulated = [], ZERO
    for number in range(1, 13):
        month = datetime.date(year, number, 1)
        if month > last:
            break
        cumulated += sums.get(month, ZERO)
        moving = trailing_year(sums, month, 1)[0]
        points.append(ZPoint(month=month, amount=sums.get(month, ZERO), cumulated=cumulated, moving=moving))
    return points
