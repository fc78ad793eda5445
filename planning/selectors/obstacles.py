"""Why a plan cannot be approved yet, each reason with the place where it is mended (methods §4.5, §9.1, §9.3)."""

from __future__ import annotations

import datetime
from dataclasses import dataclass

from django.db.models import Exists, OuterRef
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from planning.calc.horizon import LEAST, MOST, fits, months_of
from planning.enums import PhaseState
from planning.models import AccountPlan, Action, Strategy
from planning.phases.keys import REVIEW, SALES_PLAN, STRATEGY
from planning.selectors.plans import PlanStanding, plan_state


@dataclass(frozen=True, slots=True, kw_only=True)
class Obstacle:
    """A reason in words. ``phase`` and ``section`` say where on the plan's pages it is mended, else ``place``."""

    text: str
    phase: str = ""
    section: str = ""
    place: str = ""


def obstacles_to_approval(
    plan: AccountPlan, as_of: datetime.date, *, standing: PlanStanding | None = None
) -> list[Obstacle]:
    """What keeps ``plan`` from being approved; empty when nothing does. ``standing``: that of the plan at ``as_of``, if
    it was read already."""
    standing = standing or plan_state(plan, as_of)
    return [*_horizon(plan), *_open_phases(standing), *_sales_plan(standing), *_without_action(plan)]


def _horizon(plan: AccountPlan) -> list[Obstacle]:
    if fits(plan.starts_on, plan.ends_on):
        return []
    months = months_of(plan.starts_on, plan.ends_on)
    text = ngettext(
        "The plan spans %(months)s month. It must be %(least)s to %(most)s.",
        "The plan spans %(months)s months. It must be %(least)s to %(most)s.",
        months,
    )
    return [Obstacle(text=text % {"months": months, "least": LEAST, "most": MOST}, place="plan")]


def _open_phases(standing: PlanStanding) -> list[Obstacle]:
    return [
        Obstacle(
            text=_("Phase %(number)s, %(phase)s, is not closed.")
            % {"number": each.spec.number, "phase": _(each.spec.label)},
            phase=each.key,
        )
        for each in standing.phases
        if each.key not in {SALES_PLAN, REVIEW} and each.state != PhaseState.CLOSED
    ]


def _sales_plan(standing: PlanStanding) -> list[Obstacle]:
    sales = standing.phase(SALES_PLAN)
    missing = [
        Obstacle(
            text=_("%(criterion)s: still missing.") % {"criterion": _(each.spec.label)},
            phase=SALES_PLAN,
            section=each.spec.section,
            place=each.spec.place,
        )
        for each in sales.missing
        if each.spec.key != "horizon"
    ]
    if not missing and sales.state in {PhaseState.NOT_STARTED, PhaseState.IN_PROGRESS}:
        missing.append(Obstacle(text=_("The sales plan was not handed in for review."), phase=SALES_PLAN))
    return missing


def _without_action(plan: AccountPlan) -> list[Obstacle]:
    actions = Action.objects.filter(strategy=OuterRef("pk"), cancelled_at__isnull=True)
    bare = Strategy.objects.live().filter(plan=plan).exclude(Exists(actions))
    return [
        Obstacle(
            text=_("“%(strategy)s” has no action.") % {"strategy": each.text}, phase=STRATEGY, section="strategies"
        )
        for each in bare
    ]
