"""The list before a review: what ticks each of its points, and what unticks it again."""

from __future__ import annotations

from typing import Any

import pytest

from accounts.models import Rating
from accounts.tests.factories import make_account, make_company, make_member, make_person, make_sale
from kamp.testing.queries import queries_of
from kamp.users.models import User
from kamp.users.tests.factories import make_user
from planning.models import Action, Review
from planning.selectors.preparation import Check, preparation_of
from planning.tests.factories import make_objective, make_plan
from planning.tests.factories_reviews import NOON, TODAY, days, make_action, make_review

pytestmark = pytest.mark.django_db


@pytest.fixture
def rep() -> User:
    make_company()
    return make_user("sales_rep", name="Giulia Ferri")


@pytest.fixture
def review(rep: User) -> Review:
    return make_review(make_plan(make_account("Molini Serravento", owner=rep), by=rep), rep)


def checks(review: Review) -> dict[str, Check]:
    return {each.key: each for each in preparation_of(review, as_of=TODAY)}


def test_of_a_plan_without_anything_only_actions_are_in_order(review: Review) -> None:
    found = checks(review)
    assert {key for key, check in found.items() if check.done} == {"actions"}
    assert "objectives" not in found  # there are none to measure


def test_an_action_is_late_from_the_day_after_until_it_is_done(review: Review, rep: User) -> None:
    late = make_action(review.plan, rep, due=TODAY - days(1))
    make_action(review.plan, rep, due=TODAY)
    make_action(review.plan, rep, due=TODAY - days(9), cancelled_at=NOON)
    assert checks(review)["actions"] == Check(key="actions", done=False, open=1)
    Action.objects.filter(pk=late.pk).update(done_at=NOON)
    assert checks(review)["actions"].done


@pytest.mark.parametrize(("sold", "done"), [("2026-09-30", False), ("2026-10-01", True), ("2026-11-02", True)])
def test_sales_are_in_when_those_of_last_month_are(review: Review, sold: str, done: bool) -> None:
    make_sale(review.plan.account, sold, 100)
    found = checks(review)["sales"]
    assert found.done is done
    assert found.day is not None
    assert found.day.isoformat() == f"{sold[:7]}-01"


def test_each_objective_is_measured_within_a_month(review: Review) -> None:
    make_objective(review.plan, actual=1, actual_on=TODAY - days(31))
    assert checks(review)["objectives"].done
    make_objective(review.plan, actual=1, actual_on=TODAY - days(32))
    make_objective(review.plan)
    make_objective(review.plan, deleted_at=NOON)
    assert checks(review)["objectives"] == Check(key="objectives", done=False, open=2)


@pytest.mark.parametrize(("ago", "done"), [(183, True), (184, False)])
def test_judgements_are_good_for_six_months(review: Review, rep: User, ago: int, done: bool) -> None:
    day = TODAY - days(ago)
    rated: dict[str, Any] = {"rated_on": day, "created_at": NOON, "author": rep}
    Rating.objects.create(account=review.plan.account, key="relationship.x1", subject="", value=3, **rated)
    assert checks(review)["ratings"] == Check(key="ratings", done=done, day=day)


def test_people_are_confirmed_one_by_one(review: Review) -> None:
    account = review.plan.account
    make_member(account, confidence="confirmed")
    assert checks(review)["people"].done
    make_member(account, confidence="assumed")
    make_person(account)
    make_person(account, left_on=TODAY - days(1))
    assert checks(review)["people"] == Check(key="people", done=False, open=2)


def test_somebody_else_is_asked_and_a_place_given(rep: User) -> None:
    plan = make_plan(make_account(owner=rep), by=rep)
    others = [make_user("sales_rep"), make_user("specialist")]
    found = checks(make_review(plan, rep, participants=others, place="Verona"))
    assert found["invited"].done
    assert found["place"].done


def test_the_whole_list_is_few_queries(review: Review) -> None:
    assert len(queries_of(lambda: checks(review))) <= 4
