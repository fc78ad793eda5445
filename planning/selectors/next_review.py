"""What of reviews and actions is next for one person."""

from __future__ import annotations

import datetime
from typing import TYPE_CHECKING

from django.db.models import Exists, OuterRef, Q, QuerySet

from accounts.permissions import row_in_scope
from planning.models import AccountPlan, Action, Review

if TYPE_CHECKING:
    from kamp.users.models import User


def next_review_of(user: User, plans: QuerySet[AccountPlan], now: datetime.datetime) -> Review | None:
    """The first review of ``plans`` from today on that ``user`` leads or is asked to, with account and participants."""
    asked = Review.participants.through.objects.filter(review=OuterRef("pk"), user=user)
    rows = Review.objects.ahead().filter(plan__in=plans, starts_at__gte=now - datetime.timedelta(hours=12))
    rows = rows.filter(Q(lead=user) | Exists(asked)).select_related("plan__account", "lead")
    return rows.prefetch_related("participants").order_by("starts_at", "pk").first()


def late_actions_of(user: User, today: datetime.date) -> QuerySet[Action]:
    """The open actions of ``user`` that are past their day, in scope: those of the list of late actions. Without a
    query for the scope, for every page counts them."""
    late = Action.objects.late(today).filter(owner=user)
    return late.filter(row_in_scope(user, "plan__account"))
