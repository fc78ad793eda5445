"""Help in a real browser: found from the person menu, readable at both widths and in both themes, by keyboard."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

from accounts.models import KeyAccount
from accounts.tests.factories import make_account, make_company
from kamp.testing.accessibility import axe_findings
from kamp.users.tests.factories import make_user
from planning.tests.factories_lines import make_plan

if TYPE_CHECKING:
    from playwright.sync_api import Page

    from kamp.users.models import User

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
PATHS = ("/help/", "/help/audit/", "/help/classes/", "/help/lists/", "/help/rights/", "/help/method/")


@pytest.fixture
def rep(transactional_db: None) -> User:
    make_company()
    user = make_user("sales_rep", name="Giulia Ferri", language="en")
    make_plan(make_account("Molini Serravento", owner=user))
    return user


# Both themes at both widths in both languages would be eight readings of each page; each pair is read once.
LOOKS = [("it", ((1280, "light"), (390, "dark"))), ("en", ((1280, "dark"), (390, "light")))]


@pytest.mark.parametrize(("language", "looks"), LOOKS)
def test_help_is_readable_everywhere(
    page: Page,
    signed_in: Callable[..., Page],
    shoot: Callable[..., None],
    rep: User,
    language: str,
    looks: tuple[tuple[int, str], ...],
) -> None:
    rep.language = language
    rep.save()
    wrong = []
    for path in PATHS:
        signed_in(page, rep, path)
        page.evaluate("() => document.querySelectorAll('details').forEach((each) => { each.open = true; })")
        for width, theme in looks:
            page.set_viewport_size({"width": width, "height": 900})
            page.evaluate("(theme) => { document.documentElement.dataset.theme = theme; }", theme)
            page.wait_for_timeout(150)
            shoot(page, f"{path}-{language}-{width}-{theme}")
            wrong += [f"{path} {width} {theme}: {each}" for each in axe_findings(page)]
            if page.evaluate("() => document.documentElement.scrollWidth > innerWidth + 1"):
                wrong.append(f"{path}: sideways at {width}")
        page.evaluate("() => scrollTo(0, 0)")
        for picture in page.locator(".help-pic img").all():
            picture.scroll_into_view_if_needed()
            expect(picture).to_have_js_property("complete", True)
            assert picture.evaluate("(image) => image.naturalWidth") > 300
    assert wrong == []


def test_help_is_in_the_person_menu_with_that_of_the_page(
    page: Page, signed_in: Callable[..., Page], rep: User
) -> None:
    page.set_viewport_size({"width": 1280, "height": 900})
    account = KeyAccount.objects.get(owner=rep)
    signed_in(page, rep, f"/accounts/{account.slug}/audit/")
    page.locator(".rail .me").click()
    menu = page.locator("#person-menu")
    expect(menu.get_by_role("link", name="Help", exact=True)).to_have_attribute("href", "/help/")
    menu.get_by_role("link", name="On this page: The audit").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("The audit")
    page.set_viewport_size({"width": 390, "height": 844})
    expect(page.locator(".sheet-foot").get_by_role("link", name="Help")).to_be_visible()


def test_contents_lead_to_their_place(page: Page, signed_in: Callable[..., Page], rep: User) -> None:
    page.set_viewport_size({"width": 1280, "height": 900})
    signed_in(page, rep, "/help/method/")
    page.get_by_role("navigation", name="Contents").get_by_role("link", name="Words").click()
    expect(page.locator("#glossary")).to_be_in_viewport()
    page.get_by_role("navigation", name="Contents").get_by_role("link", name="Quality of revenue").click()
    expect(page.locator("#mt-revenue-quality")).to_be_in_viewport()
    question = page.locator(".help-scale").first
    question.locator("summary").focus()
    page.keyboard.press("Enter")
    expect(question.locator("dd").first).to_be_visible()


def test_shortcuts_on_the_page_of_help_work(page: Page, signed_in: Callable[..., Page], rep: User) -> None:
    page.set_viewport_size({"width": 1280, "height": 900})
    signed_in(page, rep, "/help/lists/")
    expect(page.locator("main .keys kbd", has_text="g a")).to_be_visible()
    page.keyboard.press("g")
    page.keyboard.press("a")
    page.wait_for_url("**/accounts/")
