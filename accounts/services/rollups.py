"""The monthly roll-ups, rebuilt from the sales lines of some accounts."""

from __future__ import annotations

from collections.abc import Sequence

from django.db import connection, transaction

SUMS = """
    count(*),
    coalesce(sum(quantity), 0),
    sum(net_amount * rate),
    coalesce(sum(net_amount * rate) FILTER (WHERE cost IS NOT NULL), 0),
    coalesce(sum(cost * rate), 0),
    coalesce(sum(net_amount * rate) FILTER (WHERE list_amount IS NOT NULL), 0),
    coalesce(sum(list_amount * rate), 0),
    coalesce(sum(net_amount * rate) FILTER (WHERE net_amount < 0), 0)
"""
COLUMNS = "month, lines, quantity, net, costed_net, cost, listed_net, list_amount, returned"


@transaction.atomic
def rebuild_rollups(*, account_ids: Sequence[int] | None = None) -> None:
    """Makes both roll-ups equal to the sales lines, for ``account_ids`` or (None) for everybody.

    Sums are in the company currency; a month is named by its first day.
    """
    where, params = ("", []) if account_ids is None else ("WHERE account_id = ANY(%s)", [list(account_ids)])
    with connection.cursor() as cursor:
        for table, keys in (("accounts_salesmonth", "account_id, product_id"), ("accounts_accountmonth", "account_id")):
            cursor.execute(f"DELETE FROM {table} {where}", params)
            cursor.execute(
                f"INSERT INTO {table} ({keys}, {COLUMNS}) "
                f"SELECT {keys}, date_trunc('month', date)::date, {SUMS} FROM accounts_salesline {where} "
                f"GROUP BY {keys}, date_trunc('month', date)",
                params,
            )
