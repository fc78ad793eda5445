"""Records what cannot be known of a month afterwards: that it was recorded, and which key accounts had a warning."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from decimal import Decimal

from django.db import connection, transaction
from django.db.models import QuerySet, Value
from django.db.models.functions import Coalesce

from accounts.models import KeyAccount, RecordedMonth
from accounts.selectors.attention import warned


@transaction.atomic
def note_months(*, months: Sequence[datetime.date], at: datetime.datetime) -> None:
    """Notes that the standings of ``months`` (first days) are recorded ``at`` a moment, and has whoever else records
    them wait until the caller's transaction has ended. Called before anything is recorded. One query."""
    RecordedMonth.objects.bulk_create(
        [RecordedMonth(month=month, recorded_at=at) for month in sorted(months)],
        update_conflicts=True,
        unique_fields=["month"],
        update_fields=["recorded_at"],
    )


@transaction.atomic
def record_warnings(*, month: datetime.date, as_of: datetime.date) -> int:
    """Makes the record of ``month`` (its first day) that of the key accounts with a serious warning on ``as_of``, as
    designations and figures say now; gives how many. Recorded again it is the same. Accounts not archived. One query.
    """
    rows, params = _warned(as_of).query.sql_with_params()
    with connection.cursor() as cursor:
        cursor.execute(RECORD.format(rows=rows), [*params, month, month])
        return int(cursor.fetchone()[0])


def _warned(as_of: datetime.date) -> QuerySet[KeyAccount, tuple[int, Decimal]]:
    found = warned(KeyAccount.objects.filter(archived_at__isnull=True), as_of).order_by()
    return found.values_list("pk", Coalesce("figures__revenue", Value(Decimal(0))))


# One statement, so that what is written and what is taken away is seen at the same moment.
RECORD = """
    WITH found(id, revenue) AS ({rows}),
    kept AS (
        INSERT INTO accounts_warningstanding (account_id, month, revenue)
        SELECT id, %s, revenue FROM found ORDER BY id
        ON CONFLICT (month, account_id) DO UPDATE SET revenue = excluded.revenue RETURNING 1
    ),
    gone AS (
        DELETE FROM accounts_warningstanding w
        WHERE w.month = %s AND NOT EXISTS (SELECT 1 FROM found WHERE found.id = w.account_id)
    )
    SELECT count(*) FROM kept
"""
