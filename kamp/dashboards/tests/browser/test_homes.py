"""The homes in a real browser: work is done and taken back, figures open their lists, search goes by keyboard."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import TYPE_CHECKING

import pytest

from kamp.dashboards.tests.company import Company
from kamp.testing.accessibility import axe_findings
from planning.models import Action

if TYPE_CHECKING:
    from playwright.sync_api import Page

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
Opener = Callable[..., "Page"]


@pytest.fixture
def company(transactional_db: None) -> Company:
    return Company(1)


def widths(page: Page, shoot: Callable[..., None], name: str) -> None:
    """Pictures at both widths and in both themes; nothing may stand out sideways."""
    for width in (1280, 390):
        page.set_viewport_size({"width": width, "height": 900})
        for theme in ("light", "dark"):
            page.evaluate("(theme) => { document.documentElement.dataset.theme = theme; }", theme)
            page.wait_for_timeout(200)
            shoot(page, f"{name}-{width}-{theme}")
        assert not page.evaluate("() => document.documentElement.scrollWidth > innerWidth + 1"), width
    assert axe_findings(page) == []
    page.set_viewport_size({"width": 1280, "height": 900})


def test_work_is_done_in_place_and_taken_back(
    page: Page, signed_in: Opener, shoot: Callable[..., None], company: Company
) -> None:
    action = Action.objects.filter(owner=company.users["sales_rep"]).order_by("due").first()
    assert action is not None
    signed_in(page, company.users["sales_rep"], "/today/")
    widths(page, shoot, "today")
    row = page.locator(f"#action-{action.pk}")
    row.get_by_role("button", name="Done").click()
    page.wait_for_url("**/today/")
    row.wait_for(state="detached")
    page.get_by_role("button", name="Undo").click()
    row.wait_for()
    action.refresh_from_db()
    assert action.done_at is None


def test_management_reads_figures_and_opens_what_makes_them_up(
    page: Page, signed_in: Opener, shoot: Callable[..., None], company: Company
) -> None:
    signed_in(page, company.users["management"], "/")
    page.wait_for_url("**/dashboard/")
    page.wait_for_function("() => document.querySelector('#conc')?.dataset.drawn === 'yes'")
    widths(page, shoot, "dashboard")
    segment = company.segments[0]
    page.get_by_label("Segment").select_option(str(segment.pk))
    page.wait_for_url(f"**segment={segment.pk}**")
    figure = page.locator(".kpis dd.v").first.inner_text().strip()
    page.get_by_role("link", name="Revenue, last 12 months").click()
    page.get_by_role("heading", name="Revenue, last 12 months").wait_for()
    assert f"segment={segment.pk}" in page.url
    assert page.locator(".dsh-sum b").inner_text().strip() == figure
    widths(page, shoot, "dashboard-list")
    page.goto(page.url.split("/dashboard/")[0] + "/search/?q=customer")
    page.get_by_role("option", name="Plan of Customer 00").wait_for()
    widths(page, shoot, "search")


def test_a_market_manager_sees_what_waits(
    page: Page, signed_in: Opener, shoot: Callable[..., None], company: Company
) -> None:
    signed_in(page, company.users["market_manager"], "/")
    page.wait_for_url("**/portfolio/")
    strip = page.locator(".steer")
    strip.get_by_role("link", name="Phases to approve").wait_for()
    widths(page, shoot, "portfolio-home")
    strip.get_by_role("link", name="Phases to approve").click()
    page.wait_for_url("**/dashboard/phases-to-approve/**")
    assert page.locator("table[data-rows] tbody tr").count() > 0


def test_search_finds_accounts_plans_and_actions_by_keyboard(
    page: Page, signed_in: Opener, shoot: Callable[..., None], company: Company
) -> None:
    signed_in(page, company.users["management"], "/dashboard/")
    page.keyboard.press("Control+k")
    page.locator("#palette-q").fill("customer 00")
    found = page.locator("#palette-list")
    found.get_by_text("Plan of Customer 00").wait_for()
    assert found.locator("[role=group]").count() == 3
    widths(page, shoot, "search-palette")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile(r"/plans/\d+/|/accounts/customer-00"))
