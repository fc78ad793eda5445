"""Estimates of demand and which of them count."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from accounts.models import Demand, KeyAccount


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
