"""What the page of a phase shows besides its own rows: what the account knows, earlier phases, comments, moves."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from accounts.calc import financials
from accounts.criteria.catalog import CHOICE_DEFAULTS, OURS, RIVAL
from accounts.criteria.stages import stage
from accounts.enums import ChoiceSet, DmuRole
from accounts.models import AccountFigures, ChoiceCriterion, DmuMember, FinancialYear
from accounts.selectors.demand import demand_of
from accounts.selectors.ratings import current_ratings
from accounts.selectors.soft_facts import soft_facts
from planning.calc.swot import ranked
from planning.models import AccountPlan, Comment, Narrative, Need, PhaseMove, SwotItem
from planning.phases.keys import DEMAND, FIT, PHASE_LABELS, SCENARIO, STRATEGY, SWOT
from planning.selectors.account_facts import REQUIRED_ROLES, prescribed
from portfolio.matrices.catalog import MATRICES

YEARS_SHOWN = 4
MOVES_SHOWN = 12


def _years(plan: AccountPlan, _as_of: datetime.date) -> dict[str, Any]:
    years = FinancialYear.objects.filter(account=plan.account_id).order_by("-year")[:YEARS_SHOWN]
    return {
        "years": [
            {
                "year": year,
                "ros": financials.ros(ebit=year.ebit, revenue=year.revenue),
                "roi": financials.roi(ebit=year.ebit, capital_employed=year.capital_employed),
            }
            for year in years
        ]
    }


def _demand(plan: AccountPlan, as_of: datetime.date) -> dict[str, Any]:
    figures = AccountFigures.objects.filter(account=plan.account_id).first()
    return {"picture": demand_of(plan.account, today=as_of), "figures": figures}


def _people(plan: AccountPlan, _as_of: datetime.date) -> dict[str, Any]:
    members = DmuMember.objects.filter(person__account=plan.account_id, person__left_on__isnull=True)
    by_role: dict[str, list[Any]] = {role: [] for role in REQUIRED_ROLES}
    for member in members.select_related("person").order_by("person__name"):
        for role in member.roles:
            if role in by_role:
                by_role[role].append(member.person)
    return {"roles": [(DmuRole(role).label, people) for role, people in by_role.items()]}


def _choice(plan: AccountPlan, as_of: datetime.date) -> dict[str, Any]:
    ratings = current_ratings([plan.account_id], [OURS, RIVAL], as_of).get(plan.account_id, {})

    def score(key: str, criterion: ChoiceCriterion) -> Any:
        found = ratings.get((key, str(criterion.pk)))
        return found.mean if found else None

    rows = list(ChoiceCriterion.objects.filter(account=plan.account_id))
    for row in rows:
        row.name = row.label or _(CHOICE_DEFAULTS.get(row.key).label)  # type: ignore[attr-defined]
    return {
        "sets": [
            (
                each.label,
                [(row, score(OURS, row), score(RIVAL, row)) for row in rows if row.set == each],
                sum(row.weight for row in rows if row.set == each),
            )
            for each in ChoiceSet
        ]
    }


def _relation(plan: AccountPlan, as_of: datetime.date) -> dict[str, Any]:
    soft = soft_facts([plan.account_id], as_of).get(plan.account_id)
    return {"soft": soft, "stage": _(stage(soft.relation_stage).label) if soft and soft.relation_stage else ""}


FACTS: dict[str, Callable[[AccountPlan, datetime.date], dict[str, Any]]] = {
    "years": _years,
    "demand": _demand,
    "people": _people,
    "choice": _choice,
    "relation": _relation,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """Something an earlier phase says: which phase, and its words."""

    phase: str
    text: str


def evidence_for(plan: AccountPlan, phase_key: str, narratives: Sequence[Narrative]) -> list[Evidence]:
    """The weightiest words of each phase before ``phase_key``. Two queries, none for the first phase."""
    keys = list(PHASE_LABELS)
    before = keys[: keys.index(phase_key)]
    texts = {(each.phase_key, each.section_key): each.text.strip() for each in narratives}
    items = list(SwotItem.objects.live().filter(plan=plan)) if SWOT in before else []
    need = Need.objects.live().filter(plan=plan).first() if DEMAND in before else None
    found = {
        SCENARIO: [texts.get((SCENARIO, "summary"), "")],
        SWOT: [each.text for each in ranked(item for item in items if item.phase_key == SWOT)[:2]],
        DEMAND: [need.text if need else ""],
        FIT: [each.text for each in ranked(item for item in items if item.phase_key == FIT)[:2]],
        STRATEGY: [texts.get((STRATEGY, "goal"), "")],
    }
    return [Evidence(phase=key, text=text) for key in before for text in found.get(key, []) if text]


def comments_of(plan: AccountPlan, phase_key: str) -> QuerySet[Comment]:
    """The comments on a phase, oldest first."""
    return Comment.objects.filter(plan=plan, phase_key=phase_key, deleted_at__isnull=True).select_related("author")


def moves_of(plan: AccountPlan, phase_key: str = "", *, most: int = MOVES_SHOWN) -> QuerySet[PhaseMove]:
    """What moved, newest first, at most ``most``; of one phase or of all."""
    moves = PhaseMove.objects.filter(plan=plan).select_related("by")
    return (moves.filter(phase_key=phase_key) if phase_key else moves)[:most]


@dataclass(frozen=True, slots=True, kw_only=True)
class Prescription:
    """The class of the account on the class matrix ("" = not assessed) and the type of investment it prescribes."""

    cell: str
    label: str
    type: str


def prescription_of(cell: str) -> Prescription:
    """What a class of the account prescribes (method §6.3)."""
    wanted = prescribed(cell) if "class" in MATRICES else None
    if wanted is None:
        return Prescription(cell="", label="", type="")
    return Prescription(cell=cell, label=MATRICES.get("class").cell(cell).label, type=wanted.value)
