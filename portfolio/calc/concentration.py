"""How far the revenue depends on few customers (method §8.1)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction
from typing import Any

import numpy as np
import pandas as pd

from portfolio.calc.arrays import Column, exact, exact_sum
from portfolio.calc.lines import cumulative_line
from portfolio.parameters.values import Parameters

LARGEST = (1, 3, 5, 10)
CLASSES = ("A", "B", "C")
MOST = Fraction(80, 100)
POINTS = 200  # of a Lorenz curve: what a chart can show
FULL = 10_000  # HHI of a single customer


class Reading(StrEnum):
    """How a concentration is to be read."""

    LOW = "low"
    MODERATE = "moderate"
    HIGH = "high"


@dataclass(frozen=True, slots=True, kw_only=True)
class Concentration:
    """The figures of §8.1 over the customers with a positive value. Shares are 0 to 1; HHI is 0 to 10,000.

    ``left_out`` accounts had a value of 0 or less, ``missing`` none at all. Without customers every figure is
    None and every count 0. ``largest``: share of the 1, 3, 5 and 10 largest (CR). ``customers_80``: how many make
    80 % of the total. ``dominant``: accounts whose share deserves a warning, largest first. ``lorenz``: (share of
    customers, share of value) from the smallest on, from (0, 0) to (1, 1), thinned for a chart.
    """

    customers: int
    left_out: int
    missing: int
    total: float
    largest: Mapping[int, float | None]
    hhi: float | None
    hhi_normalised: float | None
    effective: float | None
    gini: float | None
    customers_80: int
    abc: Mapping[str, int]
    abc_value: Mapping[str, float]
    dominant: tuple[tuple[Any, float], ...]
    lorenz: tuple[tuple[float, float], ...]
    hhi_reading: Reading | None
    cr5_reading: Reading | None


def concentration(values: pd.Series[Any], parameters: Parameters) -> Concentration:
    """The concentration of ``values`` (one per account; index: account; float64 or Decimal, NaN = missing).

    Equal values are taken in the order of their accounts; no figure depends on it.

    >>> concentration(pd.Series([500.0, 300, 120, 60, 15, 5]), Parameters()).customers_80
    2
    """
    column = values.sort_index().to_numpy(dtype=np.float64, na_value=np.nan)
    positive = column > 0
    order = np.argsort(-column[positive], kind="stable")
    falling = column[positive][order]
    shares = _quotients(falling)
    squares = herfindahl(falling)
    largest = {count: largest_share(falling, count) for count in LARGEST}
    classes = _abc(falling, parameters)
    accounts = values.sort_index().index[positive][order]
    warning = float(parameters.number("concentration.single") / 100)
    return Concentration(
        customers=len(falling),
        left_out=int((column <= 0).sum()),
        missing=int(np.isnan(column).sum()),
        total=float(exact_sum(falling)),
        largest=largest,
        hhi=squares,
        hhi_normalised=normalised(squares, len(falling)),
        effective=None if squares is None else FULL / squares,
        gini=gini(falling),
        customers_80=customers_for(falling, MOST),
        abc={name: len(part) for name, part in classes.items()},
        abc_value={name: float(exact_sum(part)) for name, part in classes.items()},
        dominant=tuple(zip(accounts[shares >= warning], shares[shares >= warning].tolist(), strict=True)),
        lorenz=lorenz(falling[::-1]),
        hhi_reading=_reading(squares, parameters.numbers("hhi.cuts"), scale=1),
        cr5_reading=_reading(largest[5], parameters.numbers("concentration.cr5"), scale=100),
    )


def largest_share(falling: Column, count: int) -> float | None:
    """CR of the ``count`` largest of the positive ``falling`` values: 0 to 1, None without values."""
    return float(exact_sum(falling[:count]) / exact_sum(falling)) if len(falling) else None


def herfindahl(falling: Column) -> float | None:
    """HHI = Σ (100 × share)², 0 to 10,000. None without values."""
    if not len(falling):
        return None
    return float(np.sum(np.square(_quotients(falling) * 100)))


def normalised(hhi: float | None, customers: int) -> float | None:
    """HHI between 0 (all equal) and 1; 1 for a single customer. None without customers."""
    if hhi is None:
        return None
    equal = 1 / customers
    return 1.0 if customers == 1 else max((hhi / FULL - equal) / (1 - equal), 0.0)


def gini(values: Column) -> float | None:
    """Gini of positive ``values``: 0 all equal, towards 1 concentrated; 0 for one. None without values."""
    number = len(values)
    if number < 2:
        return 0.0 if number else None
    rising = np.sort(values)
    ranks = np.arange(1, number + 1)
    if rising[0] == rising[-1]:
        return 0.0
    return max(float(2 * np.sum(ranks * rising) / (number * np.sum(rising)) - (number + 1) / number), 0.0)


def customers_for(falling: Column, share: Fraction) -> int:
    """The smallest number of the largest customers that reach ``share`` of the total."""
    if not len(falling):
        return 0
    whole = exact(falling)
    if whole is None:
        sums = np.cumsum(falling)
        return int(np.searchsorted(sums, float(share) * sums[-1], side="left")) + 1
    wanted = -(-int(whole.units.sum()) * share.numerator // share.denominator)
    return int(np.searchsorted(np.cumsum(whole.units), wanted, side="left")) + 1


def lorenz(rising: Column, points: int = POINTS) -> tuple[tuple[float, float], ...]:
    """The Lorenz curve of positive values, at most ``points`` of it and always both ends.

    Points are kept at even distances along the curve, not along the customers: few large customers at its end
    are the part that matters. Empty without values.
    """
    if not len(rising):
        return ()
    customers = np.arange(len(rising) + 1) / len(rising)
    sums = np.concatenate(([0.0], np.cumsum(rising)))
    shares = sums / sums[-1]
    if len(customers) > points:
        way = customers + shares
        kept = np.unique(np.searchsorted(way, np.linspace(0, way[-1], points), side="left"))
        customers, shares = customers[kept], shares[kept]
    return tuple(zip(customers.tolist(), shares.tolist(), strict=True))


def _abc(falling: Column, parameters: Parameters) -> dict[str, Column]:
    """The values of each class (G4), with the lines that the matrices use."""
    shares = parameters.numbers("abc.cuts") or ()
    high, medium = (cumulative_line(falling, Fraction(share) / 100) for share in shares)
    parts = (falling >= high, (falling < high) & (falling >= medium), falling < medium)
    return {name: falling[part] for name, part in zip(CLASSES, parts, strict=True)}


def _quotients(falling: Column) -> Column:
    whole = exact(falling)
    return falling / np.sum(falling) if whole is None else whole.units / whole.units.sum()


def _reading(value: float | None, cuts: tuple[Decimal, ...] | None, *, scale: int) -> Reading | None:
    """A value on a line takes the higher reading (G3)."""
    if value is None or cuts is None:
        return None
    return list(Reading)[sum(Decimal(str(value)) * scale >= cut for cut in cuts)]
