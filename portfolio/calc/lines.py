"""Draws the lines of an axis from a portfolio: fixed, mean or median, cumulative share, company mean."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from fractions import Fraction

import numpy as np

from portfolio.calc.arrays import Column, Mask, exact, exact_sum, mean, median
from portfolio.calc.bands import Threshold
from portfolio.calc.metrics import Figures
from portfolio.matrices.axis import Axis, Cut, Mode, Numbers
from portfolio.metrics.catalog import METRICS
from portfolio.metrics.spec import LevelChoice, MetricSpec
from portfolio.parameters.catalog import PARAMETERS
from portfolio.parameters.spec import ParameterUnit
from portfolio.parameters.values import Parameters

PERCENT = 100
IN_PERCENT = (ParameterUnit.PERCENT, ParameterUnit.PERCENT_POINTS)


def draw(axis: Axis, figures: Figures[Column], eligible: Mask, parameters: Parameters) -> Threshold | None:
    """The threshold of ``axis`` among the ``eligible`` accounts. None for an axis without bands."""
    if axis.cut is None:
        return None
    drawing = _Drawing(axis, axis.cut, figures, eligible, parameters)
    return replace(drawing.threshold(), levels=drawing.levels())


def shared_level(metric: MetricSpec, figures: Figures[Column], eligible: Mask, parameters: Parameters) -> str:
    """The level of ``metric`` for the whole portfolio (§7.3).

    The first one whose own inputs are known for accounts with enough of the positive revenue; else the last.
    """
    revenue = figures["revenue"]
    counted = eligible & (revenue > 0)
    needed = Fraction(parameters.number(metric.coverage)) / PERCENT * exact_sum(revenue[counted])
    for level, lower in zip(metric.levels, metric.levels[1:], strict=False):
        own = set(METRICS.get(level).inputs) - set(METRICS.get(lower).inputs)
        known = counted & np.logical_and.reduce([~np.isnan(figures[fact]) for fact in sorted(own)])
        if known.any() and exact_sum(revenue[known]) >= needed:
            return level
    return metric.levels[-1]


class _Drawing:
    """One axis being drawn."""

    def __init__(self, axis: Axis, cut: Cut, figures: Figures[Column], eligible: Mask, parameters: Parameters) -> None:
        self.axis, self.cut, self.figures, self.parameters = axis, cut, figures, parameters
        self.metric = METRICS.get(axis.metric)
        if self.metric.level_choice is LevelChoice.PORTFOLIO:
            self.metric = METRICS.get(shared_level(self.metric, figures, eligible, parameters))
        self.values = figures[self.metric.key]
        self.known = eligible & ~np.isnan(self.values)

    def threshold(self) -> Threshold:
        mode = Mode(self.parameters.choice(self.cut.parameter)) if self.cut.parameter else self.cut.mode
        if mode is Mode.FIXED:
            return self._fixed(int(self.known.sum()))
        if mode is Mode.ABC:
            return self._cumulative()
        return self._company() if mode is Mode.RELATIVE else self._middle(mode)

    def levels(self) -> dict[str, int]:
        """How many accounts are measured at each level, the best they can have; empty if there is one for all."""
        counts, left = {}, self.known.copy()
        for level in self.metric.levels:
            at = left & ~np.isnan(self.figures[level])
            counts[level] = int(at.sum())
            left &= ~at
        return counts

    def _fixed(self, accounts: int, reference: float | None = None) -> Threshold:
        lines = self._numbers(self.cut.fixed)
        cuts = None if not lines else (*self.cut.floor, *sorted(float(line) for line in lines))
        return Threshold(
            metric=self.metric.key,
            mode=Mode.FIXED,
            cuts=cuts,
            accounts=accounts,
            zero_is_low=self.axis.zero_is_low,
            reference=reference,
        )

    def _middle(self, mode: Mode) -> Threshold:
        compared = self.known & (self.figures[self.cut.positive] > 0) if self.cut.positive else self.known
        values = self.values[compared]
        if len(values) < self.cut.accounts_at_least:
            return self._fixed(len(values))
        return Threshold(
            metric=self.metric.key,
            mode=mode,
            cuts=((mean if mode is Mode.MEAN else median)(values),),
            accounts=len(values),
            zero_is_low=self.axis.zero_is_low,
        )

    def _cumulative(self) -> Threshold:
        values = self.values[self.known]
        shares = self._numbers(self.cut.shares) or ()
        positive = np.sort(values[values > 0])[::-1]
        cuts = [cumulative_line(positive, share) for share in reversed(shares)]
        below = [positive[positive < cut] for cut in cuts]
        return Threshold(
            metric=self.metric.key,
            mode=Mode.ABC,
            cuts=tuple(cuts),
            accounts=len(values),
            zero_is_low=True,
            below=tuple(float(lower[0]) if lower.size else None for lower in below),
            total=float(exact_sum(positive)),
        )

    def _company(self) -> Threshold:
        part, whole = (self.figures[key][self.known] for key in self.metric.ratio_of or ())
        accounts = int(self.known.sum())
        reference = exact_sum(part) / exact_sum(whole) if accounts else None
        if reference is None or accounts < self.cut.accounts_at_least:
            return self._fixed(accounts, None if reference is None else float(reference))
        lowest = max(self.cut.floor, default=-np.inf)
        steps = sorted(reference + step for step in self._numbers(self.cut.steps) or ())
        return Threshold(
            metric=self.metric.key,
            mode=Mode.RELATIVE,
            cuts=(*self.cut.floor, *(max(float(step), lowest) for step in steps)),
            accounts=accounts,
            zero_is_low=self.axis.zero_is_low,
            reference=float(reference),
        )

    def _numbers(self, numbers: Numbers) -> Sequence[Fraction] | None:
        """``numbers`` exactly, percentages as shares of 1. None if an optional parameter is not set."""
        if not isinstance(numbers, str):
            return [Fraction(str(number)) for number in numbers] or None
        values = self.parameters.numbers(numbers)
        scale = PERCENT if PARAMETERS.get(numbers).unit in IN_PERCENT else 1
        return None if values is None else [Fraction(value) / scale for value in values]


def cumulative_line(falling: Column, share: Fraction) -> float:
    """The lowest of the positive values ``falling`` with less than ``share`` of their total before it (G4).

    Equal values stand together, at the place of the first of them. 0.0 if there are no values: whatever is
    positive would be the first.
    """
    if not falling.size:
        return 0.0
    whole = exact(falling)
    if whole:
        before = np.cumsum(whole.units) - whole.units
        bound = -(-int(whole.units.sum()) * share.numerator // share.denominator)
        members = np.searchsorted(before, bound, side="left")
    else:
        sums = np.cumsum(falling)
        members = np.searchsorted(sums - falling, float(share) * sums[-1], side="left")
    return float(falling[members - 1])
