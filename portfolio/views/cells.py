"""The cells of a matrix as a strip or a cross table."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from kamp.shared import formats
from kamp.shared.addresses import address_of
from portfolio.enums import NO_CLASS
from portfolio.matrices.spec import Cell, MatrixSpec
from portfolio.selectors.hues import COLOURED_BY, NO_HUE, hue_of_cell
from portfolio.selectors.naming import cell_name
from portfolio.selectors.reading import CellFigures, Transition

NOTHING = CellFigures()


@dataclass(frozen=True, slots=True, kw_only=True)
class CellCard:
    """One cell in a strip: its figures, its share of the revenue, and who came and went."""

    label: str
    prescription: str
    url: str
    hue: str
    figures: CellFigures
    share: Decimal | None
    flow: str

    @property
    def percent(self) -> float:
        """The share for a bar, 0–100."""
        return float(self.share or 0) * 100


def cell_url(spec: MatrixSpec, key: str, kept: str = "") -> str:
    """The accounts of one cell, with the filters ``kept``."""
    return address_of("portfolio:cell", spec.key, key) + kept


def cells_behind(spec: MatrixSpec, key: str) -> tuple[str, ...]:
    """The keys of the cells at the address ``key``: of a cell, of those without a class, or of a zone of one name."""
    if key in NO_CLASS or key in spec.cell_keys():
        return (key,)
    return tuple(cell.key for cell in spec.together(key))


def cell_cards(
    spec: MatrixSpec, sums: Mapping[str, CellFigures], transitions: Iterable[Transition], kept: str, language: str
) -> list[CellCard]:
    """The cells of ``spec`` in order. Shares are of the positive revenue of all that have a class."""
    moves = [each for each in transitions if each.matrix == spec.key]
    total = sum((sums.get(key, NOTHING).revenue for key in spec.cell_keys()), Decimal(0))
    return [
        CellCard(
            label=cell_name(cell),
            prescription=_(cell.prescription),
            url=cell_url(spec, cell.key, kept),
            hue=hue_of_cell(cell) if spec.key == COLOURED_BY else NO_HUE,
            figures=sums.get(cell.key, NOTHING),
            share=sums.get(cell.key, NOTHING).revenue / total if total > 0 else None,
            flow=flow(cell, moves, language),
        )
        for cell in spec.cells
    ]


@dataclass(frozen=True, slots=True, kw_only=True)
class Zone:
    """Cells of one name taken together; ``url`` leads to the accounts in them."""

    label: str
    url: str
    figures: CellFigures


def zones(spec: MatrixSpec, sums: Mapping[str, CellFigures], kept: str) -> list[Zone]:
    """The cells of ``spec`` by name, in their order, without empty ones."""
    members: dict[str, list[Cell]] = {}
    for cell in spec.cells:
        members.setdefault(cell.label, []).append(cell)
    found = []
    for label, cells in members.items():
        figures = sum((sums.get(cell.key, NOTHING) for cell in cells), NOTHING)
        url = cell_url(spec, cells[0].key if len(cells) == 1 else cells[0].zone, kept)
        if figures.accounts:
            found.append(Zone(label=_(label), url=url, figures=figures))
    return found


def flow(cell: Cell, moves: Sequence[Transition], language: str) -> str:
    """ "2 entered, 1 left"; "unchanged" if nobody moved."""
    entered = sum(each.accounts for each in moves if each.after == cell.key)
    left = sum(each.accounts for each in moves if each.before == cell.key)
    parts = []
    if entered:
        parts.append(
            ngettext("%(count)s entered", "%(count)s entered", entered) % {"count": formats.number(entered, language)}
        )
    if left:
        parts.append(ngettext("%(count)s left", "%(count)s left", left) % {"count": formats.number(left, language)})
    return ", ".join(parts) or _("unchanged")


@dataclass(frozen=True, slots=True, kw_only=True)
class CrossCell:
    """A cell or total of the cross table; ``url`` "" for totals."""

    label: str
    url: str
    figures: CellFigures
    share: Decimal | None


@dataclass(frozen=True, slots=True, kw_only=True)
class CrossRow:
    label: str
    cells: tuple[CrossCell, ...]
    total: CrossCell


@dataclass(frozen=True, slots=True, kw_only=True)
class CrossTable:
    """The best classes first: rows from the top of the y axis, columns from the largest class of the x axis (§7.3)."""

    heads: tuple[str, ...]
    rows: tuple[CrossRow, ...]
    totals: tuple[CrossCell, ...]
    total: CrossCell


def cross_table(spec: MatrixSpec, sums: Mapping[str, CellFigures], kept: str) -> CrossTable:
    """``sums`` by both axes of ``spec``, with totals. Shares are of the revenue of all that have a class."""
    assert spec.y is not None  # noqa: S101  MEANT: asked for matrices with two axes only
    columns, rows = spec.x.bands[::-1], spec.y.bands[::-1]
    grid = {(x.key, y.key): spec.cell_at(x.key, y.key) for x in columns for y in rows}
    whole = _sum(sums.get(cell.key, NOTHING) for cell in grid.values())

    def total(cells: Iterable[Cell]) -> CrossCell:
        figures = _sum(sums.get(cell.key, NOTHING) for cell in cells)
        return CrossCell(label="", url="", figures=figures, share=_share(figures, whole))

    def one(cell: Cell) -> CrossCell:
        figures = sums.get(cell.key, NOTHING)
        url = cell_url(spec, cell.key, kept)
        return CrossCell(label=cell_name(cell), url=url, figures=figures, share=_share(figures, whole))

    return CrossTable(
        heads=tuple(_(band.label) for band in columns),
        rows=tuple(
            CrossRow(
                label=_(y.label),
                cells=tuple(one(grid[x.key, y.key]) for x in columns),
                total=total(grid[x.key, y.key] for x in columns),
            )
            for y in rows
        ),
        totals=tuple(total(grid[x.key, y.key] for y in rows) for x in columns),
        total=CrossCell(label="", url="", figures=whole, share=_share(whole, whole)),
    )


def _sum(figures: Iterable[CellFigures]) -> CellFigures:
    return sum(figures, NOTHING)


def _share(part: CellFigures, whole: CellFigures) -> Decimal | None:
    return part.revenue / whole.revenue if whole.revenue > 0 else None
