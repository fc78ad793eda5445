"""Too long a text, pasted: nothing of it is cut in silence, the page says how much fits."""

from __future__ import annotations

import datetime
from collections.abc import Callable
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

from accounts.models import AccountProfile, Audit, KeyAccount
from accounts.tests.factories import make_account, make_company
from kamp.users.tests.factories import make_user

if TYPE_CHECKING:
    from playwright.sync_api import Page

AT = datetime.datetime(2026, 11, 22, 9, tzinfo=datetime.UTC)

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def submitted(account: KeyAccount) -> Audit:
    """An audit of ``account`` that waits for confirmation."""
    author = make_user("sales_rep")
    snapshot = {"as_of": AT.date().isoformat()}
    told = {"opened_at": AT, "submitted_at": AT, "submitted_by": author}
    return account.audits.create(number=1, state="submitted", snapshot=snapshot, **told)


def test_a_pasted_text_that_is_too_long_stays_whole_and_is_refused_with_words(
    page: Page, signed_in: Callable[..., Page], problems: list[str]
) -> None:
    giulia = make_user("sales_rep", name="Giulia Ferri", language="en")
    make_company()
    account = make_account("Molini Serravento", owner=giulia)
    signed_in(page, giulia, f"/accounts/{account.slug}/audit/profile/")
    field = page.locator("textarea").first
    field.focus()
    page.keyboard.insert_text("y" * 10_000)
    page.keyboard.press("Tab")
    expect(page.get_by_text("at most 4000 characters")).to_be_visible(timeout=15_000)
    assert len(field.input_value()) == 10_000
    assert not AccountProfile.objects.exclude(products_sold="").exists()
    problems[:] = [each for each in problems if "422" not in each]  # the browser notes the refusal on its console


def test_a_dialog_keeps_a_text_that_is_too_long_and_is_not_sent(
    page: Page, signed_in: Callable[..., Page], problems: list[str]
) -> None:
    boss = make_user("administrator", language="en")
    make_company()
    account = make_account("Molini Serravento")
    audit = submitted(account)
    signed_in(page, boss, f"/accounts/{account.slug}/audit/{audit.number}/")
    page.get_by_role("button", name="Send back").first.click()
    reason = page.get_by_label("What is to be mended?")
    reason.focus()
    page.keyboard.insert_text("y" * 2100)
    page.get_by_role("dialog").get_by_role("button", name="Send back").click()
    assert len(reason.input_value()) == 2100
    told = reason.evaluate("box => box.validationMessage")
    assert told == "At most 2000 characters fit here: this text has 2100."
    reason.fill("The figures of the plant are missing.")
    page.get_by_role("dialog").get_by_role("button", name="Send back").click()
    expect(page.get_by_text("The figures of the plant are missing.")).to_be_visible()


def test_not_available_and_a_figure_take_each_other_s_place(
    page: Page, signed_in: Callable[..., Page], problems: list[str]
) -> None:
    giulia = make_user("sales_rep", name="Giulia Ferri", language="en")
    make_company()
    account = make_account("Molini Serravento", owner=giulia)
    year = account.financial_years.create(year=2025, revenue=1000, ebit=100)
    signed_in(page, giulia, f"/accounts/{account.slug}/years/")
    box = page.locator(".figure").nth(1)
    box.get_by_role("checkbox").check()
    expect(box.get_by_role("textbox")).to_have_value("")
    expect(page.get_by_text("Saved at").first).to_be_visible(timeout=15_000)
    year.refresh_from_db()
    assert (year.ebit, year.unavailable) == (None, ["ebit"])
    box.get_by_role("textbox").fill("120")
    expect(box.get_by_role("checkbox")).not_to_be_checked()
