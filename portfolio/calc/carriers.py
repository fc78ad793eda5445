"""What formulas are computed on: floats, Decimals, or (in ``arrays``) a column of a whole portfolio.

Missing is NaN throughout, so that a formula is written once and missing stays missing through it. Money is exact
to a ten-thousandth: differences and quotients of floats are taken on whole ten-thousandths, because
100.10 − 80.08 is not 20.02 in binary and a tie on a threshold would be lost. Knows no numpy: pages use it.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from decimal import Decimal
from typing import TYPE_CHECKING, Generic, Protocol, TypeVar

if TYPE_CHECKING:
    from portfolio.calc.arrays import Column

SCALE = 10_000  # units of money in one of the company's currency

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


FLOATS: Scalars[float] = Scalars(math.nan)
DECIMALS: Scalars[Decimal] = Scalars(Decimal("NaN"))
