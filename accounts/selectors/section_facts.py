"""Since when each fact of the information system is known, from the rows that hold it (method §3).

What somebody answers about a whole item ("looked through", "not available") comes on top of this and stands elsewhere.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Sequence
from typing import Any

from django.db import connection

from accounts.calc.audit_score import Known
from accounts.enums import YearFigure
from accounts.selectors.dmu import opinion_limit
from accounts.selectors.facts_sql import newest_sale

ITEMS = ("hg1", "hg2", "hg3", "hg4", "hg5", "hg6", "hs1", "hs2", "hs3", "hs5", "ss1", "ss3")
"""The items whose facts are answered here."""

# A date for each thing that is there, NULL for what is not. Days are those of the company's time zone (the session's).
_PROFILE = """
SELECT a.id,
  CASE WHEN (a.address <> '' OR a.city <> '') AND (a.phone <> '' OR a.email <> '' OR coalesce(f.whatsapp, '') <> ''
    OR EXISTS (SELECT FROM accounts_person p WHERE p.account_id = a.id AND p.left_on IS NULL
      AND (p.phone <> '' OR p.mobile <> '' OR p.email <> '')))
    THEN greatest(f.contacts_on, a.created_at::date) END,
  CASE WHEN f.products_sold <> '' AND f.markets_served <> '' THEN coalesce(f.products_on, f.updated_at::date) END,
  CASE WHEN s.last_sale IS NOT NULL THEN %(newest)s::date END,
  CASE WHEN s.margin_share IS NOT NULL THEN %(newest)s::date END,
  CASE WHEN EXISTS (SELECT FROM accounts_accountmonth m WHERE m.account_id = a.id AND m.list_amount <> 0
    AND m.month > %(year)s) OR EXISTS (SELECT FROM accounts_rebate r WHERE r.account_id = a.id AND r.date > %(year)s)
    THEN %(newest)s::date END,
  (SELECT max(c.updated_at)::date FROM accounts_contract c WHERE c.account_id = a.id),
  (SELECT max(greatest(d.updated_at::date, d.confirmed_on)) FROM accounts_person p
    JOIN accounts_dmumember d ON d.person_id = p.id
    WHERE p.account_id = a.id AND p.left_on IS NULL AND cardinality(d.roles) > 0),
  (SELECT max(coalesce(d.stance_on, d.updated_at::date)) FROM accounts_person p
    JOIN accounts_dmumember d ON d.person_id = p.id
    WHERE p.account_id = a.id AND p.left_on IS NULL AND d.attitude IS NOT NULL
    AND coalesce(d.stance_on, d.updated_at::date) >= %(limit)s)
FROM accounts_keyaccount a
LEFT JOIN accounts_accountprofile f ON f.account_id = a.id
LEFT JOIN accounts_accountfigures s ON s.account_id = a.id
WHERE a.id = ANY(%(accounts)s)
"""
_PROFILE_ITEMS = ("hg1", "hg2", "hs1", "hs2", "hs3", "hs5", "ss1", "ss3")

# The newest year that says something about each figure. It is known since its entry, though at the latest since the end
# of the year after it: by then there is a newer one to ask for.
_YEARS = """
SELECT account_id, year, least(updated_at::date, make_date(year + 1, 12, 31)),
  revenue, net_profit, capital_employed, ebit, unavailable
FROM accounts_financialyear WHERE account_id = ANY(%(accounts)s) AND year <= %(this_year)s
ORDER BY account_id, year DESC
"""


def section_facts(accounts: Iterable[int], *, as_of: datetime.date) -> dict[int, dict[str, Known]]:
    """For each account the items of ITEMS about which something is known, with the newest day. Three statements for any
    number of accounts. Items without facts are left out: missing is not zero.

    The date of figures made from sales is that of the newest sale of anybody: so far the ledger has been read.
    """
    keys = sorted(set(accounts))
    found: dict[int, dict[str, Known]] = {key: {} for key in keys}
    values = {
        "accounts": keys,
        "newest": _not_after(newest_sale(), as_of),
        "year": as_of - datetime.timedelta(days=365),
        "limit": opinion_limit(as_of),
        "this_year": as_of.year,
    }
    with connection.cursor() as cursor:
        cursor.execute(_PROFILE, values)
        for account, *days in cursor.fetchall():
            for item, day in zip(_PROFILE_ITEMS, days, strict=True):
                if day is not None:
                    found[account][item] = Known(on=min(day, as_of))
        cursor.execute(_YEARS, values)
        for account, _year, day, *figures, unavailable in cursor.fetchall():
            _take_year(found[account], min(day, as_of), figures, unavailable or [])
    return found


def _not_after(day: datetime.date | None, as_of: datetime.date) -> datetime.date | None:
    return None if day is None else min(day, as_of)


def _take_year(known: dict[str, Known], day: datetime.date, figures: Sequence[Any], unavailable: Sequence[str]) -> None:
    """Adds what a year says, unless a newer year has said it."""
    revenue, net_profit, capital, ebit = figures
    answers = (
        ("hg3", revenue is not None, {YearFigure.REVENUE}),
        ("hg4", net_profit is not None, {YearFigure.NET_PROFIT}),
        ("hg5", capital is not None, {YearFigure.CAPITAL_EMPLOYED}),
        (
            "hg6",
            ebit is not None and bool(revenue and revenue > 0) and bool(capital and capital > 0),
            {YearFigure.EBIT, YearFigure.REVENUE, YearFigure.CAPITAL_EMPLOYED},
        ),
    )
    for item, is_filled, needed in answers:
        if item not in known and is_filled:
            known[item] = Known(on=day)
        elif item not in known and needed & set(unavailable):
            known[item] = Known(on=day, unavailable=True)
