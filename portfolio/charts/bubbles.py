"""The matrix chart: data for the kind "matrix" of charts.js (docs/components.md)."""

from __future__ import annotations

import math
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from kamp.shared import formats
from portfolio.matrices.axis import Axis
from portfolio.matrices.marks import Flag
from portfolio.matrices.spec import MatrixSpec
from portfolio.metrics.catalog import METRICS
from portfolio.metrics.spec import Unit
from portfolio.models import Classification
from portfolio.selectors.hues import COLOURED_BY, hue_of, hue_of_cell
from portfolio.selectors.naming import cell_name
from portfolio.selectors.placing import Placing, drawn_at, lines_of, value_on

MOST = 60  # bubbles; with more accounts only FEW are drawn (design.md §16.5)
FEW = 40
TICKED_BANDS = 2  # up to here an axis shows the amounts of its lines, above the names of its classes


@dataclass(frozen=True, slots=True, kw_only=True)
class Bubbles:
    """What the chart shows: ``rows`` largest first, ``earlier`` states by account, ``moved`` from another cell (account
    to cell), ``others`` not drawn by cell, ``selected`` slug, ``cell_urls`` by cell, the reader's ``language``."""

    spec: MatrixSpec
    rows: Sequence[Classification]
    earlier: Mapping[int, Classification]
    moved: Collection[int]
    others: Mapping[str, int]
    selected: str
    cell_urls: Mapping[str, str]
    currency: str
    language: str


def matrix_chart(shown: Bubbles, placing: Placing) -> dict[str, Any]:
    """The chart of ``shown``. All texts are plain; the scripts never read them as HTML."""
    spec = shown.spec
    coloured = spec.key == COLOURED_BY
    return {
        "x": _axis(spec.x, placing, "x", shown),
        "y": _axis(spec.y, placing, "y", shown) if spec.y else {"label": "", "min": 0, "max": 100, "cuts": []},
        "cells": [cell for key in spec.cell_keys() for cell in _cells(shown, key, coloured=coloured)],
        "points": [point for row in shown.rows if (point := _point(shown, placing, row))],
        "selected": shown.selected or None,
        "trails": "moved",
        "marks": not coloured,
        "sizes": _sizes([float(row.revenue) for row in shown.rows], shown),
    }


def _axis(axis: Axis, placing: Placing, name: str, shown: Bubbles) -> dict[str, Any]:
    lines = placing.cuts(name)
    drawn: dict[str, Any] = {
        "label": _(axis.label),
        "min": 0,
        "max": 100,
        "cuts": list(lines),
        "reversed": axis.high_first,
    }
    threshold = placing.thresholds[name]
    if axis.extent:
        return {**drawn, "ticks": _scale_ticks(axis, lines, placing, name, shown)}
    if placing.amounts and threshold and threshold.cuts and len(axis.bands) <= TICKED_BANDS:
        unit = METRICS.get(threshold.metric).unit
        amounts = (written(cut, unit, shown.language, shown.currency) for cut in threshold.cuts)
        return {**drawn, "ticks": [[line, text] for line, text in zip(lines, amounts, strict=True)]}
    return {**drawn, "bands": [_(band.label).split(",")[0] for band in axis.bands]}


def _scale_ticks(axis: Axis, lines: Sequence[float], placing: Placing, name: str, shown: Bubbles) -> list[list[Any]]:
    """The ends of a scale and its lines, or its whole numbers where the lines only guide the eye."""
    low, high = axis.extent or (0.0, 1.0)
    if axis.guides:
        steps = range(math.ceil(low), math.floor(high) + 1)
        return [[100 * (step - low) / (high - low), formats.number(step, shown.language)] for step in steps]
    values = lines_of(axis, placing.thresholds[name], placing.parameters)
    marked = [(0.0, low), *zip(lines, values, strict=True), (100.0, high)]
    return [[at, formats.number(value, shown.language, 0 if value == int(value) else 1)] for at, value in marked]


def _cells(shown: Bubbles, key: str, *, coloured: bool) -> list[dict[str, Any]]:
    spec, cell = shown.spec, shown.spec.cell(key)
    others = shown.others.get(key, 0)
    note = ngettext("and %(count)s other", "and %(count)s others", others) % {"count": others} if others else ""
    note = note or (_(cell.posture) if cell.posture and not spec.region else "")
    return [
        {
            "x": column,
            "y": row,
            "name": cell_name(cell) if coloured else cell_name(cell).split(",")[0],
            "note": note,
            "tone": hue_of_cell(cell) if coloured else "",
            "url": shown.cell_urls.get(key, ""),
        }
        for column, row in drawn_at(spec, key)
    ]


def _point(shown: Bubbles, placing: Placing, row: Classification) -> dict[str, Any] | None:
    place = placing.place(row)
    if place is None:
        return None
    account, before = row.account, shown.earlier.get(row.account_id)
    point = {
        "id": account.slug,
        "name": account.name,
        "label": account.display_short,
        "x": place[0],
        "y": place[1],
        "size": max(float(row.revenue), 0.0),
        "tone": hue_of(row),
        "moved": row.account_id in shown.moved,
        "provisional": Flag.PROVISIONAL in row.flags_on(shown.spec.key),
        "tip": _tip(shown, row),
    }
    was = placing.place(before) if before else None
    return {**point, "before": list(was)} if was else point


def _tip(shown: Bubbles, row: Classification) -> list[str]:
    cell = shown.spec.cell(row.cell_on(shown.spec.key))
    segment = row.account.segment
    lines = [f"{cell_name(cell)} · {segment.name}" if segment else cell_name(cell)]
    if "revenue" not in {axis.metric for axis in shown.spec.axes().values()}:
        lines.append(_valued(_("Revenue"), float(row.revenue), Unit.MONEY, shown))
    for axis in shown.spec.axes().values():
        metric = METRICS.get(axis.metric)
        lines.append(_valued(_(metric.label), value_on(row, axis), metric.unit, shown))
    if Flag.BORDERLINE in row.flags_on(shown.spec.key):
        lines.append(_("Borderline"))
    return lines


def _valued(label: str, value: float, unit: Unit, shown: Bubbles) -> str:
    return f"{label} {written(value, unit, shown.language, shown.currency)}"


def written(value: float | None, unit: Unit, language: str, currency: str) -> str:
    """A metric's value in words of its unit: money short, ratios and shares in percent, truths as yes and no."""
    if value is None or math.isnan(value):
        return formats.MISSING
    plain = formats.number(value, language, 0 if value == int(value) else 1)
    if unit is Unit.MONEY:
        return formats.money_short(value, language, currency)
    if unit in (Unit.RATIO, Unit.SHARE):
        return formats.pct(value, language)
    if unit is Unit.DAYS:
        return ngettext("%(number)s day", "%(number)s days", int(value)) % {"number": plain}
    if unit is Unit.TRUTH:
        plain = _("yes") if value > 0 else _("no")
    return plain if unit in (Unit.TRUTH, Unit.POINTS) else formats.number(value, language, 1)


def _sizes(sizes: Sequence[float], shown: Bubbles) -> list[dict[str, Any]]:
    """Three round amounts up to the largest bubble."""
    largest = max(sizes, default=0.0)
    if largest <= 0:
        return []
    top = _round_down(largest)
    steps = [top, _round_down(top / 3), _round_down(top / 12)]
    return [
        {"size": step, "label": formats.money_short(step, shown.language, shown.currency)}
        for step in dict.fromkeys(steps)
        if step > 0
    ]


def _round_down(value: float) -> float:
    """The largest 1, 2 or 5 times a power of ten that is not above ``value``."""
    power = 10.0 ** math.floor(math.log10(value))
    return next(step * power for step in (5, 2, 1) if step * power <= value * 1.0000001)
