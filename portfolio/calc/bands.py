"""Where one value falls between the lines of an axis. Plain Python: pages explain a class with it."""

from __future__ import annotations

import math
from bisect import bisect_left, bisect_right
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from portfolio.matrices.axis import Mode
from portfolio.metrics.catalog import METRICS
from portfolio.metrics.spec import Unit
from portfolio.parameters.values import Parameters


@dataclass(frozen=True, slots=True, kw_only=True)
class Threshold:
    """The lines of one axis as a run found them: enough to place an account later without the portfolio.

    ``metric`` is what was compared (a level, where one was chosen for the whole portfolio). ``cuts`` rise: a value
    from ``cuts[i]`` on is above band ``i``; None if no line could be drawn. ``below`` (ABC): for each line the
    next lower value of the portfolio, None if there is none. ``accounts`` were compared; ``total`` is the sum of
    the positive values (ABC), ``reference`` the company's ratio of totals (RELATIVE), ``levels`` how many accounts
    were compared at which level, where each has its own.
    """

    metric: str
    mode: Mode
    cuts: tuple[float, ...] | None
    accounts: int
    zero_is_low: bool = False
    below: tuple[float | None, ...] = ()
    total: float | None = None
    reference: float | None = None
    levels: Mapping[str, int] = field(default_factory=dict)

    def band(self, value: float) -> int | None:
        """Index of the band of ``value``, 0 the lowest. A value on a line is of the upper band (G3).

        None if ``value`` is NaN or there are no lines.
        """
        if math.isnan(value) or self.cuts is None:
            return None
        return 0 if self.zero_is_low and value <= 0 else bisect_right(self.cuts, value)

    def line_under(self, band: int) -> float | None:
        """The value down to which a member of ``band`` keeps it, or None for the lowest band.

        With ABC classes that is the next lower account: only by falling behind it is the class lost.
        """
        if not band:
            return None
        return self.below[band - 1] if self.below else self._line(band - 1)

    def line_over(self, band: int) -> float | None:
        """The value that lifts a member of ``band`` to the next, or None for the highest band."""
        return self._line(band)

    def band_beyond(self, band: int, *, up: bool) -> int:
        """The band on the other side of the line over or under ``band``: not always the next, lines may coincide.

        Asked only where there is such a line.
        """
        cuts = self.cuts or ()
        if up:
            return bisect_right(cuts, self.line_over(band) or 0.0)
        cut = cuts[band - 1]
        return 0 if self.zero_is_low and cut <= 0 else bisect_left(cuts, cut)

    def _line(self, index: int) -> float | None:
        if self.cuts is None or index >= len(self.cuts):
            return None
        return max(self.cuts[index], 0.0) if self.zero_is_low else self.cuts[index]

    def as_dict(self) -> dict[str, Any]:
        """JSON-able, without loss."""
        return {
            "metric": self.metric,
            "mode": self.mode.value,
            "cuts": None if self.cuts is None else list(self.cuts),
            "accounts": self.accounts,
            "zero_is_low": self.zero_is_low,
            "below": list(self.below),
            "total": self.total,
            "reference": self.reference,
            "levels": dict(self.levels),
        }

    @classmethod
    def from_dict(cls, stored: Mapping[str, Any]) -> Threshold:
        """The threshold of ``as_dict``."""
        cuts = stored["cuts"]
        return cls(
            metric=stored["metric"],
            mode=Mode(stored["mode"]),
            cuts=None if cuts is None else tuple(cuts),
            accounts=stored["accounts"],
            zero_is_low=stored["zero_is_low"],
            below=tuple(stored["below"]),
            total=stored["total"],
            reference=stored["reference"],
            levels=stored["levels"],
        )


@dataclass(frozen=True, slots=True)
class Nearness:
    """How near a line is borderline (G9): within ``points`` of it, or within ``share`` of its own size."""

    points: float
    share: float

    @classmethod
    def of(cls, unit: Unit, parameters: Parameters) -> Nearness:
        """For values of ``unit``: points on 0-100 axes (a share is one), never for classes, else a share."""
        points = float(parameters.number("borderline.points"))
        if unit is Unit.CLASS:
            return cls(-1.0, 0.0)
        if unit is Unit.SCORE:
            return cls(points, 0.0)
        if unit is Unit.SHARE:
            return cls(points / 100, 0.0)
        return cls(0.0, float(parameters.number("borderline.pct")) / 100)

    def holds(self, value: Any, line: Any) -> Any:
        """Whether ``value`` is borderline to ``line``, or a column of it for columns. Never to NaN."""
        return abs(value - line) <= self.points + self.share * abs(line)


def is_borderline(threshold: Threshold, value: float, parameters: Parameters) -> bool:
    """Whether ``value`` is so near the line over or under its band that little would move it (G9).

    Never for a value of 0 or less that is of the lowest band whatever the lines.
    """
    band = threshold.band(value)
    if band is None or (threshold.zero_is_low and value <= 0):
        return False
    near = Nearness.of(METRICS.get(threshold.metric).unit, parameters)
    lines = (threshold.line_under(band), threshold.line_over(band))
    return any(line is not None and near.holds(value, line) for line in lines)
