"""A page printed from a dark screen, with a chart on it or without: ink on paper."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

import pytest

from accounts.tests.factories import make_account, make_company
from kamp.users.tests.factories import make_user
from planning.tests.factories import make_plan

if TYPE_CHECKING:
    from playwright.sync_api import Page

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def test_pages_are_printed_in_light_and_stay_dark_on_the_screen(page: Page, signed_in: Callable[..., Page]) -> None:
    boss = make_user("administrator", language="en")
    make_company()
    account = make_account("Molini Serravento", owner=boss)
    plan = make_plan(account, by=boss)
    page.emulate_media(color_scheme="dark")
    addresses = (
        "/accounts/",
        account.get_absolute_url(),
        f"/plans/{plan.pk}/",
        "/dashboard/overdue-reviews/",
        "/today/",
    )
    for address in addresses:
        signed_in(page, boss, address)
        page.wait_for_function("() => document.documentElement.dataset.theme === 'dark'")
        page.evaluate("""() => {
            window.printed = [];
            const tell = () => window.printed.push(getComputedStyle(document.querySelector('h1')).color);
            matchMedia('print').addEventListener('change', (event) => { if (event.matches) tell(); });
        }""")
        page.pdf()
        (ink,) = page.evaluate("() => window.printed")
        assert max(int(part) for part in ink.removeprefix("rgb(").removesuffix(")").split(",")) < 60, (address, ink)
        assert page.evaluate("() => document.documentElement.dataset.theme") == "dark", address
