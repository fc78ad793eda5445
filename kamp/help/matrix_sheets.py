"""Each matrix of the catalogue as a sheet of the method: grid, axes, where the lines are, what the cells ask for."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from django.utils.translation import gettext as _

from kamp.shared.addresses import address_of
from portfolio.matrices.axis import Axis, Band
from portfolio.matrices.catalog import MATRICES
from portfolio.matrices.spec import Cell, MatrixSpec
from portfolio.metrics.catalog import METRICS
from portfolio.parameters.catalog import PARAMETERS
from portfolio.parameters.values import Parameters
from portfolio.selectors.hues import COLOURED_BY, NO_HUE, hue_of_cell
from portfolio.selectors.naming import cell_name
from portfolio.views.parameters import words


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """A parameter that says where the lines of an axis are, with its value in force."""

    label: str
    value: str


@dataclass(frozen=True, slots=True, kw_only=True)
class AxisSheet:
    """An axis: what it is called, the measure on it, how that is computed, and where its lines are."""

    label: str
    measure: str
    formula: str
    lines: tuple[Line, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class CellSheet:
    """A class: its name, the kind of investment it stands for, what it asks for; a hue where classes have one."""

    name: str
    posture: str
    prescription: str
    hue: str


@dataclass(frozen=True, slots=True, kw_only=True)
class GridRow:
    """A row of the grid, the highest band first."""

    label: str
    cells: tuple[CellSheet, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class MatrixSheet:
    """A matrix. ``rows`` and ``columns`` are empty where a rule on both axes decides instead of bands."""

    key: str
    number: int
    title: str
    question: str
    section: str
    url: str
    axes: tuple[AxisSheet, ...]
    columns: tuple[str, ...]
    rows: tuple[GridRow, ...]
    cells: tuple[CellSheet, ...]


def matrix_sheets(parameters: Parameters, language: str) -> list[MatrixSheet]:
    """All matrices in their order, in the language of the page."""
    return [_sheet(number, spec, parameters, language) for number, spec in enumerate(MATRICES, start=1)]


def _sheet(number: int, spec: MatrixSpec, parameters: Parameters, language: str) -> MatrixSheet:
    return MatrixSheet(
        key=spec.key,
        number=number,
        title=_(spec.title),
        question=_(spec.question),
        section=spec.section,
        url=address_of("portfolio:matrix", spec.key),
        axes=tuple(_axis(axis, parameters, language) for axis in spec.axes().values()),
        columns=tuple(_(band.label) for band in _drawn(spec.x)),
        rows=tuple(_rows(spec)),
        cells=tuple(_distinct(_cell(spec, cell) for cell in spec.cells)),
    )


def _drawn(axis: Axis) -> tuple[Band, ...]:
    """The bands as they are drawn, from left to right."""
    return tuple(reversed(axis.bands)) if axis.high_first else axis.bands


def _rows(spec: MatrixSpec) -> Iterator[GridRow]:
    if spec.y is None or not spec.y.bands:
        return
    for up in reversed(_drawn(spec.y)):
        cells = (_cell(spec, spec.cell_at(across.key, up.key)) for across in _drawn(spec.x))
        yield GridRow(label=_(up.label), cells=tuple(cells))


def _cell(spec: MatrixSpec, cell: Cell) -> CellSheet:
    return CellSheet(
        name=cell_name(cell),
        posture=_(cell.posture) if cell.posture else "",
        prescription=_(cell.prescription),
        hue=hue_of_cell(cell) if spec.key == COLOURED_BY else NO_HUE,
    )


def _distinct(cells: Iterable[CellSheet]) -> Iterator[CellSheet]:
    """Each name once: several cells may mean the same."""
    return iter({cell.name: cell for cell in cells}.values())


def _axis(axis: Axis, parameters: Parameters, language: str) -> AxisSheet:
    metric = METRICS.get(axis.metric)
    label, measure = _(axis.label), _(metric.label)
    return AxisSheet(
        label=label,
        measure=measure if measure != label else "",
        formula=_(metric.formula) if metric.formula else "",
        lines=tuple(
            Line(label=_(spec.label), value=words(spec, parameters.values[spec.key], language))
            for spec in map(PARAMETERS.get, _places_of_lines(axis, parameters))
        ),
    )


def _places_of_lines(axis: Axis, parameters: Parameters) -> list[str]:
    """The keys of the parameters that decide about the lines as things stand: the choice, and what is chosen by it."""
    if axis.cut is None:
        return [axis.guides] if axis.guides else []
    chosen = parameters.choice(axis.cut.parameter) if axis.cut.parameter else axis.cut.mode.value
    numbers = {"fixed": axis.cut.fixed, "abc": axis.cut.shares, "relative": axis.cut.steps}.get(chosen, ())
    return [key for key in (axis.cut.parameter, numbers) if isinstance(key, str) and key]
