"""The monthly roll-ups: adjusted with every change of sales lines, or rebuilt from all of them; both give the same.

A line counts in the company currency as round(amount × rate, 4): exact in the columns of the roll-ups, so sums can be
added and taken away without drifting.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from django.db import connection, transaction

if TYPE_CHECKING:
    from django.db.backends.utils import CursorWrapper

LINE_COLUMNS = "account_id, product_id, date, quantity, net_amount, list_amount, cost, rate"
"""What a query must give of each line to adjust the roll-ups by it, in this order."""

_LOCK = 0x5A1E5  # whoever changes sales lines holds this advisory lock until the transaction ends
_SUMS = ("lines", "quantity", "net", "costed_net", "cost", "listed_net", "list_amount", "returned")
_COLUMNS = ", ".join(("month", *_SUMS))
_VALUES = """
    SELECT {sign} AS lines, account_id, product_id, date_trunc('month', date::timestamp)::date AS month,
           {sign} * quantity AS quantity, {sign} * net AS net, {sign} * cost AS cost, {sign} * list AS list,
           net < 0 AS back
    FROM (SELECT account_id, product_id, date, quantity, round(net_amount * rate, 4) AS net,
                 round(cost * rate, 4) AS cost, round(list_amount * rate, 4) AS list FROM ({lines}) AS line) AS valued
"""
_TOTALS = """
    sum(lines)::int AS lines,
    coalesce(sum(quantity), 0) AS quantity,
    sum(net) AS net,
    coalesce(sum(net) FILTER (WHERE cost IS NOT NULL), 0) AS costed_net,
    coalesce(sum(cost), 0) AS cost,
    coalesce(sum(net) FILTER (WHERE list IS NOT NULL), 0) AS listed_net,
    coalesce(sum(list), 0) AS list_amount,
    coalesce(sum(net) FILTER (WHERE back), 0) AS returned
"""


def lock_sales(cursor: CursorWrapper) -> None:
    """Makes everybody else who changes sales lines wait until this transaction has ended."""
    cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_LOCK])


def adjust_rollups(*, cursor: CursorWrapper, added: str = "", removed: str = "") -> None:
    """Adds the lines of the query ``added`` to both roll-ups and takes those of ``removed`` away.

    Each query gives LINE_COLUMNS. Call it inside the transaction that changes the lines, holding ``lock_sales``.
    Afterwards both roll-ups equal what ``rebuild_rollups`` would make.
    """
    parts = [_VALUES.format(sign=sign, lines=lines) for sign, lines in ((1, added), (-1, removed)) if lines]
    if not parts:
        return
    cursor.execute("DROP TABLE IF EXISTS rollup_delta")
    # One sort serves both levels (whole = the sums of the account over all its products). Hashing, which the planner
    # takes when it underrates the number of groups, takes twice as long for a million lines.
    cursor.execute("SET LOCAL enable_hashagg = off")
    cursor.execute(
        "CREATE TEMP TABLE rollup_delta ON COMMIT DROP AS "
        f"SELECT account_id, month, product_id, grouping(product_id) = 1 AS whole, {_TOTALS} "
        f"FROM ({' UNION ALL '.join(parts)}) AS change "
        "GROUP BY GROUPING SETS ((account_id, month, product_id), (account_id, month))"
    )
    cursor.execute("SET LOCAL enable_hashagg TO DEFAULT")
    cursor.execute("ANALYZE rollup_delta")
    _add("accounts_salesmonth", "account_id, product_id", "NOT d.whole", cursor)
    _add("accounts_accountmonth", "account_id", "d.whole", cursor)


def _add(table: str, keys: str, level: str, cursor: CursorWrapper) -> None:
    """The changes of one level into its table: what is there first, then what is new; months without lines go."""
    by_product = "product_id" in keys
    # Two plain equalities instead of IS NOT DISTINCT FROM, which no index serves.
    of_product = ("m.product_id = d.product_id", "m.product_id IS NULL AND d.product_id IS NULL")
    matches = of_product if by_product else ("true",)
    adding = ", ".join(f"{column} = m.{column} + d.{column}" for column in _SUMS)
    for match in matches:
        same = f"m.account_id = d.account_id AND m.month = d.month AND {match}"
        cursor.execute(f"UPDATE {table} m SET {adding} FROM rollup_delta d WHERE {level} AND {same}")
        cursor.execute(f"DELETE FROM {table} m USING rollup_delta d WHERE {level} AND {same} AND m.lines = 0")
    same = " AND ".join(f"m.{key} = d.{key}" for key in ("account_id", "month"))
    same += " AND m.product_id IS NOT DISTINCT FROM d.product_id" if by_product else ""
    cursor.execute(
        f"INSERT INTO {table} ({keys}, {_COLUMNS}) SELECT {keys}, {_COLUMNS} FROM rollup_delta d "
        f"WHERE {level} AND d.lines > 0 AND NOT EXISTS (SELECT FROM {table} m WHERE {same})"
    )


@transaction.atomic
def rebuild_rollups(*, account_ids: Sequence[int] | None = None) -> None:
    """Makes both roll-ups equal to the sales lines, for ``account_ids`` or (None) for everybody.

    Sums are in the company currency; a month is named by its first day.
    """
    where, params = ("", []) if account_ids is None else ("WHERE account_id = ANY(%s)", [list(account_ids)])
    lines = _VALUES.format(sign=1, lines=f"SELECT {LINE_COLUMNS} FROM accounts_salesline {where}")
    with connection.cursor() as cursor:
        lock_sales(cursor)
        for table, keys in (("accounts_salesmonth", "account_id, product_id"), ("accounts_accountmonth", "account_id")):
            cursor.execute(f"DELETE FROM {table} {where}", params)
            cursor.execute(
                f"INSERT INTO {table} ({keys}, {_COLUMNS}) "
                f"SELECT {keys}, month, {_TOTALS} FROM ({lines}) AS line GROUP BY {keys}, month",
                params,
            )
