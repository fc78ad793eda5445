"""The panel "Reviews and actions" on the account page."""

from __future__ import annotations

import datetime
from typing import Any

from django.utils import timezone

from accounts.models import KeyAccount
from kamp.shared.i18n import N_
from kamp.shared.panels import AccountPanel
from kamp.users.models import User
from planning.models import AccountPlan, Action
from planning.panels.plans import current_plans
from planning.selectors.actions import marked
from planning.selectors.review_agenda import agenda_of, standing_of, with_reviews
from planning.tables.reviews import RHYTHM_WORDS

SHOWN = 5


def load_reviews(account: KeyAccount, user: User, today: datetime.date) -> dict[str, Any] | None:
    """The open plans of the account with their next and last review, and the actions due first; None without a plan.
    Three queries."""
    if not current_plans(account):
        return None
    rows = agenda_of(AccountPlan.objects.filter(account=account), timezone.get_current_timezone())
    plans = list(with_reviews(list(rows.order_by("due_on", "pk")[:SHOWN])))
    for plan in plans:
        plan.standing = standing_of(plan, today)  # type: ignore[attr-defined]
        plan.rhythm_words, plan.rhythm_tone = RHYTHM_WORDS[plan.standing.rhythm]  # type: ignore[attr-defined]
    actions = Action.objects.open().filter(plan__account=account).select_related("owner", "plan")
    return {
        "plans": plans,
        "actions": marked(list(actions.order_by("due", "pk")[:SHOWN]), user=user, today=today),
        "may_hold": user.has_perm("planning.hold_review") and account.archived_at is None,
    }


REVIEWS_PANEL = AccountPanel(
    key="reviews",
    title=N_("Reviews and actions"),
    template="planning/partials/_reviews_panel.html",
    permission="planning.view_plan",
    order=40,
    load=load_reviews,
)
