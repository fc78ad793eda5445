"""Many plans at once: the open ones in scope, which phases wait for whom, which plans for what. What they add up to is
in ``plans_sums``."""

from __future__ import annotations

import datetime
from collections.abc import Collection
from typing import TYPE_CHECKING

from django.db.models import Count, Exists, OuterRef, Q, QuerySet
from django.db.models.functions import TruncMonth

from accounts.permissions import in_scope
from kamp.shared.months import months_later
from planning.calc.months import months_between
from planning.enums import PhaseState, PlanState
from planning.models import AccountPlan, PlanPhase, Review
from planning.selectors.review_agenda import Group, group_conditions
from portfolio.models.classification import of_account

if TYPE_CHECKING:
    from kamp.users.models import User

Plans = QuerySet[AccountPlan]


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
