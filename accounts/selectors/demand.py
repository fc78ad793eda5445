"""Estimates of demand, which of them count, and the table to fill in."""

from __future__ import annotations

import datetime
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from zlib import crc32

from accounts.models import Demand, KeyAccount, ProductLine
from accounts.selectors.facts_sql import newest_sale
from accounts.selectors.sales import Period, sales_by_line
from accounts.selectors.windows import Window


@dataclass(frozen=True, slots=True, kw_only=True)
class DemandPicture:
    """``current``: the estimates that count today, ``earlier``: the others, newest first; ``total``: the sum of the
    current ones in the company currency (None without any); ``year``: the year they are for."""

    current: Sequence[Demand]
    earlier: Sequence[Demand]
    total: Decimal | None
    year: int | None


def demand_of(account: KeyAccount, *, today: datetime.date) -> DemandPicture:
    """All estimates of ``account``. One query.

    Of the newest year up to this one the newest estimate of each cell counts (product line × unit); one for the whole
    account counts only while there is no cell (method §0.1, D).
    """
    rows = list(
        Demand.objects.filter(account=account)
        .select_related("product_line", "author")
        .order_by("-year", "-recorded_at", "-pk")
    )
    newest: dict[tuple[int | None, str], Demand] = {}
    for row in rows:
        if row.year <= today.year:
            newest.setdefault((row.product_line_id, row.unit), row)
    year = max((row.year for row in newest.values()), default=None)
    counted = [row for row in newest.values() if row.year == year]
    cells = [row for row in counted if row.product_line_id is not None or row.unit]
    current = sorted(cells or counted, key=lambda row: (str(row.product_line or ""), row.unit))
    return DemandPicture(
        current=current,
        earlier=[row for row in rows if row not in current],
        total=sum((row.amount * row.rate for row in current), Decimal(0)) if current else None,
        year=year,
    )


LINES_SHOWN = 40


@dataclass(frozen=True, slots=True, kw_only=True)
class DemandCell:
    """A cell to fill in: a product line (None = everything we could supply) of a customer unit ("" = all of it).

    ``current`` is the newest estimate of the year; ``ours`` what we sold in 12 months, in the company currency (None
    for a unit: sales do not say which).
    """

    line: ProductLine | None
    unit: str
    current: Demand | None
    ours: Decimal | None

    @property
    def key(self) -> str:
        """A name for the cell that is the same tomorrow."""
        return f"cell-{self.line.pk if self.line else 0}-{crc32(self.unit.encode()):x}"

    @property
    def amount(self) -> Decimal | None:
        """The estimate in the company currency."""
        return None if self.current is None else self.current.amount * self.current.rate

    @property
    def share(self) -> Decimal | None:
        """What we supply of it, 0–1; None when not known or there is no demand (method §0.1, SoW)."""
        if self.amount is None or self.amount <= 0 or self.ours is None:
            return None
        return min(max(self.ours, Decimal(0)) / self.amount, Decimal(1))

    @property
    def is_exceeded(self) -> bool:
        """Whether they buy more from us than the estimate says they need."""
        return self.amount is not None and self.ours is not None and self.ours > self.amount


@dataclass(frozen=True, slots=True, kw_only=True)
class DemandTable:
    """The estimates of ``year`` line by line, made from ``picture``.

    ``whole`` is the one for everything, which counts only while no line has one (``is_by_line``); ``hidden`` is the
    number of lines left out: without sales, without estimate.
    """

    picture: DemandPicture
    year: int
    whole: DemandCell
    cells: Sequence[DemandCell]
    hidden: int
    is_by_line: bool

    def cell(self, key: str) -> DemandCell | None:
        """The cell of that name; None if there is none."""
        return next((cell for cell in (self.whole, *self.cells) if cell.key == key), None)


def demand_table(account: KeyAccount, picture: DemandPicture, *, today: datetime.date) -> DemandTable:
    """What can be filled in. Three queries.

    The year is that of the estimates that count, or this one. Lines that we sell or that are estimated come first.
    """
    year = picture.year or today.year
    newest: dict[tuple[int | None, str], Demand] = {}
    for row in [*picture.current, *picture.earlier]:  # the current ones are the newest of their cells
        if row.year == year:
            newest.setdefault((row.product_line_id, row.unit), row)
    ours, everything = _ours(account, today)
    cells: list[DemandCell] = []
    hidden = 0
    for line in ProductLine.objects.order_by("name", "pk"):
        own = [unit for line_id, unit in newest if line_id == line.pk and unit]
        found = DemandCell(line=line, unit="", current=newest.get((line.pk, "")), ours=ours.get(line.pk, Decimal(0)))
        if not own and found.current is None and not found.ours and len(cells) >= LINES_SHOWN:
            hidden += 1
            continue
        cells += [found, *(_of_unit(line, unit, newest) for unit in sorted(own))]
    cells += [_of_unit(None, unit, newest) for line_id, unit in newest if line_id is None and unit]
    whole = DemandCell(line=None, unit="", current=newest.get((None, "")), ours=everything)
    return DemandTable(
        picture=picture,
        year=year,
        whole=whole,
        cells=sorted(cells, key=lambda cell: cell.current is None and not cell.ours),
        hidden=hidden,
        is_by_line=any(cell.current is not None for cell in cells),
    )


def _of_unit(line: ProductLine | None, unit: str, newest: Mapping[tuple[int | None, str], Demand]) -> DemandCell:
    return DemandCell(line=line, unit=unit, current=newest[(line.pk if line else None, unit)], ours=None)


def _ours(account: KeyAccount, today: datetime.date) -> tuple[dict[int | None, Decimal], Decimal]:
    """What we sold in the last 12 months, by product line and in all."""
    period = Period(window=Window.trailing(today), before=None, newest=newest_sale())
    found = {group.key: group.sums.net for group in sales_by_line([account.pk], period)}
    return found, sum(found.values(), Decimal(0))
