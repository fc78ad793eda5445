"""The plans of an account on its overview: how far each is, and the way to open one."""

from __future__ import annotations

import datetime
from typing import Any
from urllib.parse import urlencode

from django.db.models import OuterRef, Subquery
from django.utils import timezone

from accounts.models import KeyAccount
from kamp.shared.addresses import address_of
from kamp.shared.i18n import N_
from kamp.shared.panels import AccountPanel, AccountTab
from kamp.users.models import User
from planning.enums import TeamRole
from planning.models import AccountPlan, TeamMember
from planning.selectors.plans import seven_of
from planning.selectors.review_agenda import agenda_of

SHOWN = 4


def load_plans(account: KeyAccount, user: User, today: datetime.date) -> dict[str, Any]:
    """The current plans of ``account``, newest first. Two queries."""
    return {
        "plans": [
            {"plan": plan, "states": states, "lead": plan.lead_name}  # type: ignore[attr-defined]
            for plan in current_plans(account)[:SHOWN]
            for states in [seven_of(plan, today)]
        ],
        "list_url": plans_url(account),
        "add_url": f"{address_of('planning:plan_create')}?{urlencode({'account': account.slug})}",
        "may_add": user.has_perm("planning.edit_plan") and account.archived_at is None,
    }


def current_plans(account: KeyAccount) -> list[AccountPlan]:
    """The plans of ``account`` that are neither closed nor archived, newest first, with their place on the agenda and
    ``lead_name``, the seller who leads the team; read once for all panels of its page."""
    if not hasattr(account, "_current_plans"):
        lead = TeamMember.objects.filter(plan=OuterRef("pk"), role=TeamRole.SELLER).order_by("pk").values("user__name")
        rows = agenda_of(AccountPlan.objects.filter(account=account), timezone.get_current_timezone())
        account._current_plans = list(  # type: ignore[attr-defined]
            rows.annotate(lead_name=Subquery(lead[:1])).prefetch_related("phases")
        )
    found: list[AccountPlan] = account._current_plans  # type: ignore[attr-defined]
    return found


def plans_url(account: KeyAccount) -> str:
    """All plans of ``account``."""
    return f"{address_of('planning:plan_list')}?{urlencode({'account': account.slug, 'state': 'all'})}"


PLANS_TAB = AccountTab(key="plans", label=N_("Plan"), url=plans_url)
PLANS_PANEL = AccountPanel(
    key="plans",
    title=N_("Plans"),
    template="planning/partials/_account_panel.html",
    permission="planning.view_plan",
    order=30,
    load=load_plans,
)
