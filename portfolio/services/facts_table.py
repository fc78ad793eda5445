"""The facts of everybody, summed once for everything a run needs them for."""

from __future__ import annotations

import datetime
from typing import TYPE_CHECKING

from django.db import connection

from accounts.selectors.facts import FRAME
from accounts.selectors.facts_sql import facts_sql
from accounts.selectors.frames import read_frame
from portfolio.parameters.values import Parameters
from portfolio.selectors.rules import rules_of, window_of

if TYPE_CHECKING:
    import pandas as pd

TABLE = "facts_now"
FACTS = ("revenue", "revenue_previous", "list_value", "direct_cost", "cost_to_serve", "demand", "cost_share")


def fill(as_of: datetime.date, parameters: Parameters) -> None:
    """Puts the facts of all accounts, archived ones too, into a table that lives as long as the transaction."""
    sql, params = facts_sql(None, window_of(as_of, parameters), rules_of(parameters), sales_dates=True)
    with connection.cursor() as cursor:
        cursor.execute(f"CREATE TEMP TABLE {TABLE} ON COMMIT DROP AS {sql}", params)
        cursor.execute(f"ANALYZE {TABLE} (account_id)")


def drop() -> None:
    """Takes the table away before the transaction ends."""
    with connection.cursor() as cursor:
        cursor.execute(f"DROP TABLE {TABLE}")


def frame() -> pd.DataFrame:
    """The facts of the accounts that are not archived, by account id.

    Columns of ``accounts.selectors.facts.facts_frame``, and int64: ``segment_id``, ``team_id`` (0 = none) and
    ``hash`` of the exact facts with both.
    """
    exact = ", ".join(f"f.{name}" for name in FACTS)
    return read_frame(
        f"SELECT f.*, coalesce(a.segment_id, 0) AS segment_id, coalesce(a.team_id, 0) AS team_id, "
        f"hash_record_extended(ROW({exact}, a.segment_id, a.team_id), 0) AS hash "
        f"FROM {TABLE} f JOIN accounts_keyaccount a ON a.id = f.account_id WHERE a.archived_at IS NULL",
        [],
        {**FRAME, "segment_id": "int64", "team_id": "int64", "hash": "int64"},
        index="account_id",
    )
