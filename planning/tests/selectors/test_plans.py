"""One phase alone stands where it stands among all of them."""

from __future__ import annotations

import pytest

from accounts.tests.factories import make_account
from kamp.users.tests.factories import make_user
from planning.models import AccountPlan
from planning.phases.catalog import PHASES
from planning.selectors.plans import PROVIDERS, phase_state, plan_state
from planning.tests.factories import TODAY, fill_scenario, make_plan

pytestmark = pytest.mark.django_db


@pytest.fixture
def plan() -> AccountPlan:
    plan = make_plan(make_account(owner=make_user("sales_rep")))
    fill_scenario(plan)
    return plan


@pytest.mark.parametrize("key", PHASES.keys())
def test_a_phase_alone_is_the_same_as_among_all(plan: AccountPlan, key: str) -> None:
    assert phase_state(plan, key, TODAY) == plan_state(plan, TODAY).phase(key)


def test_who_knows_a_fact_is_asked_for_every_phase_that_needs_it(plan: AccountPlan) -> None:
    for provider, phases in PROVIDERS.items():
        known = set(provider([plan], TODAY)[plan.pk])
        needed = [spec.key for spec in PHASES if known & {each.fact for each in spec.criteria}]
        assert needed == list(phases), provider.__name__
