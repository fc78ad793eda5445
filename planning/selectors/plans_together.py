"""Many plans at once: what they are worth, what they return, how they do against sales, which phases wait for whom.

Sums are made by the database in grouped queries, so that their cost follows the number of plans and of nothing else.
Amounts are in the company currency; plans in a currency without an exchange rate are left out and counted.
"""

from __future__ import annotations

import datetime
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from django.db import connection
from django.db.models import Count, Exists, OuterRef, Q, QuerySet
from django.db.models.functions import TruncMonth

from accounts.models import ExchangeRate
from accounts.permissions import in_scope
from accounts.selectors.sales_months import newest_sales_month
from kamp.shared.company import our_company
from kamp.shared.months import months_later
from planning.calc.months import months_between
from planning.enums import PhaseState, PlanState
from planning.models import AccountPlan, PlanPhase, Review
from planning.selectors.review_agenda import Group, group_conditions
from portfolio.models.classification import of_account

if TYPE_CHECKING:
    from kamp.users.models import User

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
class PlansMoney:
    """The plans by key, and how many are left out for want of an exchange rate."""

    by_plan: Mapping[int, PlanMoney]
    without_rate: int

    @property
    def weighted(self) -> Decimal:
        return sum((each.weighted for each in self.by_plan.values()), ZERO)

    @property
    def roi(self) -> Decimal | None:
        """The return of all plans together; None without investments."""
        known = [each for each in self.by_plan.values() if each.benefits is not None]
        benefits = sum((each.benefits or ZERO for each in known), ZERO)
        return roi_of(benefits, sum((each.investments or ZERO for each in known), ZERO))


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


def open_plans(user: User, segment: str = "", *, scope: Q | None = None) -> Plans:
    """The plans in scope that are neither closed nor archived; ``segment`` is an id, "none" or "" (all); ``scope`` is
    ``in_scope(user)`` if it is at hand already."""
    seen = in_scope(user, "account__") if scope is None else of_account(scope)
    plans = AccountPlan.objects.filter(seen, account__archived_at__isnull=True).current()
    if segment == "none":
        return plans.filter(account__segment__isnull=True)
    return plans.filter(account__segment=int(segment)) if segment else plans


def in_groups(rows: Plans, groups: Collection[Group], today: datetime.date) -> Plans:
    """The rows of ``review_agenda.agenda_of`` that are in any of ``groups``."""
    conditions = group_conditions(today)
    wanted = Q(pk__in=[])
    for group in groups:
        wanted |= conditions[group]
    return rows.filter(wanted)


def late_phases(plans: Plans, today: datetime.date) -> QuerySet[PlanPhase]:
    """Phases of ``plans`` that are past their day and not closed, the oldest first."""
    late = PlanPhase.objects.filter(plan__in=plans, due__lt=today).exclude(state=PhaseState.CLOSED)
    return late.select_related("plan__account", "owner").order_by("due", "pk")


def phases_to_approve(plans: Plans) -> QuerySet[PlanPhase]:
    """Phases of ``plans`` that were handed in, the longest waiting first."""
    ready = PlanPhase.objects.filter(plan__in=plans, state=PhaseState.READY_FOR_REVIEW)
    return ready.select_related("plan__account", "owner").order_by("submitted_at", "pk")


def phases_of(user: User, plans: Plans, until: datetime.date) -> QuerySet[PlanPhase]:
    """Phases of ``plans`` that ``user`` answers for, not closed and due by ``until``, the first due first."""
    mine = PlanPhase.objects.filter(plan__in=plans, owner=user, due__lte=until)
    mine = mine.exclude(state__in=[PhaseState.CLOSED, PhaseState.READY_FOR_REVIEW])
    return mine.select_related("plan__account").order_by("due", "pk")


def with_late_phase(plans: Plans, today: datetime.date) -> Plans:
    """Those of ``plans`` with a phase past its day."""
    late = PlanPhase.objects.filter(plan=OuterRef("pk"), due__lt=today).exclude(state=PhaseState.CLOSED)
    return plans.filter(Exists(late))


def awaiting_approval(plans: Plans) -> Plans:
    """Plans in work whose sales plan was handed in: they wait for management."""
    handed_in = PlanPhase.objects.filter(
        plan=OuterRef("pk"), phase_key="sales-plan", state__in=[PhaseState.READY_FOR_REVIEW, PhaseState.CLOSED]
    )
    return plans.filter(state=PlanState.ACTIVE, approved_at__isnull=True).filter(Exists(handed_in))


def held_by_month(plans: Plans, today: datetime.date, months: int = 8) -> list[int]:
    """How many reviews of ``plans`` were held in each of the last ``months`` months, this one last."""
    first = months_later(today.replace(day=1), -(months - 1))
    held = Review.objects.held().filter(plan__in=plans, starts_at__date__gte=first)
    found = {
        row["month"].date(): row["number"]
        for row in held.order_by().values(month=TruncMonth("starts_at")).annotate(number=Count("pk"))
    }
    return [found.get(month, 0) for month in months_between(first, today)]


def rates_on(day: datetime.date, currencies: Iterable[str]) -> dict[str, Decimal]:
    """What a unit of each currency is worth in the company's on ``day``; those not known are left out. One query."""
    own = our_company().currency
    wanted = set(currencies) - {own}
    rows = ExchangeRate.objects.filter(currency__in=wanted, date__lte=day).order_by("currency", "-date")
    found = dict(rows.distinct("currency").values_list("currency", "rate")) if wanted else {}
    return {own: Decimal(1), **found}


def money_of(plans: Plans, as_of: datetime.date) -> PlansMoney:
    """What ``plans`` are worth and return, as ``sales_plan.plans_totals`` computes one. Two or three queries."""
    inner, params = plans.order_by().select_related(None).values("pk").query.sql_with_params()
    with connection.cursor() as cursor:
        cursor.execute(MONEY.format(plans=inner), [our_company().currency, *params])
        rows = cursor.fetchall()
    rates = rates_on(as_of, {row[1] for row in rows})
    by_plan = {
        plan: PlanMoney(
            weighted=(weighted or ZERO) * rates[currency],
            benefits=None if benefits is None else benefits * rates[currency],
            investments=None if benefits is None else (investments or ZERO) * rates[currency],
        )
        for plan, currency, weighted, benefits, investments in rows
        if currency in rates
    }
    return PlansMoney(by_plan=by_plan, without_rate=len(rows) - len(by_plan))


# A line without months, probability or contribution has no return; what lies outside its plan is left out.
MONEY = """
    WITH asked AS (
        SELECT p.id, p.starts_on, p.ends_on,
            coalesce(nullif(p.currency, ''), nullif(a.currency, ''), %s) AS currency
        FROM planning_accountplan p JOIN accounts_keyaccount a ON a.id = p.account_id WHERE p.id IN ({plans})
    ),
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


def performance_by_class(plans: Plans, matrix: str, as_of: datetime.date) -> dict[str, Performance]:
    """How ``plans`` do against sales, by the present class of their accounts on ``matrix`` ("" = none). Three queries.

    Months count that are over on ``as_of`` and for which there are sales of anybody; a plan that has not begun is
    left out. As ``tracking.tracking_of`` does for one plan: actual − plan is what was brought less what was promised.
    """
    newest = newest_sales_month()
    until = min(newest, months_later(as_of.replace(day=1), -1)) if newest else None
    if until is None:
        return {}
    inner, params = plans.order_by().select_related(None).values("pk").query.sql_with_params()
    with connection.cursor() as cursor:
        values = [our_company().currency, *params, *[until] * 4, f"{matrix}:"]
        cursor.execute(PERFORMANCE.format(plans=inner), values)
        rows = cursor.fetchall()
    rates = rates_on(as_of, {row[1] for row in rows})
    found: dict[str, list[Performance]] = defaultdict(list)
    for cell, currency, number, gained, before, actual in rows:
        if currency in rates:
            level = before + gained * rates[currency]
            found[cell or ""].append(Performance(plans=number, plan=level, actual=actual))
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
        SELECT p.id, p.account_id, p.starts_on, p.ends_on,
            (extract(year FROM p.starts_on) * 12 + extract(month FROM p.starts_on))::int AS start,
            coalesce(nullif(p.currency, ''), nullif(a.currency, ''), %s) AS currency
        FROM planning_accountplan p JOIN accounts_keyaccount a ON a.id = p.account_id
        WHERE p.id IN ({plans}) AND p.starts_on <= %s
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
    SELECT (SELECT split_part(m, ':', 2) FROM portfolio_classification c, unnest(c.cells) AS m
            WHERE c.account_id = asked.account_id AND c.to_run_id IS NULL AND starts_with(m, %s) LIMIT 1) AS cell,
        asked.currency, count(*), coalesce(sum(gained.amount), 0), coalesce(sum(base.net), 0),
        coalesce(sum(sold.actual), 0)
    FROM asked LEFT JOIN gained ON gained.plan_id = asked.id LEFT JOIN sold ON sold.id = asked.id
    LEFT JOIN base ON base.id = asked.id GROUP BY 1, 2
"""
