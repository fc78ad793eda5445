"""The classes of the dashboard: sales against plans, and who moved from where to where."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from urllib.parse import urlencode

from django.utils.translation import gettext as _

from kamp.dashboards.seen import Seen
from kamp.dashboards.tiles.catalog import TILES
from kamp.dashboards.tiles.words import tile_url
from planning.selectors.plans_sums import Performance
from portfolio.enums import NOT_ASSESSED
from portfolio.matrices.catalog import MATRICES
from portfolio.matrices.spec import Cell, MatrixSpec
from portfolio.selectors.hues import COLOURED_BY, NO_HUE, hue_of_cell
from portfolio.selectors.naming import cell_name
from portfolio.selectors.reading import CellFigures
from portfolio.selectors.totals import unmoved
from portfolio.views.cells import cell_url

NOTHING = CellFigures()


@dataclass(frozen=True, slots=True, kw_only=True)
class ClassRow:
    """A class: its revenue of twelve months, and its plans so far. ``width`` and ``tick`` draw the bar, 0–100."""

    label: str
    hue: str
    url: str
    figures: CellFigures
    performance: Performance | None
    width: float
    tick: float


def class_rows(seen: Seen, query: str) -> list[ClassRow]:
    """The classes in their order; those without a class last, if there are any."""
    spec = MATRICES.get(COLOURED_BY)
    known = [each for each in seen.performance.values() if each.plan > 0]
    longest = max((max(each.plan, each.actual) for each in known), default=Decimal(0))
    named = [(cell.key, cell_name(cell), hue_of_cell(cell)) for cell in spec.cells]
    rows = []
    for key, label, hue in [*named, (NOT_ASSESSED, _("Not assessed"), NO_HUE)]:
        figures, performance = seen.sums.get(key, NOTHING), seen.performance.get(key)
        if key == NOT_ASSESSED and not figures.accounts and performance is None:
            continue
        rows.append(
            ClassRow(
                label=label,
                hue=hue,
                url=cell_url(spec, key, query),
                figures=figures,
                performance=performance,
                width=_percent(performance.actual, longest) if performance else 0,
                tick=_percent(performance.plan, longest) if performance else 0,
            )
        )
    return rows


def _percent(amount: Decimal, longest: Decimal) -> float:
    return float(amount / longest * 100) if longest > 0 else 0.0


@dataclass(frozen=True, slots=True, kw_only=True)
class MoveCell:
    """From one class to another: how many, their revenue of now (None where nobody moved), and the list of them."""

    accounts: int
    revenue: Decimal | None
    url: str
    words: str
    stays: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class MoveRow:
    label: str
    hue: str
    cells: list[MoveCell]


def move_rows(seen: Seen, query: str) -> list[MoveRow]:
    """The transition table, from the class of the row to that of the column; empty without an earlier run."""
    if seen.runs is None or seen.runs.before is None:
        return []
    spec = MATRICES.get(COLOURED_BY)
    return [
        MoveRow(label=cell_name(cell), hue=hue_of_cell(cell), cells=list(_cells(seen, spec, cell, query)))
        for cell in spec.cells
    ]


def _cells(seen: Seen, spec: MatrixSpec, start: Cell, query: str) -> Iterator[MoveCell]:
    moves = {(move.before, move.after): move for move in seen.moves}
    for end in spec.cells:
        if end.key == start.key:
            yield MoveCell(
                accounts=unmoved(seen.sums, seen.moves, end.key),
                revenue=None,
                url=_with(tile_url(TILES.get("unmoved"), query), to=end.key),
                words=_("%(class)s, not moved") % {"class": _(end.label)},
                stays=True,
            )
            continue
        move = moves.get((start.key, end.key))
        yield MoveCell(
            accounts=move.accounts if move else 0,
            revenue=move.revenue if move else None,
            url=_with(tile_url(TILES.get("moves"), query), **{"from": start.key, "to": end.key}),
            words=_("From %(before)s to %(after)s") % {"before": _(start.label), "after": _(end.label)},
            stays=False,
        )


def _with(url: str, **asked: str) -> str:
    """``url``, which may have a query of its own, asking for more."""
    return f"{url}{'&' if '?' in url else '?'}{urlencode(asked)}"
