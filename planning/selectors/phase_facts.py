"""What is known for the exit criteria of the phases from the rows of plans that the method's own arithmetic reads."""

from __future__ import annotations

import datetime
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from typing import Any

from planning.calc.horizon import fits
from planning.calc.objectives import flaws
from planning.calc.swot import is_parity, least
from planning.enums import ObjectiveKind
from planning.models import AccountPlan, SwotItem
from planning.phases.keys import FIT, SWOT
from planning.selectors.objectives import objectives_of

Facts = dict[int, dict[str, Any]]


def swot_facts(plans: Sequence[AccountPlan], _as_of: datetime.date) -> Facts:
    """Both SWOTs (phases 2 and 4). One query."""
    keys = [plan.pk for plan in plans]
    items: dict[tuple[int, str], list[SwotItem]] = defaultdict(list)
    for item in SwotItem.objects.live().filter(plan__in=keys):
        items[item.plan_id, item.phase_key].append(item)
    return {
        key: {
            "customer_swot_least": least(items[key, SWOT]),
            "customer_swot_evidence": _evidenced(items[key, SWOT]),
            "own_swot_least": least([item for item in items[key, FIT] if has_evidence(item)]),
        }
        for key in keys
    }


def has_evidence(item: SwotItem) -> bool:
    """Whether something proves the item: a source, or words."""
    return bool(item.evidence.strip()) or item.source_id is not None


def _evidenced(items: Iterable[SwotItem]) -> float | None:
    return share([has_evidence(item) for item in items if not is_parity(item)])


def share(answers: Sequence[bool]) -> float | None:
    """The share of yes, 0–1; None when there is nothing to ask."""
    return sum(answers) / len(answers) if answers else None


def strategy_facts(plans: Sequence[AccountPlan], _as_of: datetime.date) -> Facts:
    """Objectives (phase 5) and the horizon (phase 6). One query."""
    objectives = objectives_of(plans)
    return {
        plan.pk: {
            **_objective_facts(plan, objectives[plan.pk]),
            "horizon_fits": int(fits(plan.starts_on, plan.ends_on)),
        }
        for plan in plans
    }


def _objective_facts(plan: AccountPlan, objectives: Sequence[Any]) -> dict[str, Any]:
    kinds = Counter(each.kind for each in objectives)
    return {
        "sales_objectives": kinds[ObjectiveKind.SALES],
        "profit_objectives": kinds[ObjectiveKind.PROFIT],
        "whole_objectives": share([not flaws(o, starts_on=plan.starts_on, ends_on=plan.ends_on) for o in objectives]),
        "objectives_with_strategy": share([each.has_strategy for each in objectives]),
    }
