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
