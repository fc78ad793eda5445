"""A yearly or total amount laid over months: evenly, with the seasons, growing. To the cent, nothing lost."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import ROUND_DOWN, Decimal

CENT = Decimal("0.01")
ZERO = Decimal(0)


def apportion(total: Decimal, weights: Sequence[Decimal]) -> list[Decimal]:
    """``total`` in cents in proportion to ``weights``; the parts add up to ``total`` rounded to the cent.

    The cents left over go to the parts that lost most by rounding, the first of equals. Raises ValueError for a
    negative weight or when all are 0.
    """
    whole = sum(weights, ZERO)
    if not weights or whole <= 0 or min(weights) < 0:
        raise ValueError("weights must be positive")
    total = total.quantize(CENT)
    exact = [total * weight / whole for weight in weights]
    parts = [amount.quantize(CENT, rounding=ROUND_DOWN) for amount in exact]
    left = total - sum(parts, ZERO)
    step = CENT if left > 0 else -CENT
    order = sorted(range(len(parts)), key=lambda place: -abs(exact[place] - parts[place]))
    for place in order[: int(abs(left) / CENT)]:
        parts[place] += step
    return parts


def evenly(total: Decimal, months: int) -> list[Decimal]:
    """The same amount in each of ``months`` months, to the cent."""
    return apportion(total, [Decimal(1)] * months)


def seasonal(total: Decimal, calendar_months: Sequence[int], last_year: Mapping[int, Decimal]) -> list[Decimal] | None:
    """``total`` over months named by their number in the calendar (1–12), in proportion to the sales that month of
    ``last_year``. Months with returns only count as 0. None when nothing was sold in any of them."""
    weights = [max(last_year.get(month, ZERO), ZERO) for month in calendar_months]
    return apportion(total, weights) if any(weights) else None


def growing(total: Decimal, months: int, monthly_growth: Decimal) -> list[Decimal]:
    """``total`` in amounts that each are ``monthly_growth`` (0.05 = 5 %) above the one before.

    Raises ValueError for a shrinking of 100 % or more.
    """
    if monthly_growth <= -1:
        raise ValueError("amounts cannot shrink by 100 % or more")
    return apportion(total, [(1 + monthly_growth) ** month for month in range(months)])
