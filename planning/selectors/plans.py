"""Plans, and how far each is: one answer for the list, the pages, the dashboard and the gates."""

from __future__ import annotations

import datetime
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.db.models import Prefetch, QuerySet

from kamp.shared.page_memory import as_on_a_page
from planning.calc.readiness import PhaseStanding, cycle_percent, evaluate
from planning.enums import PhaseState, TeamRole
from planning.models import AccountPlan, PlanPhase, TeamMember
from planning.phases.catalog import PHASES
from planning.phases.keys import DEMAND, FIT, REVIEW, SALES_PLAN, SCENARIO, STRATEGY, SWOT
from planning.selectors import account_facts, phase_facts, review_facts, sales_plan
from planning.selectors.counted_facts import counted_facts

if TYPE_CHECKING:
    from kamp.users.models import User

FactProvider = Callable[[Sequence[AccountPlan], datetime.date], dict[int, dict[str, Any]]]
# Who knows the facts, and for the criteria of which phases.
PROVIDERS: dict[FactProvider, tuple[str, ...]] = {
    counted_facts: (SCENARIO, SWOT, DEMAND, FIT, STRATEGY),
    phase_facts.swot_facts: (SWOT, FIT),
    phase_facts.strategy_facts: (STRATEGY, SALES_PLAN),
    account_facts.customer_facts: (SWOT, DEMAND),
    account_facts.fit_facts: (FIT,),
    account_facts.class_facts: (STRATEGY,),
    account_facts.information_facts: (SCENARIO, SWOT, DEMAND),
    sales_plan.sales_facts: (SALES_PLAN,),
    review_facts.review_facts: (REVIEW,),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanStanding:
    """How far a plan is: its phases in order, the rows of them by key, and the facts all of it rests on."""

    plan: AccountPlan
    phases: tuple[PhaseStanding, ...]
    rows: dict[str, PlanPhase]
    facts: dict[str, Any]

    @property
    def percent(self) -> float:
        """Completion of the cycle, 0–100."""
        return cycle_percent(self.phases)

    def phase(self, key: str) -> PhaseStanding:
        """The standing of the phase ``key``."""
        return next(each for each in self.phases if each.key == key)

    @property
    def current(self) -> PhaseStanding:
        """The phase to work on next: the first that is not closed and not blocked, else the last one."""
        waiting = [each for each in self.phases if each.state != PhaseState.CLOSED]
        return next((each for each in waiting if not each.is_blocked), (waiting or self.phases)[-1])


def plans_for(user: User) -> QuerySet[AccountPlan]:
    """The plans in scope, with account, phases and team fetched: three queries however many."""
    return with_parts(AccountPlan.objects.visible_to(user))


def with_parts(plans: QuerySet[AccountPlan]) -> QuerySet[AccountPlan]:
    """``plans`` with what every page of a plan shows."""
    phases = PlanPhase.objects.select_related("owner", "closed_by")
    team = TeamMember.objects.select_related("user")
    return plans.select_related("account", "account__owner").prefetch_related(
        Prefetch("phases", phases), Prefetch("team", team)
    )


def with_bars(plans: QuerySet[AccountPlan]) -> QuerySet[AccountPlan]:
    """``plans`` with what a row of the list shows: the account, the states of the phases, who leads the team."""
    phases = PlanPhase.objects.only("plan", "phase_key", "state", "due")
    leads = TeamMember.objects.filter(role=TeamRole.SELLER).select_related("user")
    return plans.select_related("account").prefetch_related(Prefetch("phases", phases), Prefetch("team", leads))


def plan_state(plan: AccountPlan, as_of: datetime.date, *, sales: sales_plan.SalesPlan | None = None) -> PlanStanding:
    """The standing of one plan at ``as_of``; ``sales`` is its sales plan, if it was read already."""
    given: dict[FactProvider, dict[int, dict[str, Any]]] = {}
    if sales is not None:
        given[sales_plan.sales_facts] = {plan.pk: sales_plan.facts_of_sales(sales)}
    return plan_states([plan], as_of, given=given)[plan.pk]


def phase_state(plan: AccountPlan, key: str, as_of: datetime.date) -> PhaseStanding:
    """The standing of one phase, reading no more than its criteria ask for."""
    given: dict[FactProvider, dict[int, dict[str, Any]]] = {
        provider: {} for provider, phases in PROVIDERS.items() if key not in phases
    }
    return plan_states([plan], as_of, given=given)[plan.pk].phase(key)


@as_on_a_page()
def plan_states(
    plans: Iterable[AccountPlan],
    as_of: datetime.date,
    *,
    given: Mapping[FactProvider, dict[int, dict[str, Any]]] | None = None,
) -> dict[int, PlanStanding]:
    """The standing of each plan by its key; as many queries for thirty as for one. ``given``: facts known already."""
    rows = list(plans)
    facts: dict[int, dict[str, Any]] = defaultdict(dict)
    for provider in PROVIDERS:
        known = (given or {}).get(provider)
        for key, found in (known if known is not None else provider(rows, as_of)).items():
            facts[key].update(found)
    waived: dict[tuple[int, str], set[str]] = defaultdict(set)
    for key, counted in counted_facts(rows, as_of).items():
        for each in counted["waived"] or ():
            phase, criterion = each.split(":")
            waived[key, phase].add(criterion)
    return {plan.pk: _standing(plan, facts[plan.pk], waived) for plan in rows}


def _standing(plan: AccountPlan, facts: dict[str, Any], waived: dict[tuple[int, str], set[str]]) -> PlanStanding:
    by_key = {row.phase_key: row for row in plan.phases.all()}
    states = {key: row.state for key, row in by_key.items()}
    standings = tuple(
        evaluate(
            spec,
            states=states,
            facts=facts,
            waived=waived[plan.pk, spec.key],
            plan_approved=plan.approved_at is not None,
        )
        for spec in PHASES
    )
    return PlanStanding(plan=plan, phases=standings, rows=by_key, facts=facts)


def seven_of(plan: AccountPlan, today: datetime.date) -> list[str]:
    """The states of the phases as the seven bars draw them: done, now, late, rest. Needs the phases fetched."""
    by_key = {row.phase_key: row for row in plan.phases.all()}
    return [bar_of(by_key.get(spec.key), today) for spec in PHASES]


def bar_of(row: PlanPhase | None, today: datetime.date) -> str:
    """A phase as a bar: done, now, late or rest."""
    if row is None:
        return "rest"
    if row.state == PhaseState.CLOSED:
        return "done"
    if row.due is not None and row.due < today:
        return "late"
    return "rest" if row.state == PhaseState.NOT_STARTED else "now"
