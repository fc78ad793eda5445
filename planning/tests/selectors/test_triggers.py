"""Early reviews from the database: signals in bulk, what a closed review has seen, who is told, what pages show."""

from __future__ import annotations

import datetime
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from accounts.models import AccountFigures, Contract
from accounts.tests.factories import make_account, make_company, make_member, make_product, make_sale
from accounts.tests.factories import make_line as make_product_line
from accounts.tests.views.support import signed_in, text_of
from kamp.notices.parameters import keep, write
from kamp.notices.sources import Recipient
from kamp.testing.queries import assert_same_queries
from kamp.users.models import User
from kamp.users.tests.factories import make_user
from planning.models import AccountPlan, PlanPhase, Review
from planning.reminders import due_early_reviews
from planning.selectors.plan_lines import plan_sheets
from planning.selectors.tracking import tracking_of
from planning.selectors.triggers import proposals_of, signals_of
from planning.services.closing import Next, close_review
from planning.services.team import enrol
from planning.tests.factories import make_plan
from planning.tests.factories_lines import make_line
from planning.tests.factories_reviews import NOON, TODAY, days, make_review
from portfolio.models import Classification
from portfolio.tests.factories import make_run

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _clock(time_machine: Any) -> None:
    time_machine.move_to(NOON, tick=False)


@pytest.fixture
def rep() -> User:
    make_company()
    return make_user("sales_rep", name="Giulia Ferri", language="en", time_zone="Europe/Rome")


def approved(rep: User, name: str = "Molini Serravento") -> AccountPlan:
    """A plan from January 2026, approved in February."""
    plan = make_plan(
        make_account(name, owner=rep), by=rep, starts_on=datetime.date(2026, 1, 1), ends_on=datetime.date(2027, 12, 31)
    )
    AccountPlan.objects.filter(pk=plan.pk).update(
        state="approved", approved_at=datetime.datetime(2026, 2, 1, 9, tzinfo=datetime.UTC)
    )
    plan.refresh_from_db()
    return plan


@pytest.fixture
def plan(rep: User) -> AccountPlan:
    return approved(rep)


def keys(plan: AccountPlan, on: datetime.date = TODAY) -> list[str]:
    return [finding.key for finding in proposals_of([plan], on).get(plan.pk, [])]


def trouble(plan: AccountPlan) -> None:
    """Revenue falls, a contract ends, a decider has left, the demand analysis is old."""
    AccountFigures.objects.filter(account=plan.account).update(growth="-0.182")
    Contract.objects.create(account=plan.account, title="Frame", start=TODAY - days(300), end=TODAY + days(40))
    buyer = make_member(plan.account, "Sandra Nicolai", roles=["decider"])
    type(buyer).objects.filter(pk=buyer.pk).update(left_on=TODAY - days(3))
    PlanPhase.objects.filter(plan=plan, phase_key="demand").update(state="closed", closed_at=NOON - days(200))


TROUBLES = ["falling", "left", "contract", "old:demand"]


def kinds(plan: AccountPlan) -> list[str]:
    return [key if key.startswith("old") else key.partition(":")[0] for key in keys(plan)]


def test_each_trouble_is_a_reason(plan: AccountPlan) -> None:
    assert keys(plan) == []
    trouble(plan)
    assert kinds(plan) == TROUBLES


def test_only_an_approved_plan_is_reviewed_early(rep: User) -> None:
    plan = make_plan(make_account("Cartiere", owner=rep), by=rep)
    trouble(plan)
    assert proposals_of([plan], TODAY) == {}


def test_who_has_little_say_may_leave(plan: AccountPlan) -> None:
    for name, fields in (("A", {"roles": ["user"], "influence": 3}), ("B", {"roles": []})):
        person = make_member(plan.account, name, **fields)
        type(person).objects.filter(pk=person.pk).update(left_on=TODAY)
    assert keys(plan) == []
    person = make_member(plan.account, "C", roles=["user"], influence=4)
    type(person).objects.filter(pk=person.pk).update(left_on=TODAY)
    assert keys(plan) == [f"left:{person.pk}"]


def test_a_review_that_was_held_about_it_proposes_no_other_one(plan: AccountPlan, rep: User) -> None:
    trouble(plan)
    review = make_review(plan, rep, tier="event", starts_at=NOON, state="in_meeting")
    close_review(review=review, following=Next(reason="Enough"), by=rep, at=NOON)
    assert keys(plan) == []
    contract = Contract.objects.create(account=plan.account, title="Parts", start=TODAY, end=TODAY + days(90))
    assert keys(plan) == [f"contract:{contract.pk}"]


def test_a_class_that_is_another_one_since_the_last_review(plan: AccountPlan, rep: User) -> None:
    make_run()
    row = Classification.objects.filter(account=plan.account)
    row.update(cells=["class:star"])
    review = make_review(plan, rep, starts_at=NOON - days(40), state="in_meeting")
    close_review(review=review, following=Next(reason="Later"), by=rep, at=NOON - days(40))
    assert keys(plan) == []
    row.update(cells=["class:status"])
    assert keys(plan) == ["class"]


@pytest.mark.parametrize(("sold", "behind"), [(5500, True), (5800, False), (7000, False)])
def test_two_months_behind_are_those_of_planned_against_actual(plan: AccountPlan, sold: int, behind: bool) -> None:
    """1,000 a month are promised on top of 5,000; with ``sold`` a month half, four fifths or twice of that came."""
    product = make_product("Sensor", line=make_product_line("Sensors"))
    for month in range(1, 13):
        make_sale(plan.account, datetime.date(2025, month, 10), 5000, product=product)
        if month < 11:
            make_sale(plan.account, datetime.date(2026, month, 10), sold, product=product)
    make_line(plan, months={f"2026-{month:02d}": 2000 for month in range(1, 13)}, probability=50, contribution=40)
    make_line(
        plan, "Defence", months={f"2026-{month:02d}": 300 for month in range(1, 4)}, probability=100, kind="defence"
    )
    make_line(plan, "Lost", months={"2026-03": 90000}, probability=100, state="lost")
    make_line(plan, "Unclear", months={"2026-03": 90000})
    total = tracking_of(plan, plan_sheets(plan, TODAY), TODAY).total
    assert total is not None
    attained = signals_of([plan], TODAY)[plan.pk].attained
    assert total.ratio is not None
    assert abs(attained[1] - total.ratio) < Decimal("1e-9")
    assert keys(plan) == (["behind"] if behind else [])


def test_thirty_plans_cost_what_one_costs(rep: User) -> None:
    plans: list[AccountPlan] = []

    def grow(number: int) -> None:
        while len(plans) < number:
            plans.append(approved(rep, f"Account {len(plans)}"))
            trouble(plans[-1])

    assert_same_queries(lambda: proposals_of(plans, TODAY), grow)


def test_the_agenda_asks_as_much_for_thirty_plans_as_for_one(rep: User) -> None:
    browser, plans = signed_in(rep), 0

    def grow(number: int) -> None:
        nonlocal plans
        for _each in range(number - plans):
            trouble(approved(rep, f"Account {plans}"))
            plans += 1

    assert_same_queries(lambda: browser.get("/reviews/"), grow)


def test_one_notice_tells_all_reasons_with_their_numbers_once(plan: AccountPlan, rep: User) -> None:
    trouble(plan)
    manager = make_user("market_manager", language="it")
    other = make_user("market_manager", language="en")
    enrol(plan, manager, role="market_manager")
    people = [Recipient(user=each, today=TODAY) for each in (rep, manager, other)]
    dues = list(due_early_reviews(NOON, people))
    assert sorted(due.user_id for due in dues) == sorted([rep.pk, manager.pk])
    told = next(due for due in dues if due.user_id == rep.pk)
    kept = keep(told.params)
    written = {each: write(kept, language=each, zone=ZoneInfo("Europe/Rome"))["reasons"] for each in ("en", "it")}
    assert "Il contratto «Frame» finisce il 1º gennaio 2027" in written["it"]  # whoever reads, on whatever day
    reasons = written["en"]
    for words in (
        "−18.2%",
        "Sandra Nicolai, a key contact, left on 19 November 2026",
        "“Frame” ends on 1 January 2027 (days left: 40)",
        "Demand",
    ):
        assert words in reasons
    assert told.url == plan.get_absolute_url()
    again = next(due for due in due_early_reviews(NOON + days(1), people) if due.user_id == rep.pk)
    assert (again.key, again.stage) == (told.key, told.stage)  # told once for these reasons
    Contract.objects.create(account=plan.account, title="Parts", start=TODAY, end=TODAY + days(90))
    more = next(due for due in due_early_reviews(NOON, people) if due.user_id == rep.pk)
    assert more.stage != told.stage


def test_nobody_is_told_while_a_review_is_near(plan: AccountPlan, rep: User) -> None:
    trouble(plan)
    review = make_review(plan, rep, starts_at=NOON + days(10))
    people = [Recipient(user=rep, today=TODAY)]
    assert list(due_early_reviews(NOON, people)) == []
    Review.objects.filter(pk=review.pk).update(starts_at=NOON + days(30))
    assert len(list(due_early_reviews(NOON, people))) == 1


@pytest.mark.parametrize("path", ["/reviews/", "/plans/{pk}/", "/plans/{pk}/review/"])
def test_agenda_and_plan_show_the_reasons_with_their_numbers(plan: AccountPlan, rep: User, path: str) -> None:
    trouble(plan)
    page = signed_in(rep).get(path.format(pk=plan.pk))
    text = text_of(page)
    assert "arly review" in text
    assert "Revenue of twelve months −18.2%, the limit is −15%" in text
    assert "Sandra Nicolai, a key contact, left on 19 November 2026" in text
    assert ("and 2 more reasons" if path == "/reviews/" else "“Frame” ends on 1 January 2027 (days left: 40)") in text
    assert f"/accounts/{plan.account.slug}/sales/" in page.content.decode()


def test_an_early_review_is_scheduled_with_its_occasion(plan: AccountPlan, rep: User) -> None:
    trouble(plan)
    browser = signed_in(rep)
    early = browser.get(f"/plans/{plan.pk}/").context["early"]
    form = browser.get(early["schedule_url"]).context["form"]
    assert form.instance.tier == "event"
    assert form.instance.occasion.startswith("Revenue falls by 15% or more · A key contact has left · A contract ends")
    assert "Early review proposed" in text_of(browser.get("/reviews/"))
    make_review(plan, rep, tier="event", starts_at=NOON + days(7))
    assert "Early review proposed" not in text_of(browser.get("/reviews/"))  # none is earlier than the one planned
    again = browser.get(f"/plans/{plan.pk}/")
    assert again.context["early"]["schedule_url"] == ""
    assert "It is in the calendar on 29 November 2026." in text_of(again)
