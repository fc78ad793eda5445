"""The map of a person's accounts: dots with names that lead to the account, and where they came from, as SVG."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe

from portfolio.charts.ground import Ground, name_of, radius_of
from portfolio.charts.name_places import Dot, NamePlace, extent, name_places
from portfolio.matrices.spec import MatrixSpec
from portfolio.models import Classification
from portfolio.selectors.hues import hue_of
from portfolio.selectors.naming import cell_label
from portfolio.selectors.placing import Placing

WIDTH, HEIGHT = 320, 240
LARGEST, SMALLEST = 15.0, 3.0
NAMED = 16  # of the largest accounts, so that going through the page by keys does not take long


def own_map(
    spec: MatrixSpec,
    rows: Sequence[Classification],
    earlier: Mapping[int, Classification],
    placing: Placing,
    label: str,
) -> SafeString:
    """``rows`` (largest first, account joined) on ``spec``; ``earlier`` states by account draw where they came from.

    The NAMED largest lead to their account and have a name where there is room; ``label`` are the words for those who
    do not see it.
    """
    ground = Ground(spec=spec, placing=placing, width=WIDTH, height=HEIGHT)
    drawn = [(row, ground.xy(*place)) for row in rows if (place := placing.place(row))]
    largest = max((float(row.revenue) for row, _place in drawn), default=0.0)
    dots = [
        Dot(
            x=x,
            y=y,
            radius=round(radius_of(float(row.revenue), largest, SMALLEST, LARGEST), 1),
            name=row.account.display_short if number < NAMED else "",
        )
        for number, (row, (x, y)) in enumerate(drawn)
    ]
    cells = [extent(name_of(cell), *ground.name_at(cell)) for cell in ground.named()]
    names = name_places(dots, WIDTH, HEIGHT, cells)
    marks = [
        (_trail(ground, earlier.get(row.account_id), dot), _mark(spec, row, dot, names.get(number)))
        for number, ((row, _place), dot) in enumerate(zip(drawn, dots, strict=True))
    ]
    return format_html(
        '<svg class="map" viewBox="0 0 {} {}" role="group" aria-label="{}">{}{}</svg>',
        WIDTH,
        HEIGHT,
        label,
        mark_safe("".join(ground.parts())),  # noqa: S308  MEANT: numbers and our own class names; texts are escaped
        format_html_join("", "{}{}", marks),
    )


def _trail(ground: Ground, before: Classification | None, dot: Dot) -> str:
    place = ground.placing.place(before) if before else None
    if place is None:
        return ""
    x, y = ground.xy(*place)
    return format_html(
        '<path class="trail" d="M{} {}L{} {}"/><circle class="was" cx="{}" cy="{}" r="3"/>', x, y, dot.x, dot.y, x, y
    )


def _mark(spec: MatrixSpec, row: Classification, dot: Dot, name: NamePlace | None) -> SafeString:
    title = f"{row.account.name}, {cell_label(spec, row.cell_on(spec.key))}"
    circle = format_html(
        '<circle class="dot f-{}" cx="{}" cy="{}" r="{}"><title>{}</title></circle>',
        hue_of(row),
        dot.x,
        dot.y,
        dot.radius,
        title,
    )
    if not dot.name:
        return circle
    text = (
        format_html('<text x="{}" y="{}" text-anchor="{}">{}</text>', name.x, name.y, name.anchor, dot.name)
        if name
        else ""
    )
    url = row.account.get_absolute_url()
    return format_html('<a href="{}" aria-label="{}">{}{}</a>', url, title, circle, text)
