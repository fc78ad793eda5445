"""What is known for the exit criteria of the phases from the rows of plans; as many queries for one as for many."""

from __future__ import annotations

import datetime
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from typing import Any

from django.db.models import Count, Exists, OuterRef, Q

from kamp.shared.months import months_later
from planning.calc.horizon import fits
from planning.calc.objectives import flaws
from planning.calc.swot import is_parity, least
from planning.enums import NeedKind, ObjectiveKind, TeamRole
from planning.models import (
    AccountPlan,
    MarketFigure,
    Need,
    Objective,
    OfferPanelItem,
    OutsideReading,
    ScenarioSource,
    Strategy,
    SwotItem,
    TeamMember,
)
from planning.phases.keys import FIT, SWOT

Facts = dict[int, dict[str, Any]]
SOURCE_MONTHS = 12


def scenario_facts(plans: Sequence[AccountPlan], as_of: datetime.date) -> Facts:
    """Sources and market figures (phase 1)."""
    keys = [plan.pk for plan in plans]
    limit = months_later(as_of, -SOURCE_MONTHS)
    fresh: dict[int, list[str]] = defaultdict(list)
    for plan, kind in ScenarioSource.objects.live().filter(plan__in=keys, dated__gte=limit).values_list("plan", "kind"):
        fresh[plan].append(kind)
    figures = Counter(
        MarketFigure.objects.live()
        .filter(plan__in=keys, size__isnull=False, growth__isnull=False)
        .values_list("plan", flat=True)
    )
    return {
        key: {
            "fresh_sources": len(fresh[key]),
            "source_kinds": len(set(fresh[key])),
            "market_figures": figures[key],
        }
        for key in keys
    }


def swot_facts(plans: Sequence[AccountPlan], _as_of: datetime.date) -> Facts:
    """Both SWOTs and who read the first (phases 2 and 4)."""
    keys = [plan.pk for plan in plans]
    items: dict[tuple[int, str], list[SwotItem]] = defaultdict(list)
    for item in SwotItem.objects.live().filter(plan__in=keys):
        items[item.plan_id, item.phase_key].append(item)
    read = Counter(OutsideReading.objects.live().filter(plan__in=keys, phase_key=SWOT).values_list("plan", flat=True))
    return {
        key: {
            "customer_swot_least": least(items[key, SWOT]),
            "customer_swot_evidence": _evidenced(items[key, SWOT]),
            "own_swot_least": least([item for item in items[key, FIT] if has_evidence(item)]),
            "readings": read[key],
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


def need_facts(plans: Sequence[AccountPlan], _as_of: datetime.date) -> Facts:
    """Needs that the customer does not say (phase 3)."""
    keys = [plan.pk for plan in plans]
    found = Counter(Need.objects.live().filter(plan__in=keys, kind=NeedKind.UNEXPRESSED).values_list("plan", flat=True))
    return {key: {"unexpressed_needs": found[key]} for key in keys}


def strategy_facts(plans: Sequence[AccountPlan], _as_of: datetime.date) -> Facts:
    """Objectives, strategies, offers and the team (phase 5), and the horizon (phase 6)."""
    keys = [plan.pk for plan in plans]
    cited = Strategy.objects.filter(
        objectives=OuterRef("pk"), deleted_at__isnull=True, swot_items__deleted_at__isnull=True
    ).filter(swot_items__isnull=False)
    objectives: dict[int, list[Any]] = defaultdict(list)
    for each in Objective.objects.live().filter(plan__in=keys).annotate(has_strategy=Exists(cited)):
        objectives[each.plan_id].append(each)
    offers = {
        row["plan"]: (row["needed"], row["number"])
        for row in OfferPanelItem.objects.live()
        .filter(plan__in=keys)
        .order_by()
        .values("plan")
        .annotate(number=Count("pk"), needed=Count("pk", filter=Q(need__deleted_at__isnull=True, need__isnull=False)))
    }
    managers = Counter(
        TeamMember.objects.filter(plan__in=keys, role=TeamRole.MARKET_MANAGER).values_list("plan", flat=True)
    )
    return {
        plan.pk: {
            **_objective_facts(plan, objectives[plan.pk]),
            "offers_with_need": offers[plan.pk][0] / offers[plan.pk][1] if plan.pk in offers else None,
            "market_managers": managers[plan.pk],
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
