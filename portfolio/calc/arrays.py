"""Columns of a portfolio as numpy arrays: the carrier for formulas, and exact sums.

A column holds float64, one value per account, NaN where it is missing.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt

from portfolio.calc.carriers import NINE, SCALE

if TYPE_CHECKING:
    from portfolio.matrices.scorecards import Steps

Column = npt.NDArray[np.float64]
Mask = npt.NDArray[np.bool_]
Codes = npt.NDArray[np.int8]

EXACT = 2.0**53  # whole floats up to here are exact
ROOM = 2.0**62  # and sums of int64 up to here


class Arrays:
    """Formulas on a whole portfolio of ``size`` accounts."""

    def __init__(self, size: int) -> None:
        self._size = size

    def money(self, value: Column) -> Column:
        return np.rint(value * SCALE) / SCALE

    def ratio(self, part: Column, whole: Column) -> Column:
        units = np.rint(whole * SCALE)
        result = np.full(units.shape, np.nan)
        np.divide(np.rint(part * SCALE), units, out=result, where=units > 0)
        return result

    def larger(self, one: Column, other: Column | int) -> Column:
        return np.maximum(one, other)

    def smaller(self, one: Column, other: Column | int) -> Column:
        return np.minimum(one, other)

    def first(self, values: Sequence[Column]) -> Column:
        result = values[0]
        for value in values[1:]:
            result = np.where(np.isnan(result), value, result)
        return result

    def unknown(self) -> Column:
        return np.full(self._size, np.nan)

    def settled(self, value: Column) -> Column:
        return np.round(value, NINE)

    def known(self, value: Column) -> Column:
        return (~np.isnan(value)).astype(np.float64)

    def filled(self, value: Column, other: float) -> Column:
        return np.where(np.isnan(value), other, value)

    def where(self, condition: Any, value: Column, other: Column | float) -> Column:
        return np.where(condition, value, other)

    def points(self, value: Column, steps: Steps) -> Column:
        at = np.searchsorted(np.asarray(steps.lines), value, side="left" if steps.up_to else "right")
        return np.where(np.isnan(value), np.nan, np.asarray(steps.points, dtype=np.float64)[at])


@dataclass(frozen=True, slots=True)
class Exact:
    """A column without missing values as whole ``units`` of 1/``scale``: sums and comparisons are exact."""

    units: npt.NDArray[np.int64]
    scale: int

    def total(self) -> Fraction:
        """The sum, exactly."""
        return Fraction(int(self.units.sum()), self.scale)


def exact(values: Column) -> Exact | None:
    """``values`` as whole ten-thousandths or millionths; None if they are neither, or too large to sum."""
    for scale in (SCALE, 1_000_000):
        units = np.rint(values * scale)
        if not np.array_equal(units / scale, values):
            continue
        if units.size == 0 or (np.abs(units).max() < EXACT and np.abs(units).sum() < ROOM):
            return Exact(units.astype(np.int64), scale)
    return None


def exact_sum(values: Column) -> Fraction:
    """Their sum: exact for money, the same in any order of the accounts."""
    whole = exact(values)
    return whole.total() if whole else Fraction(math.fsum(values))


def mean(values: Column) -> float:
    """Their mean, correctly rounded for money and scores; equal values have exactly that mean."""
    if values.min() == values.max():
        return float(values[0])
    return float(exact_sum(values) / len(values))


def median(values: Column) -> float:
    """The middle value, or the mean of the two in the middle."""
    ordered = np.sort(values)
    middle = len(ordered) // 2
    return float(ordered[middle]) if len(ordered) % 2 else mean(ordered[middle - 1 : middle + 1])
