"""Planned against actual: differences, their colour, what price and volume did to them (method §4.6, §9.5).

A line promises *more* than there was (or that less is lost). What it has brought is therefore actual sales less the
sales of the same calendar month in the twelve months before the plan; a defence line has kept what it promised less
what was lost all the same [D].
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

GREEN_FROM, AMBER_FROM = Decimal("0.95"), Decimal("0.80")


class Rag(StrEnum):
    """The colour of a comparison; grey = not yet measurable."""

    GREEN = "green"
    AMBER = "amber"
    RED = "red"
    GREY = "grey"


@dataclass(frozen=True, slots=True, kw_only=True)
class Variance:
    """actual − plan = price + volume, in money."""

    total: Decimal
    price: Decimal
    volume: Decimal


def rag_of(ratio: Decimal | None, green_from: Decimal = GREEN_FROM, amber_from: Decimal = AMBER_FROM) -> Rag:
    """Green from 95 %, amber from 80 %, red below; grey without a ratio. ``ratio`` is a fraction, not rounded."""
    if ratio is None:
        return Rag.GREY
    if ratio >= green_from:
        return Rag.GREEN
    return Rag.AMBER if ratio >= amber_from else Rag.RED


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
