"""Two people doing the same at the same moment, against the real database."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from typing import Any

import pytest
from django.db import transaction
from django.utils.translation import override

from accounts.tests.factories import make_account
from kamp.shared.errors import DomainError
from kamp.testing.threads import SECONDS, at_once
from kamp.users.models import User
from kamp.users.tests.factories import make_user
from planning.models import AccountPlan, PhaseMove, PlanVersion
from planning.services.phases import move_phase
from planning.services.plans import archive_plan
from planning.services.versions import freeze
from planning.tests.factories import NOW, TODAY, fill_scenario, make_plan, set_state

pytestmark = [pytest.mark.django_db(transaction=True)]


@pytest.fixture(autouse=True)
def _english() -> Iterator[None]:
    with override("en"):
        yield


@pytest.fixture
def plan() -> AccountPlan:
    return make_plan(make_account(owner=make_user("sales_rep")))


def test_versions_made_at_once_have_numbers_of_their_own(plan: AccountPlan) -> None:
    results = at_once(*[lambda: freeze(plan=plan, reason="x", by=None, at=NOW)] * 4)
    assert all(isinstance(each, PlanVersion) for each in results), results
    assert sorted(PlanVersion.objects.values_list("number", flat=True)) == [1, 2, 3, 4]


def test_a_phase_approved_by_two_at_once_is_closed_once(plan: AccountPlan) -> None:
    fill_scenario(plan)
    set_state(plan, scenario="ready_for_review")

    def approve(by: User) -> Any:
        return move_phase(plan=plan, phase_key="scenario", move="approve", by=by, at=NOW, as_of=TODAY)

    one, two = make_user("market_manager"), make_user("administrator")
    results = at_once(lambda: approve(one), lambda: approve(two))
    assert sum(isinstance(each, DomainError) for each in results) == 1, results
    assert PhaseMove.objects.count() == 1
    assert plan.phases.get(phase_key="scenario").state == "closed"


def test_nothing_begins_in_a_plan_that_is_being_archived(plan: AccountPlan) -> None:
    """The plan is locked before its state is read: without that the phase would start, and the plan come back."""
    owner, inside = plan.account.owner, threading.Event()
    assert owner is not None

    def archive() -> None:
        with transaction.atomic():
            archive_plan(plan=plan, by=owner)
            inside.set()
            time.sleep(0.5)  # long enough for the other to have gone on, if nothing stopped it

    def start() -> Any:
        inside.wait(SECONDS)
        return move_phase(plan=plan, phase_key="scenario", move="start", by=owner, at=NOW, as_of=TODAY)

    done, refused = at_once(archive, start)
    assert done is None
    assert isinstance(refused, DomainError), refused
    plan.refresh_from_db()
    assert plan.state == "archived"
    assert not PhaseMove.objects.exists()
