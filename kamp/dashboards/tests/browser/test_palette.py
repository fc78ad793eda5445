"""The search palette asked again and again on one page, as people do."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

from accounts.models import KeyAccount
from accounts.tests.factories import make_account, make_company, make_person
from kamp.users.models import User
from kamp.users.tests.factories import make_user

if TYPE_CHECKING:
    from playwright.sync_api import Page, Route

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
Opener = Callable[..., "Page"]


@pytest.fixture
def rep() -> User:
    make_company()
    return make_user("sales_rep", language="en")


@pytest.fixture(autouse=True)
def own(rep: User) -> KeyAccount:
    account = make_account("Molini Serravento", owner=rep)
    make_person(account, "Carla Brandi")
    return account


def ask(page: Page, text: str) -> None:
    page.keyboard.press("Control+k")
    expect(page.locator("#palette-q")).to_be_focused()
    page.keyboard.type(text)


def test_the_same_is_asked_twice_and_the_places_are_back_without_a_text(
    page: Page, signed_in: Opener, rep: User
) -> None:
    signed_in(page, rep, "/today/")
    options = page.locator("#palette-list [role=option]")
    page.keyboard.press("Control+k")
    places = options.all_inner_texts()
    assert len(places) > 3
    page.keyboard.press("Escape")
    for _ in range(2):
        ask(page, "molini")
        expect(options.filter(has_text="Molini Serravento")).to_have_count(1)
        page.locator("#palette-q").fill("")
        expect(options).to_have_text(places)
        page.keyboard.type("molini")
        expect(options.filter(has_text="Molini Serravento")).to_have_count(1)
        page.keyboard.press("Escape")


def test_an_answer_that_comes_after_the_palette_was_closed_is_not_in_the_next_one(
    page: Page, signed_in: Opener, rep: User
) -> None:
    signed_in(page, rep, "/today/")
    held: list[Route] = []
    page.route("**/search/**", lambda route: held.append(route))  # noqa: PLW0108  MEANT: a method cannot be one
    ask(page, "molini")
    while not held:
        page.wait_for_timeout(20)
    page.keyboard.press("Escape")
    held[0].fulfill(status=200, body='<a role="option" id="late" href="/">late</a>')
    page.wait_for_timeout(400)
    page.keyboard.press("Control+k")
    expect(page.locator("#palette-list [id^=go-]").first).to_be_visible()
    expect(page.locator("#late")).to_have_count(0)
    assert len(held) == 1, "closing asks nothing"


def test_nothing_found_is_said_and_is_no_choice(page: Page, signed_in: Opener, rep: User) -> None:
    signed_in(page, rep, "/today/")
    ask(page, "molini")
    chosen = page.locator("#palette-list [aria-selected=true]")
    expect(chosen).to_have_count(1)
    assert chosen.evaluate("each => getComputedStyle(each).outlineStyle") == "solid", "seen in the dark, too"
    page.locator("#palette-q").fill("zebra")
    page.locator("#palette-list").get_by_text("Nothing found for “zebra”.").wait_for()
    expect(page.locator("#live")).to_contain_text("Nothing found for “zebra”.")
    assert page.locator("#palette-list [aria-selected=true]").count() == 0
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    page.wait_for_url("**/search/?q=zebra")


def test_a_person_on_the_page_one_is_on_closes_the_palette(
    page: Page, signed_in: Opener, rep: User, own: KeyAccount
) -> None:
    signed_in(page, rep, f"/accounts/{own.slug}/dmu/")
    for _ in range(2):
        ask(page, "carla")
        page.locator("#palette-list").get_by_text("Carla Brandi").wait_for()
        page.wait_for_function("() => !document.querySelector('.htmx-request, .htmx-added, .htmx-settling')")
        page.keyboard.press("Enter")
        page.wait_for_url("**/dmu/#person-*")
        expect(page.locator("#palette")).to_be_hidden()
