"""Where an account stands: the glyph of its class and the quadlet, a miniature of any matrix."""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from math import hypot

from django.utils.html import escape, format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe

CLASS_TONES = ("strategic", "star", "status", "opportunity")
TONES = (*CLASS_TONES, "neutral", "none")
_QUARTER = {"star": (0, 0), "strategic": (1, 0), "opportunity": (0, 1), "status": (1, 1)}
_PAD = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Spot:
    """A place in a matrix. Coordinates 0–100, low to high, left to right and bottom to top.

    ``x`` or ``y`` None: not assessed, only the frame is drawn. ``cuts_x``/``cuts_y`` are the inner borders;
    ``before`` is where it stood; ``tone`` one of TONES; ``label`` the words for those who do not see it.
    """

    x: float | None
    y: float | None
    cuts_x: Sequence[float] = (50,)
    cuts_y: Sequence[float] = (50,)
    before: tuple[float, float] | None = None
    tone: str = "neutral"
    label: str = ""
    provisional: bool = False

    def labelled(self, label: str) -> Spot:
        return replace(self, label=label)


def even_cuts(cells: int) -> tuple[float, ...]:
    """The inner borders of ``cells`` equal cells: even_cuts(3) is (33.3…, 66.7…)."""
    return tuple(100 * step / cells for step in range(1, cells))


@lru_cache(maxsize=100)
def glyph(tone: str, size: int = 13) -> SafeString:
    """The class as a position: a 2×2 grid with one quarter filled; a ring for no class. Decoration."""
    if tone not in _QUARTER:
        return format_html(
            '<svg width="{0}" height="{0}" viewBox="0 0 13 13" fill="none" aria-hidden="true">'
            '<circle class="s-none" cx="6.5" cy="6.5" r="4.5" stroke-width="1.5"/></svg>',
            size,
        )
    squares = format_html_join(
        "",
        '<rect x="{}" y="{}" width="6" height="6" rx="1.4" class="{}"/>',
        [
            (7 * column, 7 * line, f"f-{tone}" if (column, line) == _QUARTER[tone] else "g-off")
            for column in (0, 1)
            for line in (0, 1)
        ],
    )
    return format_html('<svg width="{0}" height="{0}" viewBox="0 0 13 13" aria-hidden="true">{1}</svg>', size, squares)


def quadlet(spot: Spot, size: int = 28) -> SafeString:
    """The matrix in ``size`` px: cells, the cell of the dot tinted, the dot, and its tail if it moved far enough."""
    frame = _Frame(size)
    xs, ys = (0, *spot.cuts_x, 100), (0, *spot.cuts_y, 100)
    parts = [f'<rect class="frame" x=".5" y=".5" width="{size - 1}" height="{size - 1}" rx="{4 if size < 60 else 6}"/>']
    if spot.x is not None and spot.y is not None:
        parts.append(_tint(frame, spot, xs, ys))
    lines = "".join(f"M{frame.x(cut)} {_PAD}V{size - _PAD}" for cut in spot.cuts_x)
    lines += "".join(f"M{_PAD} {frame.y(cut)}H{size - _PAD}" for cut in spot.cuts_y)
    parts.append(f'<path class="cross" d="{lines}"/>')
    if spot.x is not None and spot.y is not None:
        parts.append(_dot(frame, spot))
    role = f'role="img" aria-label="{escape(spot.label)}"' if spot.label else 'aria-hidden="true"'
    return mark_safe(  # noqa: S308  MEANT: numbers and our own class names; the label is escaped
        f'<svg class="ql" width="{size}" height="{size}" viewBox="0 0 {size} {size}" {role}>{"".join(parts)}</svg>'
    )


@dataclass(frozen=True, slots=True)
class _Frame:
    size: int

    def x(self, value: float) -> float:
        return round(_PAD + (self.size - 2 * _PAD) * _held(value) / 100, 1)

    def y(self, value: float) -> float:
        return round(_PAD + (self.size - 2 * _PAD) * (100 - _held(value)) / 100, 1)


def _held(value: float) -> float:
    return min(100.0, max(0.0, float(value)))


def _band(value: float, borders: Sequence[float]) -> tuple[float, float]:
    """The borders around ``value``; on a border it belongs to the upper band (method G3)."""
    for low, high in itertools.pairwise(borders):
        if value < high:
            return low, high
    return borders[-2], borders[-1]


def _tone(tone: str) -> str:
    return tone if tone in TONES else "neutral"


def _tint(frame: _Frame, spot: Spot, xs: Sequence[float], ys: Sequence[float]) -> str:
    left, right = _band(_held(spot.x or 0), xs)
    low, high = _band(_held(spot.y or 0), ys)
    width, height = round(frame.x(right) - frame.x(left), 1), round(frame.y(low) - frame.y(high), 1)
    return (
        f'<rect class="t-{_tone(spot.tone)}" x="{frame.x(left)}" y="{frame.y(high)}" '
        f'width="{width}" height="{height}" rx="2"/>'
    )


def _dot(frame: _Frame, spot: Spot) -> str:
    """The dot, open when provisional; a tail when it moved further than its own size."""
    tone, radius = _tone(spot.tone), 3.6 if frame.size < 40 else 4 if frame.size < 70 else 5
    x, y = frame.x(spot.x or 0), frame.y(spot.y or 0)
    drawn = ""
    if spot.before is not None:
        from_x, from_y = frame.x(spot.before[0]), frame.y(spot.before[1])
        if hypot(from_x - x, from_y - y) > radius * 1.4:
            drawn += f'<path class="trail s-{tone}" d="M{from_x} {from_y}L{x} {y}"/>'
            if frame.size >= 44:
                drawn += f'<circle class="was s-{tone}" cx="{from_x}" cy="{from_y}" r="{radius * 0.6:.1f}"/>'
    css = f"open s-{tone}" if spot.provisional else f"dot f-{tone}"
    return drawn + f'<circle class="{css}" cx="{x}" cy="{y}" r="{radius}"/>'
