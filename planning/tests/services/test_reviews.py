"""Reviews: every allowed and every forbidden move, planning and moving, notes of two people."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterator
from itertools import product
from zoneinfo import ZoneInfo

import pytest
from django.utils import translation

from accounts.models import KeyAccount
from accounts.tests.factories import make_account, make_company
from kamp.shared.conflicts import StaleError
from kamp.shared.errors import DomainError
from kamp.users.models import User
from kamp.users.tests.factories import make_user
from planning.enums import ReviewState
from planning.kinds.review_moves import MOVES, STATES, moves_from
from planning.models import AccountPlan, AgendaItem, Review
from planning.services.closing import Next, close_review
from planning.services.decisions import delete_decision, save_decision
from planning.services.reviews import (
    MoveError,
    add_agenda_item,
    change_review,
    drop_agenda_item,
    move_review,
    schedule_review,
    set_rhythm,
    write_note,
    write_summary,
)
from planning.tests.factories_lines import make_plan
from planning.tests.factories_reviews import NOON, days, make_decision, make_review

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


ALLOWED = {
    ("planned", "prepare"): "prepared",
    ("planned", "start"): "in_meeting",
    ("planned", "miss"): "missed",
    ("planned", "cancel"): "cancelled",
    ("prepared", "unprepare"): "planned",
    ("prepared", "start"): "in_meeting",
    ("prepared", "miss"): "missed",
    ("prepared", "cancel"): "cancelled",
    ("in_meeting", "interrupt"): "prepared",
    ("missed", "cancel"): "cancelled",
    ("missed", "restore"): "planned",
    ("cancelled", "restore"): "planned",
}
BY_SERVICES_OF_THEIR_OWN = {"close", "reschedule"}
STEPS = [(state, move.key) for state, move in product(STATES, MOVES) if move.key not in BY_SERVICES_OF_THEIR_OWN]


@pytest.mark.parametrize(("state", "move"), STEPS, ids=[f"{state}-{move}" for state, move in STEPS])
def test_every_move_from_every_state(plan: AccountPlan, rep: User, state: str, move: str) -> None:
    review = _in_state(plan, rep, state)
    expected = ALLOWED.get((state, move))
    if expected:
        assert move_review(review=review, move=move, by=rep, at=NOON, reason="The customer is ill").state == expected
    elif MOVES.get(move).target == state:
        assert move_review(review=review, move=move, by=rep, at=NOON, reason="Again").version == review.version
    else:
        with pytest.raises(MoveError):
            move_review(review=review, move=move, by=rep, at=NOON, reason="No")
        review.refresh_from_db()
        assert review.state == state


def _in_state(plan: AccountPlan, rep: User, state: str) -> Review:
    review = make_review(plan, rep)
    if state == "closed":
        version = plan.versions.create(number=1, reason="x", snapshot={}, made_at=NOON)
        values = {"closed_at": NOON, "closed_by": rep, "snapshot": {}, "version_produced": version}
        Review.objects.filter(pk=review.pk).update(state=state, no_next_reason="The plan ends", **values)
    else:
        Review.objects.filter(pk=review.pk).update(state=state)
    review.refresh_from_db()
    return review


def test_the_table_of_moves_is_the_one_of_the_catalogue() -> None:
    declared = {(s, m.key): m.target for m in MOVES for s in m.sources if m.key not in BY_SERVICES_OF_THEIR_OWN}
    assert declared == ALLOWED
    assert moves_from("closed") == []
    assert set(STATES) == set(ReviewState.values)


@pytest.mark.parametrize("move", ["miss", "cancel"])
def test_what_needs_a_reason_asks_for_it(plan: AccountPlan, rep: User, move: str) -> None:
    review = make_review(plan, rep)
    with pytest.raises(DomainError, match="why") as caught:
        move_review(review=review, move=move, by=rep, at=NOON, reason="  ")
    assert caught.value.field == "reason"


def test_a_double_click_is_one_move(plan: AccountPlan, rep: User) -> None:
    review = make_review(plan, rep)
    first = move_review(review=review, move="start", by=rep, at=NOON)
    second = move_review(review=review, move="start", by=rep, at=NOON + days(1))
    assert (second.version, second.started_at) == (first.version, NOON)


def test_one_review_of_a_plan_is_held_at_a_time(plan: AccountPlan, rep: User) -> None:
    one, other = make_review(plan, rep), make_review(plan, rep, tier="event", occasion="Buyer leaves")
    move_review(review=one, move="start", by=rep, at=NOON)
    with pytest.raises(DomainError, match="Another review"):
        move_review(review=other, move="start", by=rep, at=NOON)


def test_a_new_review_has_the_agenda_of_the_method_and_its_lead(plan: AccountPlan, rep: User) -> None:
    boss = make_user("management")
    review = make_review(plan, rep, participants=[boss], length=120)
    agenda = list(review.agenda.values_list("key", "minutes"))
    assert [key for key, _ in agenda][:2] == ["facts", "results"]
    assert len(agenda) == 8
    assert sum(minutes for _, minutes in agenda) == 120
    assert set(review.participants.all()) == {rep, boss}
    assert review.previous is None


def test_the_last_review_held_is_the_previous_one(plan: AccountPlan, rep: User) -> None:
    held = _in_state(plan, rep, "closed")
    _in_state(plan, rep, "cancelled")
    assert make_review(plan, rep).previous == held


@pytest.mark.parametrize("state", ["closed", "archived"])
def test_no_review_of_a_plan_that_is_over(plan: AccountPlan, rep: User, state: str) -> None:
    AccountPlan.objects.filter(pk=plan.pk).update(state=state)
    with pytest.raises(DomainError, match="closed or archived"):
        make_review(plan, rep)


@pytest.mark.parametrize("state", ["closed", "archived"])
def test_nothing_is_written_into_a_review_of_a_plan_that_is_over(plan: AccountPlan, rep: User, state: str) -> None:
    """A page opened before may still ask for it."""
    review, ahead = make_review(plan, rep, state="in_meeting"), make_review(plan, rep)
    item, decision = review.agenda.first(), make_decision(review)
    AccountPlan.objects.update(state=state)
    review, ahead = Review.objects.get(pk=review.pk), Review.objects.get(pk=ahead.pk)
    asked: list[Callable[[], object]] = [
        lambda: change_review(review=ahead, participants=[], by=rep),
        *(lambda move=move: move_review(review=ahead, move=move, by=rep, at=NOON, reason="Why") for move in UNHELD),
        lambda: write_note(item=item, text="Late"),
        lambda: write_summary(review=review, text="Late"),
        lambda: add_agenda_item(review=review, title="Late", minutes=5),
        lambda: drop_agenda_item(item=item),
        lambda: save_decision(decision=decision),
        lambda: delete_decision(decision=decision),
        lambda: close_review(review=review, following=Next(reason="The end"), by=rep, at=NOON),
    ]
    for verb in asked:
        with pytest.raises(DomainError, match="closed or archived"):
            verb()


UNHELD = ("prepare", "start", "miss", "cancel")


def test_no_review_of_an_archived_account(plan: AccountPlan, rep: User) -> None:
    KeyAccount.objects.filter(pk=plan.account_id).update(archived_at=NOON)
    with pytest.raises(DomainError, match="archived"):
        make_review(plan, rep)


def test_a_time_zone_has_to_exist(plan: AccountPlan, rep: User) -> None:
    with pytest.raises(DomainError) as caught:
        make_review(plan, rep, time_zone="Europe/Atlantis")
    assert caught.value.field == "time_zone"


def test_moving_a_prepared_review_plans_it_anew_and_shares_the_minutes_out(plan: AccountPlan, rep: User) -> None:
    review = make_review(plan, rep, state="prepared")
    review.starts_at, review.length = NOON + days(20), 60
    moved = change_review(review=review, participants=[rep], by=rep)
    assert (moved.state, moved.version) == (ReviewState.PLANNED, 2)
    assert sum(item.minutes for item in moved.agenda.all()) == 60


def test_another_place_leaves_it_prepared(plan: AccountPlan, rep: User) -> None:
    review = make_review(plan, rep, state="prepared")
    review.place = "Room 4"
    assert change_review(review=review, participants=[rep], by=rep).state == ReviewState.PREPARED


@pytest.mark.parametrize("state", ["closed", "cancelled"])
def test_what_is_over_is_not_changed(plan: AccountPlan, rep: User, state: str) -> None:
    review = _in_state(plan, rep, state)
    review.place = "Room 4"
    with pytest.raises(MoveError):
        change_review(review=review, participants=[rep], by=rep)
    item = review.agenda.first()
    for forbidden in (
        lambda: write_note(item=item, text="Late"),
        lambda: write_summary(review=review, text="Late"),
        lambda: add_agenda_item(review=review, title="Late", minutes=5),
        lambda: drop_agenda_item(item=item),
    ):
        with pytest.raises(MoveError):
            forbidden()


def test_the_second_who_saves_the_time_is_told(plan: AccountPlan, rep: User) -> None:
    review = make_review(plan, rep)
    other = Review.objects.get(pk=review.pk)
    other.place = "Room 1"
    change_review(review=other, participants=[rep], by=rep)
    review.place = "Room 2"
    with pytest.raises(StaleError):
        change_review(review=review, participants=[rep], by=rep)


def test_a_note_sent_twice_is_one_change(plan: AccountPlan, rep: User) -> None:
    item = make_review(plan, rep).agenda.first()
    assert write_note(item=item, text="Mill 2 stands still").version == 2
    assert write_note(item=item, text="Mill 2 stands still").version == 2
    assert AgendaItem.objects.get(pk=item.pk).note == "Mill 2 stands still"


def test_the_summary_likewise(plan: AccountPlan, rep: User) -> None:
    review = make_review(plan, rep)
    assert write_summary(review=review, text="We agreed.").version == 2
    assert write_summary(review=review, text="We agreed.").version == 2


def test_own_points_come_last_and_go_unless_there_are_notes(plan: AccountPlan, rep: User) -> None:
    review = make_review(plan, rep)
    item = add_agenda_item(review=review, title="Price of the new mill", minutes=15)
    assert item.position == 9
    saved = write_note(item=item, text="To be checked")
    with pytest.raises(DomainError, match="notes"):
        drop_agenda_item(item=saved)
    drop_agenda_item(item=write_note(item=saved, text=""))
    assert review.agenda.count() == 8


def test_the_rhythm_is_chosen_and_given_back(plan: AccountPlan) -> None:
    first = set_rhythm(plan=plan, tier="monthly")
    second = set_rhythm(plan=plan, tier="yearly")
    assert first is not None
    assert second is not None
    assert (first.pk, second.tier, second.version) == (second.pk, "yearly", 2)
    assert set_rhythm(plan=plan, tier="") is None
    assert set_rhythm(plan=plan, tier="") is None


def test_a_review_keeps_its_wall_clock_over_a_change_of_clocks(plan: AccountPlan, rep: User) -> None:
    zone = ZoneInfo("Europe/Rome")
    review = make_review(plan, rep, starts_at=datetime.datetime(2027, 3, 28, 10, tzinfo=zone))
    review.refresh_from_db()
    assert review.starts_at == datetime.datetime(2027, 3, 28, 8, tzinfo=datetime.UTC)
    assert schedule_review(
        review=Review(plan=plan, lead=rep, tier="event", starts_at=NOON, time_zone="UTC", length=30),
        participants=[],
        by=rep,
    ).ends_at == NOON + datetime.timedelta(minutes=30)
