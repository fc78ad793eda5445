"""The agenda of reviews: each open plan once, with its rhythm, the last review held and the next one planned or due."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from django.core.exceptions import EmptyResultSet
from django.db import connection
from django.db.models import (
    Case,
    CharField,
    DateField,
    Exists,
    F,
    Func,
    IntegerField,
    OuterRef,
    Q,
    QuerySet,
    Value,
    When,
)
from django.db.models.functions import Coalesce, TruncDate

from accounts.models import KeyAccount
from kamp.users.models import User
from planning.calc.cadence import Standing, standing
from planning.enums import PlanState
from planning.kinds.reviews import DEFAULT_TIER, TIER_OF_CLASS, TIERS
from planning.models import AccountPlan, Review, TeamMember
from portfolio.enums import mark

CLASS_MATRIX = "class"
WEEK = datetime.timedelta(days=7)


class Group(StrEnum):
    """The groups of the agenda; a plan is in exactly one."""

    OVERDUE = "overdue"
    WEEK = "week"
    COMING = "coming"
    NEVER = "never"


class _Months(Func):
    """A day some months later, on the last day of a month that is too short: as ``kamp.shared.months``."""

    template = "(%(expressions)s)"
    arg_joiner = " + "
    output_field = DateField()

    def __init__(self, day: Any, months: Any) -> None:
        super().__init__(day, Func(Value(0), months, function="make_interval"))


@dataclass(frozen=True, slots=True, kw_only=True)
class Counts:
    """How many plans are in each group, by its key."""

    by_group: dict[str, int]

    @property
    def all(self) -> int:
        return sum(self.by_group.values())


def agenda_of(plans: QuerySet[AccountPlan], zone: Any) -> QuerySet[AccountPlan]:
    """``plans`` that are open, each with ``tier_key``, ``cells`` (of its account), ``held_on``, ``next_id``,
    ``next_at``, ``planned_on`` (the day where the reader is) and ``due_on``: the planned day, else the day the rhythm
    asks for (None without rhythm)."""
    rows = plans.exclude(state__in=[PlanState.CLOSED, PlanState.ARCHIVED]).annotate(
        tier_key=_tier(),
        held_on=TruncDate("agenda__held_at", tzinfo=zone),
        held_id=F("agenda__held_id"),
        next_id=F("agenda__next_id"),
        next_at=F("agenda__next_at"),
        cells=F("agenda__cells"),
    )
    rows = rows.annotate(planned_on=TruncDate("next_at", tzinfo=zone), months=_MonthsOf("tier_key"))
    return rows.annotate(due_on=Coalesce("planned_on", _due()))


def in_group(rows: QuerySet[AccountPlan], group: str, today: datetime.date) -> QuerySet[AccountPlan]:
    """The plans of one group; an unknown group gives all."""
    conditions = group_conditions(today)
    return rows.filter(conditions[Group(group)]) if group in {each.value for each in Group} else rows


def group_conditions(today: datetime.date) -> dict[Group, Q]:
    """A condition per group over the rows of ``agenda_of``; together they cover every plan that has a due day."""
    never = Q(held_on__isnull=True, planned_on__isnull=True)
    return {
        Group.OVERDUE: ~never & Q(due_on__lt=today),
        Group.WEEK: ~never & Q(due_on__gte=today, due_on__lt=today + WEEK),
        Group.COMING: ~never & (Q(due_on__gte=today + WEEK) | Q(due_on__isnull=True)),
        Group.NEVER: never,
    }


def counts_of(rows: QuerySet[AccountPlan], today: datetime.date) -> Counts:
    """How many plans are in each group. One query."""
    try:
        days = rows.order_by().values_list("held_on", "planned_on", "due_on")  # type: ignore[misc]
        inner, params = days.query.sql_with_params()
    except EmptyResultSet:
        return Counts(by_group=dict.fromkeys((group.value for group in Group), 0))
    with connection.cursor() as cursor:
        cursor.execute(COUNTS.format(rows=inner), [today, today, today + WEEK, today + WEEK, *params])
        return Counts(by_group=dict(zip((group.value for group in Group), cursor.fetchone(), strict=True)))


# The conditions of ``group_conditions`` in their order, on rows of their own: an aggregate of the same conditions would
# copy the expressions behind each day into each of them, which takes longer than the counting.
COUNTS = """
    SELECT count(*) FILTER (WHERE NOT never AND due_on < %s),
        count(*) FILTER (WHERE NOT never AND due_on >= %s AND due_on < %s),
        count(*) FILTER (WHERE NOT never AND (due_on >= %s OR due_on IS NULL)),
        count(*) FILTER (WHERE never)
    FROM (
        SELECT due_on, held_on IS NULL AND planned_on IS NULL AS never
        FROM ({rows}) AS plan(held_on, planned_on, due_on)
    ) AS grouped
"""


def plans_with_next(plans: QuerySet[AccountPlan], day: datetime.date, zone: Any) -> QuerySet[Review, int]:
    """The keys of those of ``plans`` whose ``planned_on`` is ``day`` or later, soonest first: found from the reviews
    ahead, which are few, and not from all plans."""
    ahead = Review.objects.ahead()
    sooner = Q(starts_at__lt=OuterRef("starts_at")) | Q(starts_at=OuterRef("starts_at"), pk__lt=OuterRef("pk"))
    first = ahead.filter(~Exists(ahead.filter(sooner, plan=OuterRef("plan"))), plan__in=plans.order_by())
    found = first.annotate(day=TruncDate("starts_at", tzinfo=zone)).filter(day__gte=day)
    return found.order_by("starts_at", "plan").values_list("plan", flat=True)


def standing_of(plan: AccountPlan, today: datetime.date) -> Standing:
    """How a row of ``agenda_of`` stands on ``today``."""
    return standing(
        tier=plan.tier_key,  # type: ignore[attr-defined]
        begins_on=plan.starts_on,
        held_on=plan.held_on,  # type: ignore[attr-defined]
        planned_on=plan.planned_on,  # type: ignore[attr-defined]
        as_of=today,
    )


def of_mine(plans: QuerySet[AccountPlan], user: User) -> QuerySet[AccountPlan]:
    """The plans ``user`` works on: of own accounts, on whose team one is, whose next review one leads or attends."""
    invited = Review.objects.ahead().filter(plan=OuterRef("pk")).filter(Q(lead=user) | Q(participants=user))
    # The accounts' keys, not a column of theirs: for an OR over two tables all accounts would be read.
    own = Q(account__in=KeyAccount.objects.filter(owner=user).order_by())
    team = Exists(TeamMember.objects.filter(plan=OuterRef("pk"), user=user))
    return plans.filter(own | team | Exists(invited))


def rhythm_of(plan: AccountPlan) -> str:
    """The tier of a plan: chosen for it, else by the class of its account. One query."""
    found = AccountPlan.objects.filter(pk=plan.pk).annotate(tier_key=_tier()).values_list("tier_key", flat=True)
    return str(found.first() or DEFAULT_TIER)


def with_reviews(plans: Sequence[AccountPlan]) -> Sequence[AccountPlan]:
    """Gives rows of ``agenda_of`` their next review as ``next_review`` (None without). One query."""
    keys = [plan.next_id for plan in plans if plan.next_id]  # type: ignore[attr-defined]
    found = Review.objects.filter(pk__in=keys).select_related("lead").in_bulk() if keys else {}
    for plan in plans:
        plan.next_review = found.get(plan.next_id)  # type: ignore[attr-defined]
    return plans


def _tier() -> Func:
    return _Tier("agenda__chosen", "agenda__cells")


class _Tier(Func):
    """The rhythm chosen, else that of the account's class. In one piece, for a tree of When would be copied and written
    out by every condition on it: half of the page's time."""

    arity = 2
    output_field = CharField()

    def as_sql(self, compiler: Any, connection: Any, *_given: Any, **_context: Any) -> Any:
        (chosen, params), (cells, more) = (compiler.compile(part) for part in self.source_expressions)
        whens = " ".join(f"WHEN {cells} @> ARRAY[%s]::varchar[] THEN %s" for _cell in TIER_OF_CLASS)
        marks: list[Any] = []
        for cell, tier in TIER_OF_CLASS.items():
            marks += [*more, mark(CLASS_MATRIX, cell), tier]
        return f"COALESCE({chosen}, CASE {whens} ELSE %s END)", [*params, *marks, DEFAULT_TIER]


class _MonthsOf(Func):
    """The months between two reviews of a rhythm."""

    arity = 1
    output_field = IntegerField()

    def as_sql(self, compiler: Any, connection: Any, *_given: Any, **_context: Any) -> Any:
        tier, params = compiler.compile(self.source_expressions[0])
        whens = " ".join("WHEN %s THEN %s" for _tier in TIERS)
        months = [value for each in TIERS for value in (each.key, each.months)]
        return f"CASE {tier} {whens} ELSE 0 END", [*params, *months]


def _due() -> Case:
    """One period after the last review held, or after the plan began; None for a tier without rhythm."""
    after = _Months(Coalesce(F("held_on"), F("starts_on")), F("months"))
    return Case(When(months__gt=0, then=_AsDay(after)), output_field=DateField())


class _AsDay(Func):
    """A moment of the database's as its day."""

    template = "(%(expressions)s)::date"
    output_field = DateField()
