"""The portfolio in a real browser: from a bubble to its reasons, the table, a file, a new run."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import TYPE_CHECKING

import pytest

from accounts.models import KeyAccount
from accounts.tests.factories import make_demand
from kamp.testing.worker import running_worker
from kamp.users.tests.factories import make_user
from portfolio.models import ClassificationRun
from portfolio.tests.factories import AS_OF, NOON, make_judged_portfolio, make_portfolio, make_run

if TYPE_CHECKING:
    from pathlib import Path

    from playwright.sync_api import Page

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

MATRIX = "/portfolio/value-potential/"
PAYLOADS = (
    "<img src=x onerror=alert(1)>",
    '<a href="https://evil.example">Login again</a>',
    "</script><script>alert(1)</script>",
    "<b>bold</b> & <i>it</i>",
    "javascript:alert(1)",
    "{{7*7}} ${alert(1)} %s",
)
Opener = Callable[..., "Page"]


def drawn(page: Page) -> None:
    page.wait_for_function("() => document.querySelector('#mx')?.dataset.drawn === 'yes'")


def centre_of(page: Page, name: str) -> tuple[float, float]:
    """Where the bubble of ``name`` is on the screen."""
    found = page.evaluate(
        """(name) => {
            const data = JSON.parse(document.getElementById('mx-data').textContent);
            const point = data.points.find(each => each.name === name);
            const chart = document.getElementById('mx');
            const { xaxis, yaxis } = chart._fullLayout;
            const box = chart.getBoundingClientRect();
            return [box.x + xaxis._offset + xaxis.d2p(point.x), box.y + yaxis._offset + yaxis.d2p(point.y)];
        }""",
        name,
    )
    return found[0], found[1]


def test_a_key_changes_from_chart_to_table_and_back(page: Page, signed_in: Opener) -> None:
    make_portfolio()
    make_run()
    signed_in(page, make_user(language="en"), MATRIX)
    drawn(page)
    page.keyboard.press("t")
    page.wait_for_url("**view=table**")
    page.locator("#mx").wait_for(state="detached")
    page.keyboard.press("t")
    drawn(page)


def test_a_bubble_opens_its_reasons(page: Page, signed_in: Opener, shoot: Callable[..., None]) -> None:
    accounts = make_portfolio()
    make_run()
    signed_in(page, make_user(language="en"), MATRIX)
    drawn(page)
    page.mouse.click(*centre_of(page, "Gamma"))
    inspector = page.locator("#inspector")
    inspector.get_by_role("heading", name="Gamma").wait_for()
    assert f"a={accounts['GAMMA'].slug}" in page.url
    assert "Mean of 6 accounts." in inspector.inner_text()
    assert "Potential key account" in inspector.inner_text()
    shoot(page, "matrix-selected")
    page.reload()
    page.locator("#inspector").get_by_role("heading", name="Gamma").wait_for()
    page.locator("#inspector").get_by_label("Close").click()
    page.locator("#inspector").get_by_text("No account selected").wait_for()
    page.go_back()
    page.locator("#inspector").get_by_role("heading", name="Gamma").wait_for()


def test_a_row_opens_the_same_panel_and_the_table_sorts(page: Page, signed_in: Opener) -> None:
    make_portfolio()
    make_run()
    signed_in(page, make_user(language="en"), MATRIX)
    drawn(page)
    rows = page.locator("table[data-rows] tbody tr")
    page.locator("thead").get_by_role("link", name=re.compile("Undeveloped potential")).click()
    page.wait_for_url("**sort=-gap**")
    page.wait_for_function("() => document.querySelector('table[data-rows] tbody tr').innerText.includes('Gamma')")
    assert rows.count() == 6
    drawn(page)
    rows.get_by_role("link", name="Beta").click()
    page.locator("#inspector").get_by_role("heading", name="Beta").wait_for()
    assert "sort=-gap" in page.url


def test_filters_change_chart_and_table_together(page: Page, signed_in: Opener) -> None:
    make_portfolio(country="Italy")
    KeyAccount.objects.filter(code__in=["ALFA", "BETA"]).update(country="France")
    make_run()
    signed_in(page, make_user(language="en"), MATRIX)
    drawn(page)
    page.get_by_label("Country").select_option("France")
    page.wait_for_url("**country=France**")
    page.locator(".chip").get_by_text("France").wait_for()
    drawn(page)
    assert page.evaluate("() => JSON.parse(document.getElementById('mx-data').textContent).points.length") == 2
    assert page.locator("table[data-rows] tbody tr").count() == 2


def test_the_table_comes_down_as_a_file(page: Page, signed_in: Opener) -> None:
    make_portfolio()
    make_run()
    signed_in(page, make_user(language="en"), MATRIX)
    page.get_by_text("Export", exact=True).click()
    with page.expect_download() as download:
        page.get_by_role("menuitem", name="CSV file").or_(page.get_by_role("link", name="CSV file")).click()
    assert download.value.suggested_filename == "value-potential-2026-10-31.csv"


def test_without_scripts_everything_is_there(
    signed_in: Opener, browser: object, live_server: object, page: Page
) -> None:
    accounts = make_portfolio()
    make_run()
    signed_in(page, make_user(language="en"), "/portfolio/")
    state = page.context.storage_state()
    context = browser.new_context(java_script_enabled=False, storage_state=state)
    plain = context.new_page()
    plain.goto(f"{live_server.url}{MATRIX}?a={accounts['ALFA'].slug}")
    assert "This chart needs JavaScript." in plain.content()
    assert plain.locator("#inspector").get_by_text("Full key account management").count() == 1
    plain.locator("table[data-rows]").get_by_role("link", name="Zeta").click()
    plain.locator("#inspector").get_by_role("heading", name="Zeta").wait_for()
    context.close()


def test_names_are_text_in_labels_hover_and_panel(page: Page, signed_in: Opener) -> None:
    """C29: nothing runs, no link and no bold comes from a name, wherever the pointer goes."""
    accounts = make_portfolio()
    for account, payload in zip(accounts.values(), PAYLOADS, strict=True):
        KeyAccount.objects.filter(pk=account.pk).update(name=payload, short_name=payload[:14])
    make_demand(accounts["DELTA"], 900_000, recorded_at=NOON)
    make_run()
    signed_in(page, make_user(language="en"), MATRIX)
    drawn(page)
    for payload in PAYLOADS:
        page.mouse.move(*centre_of(page, payload))
        card = page.locator(".hovercard:visible")
        card.wait_for()
        assert card.locator("strong").inner_text() in PAYLOADS
        assert card.locator("a, img, script, b, i").count() == 0
    chart = page.locator("#mx")
    assert chart.locator("a, img, script").count() == 0
    assert "font-weight" not in (chart.locator(".textpoint, .points text").first.get_attribute("style") or "")
    assert page.locator("#mx text").filter(has_text="<img").count() == 1
    page.mouse.click(*centre_of(page, PAYLOADS[1]))
    assert page.locator("#inspector h2").inner_text() in PAYLOADS
    assert page.locator("#inspector a[href*=evil]").count() == 0
    assert not page.evaluate("() => 'MathJax' in window")
    page.goto(page.url.split("/portfolio/")[0] + "/portfolio/")
    page.wait_for_load_state("networkidle")  # the tiles above the matrices come by themselves
    assert page.locator("a[href*=evil], img[src=x]").count() == 0


def test_an_account_lights_up_in_all_matrices(page: Page, signed_in: Opener) -> None:
    make_judged_portfolio()
    make_run()
    signed_in(page, make_user(language="en"), "/portfolio/")
    row = page.locator("tr[data-dot]").first
    slug = row.get_attribute("data-dot")
    row.hover()
    lit = page.locator("circle.lit")
    assert lit.count() == page.locator(f'circle[data-dot="{slug}"]').count() > 2
    page.locator("h1").hover()
    assert lit.count() == 0
    dot = page.locator(f'circle[data-dot="{slug}"]').first
    dot.hover(force=True)
    assert lit.count() > 2
    assert dot.locator("title").text_content() == row.locator(".who a").inner_text()


def test_arrows_walk_over_the_bubbles_and_enter_selects(page: Page, signed_in: Opener) -> None:
    make_portfolio()
    make_run()
    signed_in(page, make_user(language="en"), MATRIX)
    drawn(page)
    page.locator(".chart-host").focus()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    page.locator("#inspector h2").wait_for()


def test_a_new_run_is_asked_for_and_watched(
    page: Page, signed_in: Opener, tmp_path: Path, shoot: Callable[..., None]
) -> None:
    accounts = make_portfolio()
    make_run(AS_OF)
    make_demand(accounts["DELTA"], 900_000, recorded_at=NOON)
    with running_worker(tmp_path):
        signed_in(page, make_user(language="en"), "/portfolio/")
        page.get_by_role("button", name="Recompute").first.click()
        dialog = page.get_by_role("dialog")
        dialog.get_by_label("As of").fill("31/10/2026")
        dialog.get_by_role("button", name="Recompute").click()
        page.get_by_text("Run 2, computed").wait_for(timeout=60_000)
    assert ClassificationRun.objects.count() == 2
    assert page.locator(".pf-cells").get_by_role("link", name="Potential key account").count() == 1
    shoot(page, "portfolio-after-run")


def test_the_curve_is_drawn_both_ways(page: Page, signed_in: Opener) -> None:
    make_portfolio()
    make_run()
    signed_in(page, make_user(language="en"), "/portfolio/concentration/")
    page.wait_for_function("() => document.querySelector('#curve')?.dataset.drawn === 'yes'")
    page.get_by_role("link", name="Pareto").click()
    page.wait_for_function("() => document.querySelector('#curve')?.dataset.drawn === 'yes'")
    page.locator("#curve").get_by_text("2 customers make 80%").wait_for()
