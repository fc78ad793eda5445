"""Answers of the relational model that the data can propose (⚙ in method §1): breadth, horizon, share of wallet."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from decimal import Decimal

_BREADTH = (Decimal("0.2"), Decimal("0.4"), Decimal("0.7"))
_SHARE = (Decimal("0.2"), Decimal("0.4"), Decimal("0.6"))


def breadth_of_supply(bought: int, applicable: int) -> int | None:
    """Y4 out of cells of the salesgram bought, of those that apply; None while none is known to apply."""
    if applicable <= 0:
        return None
    return _on_scale(Decimal(bought) / applicable, _BREADTH)


def share_of_wallet(revenue: Decimal, demand: Decimal | None) -> int | None:
    """X6 out of revenue and demand of twelve months; None without a demand above 0. More than all counts as all."""
    if demand is None or demand <= 0:
        return None
    return _on_scale(revenue / demand, _SHARE)


def horizon(as_of: datetime.date, ends: Sequence[datetime.date], *, buys: bool) -> int:
    """X3 out of the ends of running contracts: how far the last one reaches. ``buys``: orders within twelve months.

    No orders 1; single orders or less than a year 2; then a step for each further year. A contract without an end is
    given as the last day there is.
    """
    months = max((_whole_months(as_of, end) for end in ends), default=0)
    if not ends and not buys:
        return 1
    return 2 + sum(months >= limit for limit in (12, 24, 36))


def _whole_months(first: datetime.date, last: datetime.date) -> int:
    return (last.year - first.year) * 12 + last.month - first.month - (last.day < first.day)


def _on_scale(share: Decimal, cuts: Sequence[Decimal]) -> int:
    return 1 if share <= 0 else 2 + sum(share >= cut for cut in cuts)
