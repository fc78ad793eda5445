"""Where accounts are drawn on a matrix, by the lines of a run."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from portfolio.calc.bands import Threshold
from portfolio.calc.scale import FULL, LinearScale, RankScale, ValueScale, even_cuts
from portfolio.enums import NO_CLASS
from portfolio.matrices.axis import Axis
from portfolio.matrices.spec import MatrixSpec
from portfolio.models import Classification, ClassificationRun
from portfolio.parameters.values import Parameters

MIDDLE = FULL / 2


def thresholds_of(run: ClassificationRun, spec: MatrixSpec) -> dict[str, Threshold | None]:
    """The lines of ``spec`` in ``run`` by axis; none for a matrix that the run did not know."""
    stored: Mapping[str, Any] = run.thresholds.get(spec.key, {})
    found = {name: stored.get(name) for name in spec.axes()}
    return {name: None if lines is None else Threshold.from_dict(lines) for name, lines in found.items()}


def value_on(row: Classification, axis: Axis) -> float:
    """The stored value of ``row`` on ``axis``, NaN if there is none."""
    value = row.metrics.get(axis.metric)
    return math.nan if value is None else float(value)


@dataclass(frozen=True, slots=True)
class _Line:
    """One axis with its threshold and the scale its values are drawn on."""

    axis: Axis
    threshold: Threshold | None
    scale: ValueScale | RankScale | LinearScale | None

    def place(self, value: float) -> float:
        if isinstance(self.scale, LinearScale):
            return self.scale.place(value)
        band = None if self.threshold is None else self.threshold.band(value)
        if band is None or self.scale is None:
            return MIDDLE
        return self.scale.place(value) if isinstance(self.scale, ValueScale) else self.scale.place(band, value)


class Placing:
    """Places for ``rows`` (classifications, also of other runs) on ``spec`` as ``run`` drew it.

    ``amounts``: the reader may see the lines as amounts, so places follow the values; else their order in the band.
    """

    def __init__(
        self, spec: MatrixSpec, run: ClassificationRun, rows: Iterable[Classification], *, amounts: bool
    ) -> None:
        self.spec, self.amounts = spec, amounts
        self.thresholds = thresholds_of(run, spec)
        self.parameters = run.parameters.as_parameters()
        drawn = list(rows)
        self._lines = {name: self._line(name, axis, drawn) for name, axis in spec.axes().items()}

    def _line(self, name: str, axis: Axis, rows: list[Classification]) -> _Line:
        threshold = self.thresholds[name]
        if axis.extent:
            return _Line(axis, threshold, LinearScale(*axis.extent))
        if threshold is None or threshold.cuts is None:
            return _Line(axis, threshold, None)
        values = [value for row in rows if not math.isnan(value := value_on(row, axis))]
        if self.amounts:
            scale: ValueScale | RankScale = ValueScale.over(threshold.cuts, values, zero_is_low=threshold.zero_is_low)
        else:
            bands = ((threshold.band(value) or 0, value) for value in values)
            scale = RankScale.over(len(axis.bands), bands)
        return _Line(axis, threshold, scale)

    def place(self, row: Classification) -> tuple[float, float] | None:
        """(x, y), both 0–100 from low to high; None for an account without a class, or with one set by hand only."""
        values = [value_on(row, line.axis) for line in self._lines.values()]
        if row.cell_on(self.spec.key) in NO_CLASS | {""} or any(math.isnan(value) for value in values):
            return None
        places = [line.place(value) for line, value in zip(self._lines.values(), values, strict=True)]
        return (places[0], places[1]) if len(places) > 1 else (places[0], MIDDLE)

    def cuts(self, name: str) -> tuple[float, ...]:
        """The lines of the axis ``name`` on a picture from 0 to 100."""
        return cuts(self.spec.axes()[name], self.thresholds[name], self.parameters)


def cuts(
    axis: Axis | None, threshold: Threshold | None = None, parameters: Parameters | None = None
) -> tuple[float, ...]:
    """The lines of ``axis`` on a picture from 0 to 100: of a scale where ``threshold`` or ``parameters`` say (else the
    defaults of the method), of classes so that they are equally wide."""
    if axis is None:
        return ()
    if axis.extent is None:
        return even_cuts(len(axis.bands))
    scale = LinearScale(*axis.extent)
    return tuple(scale.place(line) for line in lines_of(axis, threshold, parameters))


def lines_of(axis: Axis, threshold: Threshold | None, parameters: Parameters | None) -> tuple[float, ...]:
    """The values at which an axis with an extent is cut, rising."""
    if threshold and threshold.cuts:
        return threshold.cuts
    key = axis.guides or (axis.cut.fixed if axis.cut else "")
    if not isinstance(key, str):
        return tuple(sorted(key))
    values = (parameters or Parameters()).numbers(key) or ()
    return tuple(float(line) for line in values)


def drawn_at(spec: MatrixSpec, key: str) -> list[tuple[int, int]]:
    """Where the name of a cell stands, as numbers of columns and rows from the low end: its spots, or for the stages of
    a matrix with a region the diagonal."""
    cell = spec.cell(key)
    if not spec.region:
        columns, rows = spec.x.band_keys(), spec.y.band_keys() if spec.y else ("",)
        return [(columns.index(spot.x), rows.index(spot.y)) for spot in cell.at]
    number, lines = spec.cell_keys().index(key), len(cuts(spec.x))
    return [(number, number)] if number <= lines else []


def band_places(
    spec: MatrixSpec, thresholds: Mapping[str, Threshold | None], row: Classification
) -> tuple[float, float] | None:
    """The middle of the place of ``row`` on the grid, as it is drawn (0–100 from the left and from below).

    None for an account without a class.
    """
    if row.cell_on(spec.key) in NO_CLASS | {""}:
        return None
    places = [MIDDLE, MIDDLE]
    for number, (name, axis) in enumerate(spec.axes().items()):
        threshold, value = thresholds[name], value_on(row, axis)
        if axis.extent:
            places[number] = MIDDLE if math.isnan(value) else LinearScale(*axis.extent).place(value)
            continue
        band = threshold.band(value) if threshold else None
        if band is not None:
            place = FULL * (band + 0.5) / len(axis.bands)
            places[number] = FULL - place if axis.high_first else place
    return places[0], places[1]


def in_band(axis: Axis, key: str, value: float) -> float:
    """Where ``value`` is drawn on an axis with an extent, 0–100, if that is within the band ``key`` between the usual
    lines; else (a class set by hand, other lines, no value) the middle of that band."""
    number, edges = axis.band_keys().index(key), (0.0, *cuts(axis), FULL)
    place = LinearScale(*axis.extent).place(value) if axis.extent and not math.isnan(value) else math.nan
    if not edges[number] <= place <= edges[number + 1]:
        place = FULL * (number + 0.5) / len(axis.bands)
    return FULL - place if axis.high_first else place
