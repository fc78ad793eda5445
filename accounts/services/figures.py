"""Keeps the figures that lists sort by equal to the facts."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from typing import Any

from django.db import connection, transaction

from accounts.selectors.facts import RULES
from accounts.selectors.facts_sql import FactRules, facts_sql
from accounts.selectors.windows import Window

# What fits in the columns; a growth of a hundred million per cent says no more than its bound.
LARGEST = "99999999.999999"

# Beside the facts of their own name (method §0.1).
DERIVED = {
    "growth": "CASE WHEN revenue_previous > 0 THEN {} END".format(
        f"greatest(least(round((revenue - revenue_previous) / revenue_previous, 6), {LARGEST}), -{LARGEST})"
    ),
    "margin": "revenue - direct_cost",
    "margin_share": "CASE WHEN revenue > 0 AND direct_cost IS NOT NULL THEN {} END".format(
        f"greatest(least(round((revenue - direct_cost) / revenue, 6), {LARGEST}), -{LARGEST})"
    ),
    "share_of_wallet": "CASE WHEN demand > 0 THEN greatest(least(round(revenue / demand, 6), 1), -999) END",
    "gap": "CASE WHEN demand IS NOT NULL THEN greatest(demand - revenue, 0) END",
}
COLUMNS = (
    *("revenue", "revenue_previous", "growth", "margin", "margin_share"),
    *("cost_to_serve", "demand", "share_of_wallet", "gap", "first_sale", "last_sale"),
)


@transaction.atomic
def refresh_figures(*, as_of: datetime.date, account_ids: Sequence[int] | None = None, rules: FactRules = RULES) -> int:
    """Makes AccountFigures equal to the facts of the twelve months up to ``as_of``; None = all accounts.

    Only rows whose figures differ are written, so ``as_of`` in a row is the day since which it holds them. ``margin``
    is the first-level contribution, known for more accounts than the customer contribution. Gives the number of
    rows written. Three queries.
    """
    facts, params = facts_sql(account_ids, Window.trailing(as_of), rules, sales_dates=True)
    return write_figures(f"({facts})", params, as_of=as_of)


def write_figures(facts: str, params: Sequence[Any], *, as_of: datetime.date) -> int:
    """``refresh_figures`` from facts already at hand: a table or sub-select with all their columns.

    Called inside the transaction of whoever computed them.
    """
    select = ", ".join(f"{DERIVED[name]} AS {name}" if name in DERIVED else name for name in COLUMNS)
    names = ", ".join(COLUMNS)
    old, new = (", ".join(f"{table}.{name}" for name in COLUMNS) for table in ("old", "new"))
    with connection.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO accounts_accountfigures (account_id, as_of, {names}) "
            f"SELECT new.account_id, %s, {new} FROM (SELECT account_id, {select} FROM {facts} facts) new "
            "LEFT JOIN accounts_accountfigures old USING (account_id) "
            f"WHERE old.account_id IS NULL OR ({old}) IS DISTINCT FROM ({new}) "
            "ON CONFLICT (account_id) DO UPDATE SET as_of = excluded.as_of, "
            + ", ".join(f"{name} = excluded.{name}" for name in COLUMNS),
            [as_of, *params],
        )
        return int(cursor.rowcount)
