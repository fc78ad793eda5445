"""The objectives of plans with what is done for each, for the criteria of phases 5 to 7 and the sales plan."""

from __future__ import annotations

from collections.abc import Sequence

from django.db.models import Exists, OuterRef

from kamp.shared.page_memory import once_per_page
from planning.models import AccountPlan, Action, Decision, Objective, Strategy


def objectives_of(plans: Sequence[AccountPlan]) -> dict[int, list[Objective]]:
    """The objectives of each plan, by its key; one query, once for a page.

    Each has its plan and product line fetched, and says whether it ``has_strategy`` (one built on the SWOTs), and
    whether somebody decided about it and does something for it (``is_settled``).
    """
    by_plan = {plan.pk: plan for plan in plans}
    rows = once_per_page(("objectives", *sorted(by_plan)), lambda: list(_rows(by_plan)))
    found: dict[int, list[Objective]] = {key: [] for key in by_plan}
    for row in rows:
        row.plan = by_plan[row.plan_id]
        found[row.plan_id].append(row)
    return found


def _rows(plans: dict[int, AccountPlan]) -> list[Objective]:
    this = OuterRef("pk")
    cited = Strategy.objects.live().filter(objectives=this, swot_items__isnull=False, swot_items__deleted_at=None)
    decided = Decision.objects.filter(objective=this, owner__isnull=False)
    done = Action.objects.filter(objective=this, cancelled_at__isnull=True)
    rows = Objective.objects.live().filter(plan__in=plans).select_related("product_line")
    return list(rows.annotate(has_strategy=Exists(cited), is_settled=Exists(decided) & Exists(done)))
