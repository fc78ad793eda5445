"""Deleting at once and taking it back, with keys alone: nothing asks, the message says what went, the focus goes on to
the next row, and back to what came back; what a second person typed meanwhile is not lost."""

from __future__ import annotations

import datetime
from collections.abc import Callable
from typing import TYPE_CHECKING

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from accounts.models import Contract, DmuMember, FinancialYear, KeyAccount, Person
from accounts.tests.factories import make_member, make_touch
from kamp.testing.accessibility import axe_findings
from kamp.users.models import User
from kamp.users.tests.factories import make_user

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
Opener = Callable[..., "Page"]


def lands_on(page: Page, tag: str, text: str) -> None:
    """Waits until an element of this kind has the focus, with this text in it."""
    page.wait_for_function(
        "([tag, text]) => document.activeElement.tagName === tag && document.activeElement.textContent.includes(text)",
        arg=[tag, text],
        timeout=5000,
    )


def press(page: Page, name: str) -> None:
    """The button by its name, with keys."""
    page.get_by_role("button", name=name, exact=True).focus()
    page.keyboard.press("Enter")


def test_contracts_go_at_once_and_come_back_by_a_key(
    page: Page, signed_in: Opener, giulia: User, account: KeyAccount
) -> None:
    today = timezone.localdate()
    for number, title in enumerate(("Assistenza", "Ricambi", "Noleggio"), 1):
        account.contracts.create(title=title, start=today, end=today + datetime.timedelta(days=30 * number))
    signed_in(page, giulia, f"/accounts/{account.slug}/contracts/")
    page.get_by_role("link", name="Assistenza").press("Enter")
    page.wait_for_url("**/contracts/*/")
    press(page, "Delete")
    expect(page.locator(".toast")).to_contain_text("Assistenza is deleted.")
    expect(page.locator("#live")).to_have_text("Assistenza is deleted. Undo: Ctrl Z")
    lands_on(page, "A", "Ricambi")
    assert not Contract.objects.filter(title="Assistenza").exists()
    assert axe_findings(page) == []
    page.keyboard.press("Control+z")
    expect(page.locator(".toast")).to_contain_text("“Assistenza” is back.")
    lands_on(page, "A", "Assistenza")
    page.get_by_role("link", name="Noleggio").press("Enter")
    page.wait_for_url("**/contracts/*/")
    press(page, "Delete")
    expect(page.locator(".toast")).to_contain_text("Noleggio is deleted.")
    lands_on(page, "A", "Add a contract")
    page.locator(".toast .undo").press("Enter")
    expect(page.locator(".toast")).to_contain_text("is back")
    lands_on(page, "A", "Noleggio")
    assert Contract.objects.count() == 3


def test_an_undo_waits_long_enough_for_who_uses_keys(
    page: Page, signed_in: Opener, giulia: User, account: KeyAccount
) -> None:
    contract = account.contracts.create(title="Unico", start=timezone.localdate())
    signed_in(page, giulia, f"/accounts/{account.slug}/contracts/{contract.pk}/")
    page.clock.install()
    press(page, "Delete")
    page.clock.run_for(19000)
    expect(page.locator(".toast")).to_be_visible()
    page.locator(".toast .undo").focus()
    page.clock.run_for(60000)
    expect(page.locator(".toast")).to_be_visible()
    page.locator("h1").focus()
    page.clock.run_for(21000)
    expect(page.locator(".toast")).to_have_count(0)


def test_years_and_the_fields_on_their_page(page: Page, signed_in: Opener, giulia: User, account: KeyAccount) -> None:
    newer, older = (FinancialYear.objects.create(account=account, year=year, revenue=900) for year in (2025, 2024))
    page.set_viewport_size({"width": 390, "height": 844})
    signed_in(page, giulia, f"/accounts/{account.slug}/years/")
    press(page, "Delete 2025")
    expect(page.locator(".toast")).to_contain_text("2025 is deleted.")
    lands_on(page, "H3", "2024")
    page.keyboard.press("Control+z")
    expect(page.locator(".toast")).to_contain_text("“2025” is back.")
    lands_on(page, "H3", "2025")
    assert page.evaluate("() => document.documentElement.scrollWidth <= innerWidth")

    field = f"year-{newer.pk}-revenue"
    page.fill(f"#id_{field}_0", "1.000")
    page.locator("h1").click()
    state = page.locator(f'[data-autosave="{field}"] .field-state')
    expect(state).to_contain_text("Saved at")
    with page.expect_response(lambda answer: answer.request.method == "POST"):
        state.get_by_role("button", name="Undo").press("Enter")
        expect(page.locator(f"#id_{field}_0")).to_be_focused()
        expect(page.locator(f"#id_{field}_0")).to_have_value("900")
    page.wait_for_function("() => document.getElementById('save-state').dataset.state !== 'saving'")
    expect(state).to_contain_text("Saved at")
    expect(page.locator(f"#id_{field}_0")).to_be_focused()
    newer.refresh_from_db()
    assert newer.revenue == 900
    for year in (older, newer):
        press(page, f"Delete {year.year}")
        expect(page.locator(".toast").first).to_contain_text(f"{year.year} is deleted.")
    lands_on(page, "A", "Add a financial year")


def test_a_person_comes_back_while_a_second_one_writes(
    page: Page, browser: Browser, signed_in: Opener, giulia: User, account: KeyAccount, problems: list[str]
) -> None:
    luca = make_user("administrator", name="Luca Bonetti", language="en")
    sandra = make_member(account, "Sandra Nicolai", influence=5, attitude=1, roles=["decider"])
    gianni = make_member(account, "Gianni Prato", influence=3, attitude=1)
    Person.objects.filter(pk=gianni.pk).update(reports_to=sandra)
    make_touch(account, timezone.localdate(), giulia, sandra)
    theirs = browser.new_context().new_page()
    signed_in(theirs, luca, f"/accounts/{account.slug}/people/{sandra.pk}/")
    signed_in(page, giulia, f"/accounts/{account.slug}/people/{sandra.pk}/")
    press(page, "Delete")
    expect(page.locator(".toast")).to_contain_text("Sandra Nicolai is deleted.")
    lands_on(page, "A", "Gianni Prato")
    expect(page.locator("main")).not_to_contain_text("Sandra Nicolai")

    theirs.fill("#id_job_title", "Direttrice acquisti")
    theirs.locator("h1").click()
    expect(theirs.locator(".toast")).to_contain_text("Your answer waits in this browser")
    page.keyboard.press("Control+z")
    expect(page.locator(".toast")).to_contain_text("“Sandra Nicolai” is back.")
    lands_on(page, "A", "Sandra Nicolai")
    theirs.reload()
    expect(theirs.locator('[data-autosave="job_title"] .field-state')).to_contain_text("Saved at")
    sandra.refresh_from_db()
    gianni.refresh_from_db()
    assert (sandra.job_title, sandra.dmu.influence, sandra.participations.count()) == ("Direttrice acquisti", 5, 1)
    assert gianni.reports_to == sandra
    assert DmuMember.objects.count() == 2
    theirs.context.close()
    problems[:] = [text for text in problems if "404" not in text]


def test_a_refused_undo_is_read_first(page: Page, signed_in: Opener, giulia: User, account: KeyAccount) -> None:
    FinancialYear.objects.create(account=account, year=2025, revenue=900)
    signed_in(page, giulia, f"/accounts/{account.slug}/years/")
    press(page, "Delete 2025")
    lands_on(page, "A", "Add a financial year")
    FinancialYear.objects.create(account=account, year=2025, revenue=1)
    page.keyboard.press("Control+z")
    lands_on(page, "DIV", "2025 has been entered anew in the meantime.")
    assert FinancialYear.objects.get().revenue == 1
    page.locator(f"#id_year-{FinancialYear.objects.get().pk}-ebit_0").focus()
    page.keyboard.type("50")
    page.keyboard.press("Control+z")
    assert page.url.endswith("/years/"), "in a field the keys undo typing"


def test_rows_nobody_named_keep_the_place_too(page: Page, signed_in: Opener, account: KeyAccount) -> None:
    """Members of an account and criteria: the row of the pressed button is remembered by the browser."""
    anna = make_user("administrator", name="Anna Villa", language="en")
    for name in ("Bruno Rossi", "Carla Neri"):
        account.memberships.create(user=make_user("sales_rep", name=name), role="co_owner")
    signed_in(page, anna, f"/accounts/{account.slug}/members/")
    press(page, "Remove Bruno Rossi")
    expect(page.locator(".toast")).to_contain_text("Bruno Rossi no longer works")
    lands_on(page, "LI", "Carla Neri")
    page.keyboard.press("Control+z")
    expect(page.locator(".toast")).to_contain_text("Bruno Rossi works on this account now")
    lands_on(page, "LI", "Bruno Rossi")
    press(page, "Remove Carla Neri")
    expect(page.locator(".toast")).to_contain_text("Carla Neri no longer works")
    expect(page.locator("#id_user")).to_be_focused()

    page.goto(page.url.replace("members/", "audit/choice/"))
    page.get_by_role("button", name="Begin with six criteria").click()
    first, second = (page.locator("li.criterion").nth(place) for place in (0, 1))
    names = [each.locator("b").inner_text() for each in (first, second)]
    press(page, f"Take “{names[0]}” away")
    expect(page.locator(".toast").first).to_contain_text("is taken away")
    lands_on(page, "LI", names[1])
    page.keyboard.press("Control+z")
    expect(page.locator(".toast").first).to_contain_text("is back")
    lands_on(page, "LI", names[0])
