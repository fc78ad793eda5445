"""Completeness and freshness of what is known about an account (method §3)."""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction

COMPLETE, PARTIAL = 80, 50
NOT_AVAILABLE = Fraction(1, 2)


class ItemState(StrEnum):
    """How an item stands. Opened but incomplete is never shown as not started."""

    MISSING = "missing"
    OLD = "old"
    UNAVAILABLE = "unavailable"
    FRESH = "fresh"


class Level(StrEnum):
    COMPLETE = "complete"
    PARTIAL = "partial"
    INSUFFICIENT = "insufficient"


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """What is known about an item: since when (None = nothing), and whether it was said not to be available."""

    on: datetime.date | None
    unavailable: bool = False


NOTHING = Known(on=None)


def freshness(age: int, interval: int) -> Fraction:
    """1 up to ``interval`` days, then falling evenly to 0 at twice the interval. An age below 0 counts as fresh."""
    if age <= interval:
        return Fraction(1)
    return max(Fraction(2 * interval - age, interval), Fraction(0))


def item_points(known: Known, interval: int, as_of: datetime.date) -> Fraction:
    """What an item counts, 0–1: filled × freshness; "not available" counts half for one interval, then nothing."""
    if known.on is None:
        return Fraction(0)
    age = (as_of - known.on).days
    if known.unavailable:
        return NOT_AVAILABLE if age <= interval else Fraction(0)
    return freshness(age, interval)


def item_state(known: Known, interval: int, as_of: datetime.date) -> ItemState:
    """The state of an item; "not available" is asked again after one interval."""
    if known.on is None:
        return ItemState.MISSING
    if (as_of - known.on).days > interval:
        return ItemState.MISSING if known.unavailable else ItemState.OLD
    return ItemState.UNAVAILABLE if known.unavailable else ItemState.FRESH


def score(points: Iterable[Fraction]) -> Decimal | None:
    """100 × the mean of the points of the required items; None without any."""
    counted = list(points)
    if not counted:
        return None
    exact = 100 * sum(counted, Fraction(0)) / len(counted)
    return Decimal(exact.numerator) / Decimal(exact.denominator)


def level(value: Decimal | None) -> Level | None:
    """≥ 80 complete, 50 to below 80 partial, below insufficient; on a line the higher one (G3)."""
    if value is None:
        return None
    if value >= COMPLETE:
        return Level.COMPLETE
    return Level.PARTIAL if value >= PARTIAL else Level.INSUFFICIENT
