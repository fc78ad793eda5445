"""An axis of a matrix: a metric, its bands, and the rule for the lines between them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from itertools import pairwise

from portfolio.metrics.catalog import METRICS
from portfolio.metrics.spec import MetricSpec, Unit
from portfolio.parameters.catalog import PARAMETERS


class Mode(StrEnum):
    """How the lines between bands are found. The values are the choices of parameters."""

    FIXED = "fixed"  # given numbers
    MEAN = "mean"  # mean of the portfolio
    MEDIAN = "median"  # median of the portfolio
    ABC = "abc"  # cumulative share of the total before the account (G4)
    RELATIVE = "relative"  # steps from the company's own ratio of totals


Numbers = tuple[float, ...] | str


@dataclass(frozen=True, slots=True, kw_only=True)
class Cut:
    """The rule for the lines of an axis, in the metric's unit.

    ``parameter`` names the choice that may replace ``mode``. ``fixed``, ``steps`` (lines from the highest class
    down) and ``shares`` (cumulative, from the first class on; 0 to 1) are numbers, or the key of a parameter that
    holds them. ``floor`` are fixed lines under all others (rising); no other line lies below them.
    ``positive`` names the metric that must be above 0 for an account to count in a mean or median.
    With fewer than ``accounts_at_least``, MEAN, MEDIAN and RELATIVE give way to ``fixed``; without it nothing is
    assessed (G10).
    """

    mode: Mode
    parameter: str = ""
    fixed: Numbers = ()
    shares: Numbers = ()
    steps: Numbers = ()
    floor: tuple[float, ...] = ()
    positive: str = ""
    accounts_at_least: int = 3

    def __post_init__(self) -> None:
        if self.parameter:
            PARAMETERS.get(self.parameter)
        if self.positive:
            METRICS.get(self.positive)
        needed = {Mode.FIXED: self.fixed, Mode.ABC: self.shares, Mode.RELATIVE: self.steps}
        for mode in self.modes():
            if mode in needed and not needed[mode]:
                raise ValueError(f"cut: mode {mode.value!r} needs its numbers")
        for name, lines in (("fixed", self.fixed), ("steps", self.steps), ("floor", self.floor[::-1])):
            if not _falls(lines):
                raise ValueError(f"cut: {name} must be written from the highest line down")
        if isinstance(self.shares, tuple) and not _falls(self.shares[::-1]):
            raise ValueError("cut: cumulative shares must rise")

    def modes(self) -> tuple[Mode, ...]:
        """Every mode this cut can be asked for."""
        if not self.parameter:
            return (self.mode,)
        return tuple(Mode(key) for key, _label in PARAMETERS.get(self.parameter).choices)

    def lines(self) -> dict[Mode, int]:
        """How many lines it draws in each mode, also in the one it falls back to."""
        counts = {
            Mode.FIXED: _length(self.fixed) + len(self.floor),
            Mode.ABC: _length(self.shares),
            Mode.RELATIVE: _length(self.steps) + len(self.floor),
        }
        modes = (*self.modes(), *((Mode.FIXED,) if self.fixed else ()))
        return {mode: counts.get(mode, 1) for mode in modes}


@dataclass(frozen=True, slots=True, kw_only=True)
class Band:
    """One class of an axis."""

    key: str
    label: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Axis:
    """A metric cut into bands, lowest first. Without bands it has only a value: its matrix has a region.

    ``zero_is_low``: a value of 0 or less is of the lowest band wherever the lines are (always so in ABC mode).
    ``high_first`` draws it from high to low (G13). ``extent``: the ends of a scale that values are drawn on as they
    are; without it every band is drawn as wide as the others. ``guides``: lines to draw where there are no bands, by
    the key of the parameter that holds them.
    """

    metric: str
    label: str
    bands: tuple[Band, ...] = ()
    cut: Cut | None = None
    zero_is_low: bool = False
    high_first: bool = False
    extent: tuple[float, float] | None = None
    guides: str = ""

    def __post_init__(self) -> None:
        metric = METRICS.get(self.metric)
        if self.guides:
            PARAMETERS.get(self.guides)
        if self.extent is None and not self.bands and metric.unit is Unit.SCALE:
            raise ValueError(f"axis {self.metric!r}: an axis without bands needs its extent to be drawn")
        refuse_repetition("band", (band.key for band in self.bands))
        if (self.cut is None) != (not self.bands):
            raise ValueError(f"axis {self.metric!r}: bands and a cut come together")
        for mode, lines in self.cut.lines().items() if self.cut else ():
            if lines != len(self.bands) - 1:
                raise ValueError(f"axis {self.metric!r}: {len(self.bands)} bands, but {lines} lines in mode {mode}")
            _check_unit(metric, mode)

    def band_keys(self) -> tuple[str, ...]:
        """Keys of the bands, lowest first."""
        return tuple(band.key for band in self.bands)


def refuse_repetition(what: str, keys: Iterable[str]) -> None:
    """Raises ValueError if a key comes twice."""
    seen: set[str] = set()
    for key in keys:
        if key in seen:
            raise ValueError(f"{what} {key!r} is declared twice")
        seen.add(key)


def _check_unit(metric: MetricSpec, mode: Mode) -> None:
    if mode is Mode.ABC and metric.unit is not Unit.MONEY:
        raise ValueError(f"axis {metric.key!r}: cumulative shares need a metric that can be summed")
    ratios = (METRICS.get(key).ratio_of for key in metric.levels or (metric.key,))
    if mode is Mode.RELATIVE and None in ratios:
        raise ValueError(f"axis {metric.key!r}: a company mean needs a metric that is a ratio of two others")


def _falls(lines: Numbers) -> bool:
    return isinstance(lines, str) or all(later < earlier for earlier, later in pairwise(lines))


def _length(numbers: Numbers) -> int:
    if isinstance(numbers, str):
        return PARAMETERS.get(numbers).length or 1
    return len(numbers)
