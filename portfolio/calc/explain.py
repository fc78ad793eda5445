"""Why one account has its class: from its own figures and the lines of a run, without the portfolio.

Plain Python, so that a page can ask; it computes with the same formulas on the same numbers as ``classify`` and
cannot disagree with it. All labels and texts are msgids, translated where they are shown.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from portfolio.calc.bands import Threshold
from portfolio.calc.metrics import Figures
from portfolio.calc.scoring import lines_of
from portfolio.calc.standing import Move, Place, Standing
from portfolio.matrices.scorecards import SCORECARDS
from portfolio.matrices.spec import Cell, MatrixSpec
from portfolio.metrics.catalog import METRICS
from portfolio.metrics.spec import MetricSpec
from portfolio.parameters.values import Parameters


def explain(
    spec: MatrixSpec,
    metrics: Mapping[str, Decimal | float | None],
    thresholds: Mapping[str, Mapping[str, Any] | None],
    parameters: Parameters,
    cell: str = "",
) -> dict[str, Any]:
    """The place of an account on ``spec``, with what led to it; JSON-able.

    ``metrics``: the account's facts by key, as stored, and the company's figures of the run (None or absent = missing;
    others are ignored). ``cell``: the key of the one that a person set; the computed class is explained all the same.
    ``thresholds``: ``Outcome.thresholds()`` of the run; ``parameters``: those of the run.

    Keys: ``matrix``, ``version``, ``status``; ``class`` (key, label, prescription, zone, strength, tone; None if not
    assessed); ``inputs`` (key, label, value, unit, give); ``axes`` by name (label, metric, metric_label, formula,
    unit, value, level, band, band_label, criteria: those of a scorecard (key, label, metric_label, unit, value, points
    0–10, weight)); ``thresholds`` as given; ``missing`` and ``refine`` (key, label, give: what
    to give, and where, to be assessed at all, or to be measured better); ``flags``; ``moves`` (axis, direction, at,
    distance, to, to_label, cell, cell_label). Money and ratios are unrounded; NaN appears nowhere, only None.
    """
    lines = {name: None if stored is None else Threshold.from_dict(stored) for name, stored in thresholds.items()}
    standing = Standing(spec, metrics, lines, parameters, cell)
    return {
        "matrix": spec.key,
        "version": spec.version,
        "status": standing.status().value,
        "class": None if standing.cell is None else _class(standing, standing.cell),
        "inputs": [_input(fact, standing.figures[fact]) for fact in spec.inputs()],
        "axes": {name: _axis(place, standing) for name, place in standing.places.items()},
        "thresholds": {name: None if stored is None else dict(stored) for name, stored in thresholds.items()},
        "missing": [_give(fact) for fact in standing.missing()],
        "refine": [_give(fact) for fact in standing.refine()] if standing.cell else [],
        "flags": [flag.value for flag in standing.flags()],
        "moves": [_move(move) for move in standing.moves()],
    }


def _class(standing: Standing, cell: Cell) -> dict[str, str]:
    bands = [place.declared_band() for place in standing.places.values()]
    return {
        "key": cell.key,
        "label": cell.label,
        "prescription": standing.spec.prescription(cell, *(band.key if band else "" for band in bands)),
        "zone": cell.zone,
        "strength": cell.strength.value,
        "tone": cell.tone.value,
    }


def _axis(place: Place, standing: Standing) -> dict[str, Any]:
    band = place.declared_band()
    return {
        "label": place.axis.label,
        "metric": place.metric.key,
        "metric_label": place.metric.label,
        "formula": place.metric.formula,
        "unit": place.metric.unit.value,
        "value": _number(place.value),
        "level": None if place.level is None else place.levels[place.level],
        "band": band.key if band else None,
        "band_label": band.label if band else None,
        "criteria": _criteria(place.metric, standing.figures),
    }


def _criteria(metric: MetricSpec, figures: Figures[float]) -> list[dict[str, Any]]:
    """The lines of the scorecard that ``metric`` is the sum of; none for other metrics."""
    if not metric.scorecard:
        return []
    return [
        {
            "key": line.criterion.key,
            "label": line.criterion.label,
            "metric_label": METRICS.get(line.criterion.metric).label,
            "unit": METRICS.get(line.criterion.metric).unit.value,
            "value": line.value,
            "points": line.points,
            "weight": line.weight,
        }
        for line in lines_of(SCORECARDS.get(metric.scorecard), figures)
    ]


def _move(move: Move) -> dict[str, Any]:
    return {
        "axis": move.axis,
        "direction": "up" if move.up else "down",
        "at": move.at,
        "distance": move.distance,
        "to": move.band.key,
        "to_label": move.band.label,
        "cell": move.cell.key if move.cell else None,
        "cell_label": move.cell.label if move.cell else None,
    }


def _input(fact: str, value: float) -> dict[str, Any]:
    return {**_give(fact), "value": _number(value), "unit": METRICS.get(fact).unit.value}


def _give(fact: str) -> dict[str, Any]:
    metric = METRICS.get(fact)
    place = metric.place
    return {
        "key": metric.key,
        "label": metric.label,
        "give": None if place is None else {"key": place.key, "label": place.label},
    }


def _number(value: float) -> float | None:
    return None if math.isnan(value) else value
