"""Where the figures of a review come from: the page that makes each up."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from kamp.shared.addresses import address_of
from planning.models import Review
from planning.views.reviews.words import Line

OF_ACCOUNT = {
    "revenue": "accounts:account_sales",
    "margin": "accounts:account_sales",
    "margin_share": "accounts:account_sales",
    "share_of_wallet": "accounts:account_demand",
    "gap": "accounts:account_demand",
    "relation_stage": "accounts:audit_relationship",
    "audit": "accounts:audit",
}
OF_PLAN = {
    "phases_closed": "planning:plan_detail",
    "plan_revenue": "sales_plan:returns",
    "plan_weighted": "sales_plan:returns",
    "plan_investment": "sales_plan:returns",
    "plan_roi": "sales_plan:returns",
    "plan_npv": "sales_plan:returns",
}
VIEW_OF_ACTIONS = {"actions_open": "open", "actions_late": "late", "actions_done": "done"}


def with_places(lines: Iterable[Line], review: Review) -> list[Line]:
    """``lines`` of the figures, each with the page that makes it up; none once the review is closed: they moved on."""
    if review.is_closed:
        return list(lines)
    return [replace(line, url=place_of(line.key, review)) for line in lines]


def place_of(key: str, review: Review) -> str:
    """The page that makes up the figure ``key``; "" for one without."""
    if key in OF_ACCOUNT:
        return address_of(OF_ACCOUNT[key], review.plan.account.slug)
    if key in OF_PLAN:
        return address_of(OF_PLAN[key], review.plan_id)
    if key in VIEW_OF_ACTIONS:
        return f"{address_of('reviews:action_list')}?plan={review.plan_id}&whose=all&view={VIEW_OF_ACTIONS[key]}"
    return ""
