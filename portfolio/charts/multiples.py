"""Small multiples: the same accounts on every matrix, as SVG from the server."""

from __future__ import annotations

from collections.abc import Iterable

from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

from portfolio.charts.ground import Ground, radius_of
from portfolio.matrices.spec import MatrixSpec
from portfolio.models import Classification
from portfolio.selectors.hues import hue_of
from portfolio.selectors.placing import Placing

SIDE = 300
LARGEST = 12.0
SMALLEST = 2.5


def small_multiple(spec: MatrixSpec, rows: Iterable[Classification], placing: Placing, label: str) -> SafeString:
    """``rows`` (largest first) on ``spec``; ``label`` are the words for those who do not see it."""
    ground = Ground(spec=spec, placing=placing, width=SIDE, height=SIDE)
    drawn = [(row, place) for row in rows if (place := placing.place(row))]
    largest = max((float(row.revenue) for row, _place in drawn), default=0.0)
    parts = [f'<rect class="mf" x=".5" y=".5" width="{SIDE - 1}" height="{SIDE - 1}" rx="6"/>', *ground.parts()]
    for row, place in drawn:
        radius = radius_of(float(row.revenue), largest, SMALLEST, LARGEST)
        x, y = ground.xy(*place)
        slug, name = escape(row.account.slug), escape(row.account.name)
        parts.append(
            f'<circle class="dot f-{hue_of(row)}" data-dot="{slug}" cx="{x}" cy="{y}" r="{radius:.1f}">'
            f"<title>{name}</title></circle>"
        )
    return mark_safe(  # noqa: S308  MEANT: numbers and our own class names; texts are escaped
        f'<svg class="mm" viewBox="0 0 {SIDE} {SIDE}" role="img" aria-label="{escape(label)}">{"".join(parts)}</svg>'
    )
