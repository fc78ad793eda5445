"""Menus by keyboard: arrows go in from the button that opened them, Escape leads back to it."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

from accounts.tests.factories import make_account, make_company
from kamp.users.tests.factories import make_user

if TYPE_CHECKING:
    from playwright.sync_api import Page

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.mark.parametrize(
    ("opener", "items"),
    [
        ("[popovertarget=person-menu]:visible", "#person-menu .menu-item"),
        ("main details[data-menu] > summary", "main details[data-menu][open] .menu-item"),
    ],
)
def test_arrows_go_through_a_menu_and_escape_leads_back(
    page: Page, signed_in: Callable[..., Page], opener: str, items: str
) -> None:
    boss = make_user("administrator", language="en")
    make_company()
    make_account("Molini Serravento", owner=boss)
    signed_in(page, boss, "/accounts/")
    for _ in range(2):
        page.locator(opener).first.focus()
        page.keyboard.press("Enter")
        page.locator(items).first.wait_for()
        page.keyboard.press("ArrowDown")
        expect(page.locator(items).first).to_be_focused()
        page.keyboard.press("ArrowUp")
        expect(page.locator(items).last).to_be_focused()
        page.keyboard.press("Escape")
        expect(page.locator(items).first).to_be_hidden()
        expect(page.locator(opener).first).to_be_focused()
