"""What formulas are computed on: floats, Decimals, or (in ``arrays``) a column of a whole portfolio.

Missing is NaN throughout, so that a formula is written once and missing stays missing through it. Money is exact
to a ten-thousandth: differences and quotients of floats are taken on whole ten-thousandths, because
100.10 − 80.08 is not 20.02 in binary and a tie on a threshold would be lost. Knows no numpy: pages use it.
"""

from __future__ import annotations

import math
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from decimal import Decimal
from typing import TYPE_CHECKING, Any, Generic, Protocol, TypeVar

if TYPE_CHECKING:
    from portfolio.calc.arrays import Column
    from portfolio.matrices.scorecards import Steps

SCALE = 10_000  # units of money in one of the company's currency
NINE = 9

V = TypeVar("V", "float", "Decimal", "Column")
N = TypeVar("N", float, Decimal)


class Carrier(Protocol[V]):
    """The operations that formulas need beyond + − and comparison."""

    def money(self, value: V) -> V:
        """``value`` at the precision of money."""

    def ratio(self, part: V, whole: V) -> V:
        """``part ÷ whole``; NaN where ``whole`` is not above 0 (G6)."""

    def larger(self, one: V, other: V | int) -> V:
        """The larger; NaN if either is."""

    def smaller(self, one: V, other: V | int) -> V:
        """The smaller; NaN if either is."""

    def first(self, values: Sequence[V]) -> V:
        """The first that is not missing."""

    def unknown(self) -> V:
        """A missing value."""

    def settled(self, value: V) -> V:
        """``value`` to nine decimals, so that a difference or mean that makes a line in decimals makes it here."""

    def known(self, value: V) -> V:
        """1 where there is a value, 0 where it is missing."""

    def filled(self, value: V, other: float) -> V:
        """``value``, and ``other`` where it is missing."""

    def where(self, condition: Any, value: V, other: V | float) -> V:
        """``value`` where the condition holds, else ``other``."""

    def points(self, value: V, steps: Steps) -> V:
        """The points that ``steps`` give; missing stays missing."""


class Scalars(Generic[N]):
    """One account's values."""

    missing: N

    def __init__(self, missing: N) -> None:
        self.missing = missing

    def money(self, value: N) -> N:
        if isinstance(value, Decimal) or not math.isfinite(value):
            return value
        return round(value * SCALE) / SCALE

    def ratio(self, part: N, whole: N) -> N:
        if math.isnan(part) or math.isnan(whole):
            return self.missing
        if isinstance(part, Decimal) or isinstance(whole, Decimal):
            return part / whole if whole > 0 else self.missing
        units = round(whole * SCALE)
        return round(part * SCALE) / units if units > 0 else self.missing

    def larger(self, one: N, other: N | int) -> N:
        if math.isnan(one) or math.isnan(other):
            return self.missing
        return one if one >= other else self.missing.__class__(other)

    def smaller(self, one: N, other: N | int) -> N:
        if math.isnan(one) or math.isnan(other):
            return self.missing
        return one if one <= other else self.missing.__class__(other)

    def first(self, values: Sequence[N]) -> N:
        return next((value for value in values if not math.isnan(value)), self.missing)

    def unknown(self) -> N:
        return self.missing

    def settled(self, value: N) -> N:
        return value if math.isnan(value) else self.missing.__class__(round(value, NINE))

    def known(self, value: N) -> N:
        return self.missing.__class__(0 if math.isnan(value) else 1)

    def filled(self, value: N, other: float) -> N:
        return self.missing.__class__(other) if math.isnan(value) else value

    def where(self, condition: Any, value: N, other: N | float) -> N:
        return value if condition else self.missing.__class__(other)

    def points(self, value: N, steps: Steps) -> N:
        if math.isnan(value):
            return self.missing
        at = (bisect_left if steps.up_to else bisect_right)(steps.lines, value)
        return self.missing.__class__(steps.points[at])


FLOATS: Scalars[float] = Scalars(math.nan)
DECIMALS: Scalars[Decimal] = Scalars(Decimal("NaN"))
