"""From the class to what people decide about it, in a real browser with a real worker."""

from __future__ import annotations

import datetime
from collections.abc import Callable
from typing import TYPE_CHECKING, Literal

import pytest
from django.utils import timezone

from accounts.models import KeyAccount
from kamp.testing.accessibility import axe_findings
from kamp.testing.worker import running_worker
from kamp.users.tests.factories import make_user
from portfolio.matrices.catalog import MATRICES
from portfolio.models import KeyAccountDecision
from portfolio.services.overrides import override_class
from portfolio.tests.browser.test_matrix import PAYLOADS
from portfolio.tests.factories import ANSWERS, AS_OF, judge, make_judged_portfolio, make_run

if TYPE_CHECKING:
    from pathlib import Path

    from playwright.sync_api import Page

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

Opener = Callable[..., "Page"]
EARLIER = AS_OF - datetime.timedelta(days=200)


def two_runs() -> dict[str, KeyAccount]:
    """ALFA became stronger in the eyes of the customer between both, GAMMA less willing."""
    accounts = make_judged_portfolio()
    for account in accounts.values():
        account.ratings.update(rated_on=EARLIER - datetime.timedelta(days=1))
    make_run(EARLIER)
    judge(accounts["ALFA"], **{**ANSWERS["ALFA"], "ours": (9, 8, 8, 8, 8, 6)})
    judge(accounts["GAMMA"], fit=0, willingness=0)
    make_run()
    return accounts


def drawn(page: Page) -> None:
    page.wait_for_function("() => document.querySelector('#mx')?.dataset.drawn === 'yes'")


@pytest.mark.parametrize("language", ["en", "it"])
def test_from_the_class_to_a_decision(
    page: Page, signed_in: Opener, shoot: Callable[..., None], tmp_path: Path, language: str
) -> None:
    accounts = two_runs()
    alfa = accounts["ALFA"]
    manager = make_user("administrator", language=language, name="Giulia Ferri")
    signed_in(page, manager, f"/portfolio/class/?a={alfa.slug}")
    drawn(page)
    shoot(page, f"class-{language}")
    inspector = page.locator("#inspector")
    assert "Strategic" in inspector.inner_text()
    assert page.locator("table.crit tbody tr").count() == 6
    root = page.url.split("/portfolio/")[0]

    page.goto(f"{root}/portfolio/class/movements/")
    shoot(page, f"movements-{language}")
    rows = page.locator("table[data-rows] tbody tr")
    assert "Alfa" in rows.first.inner_text()

    page.goto(f"{root}/portfolio/relational-model/?a={accounts['GAMMA'].slug}")
    drawn(page)
    shoot(page, f"relational-{language}")

    with running_worker(tmp_path):
        page.goto(f"{root}/portfolio/class/override/{alfa.slug}/")
        shoot(page, f"override-{language}")
        page.locator('input[name="cell"][value="status"]').check()
        page.locator('textarea[name="reason"]').fill("They are being sold to a competitor")
        page.locator("form.form button.primary").click()
        page.wait_for_url(f"**/accounts/{alfa.slug}/")
        page.wait_for_function("() => document.querySelector('.idline').innerText.includes('Star') === false")
        for _ in range(60):
            page.reload()
            if page.locator(".idline .ka").get_by_text("Status").count():
                break
            page.wait_for_timeout(500)
        assert page.locator(".idline .ka").get_by_text("Status").count() == 1
    shoot(page, f"account-class-{language}")
    assert "They are being sold to a competitor" in page.locator("main").inner_text()

    page.goto(f"{root}/portfolio/designation/{alfa.slug}/")
    page.locator('textarea[name="reason"]').fill("Half of our revenue")
    shoot(page, f"designation-{language}")
    page.locator("form.form button.primary").click()
    page.wait_for_url(f"**/accounts/{alfa.slug}/")
    decision = KeyAccountDecision.objects.get(account=alfa)
    assert (decision.to_state, decision.author, decision.decided_on) == ("candidate", manager, timezone.localdate())


def test_on_a_phone_in_the_dark(page: Page, signed_in: Opener, shoot: Callable[..., None]) -> None:
    accounts = two_runs()
    page.set_viewport_size({"width": 390, "height": 844})
    page.emulate_media(color_scheme="dark")
    person = make_user("management", language="it")
    signed_in(page, person, f"/portfolio/class/?a={accounts['ALFA'].slug}")
    root = page.url.split("/portfolio/")[0]
    for name, path in (
        ("class", f"/portfolio/class/?a={accounts['ALFA'].slug}"),
        ("movements", "/portfolio/class/movements/"),
        ("relational", "/portfolio/relational-model/"),
        ("account", f"/accounts/{accounts['ALFA'].slug}/"),
    ):
        page.goto(root + path)
        if name in ("class", "relational"):
            drawn(page)
        assert page.evaluate("() => document.documentElement.scrollWidth <= window.innerWidth"), name
        shoot(page, f"phone-{name}")


def test_names_are_text_and_axe_finds_nothing(page: Page, signed_in: Opener) -> None:
    accounts = two_runs()
    for account, payload in zip(accounts.values(), PAYLOADS, strict=True):
        KeyAccount.objects.filter(pk=account.pk).update(name=payload, short_name=payload[:14])
    alfa = accounts["ALFA"]
    person = make_user("administrator", language="en", name="<b>Giulia</b>")
    override_class(
        account=alfa,
        spec=MATRICES.get("class"),
        cell="status",
        reason="<img src=x onerror=alert(1)>",
        expires_on=None,
        today=timezone.localdate(),
        by=person,
        at=timezone.now(),
    )
    wrong: list[str] = []
    signed_in(page, person, "/me/preferences/")
    root = page.url.split("/me/")[0]
    for path in (
        f"/portfolio/class/?a={alfa.slug}",
        "/portfolio/relational-model/",
        "/portfolio/class/movements/",
        f"/portfolio/class/override/{alfa.slug}/",
        f"/portfolio/designation/{alfa.slug}/",
        f"/accounts/{alfa.slug}/",
    ):
        page.goto(root + path)
        if page.locator("#mx").count():
            drawn(page)
        for summary in page.locator("details.pf-profile summary").all():
            summary.click()
        schemes: tuple[Literal["light", "dark"], ...] = ("light", "dark")
        for scheme in schemes:
            page.emulate_media(color_scheme=scheme)
            page.wait_for_function("scheme => document.documentElement.dataset.theme === scheme", arg=scheme)
            page.wait_for_timeout(200)  # colours change over 90 ms
            wrong += [f"{scheme} {path}: axe {each}" for each in axe_findings(page)]
        if page.locator('a[href*="evil"], main img[src="x"]').count():
            wrong.append(f"{path}: a name became markup")
    assert not wrong, "\n".join(wrong)


@pytest.mark.parametrize("width", [320, 1024])
def test_the_class_of_an_account_and_the_list_fit_narrow_windows(page: Page, signed_in: Opener, width: int) -> None:
    alfa = two_runs()["ALFA"]
    page.set_viewport_size({"width": width, "height": 900})
    signed_in(page, make_user("administrator", language="it"), f"/accounts/{alfa.slug}/")
    panel = page.locator(".pf-class")
    assert "Investimento strategico" in panel.inner_text()
    assert panel.evaluate("panel => panel.scrollWidth <= panel.clientWidth + 1")
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    page.goto(page.url.split("/accounts/")[0] + "/accounts/")
    assert page.evaluate("document.documentElement.scrollWidth") <= width
