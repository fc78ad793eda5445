"""Closing a review: what it keeps, what it plans, what it refuses, and two people who close at once."""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from zoneinfo import ZoneInfo

import pytest
from django.db import IntegrityError, transaction
from django.utils import translation

from accounts.tests.factories import make_account, make_company, make_person
from kamp.shared.errors import DomainError
from kamp.testing.threads import at_once
from kamp.users.models import User
from kamp.users.tests.factories import make_user
from planning.enums import ReviewState
from planning.models import AccountPlan, Review
from planning.services.closing import Next, close_review
from planning.services.reviews import MoveError, change_review, move_review
from planning.tests.factories import make_plan
from planning.tests.factories_reviews import NOON, days, make_decision, make_review

pytestmark = pytest.mark.django_db
DAY = datetime.date(2027, 2, 24)


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
    return make_plan(make_account("Molini Serravento", owner=rep), by=rep)


def _meeting(plan: AccountPlan, rep: User, **fields: object) -> Review:
    return make_review(plan, rep, state="in_meeting", **{"starts_at": NOON, **fields})


@pytest.mark.parametrize("state", ["planned", "prepared", "missed", "cancelled"])
def test_only_a_meeting_is_closed(plan: AccountPlan, rep: User, state: str) -> None:
    with pytest.raises(MoveError):
        close_review(review=make_review(plan, rep, state=state), following=Next(on=DAY), by=rep, at=NOON)
    assert not plan.versions.exists()


@pytest.mark.parametrize(
    "following",
    [
        pytest.param(Next(), id="neither day nor reason"),
        pytest.param(Next(reason="  "), id="a blank reason"),
        pytest.param(Next(on=NOON.date()), id="the day itself"),
        pytest.param(Next(on=NOON.date() - days(9)), id="a day before"),
    ],
)
def test_it_needs_a_later_day_or_a_reason(plan: AccountPlan, rep: User, following: Next) -> None:
    review = _meeting(plan, rep)
    with pytest.raises(DomainError) as caught:
        close_review(review=review, following=following, by=rep, at=NOON)
    assert caught.value.field == "next_on"
    review.refresh_from_db()
    assert review.state == ReviewState.IN_MEETING
    assert not plan.versions.exists()


def test_the_next_one_keeps_hour_place_and_people_over_the_change_of_clocks(plan: AccountPlan, rep: User) -> None:
    boss, gone = make_user("management"), make_user("market_manager", is_active=False)
    rome = ZoneInfo("Europe/Rome")
    start = datetime.datetime(2026, 11, 22, 10, tzinfo=rome)
    review = _meeting(plan, rep, starts_at=start, place="Room 4", participants=[boss, gone], length=60)
    close_review(review=review, following=Next(on=datetime.date(2027, 5, 20), tier="half_yearly"), by=rep, at=NOON)
    after = Review.objects.get(previous=review)
    assert after.starts_at.astimezone(rome).hour == 10
    assert (after.tier, after.place, after.length, after.state) == ("half_yearly", "Room 4", 60, "planned")
    assert set(after.participants.all()) == {rep, boss}


def test_a_review_in_the_calendar_on_that_day_is_the_next_one(plan: AccountPlan, rep: User) -> None:
    review = _meeting(plan, rep)
    there = make_review(plan, rep, starts_at=datetime.datetime(2027, 2, 24, 15, tzinfo=datetime.UTC))
    close_review(review=review, following=Next(on=DAY), by=rep, at=NOON)
    assert list(Review.objects.ahead()) == [there]


def test_those_in_the_calendar_already_are_compared_with_the_one_held_last(plan: AccountPlan, rep: User) -> None:
    """A review may have been planned long before the one that is held between."""
    later = make_review(plan, rep, starts_at=NOON + days(60))
    first = close_review(review=_meeting(plan, rep), following=Next(on=DAY), by=rep, at=NOON)
    later.refresh_from_db()
    assert later.previous == first
    between = make_review(plan, rep, starts_at=NOON + days(20))
    move_review(review=between, move="start", by=rep, at=NOON + days(20))
    second = close_review(review=between, following=Next(on=DAY), by=rep, at=NOON + days(20))
    later.refresh_from_db()
    assert (second.previous, later.previous) == (first, second)


def test_one_that_was_missed_is_compared_with_what_was_held_since(plan: AccountPlan, rep: User) -> None:
    missed, moved = (make_review(plan, rep, starts_at=NOON - days(number), state="missed") for number in (30, 20))
    held = close_review(review=_meeting(plan, rep), following=Next(on=DAY), by=rep, at=NOON)
    assert move_review(review=missed, move="restore", by=rep, at=NOON).previous == held
    moved.starts_at = NOON + days(3)
    assert change_review(review=moved, participants=[], by=rep).previous == held


def test_the_next_one_of_a_review_held_late_is_not_over_yet(plan: AccountPlan, rep: User) -> None:
    review = _meeting(plan, rep, starts_at=NOON - days(60))
    with pytest.raises(DomainError) as caught:
        close_review(review=review, following=Next(on=NOON.date() - days(1)), by=rep, at=NOON)
    assert caught.value.field == "next_on"
    close_review(review=review, following=Next(on=NOON.date()), by=rep, at=NOON)


def test_earlier_ones_that_were_not_held_are_missed(plan: AccountPlan, rep: User) -> None:
    before, later = make_review(plan, rep, starts_at=NOON - days(30)), make_review(plan, rep, starts_at=NOON + days(9))
    close_review(review=_meeting(plan, rep), following=Next(on=DAY), by=rep, at=NOON)
    states = dict(Review.objects.values_list("pk", "state"))
    assert (states[before.pk], states[later.pk]) == ("missed", "planned")


def test_what_it_keeps_never_changes_afterwards(plan: AccountPlan, rep: User) -> None:
    person = make_person(plan.account, "Sandra Nicolai", job_title="Buyer")
    review = _meeting(plan, rep)
    make_decision(review, "Keep the price")
    closed = close_review(review=review, following=Next(reason="The plan ends"), by=rep, at=NOON)
    person.job_title = "Retired"
    person.save()
    closed.refresh_from_db()
    assert closed.snapshot["people"][str(person.pk)]["job_title"] == "Buyer"
    assert closed.version_compared is None
    assert closed.version_produced.number == 1
    assert closed.version_produced.reason == "Quarterly review, 22/11/2026"
    assert [row["name"] for row in closed.version_produced.snapshot["decisions"]] == ["Keep the price"]
    second = close_review(review=_meeting(plan, rep, starts_at=NOON + days(1)), following=Next(on=DAY), by=rep, at=NOON)
    assert second.version_compared == closed.version_produced


def test_the_database_refuses_a_closed_review_that_is_not_whole(plan: AccountPlan, rep: User) -> None:
    review = _meeting(plan, rep)
    with pytest.raises(IntegrityError), transaction.atomic():
        Review.objects.filter(pk=review.pk).update(state="closed", closed_at=NOON)


@pytest.mark.django_db(transaction=True)
def test_two_people_who_close_at_once_make_one_version(plan: AccountPlan, rep: User) -> None:
    boss = make_user("market_manager", name="Paola Neri")
    review = _meeting(plan, rep)

    def close(user: User) -> None:
        with translation.override("en"):
            close_review(review=review, following=Next(on=DAY), by=user, at=NOON)

    outcomes = at_once(lambda: close(rep), lambda: close(boss))
    [refused] = [each for each in outcomes if each is not None]
    assert isinstance(refused, MoveError)
    assert str(refused).endswith("has closed this review.")
    assert plan.versions.count() == 1
    assert Review.objects.filter(previous=review).count() == 1
