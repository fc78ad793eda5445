"""The months of an account on a phone: years side by side, months below each other, nothing that scrolls sideways."""

from __future__ import annotations

import datetime
from collections.abc import Callable
from typing import TYPE_CHECKING

import pytest

from accounts.tests.factories import make_account, make_company, make_member, make_sale
from kamp.testing.accessibility import axe_findings
from kamp.users.tests.factories import make_user

if TYPE_CHECKING:
    from playwright.sync_api import Page

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
YEARS = (2023, 2024, 2025, 2026)
CELLS = (
    """table => [...table.tBodies[0].rows].map(row => [...row.cells].slice(1).map(cell => cell.textContent.trim()))"""
)


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("language", ["it", "en"])
def test_the_months_turn_over_on_a_phone(
    page: Page, signed_in: Callable[..., Page], shoot: Callable[..., None], theme: str, language: str
) -> None:
    make_company()
    giulia = make_user("sales_rep", name="Giulia Ferri", language=language)
    account = make_account("Molini Serravento", owner=giulia)
    for year in YEARS:
        for month in range(1, 12):
            make_sale(account, datetime.date(year, month, 5), 1000 * month + year)
    page.emulate_media(color_scheme=theme)
    page.set_viewport_size({"width": 1280, "height": 900})
    signed_in(page, giulia, f"/accounts/{account.slug}/sales/")
    by_year = page.locator(".months-wide table").evaluate(CELLS)
    assert len(by_year) == len(YEARS)
    for width in (390, 320):
        page.set_viewport_size({"width": width, "height": 844})
        assert not page.locator(".months-wide").is_visible()
        by_month = page.locator(".months-tall table").evaluate(CELLS)
        assert by_month == [[row[place] for row in by_year] for place in range(12)]
        box = page.locator(".months-tall")
        assert box.evaluate("box => box.scrollWidth <= box.clientWidth"), "four years fit"
        assert page.evaluate("() => document.documentElement.scrollWidth <= innerWidth")
    assert axe_findings(page) == []
    shoot(page, f"months-320-{theme}-{language}")


def test_a_wide_grid_scrolls_in_its_box_by_keys_and_keeps_its_first_column(
    page: Page, signed_in: Callable[..., Page]
) -> None:
    make_company()
    giulia = make_user("sales_rep", language="en")
    account = make_account("Molini Serravento", owner=giulia)
    make_member(account, "Sandra Nicolai", influence=5, attitude=2)
    page.set_viewport_size({"width": 390, "height": 844})
    signed_in(page, giulia, f"/accounts/{account.slug}/dmu/?view=map")
    region = page.get_by_role("region", name="Influence and attitude towards us")
    first = region.locator("tbody th").first
    left = first.bounding_box()["x"]  # type: ignore[index]
    region.focus()
    for _press in range(6):
        page.keyboard.press("ArrowRight")
    page.wait_for_function("() => document.querySelector('.first-sticky').scrollLeft > 60")
    assert first.bounding_box()["x"] == left  # type: ignore[index]
    assert page.evaluate("() => document.documentElement.scrollWidth <= innerWidth")
    assert axe_findings(page) == []
