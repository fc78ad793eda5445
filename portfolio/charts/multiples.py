"""Small multiples: the same accounts on every matrix, as SVG from the server."""

from __future__ import annotations

from collections.abc import Iterable
from math import sqrt

from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

from portfolio.matrices.spec import Cell, MatrixSpec, Strength
from portfolio.models import Classification
from portfolio.selectors.hues import COLOURED_BY, hue_of, hue_of_cell
from portfolio.selectors.naming import cell_name
from portfolio.selectors.placing import Placing, drawn_at

SIDE = 300
LARGEST = 12.0
SMALLEST = 2.5


def small_multiple(spec: MatrixSpec, rows: Iterable[Classification], placing: Placing, label: str) -> SafeString:
    """``rows`` (largest first) on ``spec``; ``label`` are the words for those who do not see it."""
    drawn = [(row, place) for row in rows if (place := placing.place(row))]
    largest = max((float(row.revenue) for row, _place in drawn), default=0.0) or 1.0
    parts = [f'<rect class="mf" x=".5" y=".5" width="{SIDE - 1}" height="{SIDE - 1}" rx="6"/>']
    if spec.key == COLOURED_BY:
        parts += [_tint(spec, cell, placing) for cell in spec.cells]
    parts.append(_lines(spec, placing))
    parts += [_name(spec, cell, placing) for cell in _named(spec)]
    for row, place in drawn:
        radius = max(SMALLEST, LARGEST * sqrt(max(float(row.revenue), 0.0) / largest))
        x, y = _xy(spec, *place)
        slug = escape(row.account.slug)
        parts.append(f'<circle class="dot f-{hue_of(row)}" data-dot="{slug}" cx="{x}" cy="{y}" r="{radius:.1f}"/>')
    return mark_safe(  # noqa: S308  MEANT: numbers and our own class names; texts are escaped
        f'<svg class="mm" viewBox="0 0 {SIDE} {SIDE}" role="img" aria-label="{escape(label)}">{"".join(parts)}</svg>'
    )


FOUR = 4


def _named(spec: MatrixSpec) -> list[Cell]:
    """The cells whose names are written: all of four, of more the strong ones."""
    return [cell for cell in spec.cells if len(spec.cells) <= FOUR or cell.strength is Strength.STRONG]


def _xy(spec: MatrixSpec, x: float, y: float) -> tuple[float, float]:
    across = 100 - x if spec.x.high_first else x
    up = 100 - y if spec.y and spec.y.high_first else y
    return round(across * SIDE / 100, 1), round((100 - up) * SIDE / 100, 1)


def _box(spec: MatrixSpec, cell: Cell, placing: Placing) -> tuple[float, float, float, float]:
    """Left, top, width and height of the first spot of ``cell``."""
    xs, ys = (0.0, *placing.cuts("x"), 100.0), (0.0, *(placing.cuts("y") if spec.y else ()), 100.0)
    column, row = drawn_at(spec, cell.key)[0]
    left, bottom = _xy(spec, xs[column], ys[row])
    right, top = _xy(spec, xs[column + 1], ys[row + 1])
    return min(left, right), min(top, bottom), abs(right - left), abs(bottom - top)


def _tint(spec: MatrixSpec, cell: Cell, placing: Placing) -> str:
    left, top, width, height = _box(spec, cell, placing)
    return (
        f'<rect class="t-{hue_of_cell(cell)}" x="{left + 1}" y="{top + 1}" '
        f'width="{width - 2}" height="{height - 2}" rx="4"/>'
    )


def _lines(spec: MatrixSpec, placing: Placing) -> str:
    path = "".join(f"M{_xy(spec, cut, 0)[0]} 1V{SIDE - 1}" for cut in placing.cuts("x"))
    path += "".join(f"M1 {_xy(spec, 0, cut)[1]}H{SIDE - 1}" for cut in (placing.cuts("y") if spec.y else ()))
    return f'<path class="cross" d="{path}"/>'


def _name(spec: MatrixSpec, cell: Cell, placing: Placing) -> str:
    left, top, width, height = _box(spec, cell, placing)
    at_right, at_top = left + width > SIDE - 1, top == 0
    x, anchor = (left + width - 7, "end") if at_right else (left + 7, "start")
    y = top + 16 if at_top else top + height - 8
    return f'<text class="qn" x="{x}" y="{y}" text-anchor="{anchor}">{escape(cell_name(cell).split(",")[0])}</text>'
