"""Phase 7's criteria, the rhythm in SQL beside the rhythm in Python, and who is reminded of what."""

from __future__ import annotations

import datetime
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from accounts.models import KeyAccount
from accounts.tests.factories import make_account, make_company
from kamp.notices.sources import OVERDUE, Recipient
from kamp.testing.queries import assert_same_queries
from kamp.users.models import User
from kamp.users.tests.factories import make_user
from planning.calc.cadence import default_tier, next_due
from planning.models import AccountPlan, Action, Decision, Review
from planning.reminders import due_actions, due_reviews
from planning.selectors.review_agenda import agenda_of, counts_of, group_conditions, rhythm_of
from planning.selectors.review_facts import review_facts
from planning.services.closing import Next, close_review
from planning.services.reviews import set_rhythm
from planning.tests.factories import make_objective, make_plan
from planning.tests.factories_reviews import NOON, TODAY, days, make_action, make_review
from portfolio.models import Classification

pytestmark = pytest.mark.django_db
ROME = ZoneInfo("Europe/Rome")


@pytest.fixture
def rep() -> User:
    make_company()
    return make_user("sales_rep", name="Giulia Ferri", language="en")


@pytest.fixture
def plan(rep: User) -> AccountPlan:
    return make_plan(make_account("Molini Serravento", owner=rep), by=rep)


def _held(plan: AccountPlan, rep: User, ago: int) -> Review:
    at = NOON - days(ago)
    review = make_review(plan, rep, starts_at=at, state="in_meeting")
    return close_review(review=review, following=Next(reason="Later"), by=rep, at=at)


@pytest.mark.parametrize(("ago", "on_time"), [(30, 1), (91, 1), (95, 0), (101, 0)])
def test_reviews_are_on_time_within_their_rhythm(plan: AccountPlan, rep: User, ago: int, on_time: int) -> None:
    assert review_facts([plan], TODAY)[plan.pk]["reviews_on_time"] == 0
    _held(plan, rep, ago)
    assert review_facts([plan], TODAY)[plan.pk]["reviews_on_time"] == on_time


def test_what_is_red_needs_a_decision_with_an_owner_and_an_action(plan: AccountPlan, rep: User) -> None:
    review = _held(plan, rep, 10)
    facts = lambda: review_facts([plan], TODAY)[plan.pk]["red_lines_decided"]  # noqa: E731
    assert facts() == 1
    objective = make_objective(plan, baseline_on=TODAY - days(200), due=TODAY - days(1), actual=510)
    assert facts() == 0
    decision = Decision.objects.create(review=review, verdict="change", text="X", created_at=NOON, objective=objective)
    Action.objects.create(plan=plan, text="Y", owner=rep, due=TODAY, objective=objective)
    assert facts() == 0
    Decision.objects.filter(pk=decision.pk).update(owner=rep)
    assert facts() == 1


def test_facts_ask_as_much_for_thirty_plans_as_for_one(rep: User) -> None:
    def grow(number: int) -> None:
        for _ in range(number):
            made = make_plan(make_account(owner=rep), by=rep)
            make_objective(made, due=TODAY - days(1))

    assert_same_queries(lambda: review_facts(list(AccountPlan.objects.all()), TODAY), grow, at_most=7)


@pytest.mark.parametrize("cell", ["strategic", "star", "status", "opportunity", "not_assessed"])
@pytest.mark.parametrize("held_on", ["2026-08-31", "2026-11-30", "2027-01-29"])
def test_the_day_in_sql_is_the_day_in_python(plan: AccountPlan, rep: User, cell: str, held_on: str) -> None:
    """The month arithmetic of the database and that of the calculation agree, at the ends of months too."""
    Classification.objects.create(account=plan.account, from_run_id=1, revenue=1, cells=[f"class:{cell}"], digest=1)
    day = datetime.date.fromisoformat(held_on)
    at = datetime.datetime.combine(day, datetime.time(10), tzinfo=ROME)
    review = make_review(plan, rep, starts_at=at, state="in_meeting")
    close_review(review=review, following=Next(reason="Later"), by=rep, at=at)
    row = agenda_of(AccountPlan.objects.filter(pk=plan.pk), ROME).get()
    assert row.tier_key == default_tier(cell) == rhythm_of(plan)
    assert row.due_on == next_due(tier=row.tier_key, held_on=day, begins_on=plan.starts_on)


def test_a_chosen_rhythm_goes_before_the_class(plan: AccountPlan) -> None:
    set_rhythm(plan=plan, tier="yearly")
    row = agenda_of(AccountPlan.objects.filter(pk=plan.pk), ROME).get()
    assert (row.tier_key, row.due_on) == ("yearly", datetime.date(2027, 12, 1))


def test_each_plan_is_in_exactly_one_group(rep: User) -> None:
    for ago in (None, 1, 95, 101):
        for ahead in (None, -3, 0, 6, 7, 40):
            made = make_plan(make_account(owner=rep), by=rep)
            if ago is not None:
                _held(made, rep, ago)
            if ahead is not None:
                make_review(made, rep, starts_at=NOON + days(ahead))
    rows = agenda_of(AccountPlan.objects.all(), ROME)
    sizes = [rows.filter(condition).count() for condition in group_conditions(TODAY).values()]
    assert sum(sizes) == rows.count() == 24
    assert all(sizes)
    assert list(counts_of(rows, TODAY).by_group.values()) == sizes


def test_who_sees_no_plan_has_none_in_any_group(rep: User) -> None:
    nobody = counts_of(agenda_of(AccountPlan.objects.none(), ROME), TODAY)
    assert nobody.by_group == {"overdue": 0, "week": 0, "coming": 0, "never": 0}


def _to(user: User, today: datetime.date = TODAY) -> Recipient:
    return Recipient(user=user, today=today)


@pytest.mark.parametrize(
    ("ahead", "stages"),
    [
        (15, {}),
        (14, {"rep": "14", "boss": "14"}),
        (7, {"rep": "7", "boss": "7"}),
        (1, {"rep": "1", "boss": "1"}),
        (0, {"rep": "1", "boss": "1"}),
        (-1, {"rep": OVERDUE}),
        (-61, {}),
    ],
)
def test_reviews_remind_everybody_and_who_leads_when_late(
    plan: AccountPlan, rep: User, ahead: int, stages: dict[str, str]
) -> None:
    boss = make_user("management")
    make_review(plan, rep, starts_at=NOON + days(ahead), participants=[boss])
    names = {rep.pk: "rep", boss.pk: "boss"}
    found = {names[due.user_id]: due for due in due_reviews(NOON, [_to(rep), _to(boss)])}
    assert {name: due.stage for name, due in found.items()} == stages
    assert all((due.event is None) == (due.stage == OVERDUE) for due in found.values())


def test_the_day_of_a_review_is_the_one_of_who_is_reminded(plan: AccountPlan, rep: User) -> None:
    far = make_user("management", time_zone="Pacific/Auckland")
    make_review(plan, rep, starts_at=datetime.datetime(2026, 11, 29, 20, tzinfo=datetime.UTC), participants=[far])
    found = {due.user_id: due for due in due_reviews(NOON, [_to(rep), _to(far, datetime.date(2026, 11, 23))])}
    assert found[rep.pk].due_on == datetime.date(2026, 11, 29)
    assert found[far.pk].due_on == datetime.date(2026, 11, 30)
    assert str(found[far.pk].params["when"]).startswith("2026-11-30 09:00")


@pytest.mark.parametrize("state", ["closed", "missed", "cancelled"])
def test_nobody_is_reminded_of_what_is_over(plan: AccountPlan, rep: User, state: str) -> None:
    review = make_review(plan, rep, starts_at=NOON)
    Review.objects.filter(pk=review.pk).update(state="missed" if state == "closed" else state)
    make_action(plan, rep, due=TODAY, done_at=NOON)
    make_action(plan, rep, due=TODAY, cancelled_at=NOON)
    assert list(due_reviews(NOON, [_to(rep)])) == []
    assert list(due_actions(NOON, [_to(rep)])) == []


@pytest.mark.parametrize("what", ["archived account", "closed plan"])
def test_nor_of_an_account_or_plan_that_is_put_away(plan: AccountPlan, rep: User, what: str) -> None:
    make_review(plan, rep, starts_at=NOON)
    make_action(plan, rep, due=TODAY)
    if what == "closed plan":
        AccountPlan.objects.filter(pk=plan.pk).update(state="closed")
    else:
        KeyAccount.objects.filter(pk=plan.account_id).update(archived_at=NOON)
    assert [*due_reviews(NOON, [_to(rep)]), *due_actions(NOON, [_to(rep)])] == []


@pytest.mark.parametrize(("left", "stage"), [(8, None), (7, "7"), (1, "1"), (0, "1"), (-1, OVERDUE), (-200, OVERDUE)])
def test_actions_remind_who_does_them(plan: AccountPlan, rep: User, left: int, stage: str | None) -> None:
    make_action(plan, rep, due=TODAY + days(left))
    make_action(plan, make_user(), due=TODAY)
    assert [due.stage for due in due_actions(NOON, [_to(rep)])] == ([stage] if stage else [])


def test_reminders_ask_as_much_for_thirty_people_as_for_one(plan: AccountPlan, rep: User) -> None:
    people: list[Recipient] = [_to(rep)]

    def grow(number: int) -> None:
        for _ in range(number):
            one = make_user("sales_rep")
            people.append(_to(one))
            made = make_plan(make_account(owner=one), by=one)
            make_review(made, one, starts_at=NOON)
            make_action(made, one, due=TODAY)

    def ask() -> Any:
        return [*due_reviews(NOON, people), *due_actions(NOON, people)]

    assert_same_queries(ask, grow, at_most=4)
