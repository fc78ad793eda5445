"""The views of a sales plan."""

from __future__ import annotations

from django.utils.translation import gettext_lazy

from kamp.shared.addresses import address_of
from kamp.shared.parts import Tab
from planning.models import AccountPlan
from planning.phases.keys import SALES_PLAN
from planning.views.plan_page import phase_url

LINES, TIMELINE, RETURNS, ACTUAL = "lines", "timeline", "returns", "actual"
TABS = (
    (LINES, "", gettext_lazy("Lines"), "table"),
    (TIMELINE, "sales_plan:timeline", gettext_lazy("Timeline"), "calendar"),
    (RETURNS, "sales_plan:returns", gettext_lazy("Return"), "rise"),
    (ACTUAL, "sales_plan:actual", gettext_lazy("Actual"), "target"),
)


def sales_tabs(plan: AccountPlan, current: str) -> list[Tab]:
    """The views of a sales plan; the list of lines is the page of the phase."""
    return [
        Tab(
            label=label,
            url=address_of(name, plan.pk) if name else phase_url(plan, SALES_PLAN),
            note=icon,
            current=key == current,
        )
        for key, name, label, icon in TABS
    ]
