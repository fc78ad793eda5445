"""The sales of an account month by month, by product line or customer unit: what plans are compared with."""

from __future__ import annotations

import datetime
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.db import connection
from django.db.models import Sum

from accounts.models import SalesMonth
from accounts.selectors.facts_sql import newest_sale

Months = dict[datetime.date, "MonthSales"]


@dataclass(frozen=True, slots=True, kw_only=True)
class MonthSales:
    """Net amount in the company currency, and quantity."""

    net: Decimal
    quantity: Decimal


def newest_sales_month() -> datetime.date | None:
    """The first day of the newest month with sales of anybody: later months are not known yet. By index."""
    newest = newest_sale()
    return newest.replace(day=1) if newest else None


def sales_of_lines(account_id: int, first: datetime.date, last: datetime.date) -> dict[int | None, Months]:
    """The months from ``first`` to ``last`` (first days) with sales, by product line; None = without one. One query."""
    rows = (
        SalesMonth.objects.filter(account=account_id, month__gte=first, month__lte=last)
        .order_by()
        .values_list("product__line", "month")
        .annotate(net=Sum("net"), pieces=Sum("quantity"))
    )
    found: dict[int | None, Months] = defaultdict(dict)
    for line, month, net, quantity in rows:
        found[line][month] = MonthSales(net=net, quantity=quantity)
    return found


def sales_of_units(
    account_id: int, units: Sequence[str], first: datetime.date, last: datetime.date
) -> dict[tuple[int | None, str], Months]:
    """The same by product line and unit of the customer, from the sales lines of the account (by index), because sums
    by month know no units. One query, none without units."""
    if not units:
        return {}
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT p.line_id, s.unit, date_trunc('month', s.date)::date, sum(round(s.net_amount * s.rate, 4)), "
            "coalesce(sum(s.quantity), 0) FROM accounts_salesline s "
            "LEFT JOIN accounts_product p ON p.id = s.product_id "
            "WHERE s.account_id = %s AND s.unit = ANY(%s) AND s.date >= %s "
            "AND s.date < (%s + interval '1 month') GROUP BY 1, 2, 3",
            [account_id, list(units), first, last],
        )
        found: dict[tuple[int | None, str], Months] = defaultdict(dict)
        for line, unit, month, net, quantity in cursor.fetchall():
            found[line, unit][month] = MonthSales(net=net, quantity=quantity)
        return found
