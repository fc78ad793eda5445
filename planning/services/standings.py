"""Records what the open plans promise at the end of a month: later their lines will be others, or they closed."""

from __future__ import annotations

import datetime
from collections.abc import Sequence

from django.db import connection, transaction

from planning.models import AccountPlan
from planning.selectors.plans_sums import MONEY, Plans, about_plans


@transaction.atomic
def record_plans(*, months: Sequence[datetime.date], plans: Plans | None = None) -> int:
    """Makes the record of ``months`` (first days) that of the plans open now, at what they are worth now; gives how
    many rows were written. Recorded again it is the same. Plans of accounts that are not archived. One query.

    With ``plans``, those only are written down, and what was recorded of others stays.
    """
    others_go, asked = plans is None, _open_plans() if plans is None else plans
    statement = about_plans(RECORD, asked, list(months), others_go, list(months))
    if statement is None:
        return 0
    with connection.cursor() as cursor:
        cursor.execute(*statement)
        return int(cursor.fetchone()[0])


def _open_plans() -> Plans:
    return AccountPlan.objects.filter(account__archived_at__isnull=True).current()


# One statement, so that what is written and what is taken away is seen at the same moment.
RECORD = f"""
    WITH found(id, currency, weighted, benefits, investments) AS ({MONEY}),
    kept AS (
        INSERT INTO planning_planstanding (plan_id, month, currency, weighted, benefits, investments)
        SELECT id, month, currency, coalesce(weighted, 0), benefits,
            CASE WHEN benefits IS NOT NULL THEN investments END
        FROM found CROSS JOIN unnest(%s::date[]) AS of(month) ORDER BY month, id
        ON CONFLICT (month, plan_id) DO UPDATE SET currency = excluded.currency, weighted = excluded.weighted,
            benefits = excluded.benefits, investments = excluded.investments
        RETURNING 1
    ),
    gone AS (
        DELETE FROM planning_planstanding s
        WHERE %s AND s.month = ANY(%s::date[]) AND NOT EXISTS (SELECT 1 FROM found WHERE found.id = s.plan_id)
    )
    SELECT count(*) FROM kept
"""  # noqa: S608  MEANT: our own text
