"""Planned against actual: what was attained, and what price and volume did to it (method §4.6, §9.5).

A line promises *more* than there was (or that less is lost). What it has brought is therefore actual sales less the
sales of the same calendar month in the twelve months before the plan; a defence line has kept what it promised less
what was lost all the same [D]. Colours: ``planning.calc.progress.rag``.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal


@dataclass(frozen=True, slots=True, kw_only=True)
class Variance:
    """actual − plan = price + volume, in money."""

    total: Decimal
    price: Decimal
    volume: Decimal


def attained(actual: Decimal | None, planned: Decimal | None) -> Decimal | None:
    """actual / planned; None when either is not known or nothing (or less) was planned."""
    if actual is None or planned is None or planned <= 0:
        return None
    return actual / planned


def brought(actual: Decimal, baseline: Decimal, planned: Decimal, *, defends: bool) -> Decimal:
    """What a month has brought towards a plan: new revenue beyond ``baseline``, or, for a defence line, ``planned``
    less the revenue lost against ``baseline``."""
    if defends:
        return planned - max(baseline - actual, Decimal(0))
    return actual - baseline


def revenue_variance(
    *, planned_price: Decimal, planned_quantity: Decimal, actual_price: Decimal, actual_quantity: Decimal
) -> Variance:
    """price = (p_a − p_p) · q_a, volume = (q_a − q_p) · p_p; they add up to actual − plan."""
    price = (actual_price - planned_price) * actual_quantity
    volume = (actual_quantity - planned_quantity) * planned_price
    return Variance(total=price + volume, price=price, volume=volume)
