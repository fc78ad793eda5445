"""Where an objective stands against where it should stand today (method §4.6)."""

from __future__ import annotations

import datetime
from decimal import Decimal
from enum import StrEnum

GREEN_FROM, AMBER_FROM = Decimal("0.95"), Decimal("0.80")


class Rag(StrEnum):
    GREEN = "green"
    AMBER = "amber"
    RED = "red"
    NONE = "none"  # not yet to be measured, or not measured


def elapsed(start: datetime.date, due: datetime.date, today: datetime.date) -> Decimal:
    """Fraction of the time from ``start`` to ``due`` that has passed, 0–1; 1 if there is no time between them."""
    span = (due - start).days
    if span <= 0:
        return Decimal(1)
    return min(max(Decimal((today - start).days) / span, Decimal(0)), Decimal(1))


def expected(baseline: Decimal, target: Decimal, share: Decimal) -> Decimal:
    """The value to be expected after the fraction ``share`` (0–1) of the time."""
    return baseline + (target - baseline) * share


def progress(baseline: Decimal, expected_now: Decimal, actual: Decimal | None) -> Decimal | None:
    """What was reached of what was expected by now, 1 = all. None when not measured or not yet to be measured.

    Works for rising and falling objectives, because the signs cancel.
    """
    if actual is None or expected_now == baseline:
        return None
    return (actual - baseline) / (expected_now - baseline)


def rag(ratio: Decimal | None, *, is_due: bool = False, is_reached: bool = False) -> Rag:
    """Green from 95%, amber from 80%, else red. A due date passed without the target is red whatever the ratio."""
    if is_due and not is_reached:
        return Rag.RED
    if ratio is None:
        return Rag.NONE
    if ratio >= GREEN_FROM:
        return Rag.GREEN
    return Rag.AMBER if ratio >= AMBER_FROM else Rag.RED


def is_reached(baseline: Decimal, target: Decimal, actual: Decimal | None) -> bool:
    """Whether ``actual`` is at the target or past it, in the direction from baseline to target."""
    if actual is None:
        return False
    return actual >= target if target >= baseline else actual <= target
