"""Rows of the sections of a plan: taken away and brought back, put back as they were, where a SWOT item stands."""

from __future__ import annotations

import pytest

from accounts.models import Person
from accounts.tests.factories import make_account, make_person
from kamp.shared.conflicts import StaleError
from kamp.users.models import User
from kamp.users.tests.factories import make_team, make_user
from planning.models import AccountPlan, Need
from planning.services.rows import bring_row_back, new_row, restore_values, save_row, take_row_away, values_of
from planning.tests.factories import NOW, make_plan

pytestmark = pytest.mark.django_db


@pytest.fixture
def seller() -> User:
    return make_user("sales_rep", name="Giulia Ferri", teams=[make_team("North")])


@pytest.fixture
def plan(seller: User) -> AccountPlan:
    return make_plan(make_account("Molini Serravento", owner=seller))


def add_need(plan: AccountPlan, by: User) -> Need:
    row = new_row("need", plan, "demand")
    row.text, row.kind, row.priority = "Fewer stops", "expressed", 3
    return save_row(plan=plan, phase_key="demand", row=row, by=by, at=NOW)  # type: ignore[no-any-return]


def test_a_row_is_taken_away_brought_back_and_put_back_as_it_was(plan: AccountPlan, seller: User) -> None:
    need = add_need(plan, seller)
    before = values_of(need, ["text", "priority", "person"])
    need.text, need.priority = "No stops", 5
    save_row(plan=plan, phase_key="demand", row=need, by=seller, at=NOW)
    restore_values(plan=plan, phase_key="demand", row=need, values=before, by=seller, at=NOW)
    need = Need.objects.get()
    assert (need.text, need.priority, need.version) == ("Fewer stops", 3, 3)
    stale = Need.objects.get()
    take_row_away(plan=plan, phase_key="demand", row=need, by=seller, at=NOW)
    assert not Need.objects.live().exists()
    with pytest.raises(StaleError):
        take_row_away(plan=plan, phase_key="demand", row=stale, by=seller, at=NOW)
    bring_row_back(plan=plan, phase_key="demand", row=Need.objects.get(), by=seller, at=NOW)
    assert Need.objects.live().get().version == 5


def test_the_gap_moves_an_item_between_strengths_and_weaknesses(plan: AccountPlan, seller: User) -> None:
    row = new_row("swot", plan, "swot")
    row.quadrant, row.text, row.importance, row.gap = "S", "Lead time", 4, -2
    assert save_row(plan=plan, phase_key="swot", row=row, by=seller, at=NOW).quadrant == "W"


def test_taking_a_gap_back_takes_the_item_back_to_its_list(plan: AccountPlan, seller: User) -> None:
    row = new_row("swot", plan, "swot")
    row.quadrant, row.text, row.importance, row.gap = "S", "Lead time", 4, 2
    save_row(plan=plan, phase_key="swot", row=row, by=seller, at=NOW)
    before = values_of(row, ["text", "importance", "gap"])
    row.gap = -2
    assert save_row(plan=plan, phase_key="swot", row=row, by=seller, at=NOW).quadrant == "W"
    assert restore_values(plan=plan, phase_key="swot", row=row, values=before, by=seller, at=NOW).quadrant == "S"


def test_a_person_deleted_meanwhile_does_not_come_back_with_an_undo(plan: AccountPlan, seller: User) -> None:
    need = add_need(plan, seller)
    need.person = make_person(plan.account, "Sandra Nicolai")
    save_row(plan=plan, phase_key="demand", row=need, by=seller, at=NOW)
    before = values_of(need, ["text", "person"])
    need.text, need.person = "No stops", None
    save_row(plan=plan, phase_key="demand", row=need, by=seller, at=NOW)
    Person.objects.all().delete()
    restore_values(plan=plan, phase_key="demand", row=need, values=before, by=seller, at=NOW)
    need = Need.objects.get()
    assert (need.text, need.person) == ("Fewer stops", None)
