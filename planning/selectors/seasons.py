"""How the sales of the last twelve known months lie over the year: for spreading a total the same way."""

from __future__ import annotations

import datetime
from collections import defaultdict
from decimal import Decimal

from accounts.models import ProductLine
from accounts.selectors.sales_months import newest_sales_month, sales_of_lines
from kamp.shared.months import month_at
from planning.models import AccountPlan


def seasons_of(plan: AccountPlan, product_line: ProductLine | None, today: datetime.date) -> dict[int, Decimal]:
    """Net sales by number of the month (1–12), of ``product_line`` if it sold anything, else of the whole account.

    Empty without sales. Two queries.
    """
    newest = newest_sales_month()
    if newest is None:
        return {}
    last = min(newest, month_at(today, -1))
    by_line = sales_of_lines(plan.account_id, month_at(last, -11), last)
    chosen = by_line.get(product_line.pk) if product_line is not None else None
    found: dict[int, Decimal] = defaultdict(Decimal)
    for months in [chosen] if chosen else by_line.values():
        for month, sales in months.items():
            found[month.month] += sales.net
    return dict(found)
