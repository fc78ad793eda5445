"""After something new is saved in a real browser: what is told about it, and that the focus is where it stands now."""

from __future__ import annotations

import datetime
from collections.abc import Callable
from typing import TYPE_CHECKING

import pytest
from django.core.cache import cache
from playwright.sync_api import expect

from accounts.models import KeyAccount
from accounts.tests.factories import make_account, make_company, make_person, make_touch
from kamp.users.models import User
from kamp.users.tests.factories import make_user

if TYPE_CHECKING:
    from playwright.sync_api import Page

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
FOCUSED = """() => {
    const row = document.activeElement.closest('[id^="contract-"], [id^="year-"], [id^="touch-"]');
    return (row || document.activeElement).id; }"""


@pytest.fixture
def giulia() -> User:
    return make_user("sales_rep", name="Giulia Ferri", language="it")


@pytest.fixture
def account(giulia: User) -> KeyAccount:
    cache.clear()
    make_company()
    return make_account("Molini Serravento", owner=giulia)


def test_the_focus_goes_to_what_was_just_saved_and_its_name_is_one_to_read(
    page: Page, signed_in: Callable[..., Page], giulia: User, account: KeyAccount
) -> None:
    touch = make_touch(account, datetime.date(2026, 11, 5), giulia, make_person(account, "Sandra Nicolai"))
    page = signed_in(page, giulia, f"/accounts/{account.slug}/contracts/")
    here = page.url.removesuffix("contracts/")
    for place, typed, told, focused in (
        ("contracts/new/", {"title": "Fornitura", "start": "01/01/2026"}, "Fornitura", "contract-"),
        ("years/new/", {"year": "2025", "revenue": "1.000,5"}, "2025", "year-"),
        (f"touches/{touch.pk}/", {"note": "Bene"}, "5 novembre 2026", "touch-"),
        ("demand/new/", {"year": "2026", "unit": "Linea 1", "amount": "12.345,67"}, "Linea 1, 2026", "id_cell-0-"),
    ):
        page.goto(here + place)
        for name, value in typed.items():
            page.fill(f'main form [name="{name}"]', value)
        page.locator("main form .btn.primary").last.click()
        expect(page.locator("#toasts")).to_contain_text(told)
        page.wait_for_function("() => document.activeElement !== document.body")
        assert page.evaluate(FOCUSED).startswith(focused), place
