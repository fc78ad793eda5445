"""The facts of accounts at a date (method §0.1): sums in SQL, exact, as many queries for one account as for all."""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from django.db import connection

from accounts.selectors.facts_sql import FACT_COLUMNS, SALES_DATES, Accounts, FactRules, facts_sql
from accounts.selectors.frames import read_frame
from accounts.selectors.windows import Window
from kamp.shared.page_memory import once_per_page

if TYPE_CHECKING:
    import pandas as pd

RULES = FactRules()


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """Base quantities of one account in the company currency; None = not known, never zero.

    ``revenue`` is net of rebates, and 0 for an account without sales. ``cost_share`` is the share of revenue (0–1)
    whose direct cost is known, None without revenue. ``first_sale`` and ``last_sale`` are the dates of the first
    and last sales line up to the end of the window.
    """

    account_id: int
    code: str
    revenue: Decimal
    revenue_previous: Decimal
    list_value: Decimal | None
    direct_cost: Decimal | None
    cost_to_serve: Decimal | None
    demand: Decimal | None
    cost_share: Decimal | None
    first_sale: datetime.date | None
    last_sale: datetime.date | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Totals:
    """Exact sums over accounts. ``customers`` have positive revenue; None = known for nobody.

    ``costed_revenue`` is the revenue of the accounts whose direct cost is known, ``served_revenue`` of those whose
    cost to serve is known as well; ``cm1`` and ``cm2`` are the contributions of the same accounts.
    """

    accounts: int
    customers: int
    revenue: Decimal
    positive_revenue: Decimal
    revenue_previous: Decimal
    costed_revenue: Decimal
    cm1: Decimal | None
    served_revenue: Decimal
    cm2: Decimal | None
    demand: Decimal | None


def facts_of(accounts: Accounts, window: Window, rules: FactRules = RULES) -> list[Facts]:
    """The facts of ``accounts`` (None = all, archived ones too) in ``window``, by account id.

    Two queries however many accounts. For a page's worth, of the same accounts read once per page; ``facts_frame`` is
    for a portfolio.
    """

    def read() -> list[Facts]:
        return _facts(*facts_sql(accounts, window, rules, sales_dates=True), order="a.id")

    return list(once_per_page(("facts", window, rules, *accounts), read)) if isinstance(accounts, list) else read()


def largest_of(accounts: Accounts, window: Window, count: int, rules: FactRules = RULES) -> list[Facts]:
    """The facts of the ``count`` accounts with the most revenue above 0; equal ones by code (G4). Two queries."""
    sql, params = facts_sql(accounts, window, rules, sales_dates=True)
    found = _facts(sql, params, order="revenue DESC, a.code", limit=count)
    return [facts for facts in found if facts.revenue > 0]


def _facts(sql: str, params: list[Any], *, order: str, limit: int | None = None) -> list[Facts]:
    names = (*FACT_COLUMNS, *SALES_DATES)
    with connection.cursor() as cursor:
        cursor.execute(f"{sql} ORDER BY {order} LIMIT %s", [*params, limit])
        return [Facts(**dict(zip(names, row, strict=True))) for row in cursor.fetchall()]


def facts_totals(accounts: Accounts, window: Window, rules: FactRules = RULES) -> Totals:
    """The exact sums of the facts of ``accounts``. Two queries."""
    sql, params = facts_sql(accounts, window, rules)
    with connection.cursor() as cursor:
        cursor.execute(TOTALS.format(facts=sql), params)
        names = [column.name for column in cursor.description]
        return Totals(**dict(zip(names, cursor.fetchone(), strict=True)))


TOTALS = """
    SELECT count(*) AS accounts,
        count(*) FILTER (WHERE revenue > 0) AS customers,
        coalesce(sum(revenue), 0) AS revenue,
        coalesce(sum(revenue) FILTER (WHERE revenue > 0), 0) AS positive_revenue,
        coalesce(sum(revenue_previous), 0) AS revenue_previous,
        coalesce(sum(revenue) FILTER (WHERE direct_cost IS NOT NULL), 0) AS costed_revenue,
        sum(revenue - direct_cost) AS cm1,
        coalesce(sum(revenue) FILTER (WHERE direct_cost + cost_to_serve IS NOT NULL), 0) AS served_revenue,
        sum(revenue - direct_cost - cost_to_serve) AS cm2,
        sum(demand) AS demand
    FROM ({facts}) facts
"""


def facts_frame(accounts: Accounts, window: Window, rules: FactRules = RULES) -> pd.DataFrame:
    """The facts as a frame, sorted by account id. Two queries.

    Index: ``account_id`` (int64). Columns: ``revenue``, ``revenue_previous``, ``list_value``, ``direct_cost``,
    ``cost_to_serve``, ``demand`` (float64, company currency) and ``cost_share`` (float64, 0–1). Missing is NaN. Money
    is exact to a ten-thousandth, as in the database.
    """
    sql, params = facts_sql(accounts, window, rules)
    return read_frame(sql, params, FRAME, index="account_id")


FRAME = {name: "float64" for name in FACT_COLUMNS if name not in ("account_id", "code")}
