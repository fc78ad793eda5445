"""What the contacts of many accounts propose for the relational model (method §1, Y1 and Y2), in one statement."""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db import connection

from accounts.calc.coverage import ACTIVE_DAYS, SHARE_DAYS, TOP_LEVEL, proposed_functions, proposed_levels

# Only accounts with a touch have a row: where none is written down, nothing is proposed.
_SQL = """
SELECT t.account_id,
  count(DISTINCT coalesce(nullif(d.function, ''), nullif(lower(trim(p.unit)), ''))) FILTER (WHERE t.active),
  count(DISTINCT nullif(d.access_level, '')) FILTER (WHERE t.active),
  count(DISTINCT t.id) FILTER (WHERE t.meeting AND d.access_level = %(top)s)
FROM (
  SELECT id, account_id, two_way AND date >= %(active)s AS active,
    two_way AND date > %(year)s AND kind IN ('visit', 'meeting') AS meeting
  FROM accounts_touch WHERE date <= %(as_of)s {scope}
) AS t
LEFT JOIN accounts_touchperson x ON x.touch_id = t.id AND (t.active OR t.meeting)
LEFT JOIN accounts_person p ON p.id = x.person_id AND (p.left_on IS NULL OR p.left_on > %(as_of)s)
LEFT JOIN accounts_dmumember d ON d.person_id = p.id
GROUP BY t.account_id
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Breadth:
    """``functions`` and ``levels`` of theirs in active contact (90 days); ``top_meetings`` of 12 months."""

    functions: int
    levels: int
    top_meetings: int

    @property
    def y1(self) -> int:
        """The proposal for Y1, 1–5."""
        return proposed_functions(self.functions)

    @property
    def y2(self) -> int:
        """The proposal for Y2, 1–5."""
        return proposed_levels(self.levels, self.top_meetings)


def contact_breadth(accounts: Iterable[int] | None, *, as_of: datetime.date) -> dict[int, Breadth]:
    """The breadth of contacts of ``accounts`` (None: all) on the day. One statement; accounts where no contact was ever
    written down are left out: for those nothing can be proposed."""
    scope = "" if accounts is None else "AND account_id = ANY(%(accounts)s)"
    values: dict[str, Any] = {
        "as_of": as_of,
        "active": as_of - datetime.timedelta(days=ACTIVE_DAYS),
        "year": as_of - datetime.timedelta(days=SHARE_DAYS),
        "top": TOP_LEVEL,
        "accounts": None if accounts is None else sorted(set(accounts)),
    }
    with connection.cursor() as cursor:
        cursor.execute(_SQL.format(scope=scope), values)
        return {
            account: Breadth(functions=functions, levels=levels, top_meetings=meetings)
            for account, functions, levels, meetings in cursor.fetchall()
        }
