"""What plans promised at the ends of the months behind, as it was recorded: also those that were closed since."""

from __future__ import annotations

import datetime
from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from decimal import Decimal

from django.db import connection
from django.db.models import Count, Q, Sum

from kamp.shared.company import our_company
from kamp.shared.months import month_at
from planning.models import AccountPlan, PlanStanding
from planning.selectors.plans_sums import CurrencySums, Plans, PlansMoney, together_at
from portfolio.models.classification import of_account

ZERO = Decimal(0)
Recorded = dict[datetime.date, list[CurrencySums]]


def plans_ever(scope: Q, segment: str = "") -> Plans:
    """All plans of the accounts within ``scope`` (``in_scope(user)``), open or not; ``segment`` as in ``open_plans``.

    Archived accounts, too: they were there, as they still are in the earlier runs of the matrices.
    """
    plans = AccountPlan.objects.filter(of_account(scope))
    if segment == "none":
        return plans.filter(account__segment__isnull=True)
    return plans.filter(account__segment=int(segment)) if segment else plans


def recorded_sums(plans: Plans, months: Collection[datetime.date]) -> Recorded:
    """What those of ``plans`` that were open in each recorded month of ``months`` were worth, by currency, as
    ``money_sums`` has them of today. A month in which none was open is left out. One query."""
    rows = PlanStanding.objects.filter(month__in=months, plan__in=plans.order_by().values("pk"))
    sums = rows.order_by().values("month", "currency").annotate(
        number=Count("pk"), worth=Sum("weighted"), gained=Sum("benefits"), spent=Sum("investments")
    )  # fmt: skip
    found: Recorded = defaultdict(list)
    for row in sums:
        found[row["month"]].append(
            CurrencySums(
                currency=row["currency"],
                plans=row["number"],
                promising=row["number"],  # not recorded apart
                weighted=row["worth"],
                benefits=row["gained"] or ZERO,
                investments=row["spent"] or ZERO,
            )
        )
    return dict(found)


def together_by_month(sums: Recorded) -> dict[datetime.date, PlansMoney]:
    """``recorded_sums`` in the company currency, by the exchange rates of the last day of each month. One query, none
    for the company currency alone."""
    ends = {month: month_at(month, 1) - datetime.timedelta(days=1) for month in sums}
    rates = _rates(sorted(ends.values()), {each.currency for month in sums.values() for each in month})
    return {month: together_at(parts, rates[ends[month]]) for month, parts in sums.items()}


def _rates(days: Sequence[datetime.date], currencies: set[str]) -> Mapping[datetime.date, dict[str, Decimal]]:
    """``plans_sums.rates_on`` for several days."""
    own = our_company().currency
    found: dict[datetime.date, dict[str, Decimal]] = {day: {own: Decimal(1)} for day in days}
    if wanted := sorted(currencies - {own}):
        with connection.cursor() as cursor:
            cursor.execute(RATES, [list(days), wanted])
            for day, currency, rate in cursor.fetchall():
                found[day][currency] = rate
    return found


RATES = """
    SELECT day, currency, known.rate FROM unnest(%s::date[]) AS of_day(day)
    CROSS JOIN unnest(%s::text[]) AS of_currency(currency)
    CROSS JOIN LATERAL (
        SELECT rate FROM accounts_exchangerate r WHERE r.currency = of_currency.currency AND r.date <= day
        ORDER BY r.date DESC LIMIT 1
    ) AS known
"""
