"""A session that ends while somebody types: nothing typed is lost, and nobody ends up at an address without a page."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

import pytest
from django.conf import settings
from django.utils import timezone
from playwright.sync_api import expect

from accounts.tests.factories import make_account, make_company
from kamp.users.tests.factories import PASSWORD, make_user
from planning.models import Need
from planning.tests.factories import make_plan

if TYPE_CHECKING:
    from playwright.sync_api import Page

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

Opener = Callable[..., "Page"]


def sign_out_behind(page: Page) -> None:
    """The session ends, as after a night; the page stays open."""
    page.context.clear_cookies(name=settings.SESSION_COOKIE_NAME)


def sign_in(page: Page, email: str) -> None:
    page.fill("input[name=login]", email)
    page.fill("input[name=password]", PASSWORD)
    page.click("button[type=submit]")


def test_what_was_typed_is_back_after_signing_in_again(page: Page, signed_in: Opener, problems: list[str]) -> None:
    rep = make_user("sales_rep", language="en")
    make_company()
    account = make_account("Molini Serravento", owner=rep)
    signed_in(page, rep, f"/accounts/{account.slug}/contracts/new/")
    page.fill("[name=title]", "Frame supply")
    page.fill("[name=start]", "01/01/2027")
    page.select_option("[name=renewal]", index=1)
    chosen = page.input_value("[name=renewal]")
    sign_out_behind(page)
    page.get_by_role("button", name="Save").click()
    page.wait_for_url("**/auth/sign-in/**")
    sign_in(page, rep.email)
    page.wait_for_url("**/contracts/new/")
    expect(page.locator("#toasts").get_by_text("It has not been sent yet.")).to_be_visible()
    assert page.input_value("[name=title]") == "Frame supply"
    assert page.input_value("[name=renewal]") == chosen
    assert not account.contracts.exists()
    page.get_by_role("button", name="Save").click()
    page.wait_for_url("**/contracts/")
    assert account.contracts.get().title == "Frame supply"
    page.goto(f"{page.url}new/")
    assert page.input_value("[name=title]") == "", "what was sent does not come back"


def test_a_button_after_the_session_leads_back_to_its_page(page: Page, signed_in: Opener, problems: list[str]) -> None:
    boss = make_user("administrator", language="en")
    make_company()
    account = make_account("Molini Serravento", archived_at=timezone.now())
    signed_in(page, boss, f"/accounts/{account.slug}/")
    sign_out_behind(page)
    page.get_by_role("button", name="Bring back").click()
    page.wait_for_url("**/auth/sign-in/**")
    sign_in(page, boss.email)
    page.wait_for_url(f"**/accounts/{account.slug}/")
    expect(page.get_by_role("button", name="Bring back")).to_be_visible()


@pytest.mark.parametrize("asks", ["search", "filter"])
def test_a_part_of_a_page_asked_for_after_the_session_leads_to_sign_in(
    page: Page, signed_in: Opener, problems: list[str], asks: str
) -> None:
    boss = make_user("administrator", language="en")
    make_company()
    make_account("Molini Serravento")
    signed_in(page, boss, "/accounts/?sort=-name")
    sign_out_behind(page)
    if asks == "search":
        page.keyboard.press("Control+k")
        page.keyboard.type("molini")
    else:
        page.locator("[data-filters] select").first.select_option(index=1)
    page.wait_for_url("**/auth/sign-in/**")
    assert page.locator("input[name=password]").count() == 1
    sign_in(page, boss.email)
    page.wait_for_url("**/accounts/?sort=-name")


def test_a_form_within_a_page_stays_open_until_somebody_signed_in_again(
    page: Page, signed_in: Opener, problems: list[str]
) -> None:
    boss = make_user("administrator", language="en")
    make_company()
    plan = make_plan(make_account("Molini Serravento"), by=boss)
    Need.objects.create(plan=plan, text="Less stock", kind="unexpressed", priority=3, author=boss)
    signed_in(page, boss, f"/plans/{plan.pk}/demand/")
    page.locator("#section-needs").get_by_role("link", name="Less stock").press("Enter")
    page.locator("#need_text").fill("Fewer stops of the line")
    save = page.locator("#section-needs").get_by_role("button", name="Save")
    sign_out_behind(page)
    for _ in range(2):
        save.click()
        told = page.locator(".toast")
        expect(told).to_have_count(1)
        expect(told).to_contain_text("Not saved: you are signed out. What you typed is kept.")
        page.wait_for_function("() => !document.querySelector('.htmx-request')")
    with page.expect_popup() as opened:
        told.get_by_role("link", name="Sign in").click()
    sign_in(opened.value, boss.email)
    opened.value.wait_for_url(f"**/plans/{plan.pk}/demand/")
    opened.value.close()
    page.evaluate("() => dispatchEvent(new Event('focus'))")  # a headless browser does not tell who is in front
    expect(told).to_have_count(0)
    save.click()
    page.locator("#section-needs tbody").get_by_text("Fewer stops of the line").wait_for()
    assert Need.objects.get().text == "Fewer stops of the line"
    assert [text for text in problems if "401" not in text] == []
    problems.clear()


def test_a_page_older_than_the_session_gives_back_what_was_typed(
    page: Page, signed_in: Opener, problems: list[str]
) -> None:
    rep = make_user("sales_rep", language="en")
    make_company()
    account = make_account("Molini Serravento", owner=rep)
    signed_in(page, rep, f"/accounts/{account.slug}/contracts/new/")
    page.fill("[name=title]", "Frame supply")
    page.fill("[name=start]", "01/01/2027")
    page.select_option("[name=renewal]", index=1)
    page.context.clear_cookies()  # as after signing in again in another tab: another session, another token
    signed_in(page.context.new_page(), rep, "/help/").close()
    page.get_by_role("button", name="Save").click()
    page.get_by_role("heading", name="The page was open for too long").wait_for()
    problems.clear()
    page.go_back()
    expect(page.locator("#toasts").get_by_text("It has not been sent yet.")).to_be_visible()
    expect(page.locator("[name=title]")).to_have_value("Frame supply")
    page.get_by_role("button", name="Save").click()
    page.wait_for_url("**/contracts/")
    page.go_back()
    page.get_by_role("button", name="Save").wait_for()
    assert not page.get_by_text("It has not been sent yet.").is_visible(), "this was sent"


def test_a_page_that_looks_again_by_itself_stays(page: Page, signed_in: Opener, problems: list[str]) -> None:
    boss = make_user("administrator", language="en")
    make_company()
    signed_in(page, boss, "/jobs/")
    sign_out_behind(page)
    told = page.locator(".toast")
    told.get_by_text("you are signed out").wait_for()
    with page.expect_response("**/jobs/**"):
        pass
    page.wait_for_timeout(300)
    assert page.url.endswith("/jobs/")
    expect(told).to_have_count(1)
