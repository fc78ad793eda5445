"""The panel "Reviews and actions" on the account page."""

from __future__ import annotations

import datetime
from typing import Any

from accounts.models import KeyAccount
from kamp.shared.i18n import N_
from kamp.shared.panels import AccountPanel
from kamp.users.models import User
from planning.models import AccountPlan, Action
from planning.panels.plans import current_plans
from planning.selectors.actions import marked
from planning.selectors.review_agenda import standing_of
from planning.tables.reviews import RHYTHM_WORDS

SHOWN = 5


def load_reviews(account: KeyAccount, user: User, today: datetime.date) -> dict[str, Any] | None:
    """The open plans of the account with their next and last review, and the actions due first; None without a plan.
    One query besides that of the plans."""
    plans = sorted(current_plans(account), key=_by_due_day)[:SHOWN]
    if not plans:
        return None
    for plan in plans:
        plan.standing = standing_of(plan, today)  # type: ignore[attr-defined]
        plan.rhythm_words, plan.rhythm_tone = RHYTHM_WORDS[plan.standing.rhythm]  # type: ignore[attr-defined]
    actions = Action.objects.open().filter(plan__account=account).select_related("owner", "plan")
    return {
        "plans": plans,
        "actions": marked(list(actions.order_by("due", "pk")[:SHOWN]), user=user, today=today),
        "may_hold": user.has_perm("planning.hold_review") and account.archived_at is None,
    }


def _by_due_day(plan: AccountPlan) -> tuple[datetime.date, int]:
    """Plans without a rhythm last."""
    return plan.due_on or datetime.date.max, plan.pk  # type: ignore[attr-defined]


REVIEWS_PANEL = AccountPanel(
    key="reviews",
    title=N_("Reviews and actions"),
    template="planning/partials/_reviews_panel.html",
    permission="planning.view_plan",
    order=40,
    place="main",
    load=load_reviews,
)
