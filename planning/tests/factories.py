"""Plans for tests: new, worked on, ready for each phase."""

from __future__ import annotations

import datetime
from typing import Any

from accounts.enums import ChoiceSet
from accounts.models import ChoiceCriterion, EnvironmentFactor, KeyAccount, Rating
from accounts.tests.factories import make_account, make_demand, make_line, make_member
from kamp.users.models import User
from kamp.users.tests.factories import make_user
from planning.enums import ObjectiveKind, PhaseState
from planning.models import AccountPlan, Need, Objective, OfferPanelItem, PlanPhase, Strategy, SwotItem
from planning.services.plans import create_plan

TODAY = datetime.date(2026, 11, 22)
NOW = datetime.datetime(2026, 11, 22, 10, 0, tzinfo=datetime.UTC)
ROLES = ("decider", "buyer", "user", "influencer", "gatekeeper", "initiator")


def make_plan(account: KeyAccount | None = None, *, by: User | None = None, **fields: Any) -> AccountPlan:
    """A new plan of 24 months from December 2026, made by the owner of the account."""
    owner = by or (account.owner if account else None) or make_user("sales_rep")
    account = account or make_account(owner=owner)
    values = {
        "name": "Plan 2026–2028",
        "starts_on": datetime.date(2026, 12, 1),
        "ends_on": datetime.date(2028, 11, 30),
    }
    return create_plan(plan=AccountPlan(account=account, **(values | fields)), by=by or owner)


def set_state(plan: AccountPlan, **states: str) -> None:
    """Puts phases into a state without asking; keys with "_" for "-"."""
    for key, state in states.items():
        PlanPhase.objects.filter(plan=plan, phase_key=key.replace("_", "-")).update(state=state)


def close_phases(plan: AccountPlan, *keys: str) -> None:
    """Closes phases without asking."""
    PlanPhase.objects.filter(plan=plan, phase_key__in=keys).update(state=PhaseState.CLOSED)


def fill_scenario(plan: AccountPlan) -> None:
    """Everything phase 1 asks for."""
    for number, kind in enumerate(("external", "internal", "external")):
        plan.scenariosource_rows.create(
            title=f"Source {number}", kind=kind, means="desk_research", dated=TODAY, reliability=4
        )
    plan.marketfigure_rows.create(market="Milling", year=2026, size=1000, growth=2)
    for number in range(5):
        EnvironmentFactor.objects.create(account=plan.account, text=f"Factor {number}", kind="economic", impact=1)


def fill_swot(plan: AccountPlan, phase_key: str = "swot") -> list[SwotItem]:
    """Two items with evidence in each quadrant."""
    return [
        plan.swotitem_rows.create(
            phase_key=phase_key,
            quadrant=quadrant,
            text=f"{quadrant} {number}",
            importance=4,
            gap={"S": 2, "W": -2}.get(quadrant),
            probability=3 if quadrant in "OT" else None,
            evidence="Annual report",
        )
        for quadrant in "SWOT"
        for number in (1, 2)
    ]


def fill_customer(plan: AccountPlan) -> None:
    """Everything phase 2 asks for."""
    fill_swot(plan)
    plan.account.financial_years.create(year=TODAY.year - 1, revenue=1000, ebit=100)
    plan.outsidereading_rows.create(phase_key="swot", reader="Anna Villa", read_on=TODAY)


def fill_demand(plan: AccountPlan) -> Need:
    """Everything phase 3 asks for."""
    make_demand(plan.account, 1000, year=TODAY.year, product_line=make_line())
    plan.account.figures.__class__.objects.filter(account=plan.account).update(demand=1000, share_of_wallet="0.4")
    for role in ROLES:
        make_member(plan.account, role.title(), roles=[role])
    return plan.need_rows.create(text="Fewer stops", kind="unexpressed", priority=5)


def fill_fit(plan: AccountPlan) -> None:
    """Everything phase 4 asks for."""
    fill_swot(plan, "fit")
    for each in ChoiceSet.values:
        criterion = ChoiceCriterion.objects.create(account=plan.account, set=each, label="Price", weight=100)
        _rate(plan.account, "choice.rival", 6, subject=str(criterion.pk))
    _rate(plan.account, "relationship.x1", 3)


def _rate(account: KeyAccount, key: str, value: int, *, subject: str = "") -> Rating:
    return Rating.objects.create(
        account=account, key=key, subject=subject, value=value, rated_on=TODAY, created_at=NOW, author=account.owner
    )


def fill_strategy(plan: AccountPlan, manager: User | None = None) -> Strategy:
    """Everything phase 5 asks for."""
    AccountPlan.objects.filter(pk=plan.pk).update(investment_type="strategic")
    goals = [make_objective(plan, kind) for kind in (ObjectiveKind.SALES, ObjectiveKind.PROFIT)]
    strategy = plan.strategy_rows.create(text="Maintain before it breaks", tool="offer", crossing="WO")
    strategy.objectives.set(goals)
    strategy.swot_items.set([plan.swotitem_rows.first() or fill_swot(plan, "fit")[0]])
    need = plan.need_rows.first() or plan.need_rows.create(text="Fewer stops", kind="unexpressed", priority=5)
    OfferPanelItem.objects.create(plan=plan, name="Predictive maintenance", need=need, amount=310000, probability=72)
    if not plan.team.filter(role="market_manager").exists():
        plan.team.create(user=manager or make_user("market_manager"), role="market_manager")
    return strategy


def make_objective(plan: AccountPlan, kind: str = "sales", **fields: Any) -> Objective:
    values = {
        "text": f"More {kind}",
        "unit": "k€",
        "baseline": 500,
        "baseline_on": TODAY,
        "target": 620,
        "due": datetime.date(2028, 6, 30),
        "owner": plan.account.owner,
    }
    return plan.objective_rows.create(kind=kind, **(values | fields))
