"""The life of an account in a real browser, in both languages: made, edited by two, archived, brought back."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

from accounts.models import AccountFigures, KeyAccount
from accounts.tests.factories import make_account, make_company, make_segment
from kamp.testing.accessibility import axe_findings
from kamp.users.tests.factories import make_user

if TYPE_CHECKING:
    from playwright.sync_api import BrowserContext, Page

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
Opener = Callable[..., "Page"]


@pytest.mark.parametrize("language", ["it", "en"])
def test_made_edited_by_two_merged_in_conflict_archived_and_back(  # noqa: PLR0915  MEANT: one journey
    page: Page,
    context: BrowserContext,
    signed_in: Opener,
    shoot: Callable[..., None],
    language: str,
    problems: list[str],
) -> None:
    make_company()
    user = make_user("administrator", language=language, name="Anna Villa")
    signed_in(page, user, "/accounts/")
    page.locator('a[href="/accounts/new/"]').first.click()
    page.fill("#id_code", "b1")
    page.get_by_role("button", name=re.compile("Save|Salva")).click()
    summary = page.locator("[data-error-summary]")
    summary.wait_for()
    assert page.evaluate("() => document.activeElement.matches('[data-error-summary]')"), "the summary has the focus"
    assert page.input_value("#id_code") == "b1"
    summary.locator("a").first.click()
    assert page.evaluate("() => document.activeElement.id") == "id_name"
    page.fill("#id_name", "Officine Brenta")
    page.fill("#id_city", "Bari")
    page.get_by_role("button", name=re.compile("Save|Salva")).click()
    page.wait_for_url("**/accounts/officine-brenta/")
    account = KeyAccount.objects.get()
    assert (account.code, account.city) == ("B1", "Bari")

    page.keyboard.press("e")
    page.wait_for_url("**/edit/")
    other = context.new_page()
    other.goto(page.url)
    other.fill("#id_short_name", "Roma")
    other.fill("#id_vat", "123")
    other.get_by_role("button", name=re.compile("Save|Salva")).click()
    other.wait_for_url("**/accounts/officine-brenta/")

    page.fill("#id_short_name", "Lecce")
    page.fill("#id_payment_days", "45")
    page.get_by_role("button", name=re.compile("Save|Salva")).click()
    panel = page.locator("#conflict")
    panel.wait_for()
    problems[:] = [text for text in problems if "409" not in text and "422" not in text]
    assert "Anna Villa" in panel.inner_text()
    assert {"Lecce", "Roma"} <= set(re.findall(r"\w+", panel.inner_text()))
    assert page.input_value("#id_payment_days") == "45"
    assert page.input_value("#id_vat") == "123", "what the other changed elsewhere is merged"
    assert axe_findings(page) == []
    shoot(page, f"conflict-{language}")
    panel.locator('input[value="mine"]').check()
    page.get_by_role("button", name=re.compile("Save|Salva")).click()
    page.wait_for_url("**/accounts/officine-brenta/")
    account.refresh_from_db()
    assert (account.short_name, account.payment_days, account.vat, account.version) == ("Lecce", 45, "123", 3)

    page.locator("details.menu > summary").first.click()
    page.locator('form[action$="/archive/"] button').click()
    page.wait_for_url("**/accounts/")
    account.refresh_from_db()
    assert account.archived_at is not None
    toast = page.locator(".toast")
    toast.locator("button").first.click()
    page.wait_for_url("**/accounts/officine-brenta/")
    account.refresh_from_db()
    assert account.archived_at is None


@pytest.fixture
def listed() -> None:
    make_company()
    food = make_segment("Food")
    owner = make_user("sales_rep", name="Giulia Ferri")
    for number in range(30):
        account = make_account(f"Account {number:02}", segment=food if number % 2 else None, owner=owner, city="Bari")
        AccountFigures.objects.filter(account=account).update(revenue=number * 100000, growth=number / 100 - 0.1)


@pytest.mark.usefixtures("listed")
@pytest.mark.parametrize("theme", ["light", "dark"])
def test_the_list_by_keyboard_search_columns_and_selection(
    page: Page, signed_in: Opener, shoot: Callable[..., None], theme: str
) -> None:
    page.emulate_media(color_scheme=theme)
    signed_in(page, make_user("administrator", language="en"), "/accounts/")
    assert axe_findings(page) == []
    shoot(page, f"accounts-{theme}")
    page.fill(".find-text", "account 07")
    page.locator("#results").get_by_text("1–1 of 1 account").wait_for()
    assert re.search(r"q=account(\+|%20)07", page.url)
    assert page.evaluate("() => document.activeElement.matches('.find-text')"), "the focus stays in the search"
    page.fill(".find-text", "")
    page.locator("#results").get_by_text("1–25 of 30 accounts").wait_for()
    page.select_option('select[name="segment"]', label="Food")
    page.locator("#results").get_by_text("1–15 of 15 accounts").wait_for()
    page.locator(".chips a").first.click()
    page.locator("#results").get_by_text("1–25 of 30 accounts").wait_for()
    page.get_by_role("link", name="Account", exact=True).last.click()
    page.wait_for_url("**sort=name**")
    page.locator("h1").focus()
    page.keyboard.press("j")
    page.keyboard.press("j")
    page.keyboard.press("x")
    bar = page.locator("[data-selection-bar]")
    bar.get_by_text("1 selected").wait_for()
    page.keyboard.press("k")
    page.keyboard.press("x")
    bar.get_by_text("2 selected").wait_for()
    bar.get_by_role("button", name="Assign").click()
    page.get_by_role("heading", name="Assign 2 accounts").wait_for()
    page.go_back()
    page.locator("[data-rows] tbody tr").first.wait_for()
    page.locator("h1").focus()
    page.keyboard.press("j")
    name = page.evaluate("() => document.activeElement.closest('tr').querySelector('a').textContent")
    page.keyboard.press("Enter")
    page.get_by_role("heading", name=name, level=1).wait_for()


@pytest.mark.usefixtures("listed")
def test_a_view_is_kept_and_opened_again(page: Page, signed_in: Opener) -> None:
    signed_in(page, make_user("administrator", language="en"), "/accounts/?status=active&sort=name")
    page.get_by_text("Views", exact=True).click()
    page.get_by_role("link", name="Keep this view…").click()
    page.locator("#drawer").get_by_label("Name").fill("By name")
    page.locator("#drawer").get_by_role("button", name="Keep").click()
    page.get_by_text("The view “By name” is kept.").first.wait_for()
    page.goto(page.url.split("?")[0])
    page.get_by_text("Views", exact=True).click()
    page.get_by_role("link", name="By name").click()
    page.wait_for_url("**sort=name**")


@pytest.mark.usefixtures("listed")
@pytest.mark.parametrize("language", ["it", "en"])
def test_the_list_and_an_account_on_a_phone(
    page: Page, signed_in: Opener, shoot: Callable[..., None], language: str
) -> None:
    page.set_viewport_size({"width": 390, "height": 844})
    signed_in(page, make_user("administrator", language=language), "/accounts/")
    rows = page.locator("[data-rows] tbody tr")
    assert rows.count() == 25
    heights = page.evaluate("() => [...document.querySelectorAll('[data-rows] tbody tr')].map(r => r.offsetHeight)")
    assert max(heights) < 110, "two or three lines for an account"
    assert page.evaluate("() => document.documentElement.scrollWidth <= innerWidth")
    shoot(page, f"accounts-390-{language}")
    rows.first.locator(".who a").click()
    page.locator(".kpis").wait_for()
    assert page.evaluate("() => document.documentElement.scrollWidth <= innerWidth")
    assert axe_findings(page) == []
    shoot(page, f"account-390-{language}")


@pytest.mark.usefixtures("listed")
def test_everything_works_without_scripts(
    context: BrowserContext, signed_in: Opener, page: Page, live_server: object
) -> None:
    signed_in(page, make_user("administrator", language="en"), "/accounts/")
    browser = context.browser
    assert browser is not None
    plain = browser.new_context(java_script_enabled=False)
    plain.add_cookies(context.cookies())
    bare = plain.new_page()
    bare.goto(page.url)
    bare.fill(".find-text", "account 07")
    bare.locator(".find-text").press("Enter")
    expect(bare.locator("[data-rows] tbody tr")).to_have_count(1)
    bare.get_by_role("link", name="All filters").click()
    bare.select_option("#filter-status", "active")
    bare.get_by_role("button", name="Show accounts").click()
    expect(bare).to_have_url(re.compile("status=active"))
    bare.locator("[data-rows] tbody input").first.check()
    plain.close()
