"""Many plans added up: what they are worth, what they return, how they do against sales.

Sums are made by the database in grouped queries, so that their cost follows the number of plans and of nothing else.
Amounts are in the company currency; plans in a currency without an exchange rate are left out and counted.
"""

from __future__ import annotations

import datetime
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.core.exceptions import EmptyResultSet
from django.db import connection
from django.db.models import QuerySet, Value
from django.db.models.functions import Coalesce, NullIf

from accounts.models import ExchangeRate
from accounts.selectors.sales_months import newest_sales_month
from kamp.shared.company import our_company
from kamp.shared.months import months_later
from kamp.shared.page_memory import once_per_page
from planning.models import AccountPlan

ZERO = Decimal(0)
Plans = QuerySet[AccountPlan]


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanMoney:
    """A plan in the company currency. ``weighted``: expected revenue by probability; ``benefits`` and ``investments``
    are of the lines that have all they need (method §9.4), None when no line has."""

    weighted: Decimal
    benefits: Decimal | None
    investments: Decimal | None

    @property
    def surplus(self) -> Decimal | None:
        """Benefits less investments; None when no line has a return."""
        return None if self.benefits is None else self.benefits - (self.investments or ZERO)

    @property
    def roi(self) -> Decimal | None:
        """(benefits − investments) / investments; None without investments."""
        return roi_of(self.benefits, self.investments)


@dataclass(frozen=True, slots=True, kw_only=True)
class CurrencySums:
    """The plans in one currency added up, in that currency; ``benefits`` and ``investments`` as in ``PlanMoney``.

    ``promising``: how many of them promise a revenue, by probability; without any, ``weighted`` says nothing.
    """

    currency: str
    plans: int
    promising: int
    weighted: Decimal
    benefits: Decimal
    investments: Decimal


@dataclass(frozen=True, slots=True, kw_only=True)
class PlansMoney:
    """All plans together in the company currency: how many they are, how many more are left out for want of an exchange
    rate, and the ``currencies`` of those that are not; ``promising`` as in ``CurrencySums``."""

    plans: int
    promising: int
    without_rate: int
    currencies: tuple[str, ...]
    weighted: Decimal
    benefits: Decimal
    investments: Decimal

    @property
    def roi(self) -> Decimal | None:
        """The return of all plans together; None without investments."""
        return roi_of(self.benefits, self.investments)


@dataclass(frozen=True, slots=True, kw_only=True)
class Progress:
    """Plans of one class and currency so far: weighted revenue ``gained`` by their lines, in that currency; what was
    sold in the same months of the year ``before`` each plan, and what was ``sold``, in the company's."""

    cell: str
    currency: str
    plans: int
    gained: Decimal
    before: Decimal
    sold: Decimal


@dataclass(frozen=True, slots=True, kw_only=True)
class Performance:
    """The plans of one class so far: ``plan`` is what the sales of the year before plus the planned increase (weighted)
    make in the months that are over and known, ``actual`` what was sold in them."""

    plans: int
    plan: Decimal
    actual: Decimal

    @property
    def ahead(self) -> Decimal | None:
        """(actual − plan) / plan; None without a plan."""
        return (self.actual - self.plan) / self.plan if self.plan > 0 else None


def roi_of(benefits: Decimal | None, investments: Decimal | None) -> Decimal | None:
    """Return on investment as a ratio (method §9.4)."""
    if benefits is None or not investments:
        return None
    return (benefits - investments) / investments


def rates_on(day: datetime.date, currencies: Iterable[str]) -> dict[str, Decimal]:
    """What a unit of each currency is worth in the company's on ``day``; those not known are left out. One query, once
    per page for the same currencies."""
    own = our_company().currency
    wanted = frozenset(currencies) - {own}
    found = once_per_page(("rates", day, wanted), lambda: _rates_on(day, wanted)) if wanted else {}
    return {own: Decimal(1), **found}


def _rates_on(day: datetime.date, wanted: Collection[str]) -> dict[str, Decimal]:
    rows = ExchangeRate.objects.filter(currency__in=wanted, date__lte=day).order_by("currency", "-date")
    return dict(rows.distinct("currency").values_list("currency", "rate"))


def money_sums(plans: Plans) -> list[CurrencySums]:
    """What ``plans`` are worth and return, added up by currency. One query; nothing in it depends on the day."""
    rows = _fetched(MONEY_SUMS, plans)
    names = ("currency", "plans", "promising", "weighted", "benefits", "investments")
    return [CurrencySums(**dict(zip(names, row, strict=True))) for row in rows]


def together_in_company_currency(sums: Sequence[CurrencySums], as_of: datetime.date) -> PlansMoney:
    """``sums`` by the exchange rates of ``as_of``. One query, none for the company currency alone."""
    return together_at(sums, rates_on(as_of, {each.currency for each in sums}))


def together_at(sums: Sequence[CurrencySums], rates: Mapping[str, Decimal]) -> PlansMoney:
    """``sums`` by ``rates``, by currency; those without one are left out and counted."""
    known = [each for each in sums if each.currency in rates]
    return PlansMoney(
        plans=sum(each.plans for each in known),
        promising=sum(each.promising for each in known),
        without_rate=sum(each.plans for each in sums) - sum(each.plans for each in known),
        currencies=tuple(each.currency for each in known),
        weighted=sum((each.weighted * rates[each.currency] for each in known), ZERO),
        benefits=sum((each.benefits * rates[each.currency] for each in known), ZERO),
        investments=sum((each.investments * rates[each.currency] for each in known), ZERO),
    )


def in_currencies(plans: Plans, currencies: Collection[str]) -> Plans:
    """Those of ``plans`` that are written in any of ``currencies``."""
    own = Coalesce(NullIf("currency", Value("")), NullIf("account__currency", Value("")), Value(our_company().currency))
    return plans.alias(written_in=own).filter(written_in__in=currencies)


def money_of(plans: Plans, as_of: datetime.date) -> dict[int, PlanMoney]:
    """What each of ``plans`` is worth and returns, by its key, as ``sales_plan.plans_totals`` computes one; those
    without an exchange rate are left out. One or two queries; for a page's worth, ``money_sums`` is for all."""
    rows = _fetched(MONEY, plans)
    rates = rates_on(as_of, {row[1] for row in rows})
    return {
        plan: PlanMoney(
            weighted=(weighted or ZERO) * rates[currency],
            benefits=None if benefits is None else benefits * rates[currency],
            investments=None if benefits is None else (investments or ZERO) * rates[currency],
        )
        for plan, currency, weighted, benefits, investments in rows
        if currency in rates
    }


def _fetched(statement: str, plans: Plans, *values: Any) -> list[tuple[Any, ...]]:
    """The rows of a statement about ``{plans}``."""
    asked = about_plans(statement, plans, *values)
    if asked is None:
        return []
    with connection.cursor() as cursor:
        cursor.execute(*asked)
        return list(cursor.fetchall())


def about_plans(statement: str, plans: Plans, *values: Any) -> tuple[str, list[Any]] | None:
    """A ``statement`` with ASKED in it about ``plans``, and what it is given: the company currency first, ``values``
    last. None for no plans."""
    columns = ("pk", "account_id", "starts_on", "ends_on", "currency", "account__currency")
    try:
        inner, params = plans.order_by().select_related(None).values_list(*columns).query.sql_with_params()
    except EmptyResultSet:
        return None
    return statement.format(asked=ASKED.format(plans=inner)), [our_company().currency, *params, *values]


ASKED = """
        SELECT id, account_id, starts_on, ends_on, coalesce(nullif(own, ''), nullif(of_account, ''), %s) AS currency
        FROM ({plans}) AS p(id, account_id, starts_on, ends_on, own, of_account)
"""
# A line without months, probability or contribution has no return; what lies outside its plan is left out.
MONEY = """
    WITH asked AS ({asked}),
    lines AS (
        SELECT l.id, l.plan_id, l.contribution / 100 AS contribution, asked.starts_on, asked.ends_on,
            CASE l.state WHEN 'won' THEN 1 WHEN 'lost' THEN 0 ELSE l.probability / 100 END AS likelihood
        FROM planning_planline l JOIN asked ON asked.id = l.plan_id WHERE l.deleted_at IS NULL
    ),
    gains AS (
        SELECT lines.id, sum(r.amount) AS amount FROM lines JOIN planning_linerevenue r ON r.line_id = lines.id
        WHERE r.month BETWEEN lines.starts_on AND lines.ends_on GROUP BY lines.id
    ),
    spent AS (
        SELECT lines.id, sum(i.amount * CASE WHEN i.conditional THEN lines.likelihood ELSE 1 END) AS amount
        FROM lines JOIN planning_investment i ON i.line_id = lines.id
        CROSS JOIN LATERAL generate_series(i.month, coalesce(i.until, i.month), interval '1 month') AS spent(month)
        WHERE spent.month BETWEEN lines.starts_on AND lines.ends_on GROUP BY lines.id
    )
    SELECT asked.id, asked.currency, sum(gains.amount * lines.likelihood),
        sum(gains.amount * lines.likelihood * lines.contribution),
        sum(coalesce(spent.amount, 0)) FILTER (
            WHERE gains.amount IS NOT NULL AND lines.likelihood IS NOT NULL AND lines.contribution IS NOT NULL)
    FROM asked LEFT JOIN lines ON lines.plan_id = asked.id
    LEFT JOIN gains ON gains.id = lines.id LEFT JOIN spent ON spent.id = lines.id
    GROUP BY asked.id, asked.currency
"""
MONEY_SUMS = f"""
    SELECT currency, count(*), count(weighted), coalesce(sum(weighted), 0), coalesce(sum(benefits), 0),
        coalesce(sum(investments) FILTER (WHERE benefits IS NOT NULL), 0)
    FROM ({MONEY}) AS found(id, currency, weighted, benefits, investments) GROUP BY currency
"""  # noqa: S608  MEANT: our own text


def known_until(as_of: datetime.date) -> datetime.date | None:
    """The last month that is over on ``as_of`` and for which there are sales of anybody; None without. One query."""
    newest = newest_sales_month()
    return min(newest, months_later(as_of.replace(day=1), -1)) if newest else None


def progress_sums(plans: Plans, matrix: str, until: datetime.date) -> list[Progress]:
    """What ``plans`` promised until the month ``until`` and what was sold, added up by the present class of their
    accounts on ``matrix`` ("" = none) and by currency. A plan that has not begun is left out. One query.

    As ``tracking.tracking_of`` does for one plan: sold less before and gained is what came less what was promised.
    """
    rows = _fetched(PERFORMANCE, plans, *[until] * 4, f"{matrix}:")
    names = ("cell", "currency", "plans", "gained", "before", "sold")
    return [Progress(**dict(zip(names, row, strict=True))) for row in rows]


def performance_of(sums: Sequence[Progress], as_of: datetime.date) -> dict[str, Performance]:
    """How plans do against sales, by class, by the exchange rates of ``as_of``. One query, none for the company
    currency alone."""
    rates = rates_on(as_of, {each.currency for each in sums})
    found: dict[str, list[Performance]] = defaultdict(list)
    for each in sums:
        if each.currency in rates:
            level = each.before + each.gained * rates[each.currency]
            found[each.cell].append(Performance(plans=each.plans, plan=level, actual=each.sold))
    return {cell: together(dict(enumerate(parts))) for cell, parts in found.items()}


def together(parts: Mapping[Any, Performance]) -> Performance:
    """The plans of all classes."""
    return Performance(
        plans=sum(each.plans for each in parts.values()),
        plan=sum((each.plan for each in parts.values()), ZERO),
        actual=sum((each.actual for each in parts.values()), ZERO),
    )


# The same calendar month of the year before the plan is the baseline of each of its months: month ``at`` (0–11) of that
# year is that of (months − at + 11) ÷ 12 months of the plan so far. By index, twelve rows for a plan.
PERFORMANCE = """
    WITH asked AS (
        SELECT p.*, (extract(year FROM starts_on) * 12 + extract(month FROM starts_on))::int AS start
        FROM ({asked}) AS p WHERE starts_on <= %s
    ),
    gained AS (
        SELECT l.plan_id, sum(r.amount * CASE l.state WHEN 'won' THEN 1 ELSE l.probability / 100 END) AS amount
        FROM asked JOIN planning_planline l ON l.plan_id = asked.id
        JOIN planning_linerevenue r ON r.line_id = l.id
        WHERE l.deleted_at IS NULL AND l.state <> 'lost' AND l.kind = 'new'
            AND r.month BETWEEN asked.starts_on AND least(asked.ends_on, %s) GROUP BY l.plan_id
    ),
    sold AS (
        SELECT asked.id, sum(now.net) AS actual FROM asked
        JOIN accounts_accountmonth now ON now.account_id = asked.account_id
            AND now.month BETWEEN asked.starts_on AND least(asked.ends_on, %s) GROUP BY asked.id
    ),
    base AS (
        SELECT asked.id, sum(year.net * ((span.months - place.at + 11) / 12)) AS net FROM asked
        CROSS JOIN LATERAL (SELECT least(asked.ends_on, %s) AS until) AS so_far
        CROSS JOIN LATERAL (
            SELECT (extract(year FROM until) * 12 + extract(month FROM until))::int - start + 1 AS months
        ) AS span
        JOIN accounts_accountmonth year ON year.account_id = asked.account_id
            AND year.month >= (asked.starts_on - interval '1 year')::date AND year.month < asked.starts_on
        CROSS JOIN LATERAL (
            SELECT (extract(year FROM month) * 12 + extract(month FROM month))::int - start + 12 AS at
        ) AS place
        GROUP BY asked.id
    )
    SELECT coalesce((SELECT split_part(m, ':', 2) FROM portfolio_classification c, unnest(c.cells) AS m
            WHERE c.account_id = asked.account_id AND c.to_run_id IS NULL AND starts_with(m, %s) LIMIT 1), '') AS cell,
        asked.currency, count(*), coalesce(sum(gained.amount), 0), coalesce(sum(base.net), 0),
        coalesce(sum(sold.actual), 0)
    FROM asked LEFT JOIN gained ON gained.plan_id = asked.id LEFT JOIN sold ON sold.id = asked.id
    LEFT JOIN base ON base.id = asked.id GROUP BY 1, 2
"""
