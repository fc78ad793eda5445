"""The concentration of few customers (method §8.1) in plain Python: for readers who see a part of the portfolio.

The same figures as ``portfolio.calc.concentration`` has for the whole company; a test compares them.
"""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from math import fsum
from typing import Any

from portfolio.parameters.values import Parameters

LARGEST = (1, 3, 5, 10)
MOST = Decimal("0.8")
FULL = 10_000
POINTS = 200
READINGS = ("low", "moderate", "high")
CLASSES = ("A", "B", "C")


def concentration_of(revenues: Sequence[int], parameters: Parameters, *, scale: int = 1) -> dict[str, Any]:
    """The figures of ``Concentration`` that pages show, by name, JSON-able; of the positive ``revenues``.

    Revenues are whole numbers of 1/``scale``, so that sums are exact.

    >>> concentration_of([500, 300, 120, 60, 15, 5], Parameters())["customers_80"]
    2
    """
    falling = sorted((revenue for revenue in revenues if revenue > 0), reverse=True)
    total = sum(falling)
    shares = [revenue / total for revenue in falling]
    hhi = fsum((100 * share) ** 2 for share in shares) if falling else None
    largest = {str(count): sum(falling[:count]) / total if falling else None for count in LARGEST}
    return {
        "customers": len(falling),
        "left_out": len(revenues) - len(falling),
        "total": total / scale,
        "largest": largest,
        "hhi": hhi,
        "hhi_normalised": _normalised(hhi, len(falling)),
        "effective": FULL / hhi if hhi else None,
        "gini": _gini(shares),
        "customers_80": _customers_for(falling, total * MOST),
        "abc": _abc(falling, total, parameters),
        "lorenz": _lorenz(shares),
        "hhi_reading": _reading(hhi, parameters.numbers("hhi.cuts"), 1),
        "cr5_reading": _reading(largest["5"], parameters.numbers("concentration.cr5"), 100),
    }


def _normalised(hhi: float | None, customers: int) -> float | None:
    if hhi is None or customers == 1:
        return None if hhi is None else 1.0
    equal = 1 / customers
    return max((hhi / FULL - equal) / (1 - equal), 0.0)


def _gini(falling: Sequence[float]) -> float | None:
    number = len(falling)
    if number < 2:
        return 0.0 if number else None
    ranked = fsum(rank * share for rank, share in enumerate(reversed(falling), 1))
    return max(2 * ranked / (number * fsum(falling)) - (number + 1) / number, 0.0)


def _customers_for(falling: Sequence[int], wanted: Decimal) -> int:
    reached = 0
    for number, revenue in enumerate(falling, 1):
        reached += revenue
        if reached >= wanted:
            return number
    return 0


def _abc(falling: Sequence[int], total: int, parameters: Parameters) -> dict[str, int]:
    """Customers by class (G4): by the share before them, equal revenues together."""
    high, medium = (share / 100 * total for share in parameters.numbers("abc.cuts") or ())
    counts = dict.fromkeys(CLASSES, 0)
    before = first_before = 0
    for number, revenue in enumerate(falling):
        if number == 0 or revenue != falling[number - 1]:
            first_before = before
        counts["A" if first_before < high else "B" if first_before < medium else "C"] += 1
        before += revenue
    return counts


def _lorenz(falling: Sequence[float]) -> list[list[float]]:
    """(share of customers, share of revenue) from the smallest on, thinned to POINTS, with both ends."""
    if not falling:
        return []
    curve, reached = [[0.0, 0.0]], 0.0
    for number, share in enumerate(reversed(falling), 1):
        reached += share
        curve.append([number / len(falling), min(reached, 1.0)])
    curve[-1][1] = 1.0
    if len(curve) <= POINTS:
        return curve
    kept, step = [curve[0]], 2 / (POINTS - 2)
    for point in curve[1:-1]:
        if point[0] + point[1] - kept[-1][0] - kept[-1][1] >= step:
            kept.append(point)
    return [*kept, curve[-1]]


def _reading(value: float | None, cuts: tuple[Decimal, ...] | None, scale: int) -> str | None:
    if value is None or cuts is None:
        return None
    return READINGS[sum(Decimal(str(value)) * scale >= cut for cut in cuts)]
