"""Actions and decisions: done and undone, dropped and taken up, what belongs together, two people."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from django.utils import translation

from accounts.tests.factories import make_account, make_company
from kamp.shared.conflicts import StaleError
from kamp.shared.errors import DomainError
from kamp.users.models import User
from kamp.users.tests.factories import make_user
from planning.enums import ActionState
from planning.models import AccountPlan, Action, Decision, Objective, Review
from planning.services.actions import save_action, set_done, set_dropped
from planning.services.decisions import delete_decision, save_decision
from planning.services.reviews import MoveError
from planning.tests.factories_lines import make_plan
from planning.tests.factories_reviews import NOON, TODAY, days, make_action, make_decision, make_review

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _english() -> Iterator[None]:
    with translation.override("en"):
        yield


@pytest.fixture
def rep() -> User:
    make_company()
    return make_user("sales_rep", name="Giulia Ferri", language="en")


@pytest.fixture
def plan(rep: User) -> AccountPlan:
    return make_plan(make_account("Molini Serravento", owner=rep))


def test_done_and_undone_keep_who_and_when(plan: AccountPlan, rep: User) -> None:
    action = make_action(plan, rep)
    done = set_done(action=action, done=True, by=rep, at=NOON)
    assert (done.state, done.done_at, done.done_by) == (ActionState.DONE, NOON, rep)
    again = set_done(action=action, done=True, by=make_user(), at=NOON + days(1))
    assert (again.version, again.done_by) == (done.version, rep)
    back = set_done(action=action, done=False, by=rep, at=NOON)
    assert (back.state, back.done_at, back.done_by) == (ActionState.OPEN, None, None)


def test_dropped_and_taken_up(plan: AccountPlan, rep: User) -> None:
    action = make_action(plan, rep)
    assert set_dropped(action=action, dropped=True, at=NOON).state is ActionState.CANCELLED
    with pytest.raises(DomainError, match="dropped"):
        set_done(action=action, done=True, by=rep, at=NOON)
    assert set_dropped(action=action, dropped=False, at=NOON).state is ActionState.OPEN
    set_done(action=action, done=True, by=rep, at=NOON)
    with pytest.raises(DomainError, match="done"):
        set_dropped(action=action, dropped=True, at=NOON)


@pytest.mark.parametrize("state", ["closed", "archived"])
def test_actions_of_a_plan_that_is_over_stay_as_they_are(plan: AccountPlan, rep: User, state: str) -> None:
    action = make_action(plan, rep)
    AccountPlan.objects.filter(pk=plan.pk).update(state=state)
    with pytest.raises(DomainError, match="closed or archived"):
        set_done(action=action, done=True, by=rep, at=NOON)
    plan.refresh_from_db()
    with pytest.raises(DomainError, match="closed or archived"):
        save_action(action=Action(plan=plan, text="New", owner=rep, due=TODAY), by=rep)


def test_open_and_late(plan: AccountPlan, rep: User) -> None:
    late = make_action(plan, rep, due=TODAY - days(1))
    make_action(plan, rep, due=TODAY)
    make_action(plan, rep, due=TODAY - days(9), done_at=NOON)
    make_action(plan, rep, due=TODAY - days(9), cancelled_at=NOON)
    assert list(Action.objects.late(TODAY)) == [late]
    assert Action.objects.open().count() == 2


def test_an_action_belongs_to_the_plan_of_its_review_and_objective(plan: AccountPlan, rep: User) -> None:
    other = make_plan(make_account(owner=rep))
    parts: dict[str, Any] = {
        "review": make_review(other, rep),
        "objective": Objective.objects.create(plan=other, text="Revenue", kind="sales", unit="k€"),
    }
    for name, part in parts.items():
        with pytest.raises(DomainError, match="another plan") as caught:
            save_action(action=Action(plan=plan, text="X", owner=rep, due=TODAY, **{name: part}), by=rep)
        assert caught.value.field == name


def test_a_closed_review_takes_no_new_action(plan: AccountPlan, rep: User) -> None:
    review = make_review(plan, rep)
    action = save_action(action=Action(plan=plan, review=review, text="Send it", owner=rep, due=TODAY), by=rep)
    assert action.created_by == rep
    version = plan.versions.create(number=1, reason="x", snapshot={}, made_at=NOON)
    values = {"closed_at": NOON, "snapshot": {}, "version_produced": version, "no_next_reason": "Ends"}
    Review.objects.filter(pk=review.pk).update(state="closed", **values)
    review.refresh_from_db()
    with pytest.raises(DomainError, match="closed"):
        save_action(action=Action(plan=plan, review=review, text="More", owner=rep, due=TODAY), by=rep)


def test_nobody_who_has_left_gets_an_action(plan: AccountPlan, rep: User) -> None:
    gone = make_user(is_active=False)
    with pytest.raises(DomainError) as caught:
        save_action(action=Action(plan=plan, text="X", owner=gone, due=TODAY), by=rep)
    assert caught.value.field == "owner"


def test_the_second_who_saves_an_action_is_told(plan: AccountPlan, rep: User) -> None:
    mine = make_action(plan, rep)
    theirs = Action.objects.get(pk=mine.pk)
    theirs.text = "Send the new offer"
    save_action(action=theirs, by=rep)
    mine.text = "Send nothing"
    with pytest.raises(StaleError):
        save_action(action=mine, by=rep)


def test_decisions_are_written_while_the_review_is_not_over(plan: AccountPlan, rep: User) -> None:
    review = make_review(plan, rep, state="in_meeting")
    decision = save_decision(
        decision=Decision(review=review, verdict="stop", text="No more discounts", created_at=NOON)
    )
    decision.text = "No more discounts on flour"
    assert save_decision(decision=decision).version == 2
    Review.objects.filter(pk=review.pk).update(state="cancelled")
    with pytest.raises(MoveError):
        save_decision(decision=decision)
    with pytest.raises(MoveError):
        delete_decision(decision=decision)


def test_a_decision_about_another_plan_is_refused(plan: AccountPlan, rep: User) -> None:
    other = Objective.objects.create(plan=make_plan(make_account(owner=rep)), text="R", kind="sales", unit="k€")
    decision = make_decision(make_review(plan, rep))
    decision.objective = other
    with pytest.raises(DomainError, match="another plan"):
        save_decision(decision=decision)
