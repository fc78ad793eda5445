"""Amounts in a small space: seven, bar, spark, strength, the arrow of a change."""

from __future__ import annotations

from collections.abc import Sequence

from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

PHASE_STATES = ("done", "now", "rest", "late")
_ARROWS = {1: "M4 1l3.5 6h-7z", -1: "M4 7L.5 1h7z", 0: "M0 3h8v2H0z"}


def _svg(css: str, width: str, height: float, body: str, *, label: str = "", box: str = "") -> SafeString:
    role = f'role="img" aria-label="{escape(label)}"' if label else 'aria-hidden="true"'
    view = f' viewBox="0 0 {box}"' if box else ""
    return mark_safe(  # noqa: S308  MEANT: numbers and our own class names; the label is escaped
        f'<svg class="{css}"{width} height="{height:g}"{view} {role}>{body}</svg>'
    )


def seven(states: Sequence[str], width: int = 58, height: int = 8, label: str = "") -> SafeString:
    """One bar for each phase: "done", "now" (in progress), "rest" (not started), "late" (taller, with "!").

    ``label`` defaults to the number of closed phases. Any number of phases. Raises ValueError for another state.
    """
    unknown = set(states) - set(PHASE_STATES)
    if unknown:
        raise ValueError(f"unknown phase states: {sorted(unknown)}")
    total, done = len(states), sum(state == "done" for state in states)
    step = (width + 2) / max(1, total)
    bars = []
    for place, state in enumerate(states):
        x, lift = place * step, 2 if state == "late" else 0
        place_and_size = f'x="{x:.1f}" y="{-lift}" width="{step - 2:.1f}" height="{height + 2 * lift}"'
        bars.append(f'<rect class="{state}" {place_and_size} rx="1.5"/>')
        if state == "late" and step >= 7:
            bars.append(f'<text x="{x + step / 2 - 1:.1f}" y="{height / 2 + 3:.1f}">!</text>')
    words = label or phases_closed(done, total)
    return _svg("seven", f' width="{width}"', height, "".join(bars), label=words, box=f"{width} {height}")


def phases_closed(done: int, total: int) -> str:
    """2 of 7 phases closed."""
    text = ngettext("%(done)d of %(total)d phases closed", "%(done)d of %(total)d phases closed", done)
    return text % {"done": done, "total": total}


def bar(
    percent: float | None, tone: str = "", height: float = 6, label: str = "", tick: float | None = None
) -> SafeString:
    """A share of the full width, 0–100 (values outside are held at the ends, None draws the empty bar).

    ``tone``: "" is ink; "ok", "warn", "bad"; or a class tone. ``tick`` marks a target, 0–100.
    """
    shown = min(100.0, max(0.0, float(percent))) if percent is not None else 0.0
    css = f"f-{tone}" if tone in {"strategic", "star", "status", "opportunity"} else tone
    body = f'<rect class="bg" width="100%" height="{height:g}" rx="{height / 2:g}"/>'
    if shown > 0:
        width = f"{shown:.1f}".rstrip("0").rstrip(".")
        body += f'<rect class="fg {escape(css)}" width="{width}%" height="{height:g}" rx="{height / 2:g}"/>'
    if tick is not None:
        body += f'<rect class="tick" x="{min(99.0, max(0.0, float(tick))):.1f}%" width="2" height="{height:g}"/>'
    return _svg("bar", "", height, body, label=label)


def spark(
    values: Sequence[float | None], width: int = 84, height: int = 26, ref: float | None = None, label: str = ""
) -> SafeString:
    """A line without axes, a dot on the last value. Missing values are left out; fewer than two draw nothing."""
    known = [(place, float(value)) for place, value in enumerate(values) if value is not None]
    if len(known) < 2:
        return mark_safe("")
    numbers = [value for _place, value in known] + ([float(ref)] if ref is not None else [])
    low, reach = min(numbers), (max(numbers) - min(numbers)) or 1

    def at(value: float) -> float:
        return round(height - 4 - (value - low) / reach * (height - 8), 1)

    points = [(round(2 + place * (width - 6) / (len(values) - 1), 1), at(value)) for place, value in known]
    body = f'<path class="ref" d="M0 {at(float(ref))}H{width}"/>' if ref is not None else ""
    body += f'<polyline points="{" ".join(f"{x},{y}" for x, y in points)}"/>'
    body += f'<circle cx="{points[-1][0]}" cy="{points[-1][1]}" r="2.4"/>'
    return _svg("spark", f' width="{width}"', height, body, label=label, box=f"{width} {height}")


def strength(level: int | None, of: int = 5, label: str = "") -> SafeString:
    """Dots, ``level`` of them filled; None reads as not assessed."""
    words = label or (_("not assessed") if level is None else _("%(level)s of %(of)s") % {"level": level, "of": of})
    width = of * 9 - 1
    dots = "".join(
        f'<circle class="{"on" if level is not None and place < level else ""}" cx="{4 + place * 9}" cy="4" r="3"/>'
        for place in range(of)
    )
    return _svg("strength", f' width="{width}"', 8, dots, label=words, box=f"{width} 8")


def arrow(direction: int) -> SafeString:
    """Up (1), down (-1) or level (0), 8 px, decoration."""
    body = f'<path d="{_ARROWS[direction]}" fill="currentColor"/>'
    return _svg("", ' width="8"', 8, body, box="8 8")
