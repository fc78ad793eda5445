"""Places every account of a portfolio on a declared matrix."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
import pandas as pd

from portfolio.calc.arrays import Arrays, Codes, Column, Mask
from portfolio.calc.bands import Nearness, Threshold
from portfolio.calc.company import columns_of, company_figures
from portfolio.calc.flags import facts_of, figure_flags
from portfolio.calc.lines import draw
from portfolio.calc.metrics import Figures
from portfolio.calc.outcome import NO_CELL, AxisOutcome, Numbers, Outcome, Sets
from portfolio.calc.regions import REGIONS
from portfolio.matrices.axis import Axis, Mode
from portfolio.matrices.marks import Flag, Status
from portfolio.matrices.spec import MatrixSpec
from portfolio.metrics.catalog import METRICS
from portfolio.metrics.spec import LevelChoice, MetricSpec, Source
from portfolio.parameters.values import Parameters


def classify(
    spec: MatrixSpec,
    frame: pd.DataFrame,
    parameters: Parameters,
    *,
    thresholds: Mapping[str, Threshold] | None = None,
    company: Mapping[str, float] | None = None,
    given: Numbers | None = None,
) -> Outcome:
    """The place of each account of ``frame`` on the matrix ``spec``.

    ``frame`` has one row per account that is not archived (G10 compares them with each other). Index: account code
    or id, unique, in any order. Columns: the facts of ``portfolio.metrics`` (``revenue``, ``revenue_previous``,
    ``list_value``, ``direct_cost``, ``cost_to_serve``, ``demand``) that ``facts_of(spec)`` names, and soft facts
    if there are any, as float64 or Decimal in the company currency; missing is NaN or None and never 0 (G5). Others are
    ignored.

    With ``thresholds`` (by axis) the lines of an earlier run are kept, with ``company`` its figures of the company;
    else both are taken from the frame. ``given``: for each account the number of the cell a person set, NO_CELL = none.
    Raises ValueError for a missing column, a repeated index, or an infinite value.
    """
    figures, company = _figures(spec, frame, parameters, company)
    size = len(frame)
    eligible = np.ones(size, dtype=bool) if not spec.positive else figures[spec.positive] > 0
    axes = {
        name: _axis(axis, figures, eligible, parameters, None if thresholds is None else thresholds.get(name))
        for name, axis in spec.axes().items()
    }
    left_out = figures[spec.positive] <= 0 if spec.positive else ~eligible
    computed = np.where(eligible, _cells(spec, axes, figures), np.int16(NO_CELL))
    cells = computed if given is None else np.where(given == NO_CELL, computed, given)
    missing = _missing(spec, axes, figures, ~left_out)
    return Outcome(
        spec=spec,
        index=frame.index,
        x=axes["x"],
        y=axes.get("y"),
        cells=cells,
        computed=computed,
        company=company,
        statuses=_statuses(axes, computed, missing, left_out),
        missing=missing,
        flags=_flags(spec, axes, figures, (computed, cells), parameters),
    )


def _figures(
    spec: MatrixSpec, frame: pd.DataFrame, parameters: Parameters, company: Mapping[str, float] | None
) -> tuple[Figures[Column], Mapping[str, float]]:
    """The figures of the frame, those of the company among them, which are also given by themselves."""
    facts = facts_of(spec)
    here = [fact for fact in facts if fact in frame.columns]
    if absent := [fact for fact in facts if fact not in here and METRICS.get(fact).source is Source.FACT]:
        raise ValueError(f"matrix {spec.key!r}: the frame has no column {', '.join(absent)}")
    if not frame.index.is_unique:
        raise ValueError(f"matrix {spec.key!r}: an account is in the frame twice")
    columns = {fact: frame[fact].to_numpy(dtype=np.float64, na_value=np.nan) for fact in here}
    if infinite := [fact for fact, column in columns.items() if np.isinf(column).any()]:
        raise ValueError(f"matrix {spec.key!r}: infinite value in {', '.join(infinite)}")
    size = len(frame)
    if company is None:
        company = company_figures(Figures(columns, Arrays(size)), parameters)
    return Figures(columns | columns_of(company, size), Arrays(size), parameters), company


def _axis(
    axis: Axis, figures: Figures[Column], eligible: Mask, parameters: Parameters, kept: Threshold | None
) -> AxisOutcome:
    threshold = kept or draw(axis, figures, eligible, parameters)
    metric = METRICS.get(axis.metric)
    if threshold and metric.level_choice is LevelChoice.PORTFOLIO:
        metric = METRICS.get(threshold.metric)
    values = figures[metric.key]
    return AxisOutcome(
        axis=axis,
        values=values,
        bands=np.where(eligible, _bands(values, threshold), np.int8(-1)),
        levels=_levels(metric, figures),
        threshold=threshold,
    )


def _levels(metric: MetricSpec, figures: Figures[Column]) -> Codes:
    """For each account the position of the level it was measured at; −1 if at none."""
    names = metric.levels or (metric.key,)
    known = [~np.isnan(figures[name]) for name in names]
    return np.select(known, range(len(names)), default=-1).astype(np.int8)


def _bands(values: Column, threshold: Threshold | None) -> Codes:
    if threshold is None or threshold.cuts is None:
        return np.full(values.shape, -1, dtype=np.int8)
    bands = np.searchsorted(np.asarray(threshold.cuts), values, side="right")
    if threshold.zero_is_low:
        bands[values <= 0] = 0
    bands[np.isnan(values)] = -1
    return bands.astype(np.int8)


def _cells(spec: MatrixSpec, axes: Mapping[str, AxisOutcome], figures: Figures[Column]) -> Numbers:
    """The number of each account's cell in the order of the spec, NO_CELL where it has none."""
    x, y = axes["x"], axes.get("y")
    if spec.region:
        column = REGIONS[spec.region](figures, x.values, None if y is None else y.values, figures.on)
        return np.where(np.isnan(column), NO_CELL, column).astype(np.int16)
    grid = np.full((len(x.axis.bands) + 1, len(y.axis.bands) + 1 if y else 2), NO_CELL, dtype=np.int16)
    columns, rows = x.axis.band_keys(), y.axis.band_keys() if y else ("",)
    for number, cell in enumerate(spec.cells):
        for spot in cell.at:
            grid[columns.index(spot.x), rows.index(spot.y)] = number
    cells: Numbers = grid[x.bands, y.bands if y else 0]
    return cells


def _missing(spec: MatrixSpec, axes: Mapping[str, AxisOutcome], figures: Figures[Column], of: Mask) -> Sets:
    """The facts that kept each account of ``of`` from having a value on an axis."""
    sets = Sets.empty(spec.inputs(), len(axes["x"].values))
    needed = {spec.positive: figures[spec.positive]} if spec.positive else {}
    for outcome in axes.values():
        needed[outcome.needed_metric()] = outcome.values
    for metric, values in needed.items():
        absent = of & np.isnan(values)
        for fact in METRICS.get(metric).wanted:
            sets.add(fact, absent & np.isnan(figures[fact]))
    return sets


def _statuses(axes: Mapping[str, AxisOutcome], cells: Numbers, missing: Sets, left_out: Mask) -> Codes:
    order = list(Status)
    no_line = [outcome.threshold is not None and outcome.threshold.cuts is None for outcome in axes.values()]
    no_value = np.logical_or.reduce([np.isnan(outcome.values) for outcome in axes.values()])
    reasons: Sequence[tuple[Status, Mask]] = (
        (Status.EXCLUDED, left_out),
        (Status.MISSING, missing.any()),
        (Status.UNDEFINED, no_value),
        (Status.NO_THRESHOLD, np.full(no_value.shape, any(no_line))),
        (Status.ASSESSED, cells != NO_CELL),
    )
    codes = [order.index(status) for status, _mask in reasons]
    masks = [mask for _status, mask in reasons]
    return np.select(masks, codes, default=order.index(Status.UNDEFINED)).astype(np.int8)


def _flags(
    spec: MatrixSpec,
    axes: Mapping[str, AxisOutcome],
    figures: Figures[Column],
    placed: tuple[Numbers, Numbers],
    parameters: Parameters,
) -> Sets:
    """``placed``: the computed cells, and those in force."""
    computed, cells = placed
    assessed = computed != NO_CELL
    sets = Sets.empty(tuple(Flag), len(assessed))
    keys = spec.cell_keys()
    for flag, mask in figure_flags(spec, figures, lambda key: cells == keys.index(key)).items():
        sets.add(flag, mask)
    sets.add(Flag.OVERRIDDEN, computed != cells)
    for outcome in axes.values():
        if outcome.threshold is None:
            continue
        if outcome.threshold.mode is Mode.ABC:
            sets.add(Flag.NOT_POSITIVE, assessed & (outcome.values <= 0))
        sets.add(Flag.BORDERLINE, assessed & _borderline(outcome, outcome.threshold, parameters))
        sets.add(Flag.PROVISIONAL, assessed & (outcome.levels > 0))
    return sets


def _borderline(outcome: AxisOutcome, threshold: Threshold, parameters: Parameters) -> Mask:
    """``bands.is_borderline`` for a whole portfolio."""
    near = Nearness.of(METRICS.get(threshold.metric).unit, parameters)
    placed = outcome.bands >= 0
    if threshold.zero_is_low:
        placed = placed & (outcome.values > 0)
    result = np.zeros(placed.shape, dtype=bool)
    for line in (threshold.line_under, threshold.line_over):
        lines = np.array([line(band) for band in range(len(outcome.axis.bands))], dtype=np.float64)
        result |= near.holds(outcome.values, lines[outcome.bands])
    return placed & result
