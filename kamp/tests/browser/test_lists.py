"""A list somebody searches, ticks, leaves and comes back to."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

from accounts.tests.factories import make_account, make_company
from kamp.users.models import User
from kamp.users.tests.factories import make_user

if TYPE_CHECKING:
    from playwright.sync_api import Page

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
Opener = Callable[..., "Page"]


@pytest.fixture
def rep() -> User:
    make_company()
    rep = make_user("sales_rep", language="en")
    for number in range(4):
        make_account(f"Molini {number}", owner=rep)
    return rep


def search(page: Page, text: str) -> None:
    page.locator("[data-filters] .find-text").click()
    page.keyboard.type(text)
    page.wait_for_url(f"**?q={text}**")
    page.wait_for_function("() => !document.querySelector('.htmx-request, .htmx-added, .htmx-settling')")


def test_rows_ticked_after_a_search_stay_ticked(page: Page, signed_in: Opener, rep: User) -> None:
    signed_in(page, rep, "/accounts/")
    search(page, "mol")
    asked = []
    page.on("request", lambda request: asked.append(request.url) if "/accounts/" in request.url else None)
    ticks, steps = page.locator("[data-select-row]"), page.evaluate("() => history.length")
    ticks.nth(1).click()
    page.wait_for_timeout(700)  # longer than a filter waits
    expect(ticks.nth(1)).to_be_checked()
    expect(ticks.nth(1)).to_be_focused()
    assert (asked, page.evaluate("() => history.length")) == ([], steps), "leaving the search asks nothing"
    with page.expect_response(lambda answer: "/accounts/" in answer.url):
        page.locator("[data-filters] select").first.select_option(index=1)
    assert len(asked) == 1, "a choice still asks"


def test_what_the_browser_ticks_on_the_way_back_is_counted(page: Page, signed_in: Opener, rep: User) -> None:
    signed_in(page, rep, "/accounts/")
    page.locator("[data-select-row]").nth(1).click()
    page.locator("tbody .who a").first.click()
    page.wait_for_url("**/accounts/molini-**")
    page.go_back()
    page.wait_for_load_state()
    ticked = page.locator("[data-select-row]:checked").count()
    expect(page.locator("[data-selection-bar]")).to_be_visible(visible=ticked > 0)
    assert ticked == 1, "this browser gives them back"


def test_another_language_keeps_the_filters(page: Page, signed_in: Opener, rep: User) -> None:
    signed_in(page, rep, "/accounts/")
    search(page, "mol")
    address = page.url
    page.locator("[popovertarget=person-menu]:visible").click()
    page.get_by_role("button", name="Italiano").first.click()
    page.wait_for_function("() => document.documentElement.lang === 'it'")
    assert page.url == address
    expect(page.locator("[data-filters] .find-text")).to_have_value("mol")


def test_a_filter_chosen_without_a_connection_takes_effect_when_it_is_back(
    page: Page, signed_in: Opener, rep: User, problems: list[str]
) -> None:
    signed_in(page, rep, "/accounts/")
    page.context.set_offline(True)
    page.locator("[data-filters] .find-text").click()
    with page.expect_event("requestfailed"):
        page.keyboard.type("molini 3")
    expect(page.locator("#offline")).to_be_visible()
    page.context.set_offline(False)
    expect(page.locator("tbody tr")).to_have_count(1)
    assert "q=molini" in page.url
    expect(page.locator("#offline")).to_be_hidden()
    assert [text for text in problems if "DISCONNECTED" not in text and "htmx:" not in text] == []
    problems.clear()
