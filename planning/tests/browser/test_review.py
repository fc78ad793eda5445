"""A review in a real browser: scheduled, prepared, held by two people, closed; and how its pages look."""

from __future__ import annotations

import re
from collections.abc import Callable
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from accounts.models import AccountFigures, Contract
from accounts.tests.factories import make_account, make_company, make_person
from kamp.users.models import User
from kamp.users.tests.factories import make_user
from planning.models import AccountPlan, Action, Review
from planning.services.closing import Next, close_review
from planning.tests.factories import make_plan
from planning.tests.factories_reviews import days, make_action, make_decision, make_review

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def rep() -> User:
    make_company()
    return make_user("sales_rep", name="Giulia Ferri", language="en")


@pytest.fixture
def plan(rep: User) -> AccountPlan:
    return make_plan(make_account("Molini Serravento", owner=rep), by=rep)


def _last_review(plan: AccountPlan, rep: User) -> Review:
    """Held ninety days ago; since then much has changed."""
    now = timezone.now()
    account = plan.account
    figures = AccountFigures.objects.filter(account=account)
    figures.update(revenue=2841300, margin=640000, margin_share="0.225", share_of_wallet="0.38", gap=4636000)
    buyer = make_person(account, "Sandra Nicolai", job_title="Buyer")
    make_action(plan, rep, "Visit mill 2 with the technician", due=(now - days(4)).date())
    done = make_action(plan, rep, "Offer for the new silo", due=(now + days(9)).date())
    review = make_review(plan, rep, starts_at=now - days(90), state="in_meeting")
    close_review(review=review, following=Next(reason="To be agreed"), by=rep, at=now - days(90))
    figures.update(revenue=3012000, margin=655000, margin_share=Decimal("0.2175"))
    Action.objects.filter(pk=done.pk).update(done_at=now, done_by=rep)
    buyer.job_title = "Head of buying"
    buyer.save()
    start = (now - days(300)).date()
    Contract.objects.create(account=account, title="Frame agreement", start=start, end=(now + days(60)).date())
    return review


def test_a_review_from_the_calendar_to_the_record(  # noqa: PLR0915  MEANT: one journey
    page: Page, browser: Browser, signed_in: Callable[..., Page], rep: User, plan: AccountPlan, live_server: Any
) -> None:
    _last_review(plan, rep)
    signed_in(page, rep, "/reviews/?group=overdue")
    page.goto(f"{live_server.url}/reviews/")
    page.get_by_role("link", name="Schedule a review").click()
    page.get_by_role("link", name="Schedule Molini Serravento").click()
    page.get_by_label("Day").fill(f"{timezone.localdate() + days(1):%d/%m/%Y}")
    page.get_by_label("Time", exact=True).fill("10:00")
    page.get_by_role("button", name="Save").click()
    page.locator("#toasts").get_by_text("The review is in the calendar.").wait_for()

    expect(page.get_by_text("1 action is late")).to_be_visible()
    page.get_by_role("button", name="Start").click()
    page.get_by_role("heading", name="What we agree").wait_for()
    expect(page.locator("tr.changed", has_text="Revenue, 12 months")).to_be_visible()
    expect(page.locator("li.changed", has_text="Head of buying")).to_be_visible()

    page.get_by_label("What", exact=True).fill("No more discounts on flour")
    page.get_by_role("button", name="Add decision").click()
    page.locator("#agreed", has_text="No more discounts on flour").wait_for()
    page.get_by_label("Action", exact=True).fill("Write to the buyer")
    page.locator("form", has=page.get_by_role("button", name="Add action")).get_by_label("Due").fill(
        f"{timezone.localdate() + days(9):%d/%m/%Y}"
    )
    page.keyboard.press("Enter")
    page.locator("#agreed", has_text="Write to the buyer").wait_for()

    boss = make_user("market_manager", name="Paola Neri", language="en")
    plan.account.memberships.create(user=boss, role="co_owner")
    other = browser.new_context()
    try:
        reader = signed_in(other.new_page(), boss, page.url.removeprefix(live_server.url))
        note = page.get_by_label("Results against the plan")
        note.fill("Ahead by 170 k€")
        page.locator(".autosave", has=note).get_by_text(re.compile("Saved at")).wait_for()
        reader.reload()
        assert reader.get_by_label("Results against the plan").input_value() == "Ahead by 170 k€"
        page.get_by_label("Action", exact=True).fill("Call the miller")
        page.locator("form", has=page.get_by_role("button", name="Add action")).get_by_label("Due").fill(
            f"{timezone.localdate() + days(2):%d/%m/%Y}"
        )
        page.get_by_role("button", name="Add action").click()
        reader.locator("#agreed", has_text="Call the miller").wait_for()  # without doing anything
    finally:
        other.close()

    page.get_by_role("link", name="Close…").click()
    page.get_by_role("button", name="Close the review").click()
    page.get_by_text("Giulia Ferri closed this review").wait_for()
    page.get_by_role("link", name="Minutes").first.click()
    for words in ("No more discounts on flour", "Write to the buyer", "Ahead by 170 k€"):
        expect(page.get_by_text(words).first).to_be_visible()

    page.goto(f"{live_server.url}/actions/")
    page.get_by_role("button", name="Done: Write to the buyer").click()
    page.locator("#toasts").get_by_text("“Write to the buyer” is done.").wait_for()
    page.get_by_role("button", name=re.compile("Undo")).click()
    page.locator("#toasts").get_by_text("“Write to the buyer” is open again.").wait_for()

    review = Review.objects.get(state="closed", previous__isnull=False)
    assert review.agenda.get(key="results").note == "Ahead by 170 k€"
    assert Review.objects.filter(previous=review, state="planned").count() == 1
    assert Action.objects.get(text="Write to the buyer").done_at is None


SIZES = {"desk": (1280, 900), "phone": (390, 844)}


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize(("theme", "language"), [("light", "it"), ("dark", "en")])
def test_pages_as_they_look(
    page: Page,
    signed_in: Callable[..., Page],
    shoot: Callable[..., None],
    rep: User,
    plan: AccountPlan,
    size: str,
    theme: str,
    language: str,
) -> None:
    User.objects.filter(pk=rep.pk).update(language=language)
    closed = _last_review(plan, rep)
    now = timezone.now()
    boss = make_user("management", name="Paola Neri")
    planned = make_review(plan, rep, starts_at=now + days(4), place="Sala 4", participants=[boss])
    held = make_plan(make_account("Caseifici Valdossola", owner=rep), by=rep)
    meeting = make_review(held, rep, starts_at=now, state="in_meeting", participants=[boss])
    make_decision(meeting, "Prezzo fermo fino a marzo", verdict="change", owner=rep)
    make_action(held, boss, "Preparare la proposta di contratto quadro", review=meeting)
    make_plan(make_account("Cartiere Valbrenna", owner=rep), by=rep)
    late = make_plan(make_account("Idrotermica Adda", owner=rep), by=rep)
    make_review(late, rep, starts_at=now - days(6))
    page.set_viewport_size({"width": SIZES[size][0], "height": SIZES[size][1]})
    page.emulate_media(color_scheme=theme)  # type: ignore[arg-type]
    signed_in(page, rep, "/reviews/")
    base = page.url.removesuffix("/reviews/")
    for name, path in {
        "list": "/reviews/",
        "new": f"/reviews/new/?plan={plan.pk}",
        "prepare": f"/reviews/{planned.pk}/",
        "run": f"/reviews/{meeting.pk}/",
        "close": f"/reviews/{meeting.pk}/close/",
        "record": f"/reviews/{closed.pk}/",
        "minutes": f"/reviews/{closed.pk}/minutes/",
        "actions": "/actions/",
        "account": f"/accounts/{plan.account.slug}/",
        "phase": f"/plans/{plan.pk}/review/",
    }.items():
        page.goto(base + path)
        shoot(page, f"review-{name}-{size}-{theme}")
        assert page.evaluate("() => document.documentElement.scrollWidth <= window.innerWidth"), path
