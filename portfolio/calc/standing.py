"""One account on one matrix, placed between the lines of a run. Plain Python: pages ask it."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from portfolio.calc.bands import Threshold, is_borderline
from portfolio.calc.carriers import FLOATS
from portfolio.calc.flags import facts_of, figure_flags
from portfolio.calc.metrics import Figures
from portfolio.calc.regions import REGIONS
from portfolio.matrices.axis import Axis, Band, Mode
from portfolio.matrices.marks import Flag, Status
from portfolio.matrices.spec import Cell, MatrixSpec
from portfolio.metrics.catalog import COMPANY_KEYS, METRICS
from portfolio.metrics.spec import LevelChoice, MetricSpec
from portfolio.parameters.values import Parameters


@dataclass(frozen=True, slots=True)
class Place:
    """An account on one axis: its value (NaN = not assessed), the level it is measured at, its band."""

    axis: Axis
    metric: MetricSpec
    levels: tuple[str, ...]
    threshold: Threshold | None
    value: float
    level: int | None
    band: int | None

    @classmethod
    def of(cls, axis: Axis, figures: Figures[float], threshold: Threshold | None, *, eligible: bool) -> Place:
        """The place that ``figures`` give on ``axis``; no band for an account that is not ``eligible``."""
        metric = METRICS.get(axis.metric)
        if threshold and metric.level_choice is LevelChoice.PORTFOLIO:
            metric = METRICS.get(threshold.metric)
        levels = metric.levels or (metric.key,)
        value = figures[metric.key]
        known = (number for number, level in enumerate(levels) if not math.isnan(figures[level]))
        band = threshold.band(value) if threshold and eligible else None
        return cls(axis, metric, levels, threshold, value, next(known, None), band)

    @property
    def needed(self) -> str:
        """The metric without which there is no value: the last level, or the one that says what to ask for."""
        return self.metric.key if self.metric.ask else self.levels[-1]

    def declared_band(self) -> Band | None:
        """The band as declared, None if there is none."""
        return None if self.band is None else self.axis.bands[self.band]


@dataclass(frozen=True, slots=True, kw_only=True)
class Move:
    """The next line on an axis: reaching ``at`` (``up``), or falling below it, leads to ``band`` and ``cell``."""

    axis: str
    up: bool
    at: float
    distance: float
    band: Band
    cell: Cell | None


class Standing:
    """An account by its facts and the company's figures (None or absent = missing), the thresholds by axis, and the
    parameters of a run. ``cell``: the key of the one that a person set, "" = the computed one is in force."""

    def __init__(
        self,
        spec: MatrixSpec,
        facts: Mapping[str, Decimal | float | None],
        thresholds: Mapping[str, Threshold | None],
        parameters: Parameters,
        cell: str = "",
    ) -> None:
        self.spec, self.parameters = spec, parameters
        given = {fact: facts.get(fact) for fact in (*facts_of(spec), *COMPANY_KEYS)}
        known = {key: float(value) for key, value in given.items() if value is not None}
        self.figures = Figures(known, FLOATS, parameters)
        eligible = not spec.positive or self.figures[spec.positive] > 0
        self.left_out = bool(spec.positive) and self.figures[spec.positive] <= 0
        self.places = {
            name: Place.of(axis, self.figures, thresholds.get(name), eligible=eligible)
            for name, axis in spec.axes().items()
        }
        self.cell = self._cell() if eligible else None
        self.in_force = spec.cell(cell) if cell else self.cell

    def status(self) -> Status:
        """Whether the account has a class, and if not, why."""
        places = self.places.values()
        if self.left_out:
            return Status.EXCLUDED
        if self.missing():
            return Status.MISSING
        if any(math.isnan(place.value) for place in places):
            return Status.UNDEFINED
        if any(place.threshold and place.threshold.cuts is None for place in places):
            return Status.NO_THRESHOLD
        return Status.ASSESSED if self.cell else Status.UNDEFINED

    def missing(self) -> list[str]:
        """The facts whose absence keeps an axis without a value."""
        if self.left_out:
            return []
        needed = [place.needed for place in self.places.values() if math.isnan(place.value)]
        if self.spec.positive and math.isnan(self.figures[self.spec.positive]):
            needed.append(self.spec.positive)
        return self._absent({fact for metric in needed for fact in METRICS.get(metric).wanted})

    def refine(self) -> list[str]:
        """The facts that would raise an axis to its best level, or complete one that does without some."""
        better = [place.levels[0] for place in self.places.values() if place.level]
        partial = [place.metric.key for place in self.places.values() if place.metric.partial]
        return self._absent({fact for metric in (*better, *partial) for fact in METRICS.get(metric).inputs})

    def flags(self) -> list[Flag]:
        """The warnings, in the order of their declaration."""
        rules = figure_flags(
            self.spec, self.figures, lambda key: self.in_force is not None and self.in_force.key == key
        )
        raised = {flag for flag, truth in rules.items() if truth}
        if self.in_force is not self.cell:
            raised.add(Flag.OVERRIDDEN)
        for place in self.places.values() if self.cell else ():
            if place.level:
                raised.add(Flag.PROVISIONAL)
            if place.threshold is None:
                continue
            if place.threshold.mode is Mode.ABC and place.value <= 0:
                raised.add(Flag.NOT_POSITIVE)
            if is_borderline(place.threshold, place.value, self.parameters):
                raised.add(Flag.BORDERLINE)
        return [flag for flag in Flag if flag in raised]

    def moves(self) -> list[Move]:
        """The next lines above and below on each axis, the other axis staying; none for one without a class."""
        if self.cell is None:
            return []
        found = (self._move(name, place, up=up) for name, place in self.places.items() for up in (True, False))
        return [move for move in found if move is not None]

    def _move(self, name: str, place: Place, *, up: bool) -> Move | None:
        if place.threshold is None or place.band is None:
            return None
        at = place.threshold.line_over(place.band) if up else place.threshold.line_under(place.band)
        if at is None:
            return None
        band = place.threshold.band_beyond(place.band, up=up)
        cell = self._cell_at(*(other.band if other is not place else band for other in self.places.values()))
        return Move(axis=name, up=up, at=at, distance=abs(at - place.value), band=place.axis.bands[band], cell=cell)

    def _cell(self) -> Cell | None:
        if not self.spec.region:
            return self._cell_at(*(place.band for place in self.places.values()))
        x, *others = (place.value for place in self.places.values())
        number = REGIONS[self.spec.region](self.figures, x, others[0] if others else None, FLOATS)
        return None if math.isnan(number) else self.spec.cells[int(number)]

    def _cell_at(self, *bands: int | None) -> Cell | None:
        axes = zip(self.spec.axes().values(), bands, strict=True)
        keys = [axis.bands[band].key for axis, band in axes if band is not None]
        return self.spec.cell_at(*keys) if len(keys) == len(bands) else None

    def _absent(self, facts: set[str]) -> list[str]:
        return [fact for fact in self.spec.inputs() if fact in facts and math.isnan(self.figures[fact])]
