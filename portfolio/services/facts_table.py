"""The facts of everybody, summed once for everything a run needs them for."""

from __future__ import annotations

import datetime
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING

from django.db import connection

from accounts.selectors.facts import FRAME
from accounts.selectors.facts_sql import facts_sql
from accounts.selectors.frames import read_frame
from portfolio.parameters.values import Parameters
from portfolio.selectors.rules import rules_of, window_of
from portfolio.selectors.soft import soft_columns

if TYPE_CHECKING:
    import pandas as pd

TABLE = "facts_now"
FACTS = ("revenue", "revenue_previous", "list_value", "direct_cost", "cost_to_serve", "demand", "cost_share")


def fill(as_of: datetime.date, parameters: Parameters, accounts: Sequence[int] | None = None) -> None:
    """Puts the facts of ``accounts`` (None = all), archived ones too, into a table that lives as long as the
    transaction."""
    window, rules = window_of(as_of, parameters), rules_of(parameters)
    sql, params = facts_sql(accounts, window, rules, sales_dates=True, for_a_run=True)
    with _planned_for(accounts), connection.cursor() as cursor:
        cursor.execute(f"CREATE TEMP TABLE {TABLE} ON COMMIT DROP AS {sql}", params)
        cursor.execute(f"ANALYZE {TABLE} (account_id)")


def drop() -> None:
    """Takes the table away before the transaction ends."""
    with connection.cursor() as cursor:
        cursor.execute(f"DROP TABLE {TABLE}")


def frame(as_of: datetime.date, soft_on: datetime.date, accounts: Sequence[int] | None = None) -> pd.DataFrame:
    """The facts of the accounts that are not archived, by account id, soft ones as of ``soft_on``; ``as_of`` and
    ``accounts`` as for ``fill``.

    Columns of ``accounts.selectors.facts.facts_frame`` and of ``soft_columns``, and int64: ``segment_id``, ``team_id``
    (0 = none) and ``hash`` of the exact facts with both.
    """
    with _planned_for(accounts):
        soft = soft_columns(accounts, soft_on, dated=TABLE, estimated=soft_on.year == as_of.year)
    return _exact().join(soft)


@contextmanager
def _planned_for(accounts: Sequence[int] | None) -> Iterator[None]:
    """Statements inside read everybody if ``accounts`` is None: then no join may look up row by row.

    PostgreSQL takes sums over sorted rows for a few hundred where there are 100,000, and would rather loop over so few.
    """
    with connection.cursor() as cursor:
        if accounts is None:
            cursor.execute("SET LOCAL enable_nestloop = off")
        yield
        if accounts is None:
            cursor.execute("SET LOCAL enable_nestloop TO DEFAULT")


def _exact() -> pd.DataFrame:
    exact = ", ".join(FACTS)
    return read_frame(
        f"SELECT account_id, {exact}, coalesce(segment_id, 0) AS segment_id, coalesce(team_id, 0) AS team_id, "
        f"hash_record_extended(ROW({exact}, segment_id, team_id), 0) AS hash FROM {TABLE} WHERE archived_at IS NULL",
        [],
        {**FRAME, "segment_id": "int64", "team_id": "int64", "hash": "int64"},
        index="account_id",
    )


def hashes() -> pd.Series[int]:
    """The hashes of ``frame`` alone, by account id."""
    return _exact()["hash"]


def differs(accounts: Sequence[int]) -> bool:
    """Whether amounts of ``accounts`` in the table are others than those their open classifications came from, or an
    account is new, gone, archived or back: then lines that compare everybody may have moved."""
    with connection.cursor() as cursor:
        cursor.execute(DIFFERS, [list(accounts), list(FACTS), list(accounts)])
        return bool(cursor.fetchone()[0])


AS_STORED = (
    f"""jsonb_strip_nulls(jsonb_build_object({", ".join(f"'{fact}', trim_scale(f.{fact})::text" for fact in FACTS)}))"""
)
DIFFERS = f"""
    SELECT EXISTS (
        SELECT 1 FROM {TABLE} f
        LEFT JOIN portfolio_classification c ON c.account_id = f.account_id AND c.to_run_id IS NULL
        WHERE f.account_id = ANY(%s)
            AND ((f.archived_at IS NULL) <> (c.id IS NOT NULL) OR c.id IS NOT NULL AND {AS_STORED} <> (
                SELECT coalesce(jsonb_object_agg(key, value), '{{}}') FROM jsonb_each(c.metrics) WHERE key = ANY(%s)
            ))
    ) OR EXISTS (
        SELECT 1 FROM portfolio_classification c WHERE c.account_id = ANY(%s) AND c.to_run_id IS NULL
            AND c.account_id NOT IN (SELECT account_id FROM {TABLE})
    )
"""
