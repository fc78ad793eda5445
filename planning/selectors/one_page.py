"""What a plan says on one page: goal, figures, objectives, SWOT, lines, what comes next."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from dataclasses import dataclass

from planning.calc.swot import ranked
from planning.enums import Quadrant, ReviewState
from planning.models import AccountPlan, Action, Narrative, Need, Objective, Review, SwotItem
from planning.models.action import OPEN
from planning.phases.keys import FIT, STRATEGY
from planning.selectors.plans import PlanStanding, plan_state
from planning.selectors.sales_plan import SalesPlan, sales_plan_of

TOP_ITEMS, TOP_NEEDS, NEXT_ACTIONS = 3, 4, 8
GOAL, WAY = "goal", "way"


@dataclass(frozen=True, slots=True, kw_only=True)
class OnePage:
    """A plan in one piece. ``swot``: the strongest items by quadrant of us at the customer."""

    plan: AccountPlan
    standing: PlanStanding
    sales: SalesPlan
    goal: str
    way: str
    objectives: Sequence[Objective]
    needs: Sequence[Need]
    swot: dict[str, list[SwotItem]]
    actions: Sequence[Action]
    next_review: Review | None


def one_page_of(plan: AccountPlan, as_of: datetime.date) -> OnePage:
    """The plan as of a day; a fixed number of queries."""
    texts = Narrative.objects.filter(plan=plan, phase_key=STRATEGY, section_key__in=(GOAL, WAY))
    words = dict(texts.values_list("section_key", "text"))
    items = list(SwotItem.objects.live().filter(plan=plan, phase_key=FIT))
    sales = sales_plan_of(plan, as_of)
    planned = Review.objects.filter(plan=plan, state__in=[ReviewState.PLANNED, ReviewState.PREPARED])
    return OnePage(
        plan=plan,
        standing=plan_state(plan, as_of, sales=sales),
        sales=sales,
        goal=words.get(GOAL, "").strip(),
        way=words.get(WAY, "").strip(),
        objectives=list(Objective.objects.live().filter(plan=plan).select_related("owner").order_by("due", "pk")),
        needs=list(Need.objects.live().filter(plan=plan).order_by("-priority", "pk")[:TOP_NEEDS]),
        swot={
            quadrant.value: ranked(item for item in items if item.quadrant == quadrant)[:TOP_ITEMS]
            for quadrant in Quadrant
        },
        actions=list(Action.objects.filter(OPEN, plan=plan).select_related("owner").order_by("due")[:NEXT_ACTIONS]),
        next_review=planned.order_by("starts_at").first(),
    )
