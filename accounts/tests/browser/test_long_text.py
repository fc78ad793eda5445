"""Too long a text, pasted: nothing of it is cut in silence, the page says how much fits."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

from accounts.models import AccountProfile
from accounts.tests.factories import make_account, make_company
from kamp.users.tests.factories import make_user

if TYPE_CHECKING:
    from playwright.sync_api import Page

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


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
