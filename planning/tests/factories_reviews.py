"""Reviews, decisions and actions for tests; nothing random."""

from __future__ import annotations

import datetime
from typing import Any

from kamp.users.models import User
from planning.models import AccountPlan, Action, Decision, Review
from planning.services.reviews import schedule_review

NOON = datetime.datetime(2026, 11, 22, 12, tzinfo=datetime.UTC)
TODAY = NOON.date()


def days(number: int) -> datetime.timedelta:
    return datetime.timedelta(days=number)


def make_review(plan: AccountPlan, lead: User, **fields: Any) -> Review:
    """A quarterly review in ten days, with its agenda; ``state`` is set without the moves that lead there."""
    state, people = fields.pop("state", ""), fields.pop("participants", ())
    fields = {
        "tier": "quarterly",
        "starts_at": NOON + days(10),
        "time_zone": "Europe/Rome",
        "length": 90,
        **fields,
    }
    review = schedule_review(review=Review(plan=plan, lead=lead, **fields), participants=people, by=lead)
    if state:
        Review.objects.filter(pk=review.pk).update(state=state)
        review.refresh_from_db()
    return review


def make_action(plan: AccountPlan, owner: User, text: str = "Send the offer", **fields: Any) -> Action:
    fields.setdefault("due", TODAY + days(5))
    return Action.objects.create(plan=plan, owner=owner, text=text, **fields)


def make_decision(review: Review, text: str = "Keep the price", **fields: Any) -> Decision:
    return Decision.objects.create(review=review, text=text, **{"verdict": "continue", "created_at": NOON, **fields})
