"""The seven phases as a machine, driven at random by two people and by whoever else may (quality C65).

Whatever is tried, in whatever order and by whomever: a state changes only along the declared table, by somebody who
may, through an open gate; each change is one line in the record, and the record leads from the first state to the
present one; a plan is approved only with everything before it closed; a frozen version stays as it was.

``KAMP_MACHINE_STEPS`` sets how many steps are made (600 unless set); the full run of 10,000 is started by hand.
"""

from __future__ import annotations

import os
from collections import Counter
from typing import Any

import pytest
from django.db import transaction
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from accounts.tests.factories import make_account, make_company
from kamp.shared.errors import DomainError
from kamp.users.tests.factories import make_user
from planning.enums import PlanState
from planning.models import AccountPlan, PhaseMove, PlanPhase, PlanVersion
from planning.phases.catalog import PHASES
from planning.phases.moves import MOVES
from planning.selectors.plans import plan_state
from planning.selectors.rights import rights_of
from planning.services.approval import approve_plan
from planning.services.phases import may_move, move_phase, waive_criterion
from planning.services.plans import archive_plan, close_plan, reopen_plan, restore_plan
from planning.tests.factories import (
    NOW,
    TODAY,
    fill_customer,
    fill_demand,
    fill_fit,
    fill_scenario,
    fill_strategy,
    make_plan,
)

pytestmark = pytest.mark.django_db
STEPS = int(os.environ.get("KAMP_MACHINE_STEPS", "600"))
RUN = 100  # steps of one plan before the next one begins
VERBS = {"archive": archive_plan, "restore": restore_plan, "close": close_plan, "reopen": reopen_plan}
OF_PLAN = {  # what each verb may lead from and to; refused elsewhere, or done already
    "archive": {(old, PlanState.ARCHIVED) for old in PlanState.values},
    "restore": {(PlanState.ARCHIVED, new) for new in PlanState.values},
    "close": {(PlanState.ACTIVE, PlanState.CLOSED), (PlanState.APPROVED, PlanState.CLOSED)},
    "reopen": {(PlanState.CLOSED, PlanState.ACTIVE)},
}
WHO = st.sampled_from(["seller", "manager", "seller", "manager", "seller", "manager", "management", "stranger"])
PHASE = st.sampled_from(PHASES.keys())
MADE: Counter[str] = Counter()


class Phases(RuleBasedStateMachine):
    """One plan; ``model`` is what the machine believes about it."""

    @initialize()
    def begin(self) -> None:
        self.savepoint = transaction.savepoint()
        make_company()
        seller = make_user("sales_rep")
        self.plan = make_plan(make_account(owner=seller), by=seller)
        manager = make_user("market_manager")
        self.plan.team.create(user=manager, role="market_manager")
        self.people = {
            "seller": seller,
            "manager": manager,
            "management": make_user("management"),
            "stranger": make_user("specialist"),
        }
        for each in PHASES:
            for criterion in each.criteria:
                if criterion.waivable and each.key != "scenario":  # that one has to be filled, or its gaps accepted
                    waive = {"plan": self.plan, "phase_key": each.key, "criterion": criterion.key}
                    waive_criterion(**waive, reason="Nobody knows", by=manager, at=NOW)
        for fill in (fill_scenario, fill_customer, fill_demand, fill_fit, fill_strategy):
            fill(self.plan)
        strategy = self.plan.strategy_rows.get()
        self.plan.actions.create(strategy=strategy, text="Visit", owner=seller, due=TODAY)
        self.model = dict.fromkeys(PHASES.keys(), "not_started")
        self.state: str = PlanState.DRAFT
        self.approved = False
        self.frozen: dict[int, Any] = {}

    def teardown(self) -> None:
        if hasattr(self, "savepoint"):
            transaction.savepoint_rollback(self.savepoint)

    # -- what is tried --

    @rule(who=WHO, phase=PHASE, key=st.sampled_from(MOVES.keys()), reason=st.sampled_from(["", "Because"]))
    def move(self, who: str, phase: str, key: str, reason: str) -> None:
        spec, before = MOVES.get(key), self.model[phase]
        by, plan = self.people[who], AccountPlan.objects.get(pk=self.plan.pk)
        row = PlanPhase.objects.get(plan=plan, phase_key=phase)
        right = (
            self.state not in {PlanState.ARCHIVED, PlanState.CLOSED}
            and may_move(spec, row, rights_of(by, plan), by)
            and before in spec.sources
            and (bool(reason) or not spec.needs_reason)
            and (not spec.needs_gate or self._gate_is_open(phase))
            and (not spec.needs_criteria or not plan_state(plan, TODAY).phase(phase).missing)
        )
        asked = {"plan": plan, "phase_key": phase, "move": key, "by": by}
        done = self._try(lambda: move_phase(**asked, at=NOW, as_of=TODAY, reason=reason))
        assert done is right, f"{who} {key} {phase} from {before} in {self.state}: {done}, not {right}"
        if done:
            self._moved(phase, key)

    @rule(who=st.sampled_from(["seller", "manager", "manager"]), steps=st.integers(1, 4))
    def go_on(self, who: str, steps: int) -> None:
        """The moves people would make next: random ones alone would hardly leave the first phases."""
        forward = {"not_started": "start", "in_progress": "submit", "ready_for_review": "approve"}
        for _step in range(steps):
            phase = next((key for key, state in self.model.items() if state != "closed"), "review")
            if self.model[phase] in forward:
                self.move(who, phase, forward[self.model[phase]], "")

    @rule(who=st.sampled_from(["seller", "manager"]), phase=PHASE)
    def go_back(self, who: str, phase: str) -> None:
        back = {"ready_for_review": "send_back", "closed": "reopen"}
        if self.model[phase] in back:
            self.move(who, phase, back[self.model[phase]], "Because")

    def _moved(self, phase: str, key: str) -> None:
        self.model[phase] = MOVES.get(key).target
        content = not PHASES.get(phase).gate.needs_approved_plan
        if self.state == PlanState.DRAFT or (key == "reopen" and content and self.state == PlanState.APPROVED):
            self.state = PlanState.ACTIVE
        MADE[key] += 1

    @rule(who=WHO, phase=PHASE)
    def accept_what_is_missing(self, who: str, phase: str) -> None:
        plan = AccountPlan.objects.get(pk=self.plan.pk)
        for each in plan_state(plan, TODAY).phase(phase).missing:
            self._try(lambda key=each.spec.key: waive_criterion(  # type: ignore[misc]
                plan=plan, phase_key=phase, criterion=key, reason="Nobody knows", by=self.people[who], at=NOW
            ))  # fmt: skip

    @rule(who=WHO, verb=st.sampled_from(["restore", "reopen", "archive", "close", "restore", "reopen"]))
    def plan_as_a_whole(self, who: str, verb: str) -> None:
        plan = AccountPlan.objects.get(pk=self.plan.pk)
        done = self._try(lambda: VERBS[verb](plan=plan, by=self.people[who]))
        now = AccountPlan.objects.get(pk=self.plan.pk).state
        assert now == self.state or (done and (self.state, now) in OF_PLAN[verb]), f"{verb}: {self.state} → {now}"
        self.state = now

    @precondition(lambda self: self.model["sales-plan"] in {"ready_for_review", "closed"})
    @rule(who=st.sampled_from(["management", "management", "manager", "seller"]))
    def approve(self, who: str) -> None:
        plan = AccountPlan.objects.get(pk=self.plan.pk)
        if self._try(lambda: approve_plan(plan=plan, by=self.people[who], at=NOW, as_of=TODAY)):
            assert who == "management"
            assert all(self.model[key] == "closed" for key in list(self.model)[:5])
            self.model["sales-plan"] = "closed"
            if self.model["review"] == "not_started":
                self.model["review"] = "in_progress"
            self.state, self.approved = PlanState.APPROVED, True
            MADE["approve plan"] += 1

    # -- what always holds --

    @invariant()
    def states_are_those_of_the_model(self) -> None:
        if not hasattr(self, "plan"):
            return
        assert dict(PlanPhase.objects.filter(plan=self.plan).values_list("phase_key", "state")) == self.model
        plan = AccountPlan.objects.get(pk=self.plan.pk)
        assert plan.state == self.state
        assert (plan.approved_at is not None) is self.approved

    @invariant()
    def the_record_leads_from_the_first_state_to_the_present_one(self) -> None:
        if not hasattr(self, "plan"):
            return
        at = dict.fromkeys(PHASES.keys(), "not_started")
        for each in PhaseMove.objects.filter(plan=self.plan).order_by("pk"):
            assert each.from_state == at[each.phase_key]
            assert each.from_state != each.to_state
            assert each.by_id is not None
            at[each.phase_key] = each.to_state
        assert at == self.model

    @invariant()
    def versions_stay_as_they_were(self) -> None:
        if not hasattr(self, "plan"):
            return
        for number, snapshot in PlanVersion.objects.filter(plan=self.plan).values_list("number", "snapshot"):
            assert self.frozen.setdefault(number, snapshot) == snapshot

    def _gate_is_open(self, phase: str) -> bool:
        gate = PHASES.get(phase).gate
        closed = all(self.model[key] == "closed" for key in gate.needs)
        return closed and (self.approved or not gate.needs_approved_plan)

    def _try(self, verb: Any) -> bool:
        try:
            with transaction.atomic():
                verb()
        except DomainError:
            return False
        return True


def test_the_machine_keeps_its_promises() -> None:
    MADE.clear()
    run_state_machine_as_test(
        Phases,
        settings=settings(
            max_examples=max(1, STEPS // RUN),
            stateful_step_count=RUN,
            deadline=None,
            suppress_health_check=list(HealthCheck),
            derandomize=True,
        ),
    )
    wanted = {"start", "submit", "approve"} | ({"send_back", "reopen", "approve plan"} if STEPS >= 2000 else set())
    assert wanted <= set(MADE), f"hardly anything happened: {dict(MADE)}"
