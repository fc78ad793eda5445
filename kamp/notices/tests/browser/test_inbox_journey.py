"""The inbox in a browser: opening, reading, putting off, taking back, by mouse and keyboard, on a phone, in dark."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from django.utils import timezone

from kamp.notices.addresses import mail_off_url
from kamp.notices.models import Digest, DigestState, Notice
from kamp.notices.parameters import keep
from kamp.testing.accessibility import axe_findings
from kamp.testing.mailing import make_account
from kamp.users.models import User
from kamp.users.tests.factories import make_user

if TYPE_CHECKING:
    from playwright.sync_api import Page

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
NAMES = ("Molini Serravento", "Farmaceutica Tiberiana", "Idrotermica Montesile", "Cartiere Valbrenna")


def fill(user: User) -> None:
    """Four deadlines: one far, one near, one passed, one with an event."""
    now, today = timezone.now(), timezone.localdate()
    for number, (name, left) in enumerate(zip(NAMES, (84, 6, -2, 29), strict=True)):
        account, notice_on = make_account(name, owner=user), today + timedelta(days=left)
        words = {"account": name, "contract": "Accordo quadro", "notice": notice_on}
        Notice.objects.create(
            user=user,
            source="contracts",
            key=f"contract:{number}",
            stage="overdue" if left < 0 else "90",
            variant="automatic",
            due_on=notice_on,
            account_id=account.pk,
            url=f"/accounts/{account.slug}/contracts/",
            params=keep({**words, "end": notice_on + timedelta(days=30)}),
            created_at=now - timedelta(minutes=number),
            event={
                "uid": "1@kamp",
                "starts_at": now.isoformat(),
                "ends_at": now.isoformat(),
                "sequence": 0,
                "place": "",
            }
            if number == 3
            else None,
        )


def test_reading_putting_off_and_opening(page: Page, signed_in: Callable[..., Page]) -> None:
    user = make_user(role="sales_rep", language="en", name="Giulia Ferri")
    fill(user)
    signed_in(page, user, "/inbox/")
    rows, bell = page.locator("[data-inbox] tbody tr"), page.locator("#bell-rail")
    assert rows.count() == 4
    assert bell.get_attribute("aria-label") == "Inbox: 4 new"

    rows.nth(0).get_by_role("button", name="Mark as read").click()
    page.wait_for_function("() => document.querySelectorAll('[data-inbox] tbody tr').length === 3")
    assert bell.get_attribute("aria-label") == "Inbox: 3 new"
    page.get_by_role("button", name="Undo").click()
    page.wait_for_function("() => document.querySelectorAll('[data-inbox] tbody tr').length === 4")
    page.wait_for_function("() => document.querySelector('[data-inbox] tbody tr').contains(document.activeElement)")

    page.keyboard.press("j")
    page.keyboard.press("s")
    page.get_by_role("button", name="Until tomorrow").click()
    page.wait_for_function("() => document.querySelectorAll('[data-inbox] tbody tr').length === 3")
    assert Notice.objects.get(snoozed_until__isnull=False).key == "contract:1"
    page.wait_for_function(
        "() => document.querySelectorAll('[data-inbox] tbody tr')[1].contains(document.activeElement)"
    )

    page.keyboard.press("r")
    page.wait_for_function("() => document.querySelectorAll('[data-inbox] tbody tr').length === 2")

    link = rows.nth(0).locator("a.notice-title")
    link.click()
    page.wait_for_url("**/contracts/")
    assert page.locator("#bell-rail").get_attribute("aria-label") == "Inbox: 1 new"
    page.goto(page.url.partition("/accounts/")[0] + "/inbox/?show=over")
    assert rows.count() == 2
    rows.nth(0).get_by_role("button", name="Bring back").click()
    page.wait_for_function("() => document.querySelectorAll('[data-inbox] tbody tr').length === 1")


@pytest.mark.parametrize("size", [(1280, 900), (390, 844)])
@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("language", ["it", "en"])
def test_it_fits_and_is_accessible(
    page: Page,
    signed_in: Callable[..., Page],
    shoot: Callable[..., None],
    size: tuple[int, int],
    theme: str,
    language: str,
) -> None:
    user = make_user(role="sales_rep", language=language, name="Giulia Ferri")
    fill(user)
    now = timezone.now()
    Digest.objects.create(
        user=user,
        day=now.date(),
        due_at=now,
        made_at=now,
        next_try_at=now,
        message_id="<m@kamp>",
        state=DigestState.UNKNOWN,
        answer="Connection unexpectedly closed",
    )
    page.set_viewport_size({"width": size[0], "height": size[1]})
    page.emulate_media(color_scheme=theme)  # type: ignore[arg-type]
    wrong = []
    off = mail_off_url(user)
    pages = {
        "inbox": "/inbox/",
        "empty": "/inbox/?show=later",
        "reminders": "/inbox/preferences/",
        "mail-off": off[off.index("/inbox/") :],
    }
    for name, path in pages.items():
        if name == "inbox":
            signed_in(page, user, path)
        else:
            page.goto(page.url.partition("/inbox/")[0] + path)
        shoot(page, f"{name}-{size[0]}-{theme}-{language}")
        if page.evaluate("() => document.documentElement.scrollWidth > innerWidth + 1"):
            wrong.append(f"{name}: sideways")
        wrong += [f"{name}: axe {each}" for each in axe_findings(page)]
    assert not wrong, "\n".join(wrong)
