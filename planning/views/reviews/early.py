"""The early review that something proposes, on the pages of one plan."""

from __future__ import annotations

import datetime
from typing import Any
from urllib.parse import urlencode

from kamp.shared.addresses import address_of
from kamp.users.models import User
from planning.models import Review
from planning.models.review import AHEAD
from planning.selectors.plans import PlanStanding
from planning.selectors.triggers import proposals_of
from planning.tables.triggers import reasons_of
from planning.views.reviews.base import HOLD

EVENT = "event"


def early_review(standing: PlanStanding, user: User, today: datetime.date) -> dict[str, Any] | None:
    """The reasons for an early review, the event review that stands in the calendar for them, and where to schedule
    one ("" for who may not); None without a reason."""
    plan = standing.plan
    found = proposals_of([plan], today, classes={plan.account_id: standing.facts["class"]})
    reasons = reasons_of(found.get(plan.pk, ()), plan)
    if not reasons:
        return None
    planned = Review.objects.filter(plan=plan, state__in=AHEAD, tier=EVENT).order_by("starts_at", "pk").first()
    asked = {"plan": plan.pk, "tier": EVENT, "occasion": occasion_of([reason.label for reason in reasons])}
    may = user.has_perm(HOLD) and plan.is_open
    url = f"{address_of('reviews:review_new')}?{urlencode(asked)}" if may and planned is None else ""
    return {"reasons": reasons, "planned": planned, "schedule_url": url}


def occasion_of(labels: list[str]) -> str:
    """The reasons as the occasion of a review, each once, as many as have room."""
    longest = Review._meta.get_field("occasion").max_length or 0
    text = ""
    for label in dict.fromkeys(labels):
        longer = f"{text} · {label}" if text else label
        if len(longer) > longest:
            break
        text = longer
    return text
