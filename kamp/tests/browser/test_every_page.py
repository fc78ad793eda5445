"""Every page in a real browser with names made to break it: nothing runs, nothing overflows, axe finds nothing.

Quality C28, C29, C35. The walk uses the access table, so a page nobody listed cannot be missed.
"""

from __future__ import annotations

import datetime
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import pytest
from axe_playwright_python.sync_playwright import Axe

from accounts.models import Product
from accounts.tests.factories import (
    make_account,
    make_demand,
    make_line,
    make_person,
    make_product,
    make_sale,
    make_service_cost,
)
from kamp.jobs.runner import run_here
from kamp.jobs.services import enqueue
from kamp.testing.access import World, declared_rows
from kamp.users.models import SavedView

if TYPE_CHECKING:
    from playwright.sync_api import Page

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

PAYLOADS = (
    "<img src=x onerror=alert(1)>",
    '"><svg/onload=alert(1)>',
    "{{7*7}}{% now %}",
    "</script><script>alert(1)</script>",
    "javascript:alert(1)",
    "'-alert(1)-'",
    "\u202eevil\u202c name",
    '<a href="https://evil.example">Login again</a>',
    "<b>bold</b> & <i>it</i>",
    "${alert(1)}",
    "%s %(x)s {0}",
    "=1+1+cmd|' /C calc'!A0",
)
NOW = datetime.datetime.now(tz=datetime.UTC)
RULES = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]}
PAGES = sorted(name for name, row in declared_rows().items() if row.get is not None and row.get["administrator"] == 200)
PARTS = 6  # so that no test process is the last one for minutes


def _hostile(world: World) -> None:
    """Everything with a name has one of the payloads; sales, demand and costs put the accounts on every matrix."""
    day = NOW.date() - datetime.timedelta(days=20)
    month = day.replace(day=1).isoformat()
    product = make_product(PAYLOADS[0], line=make_line(PAYLOADS[1]), list_price=12, unit_cost=7)
    accounts = [world.account, *(make_account(text, owner=world.users["owner"], city=text[:60]) for text in PAYLOADS)]
    for number, account in enumerate(accounts):
        make_sale(
            account, day, 1000 * (number + 1), cost=700 * number, list_amount=1300 * (number + 1), product=product
        )
        make_demand(account, 2500 * (len(accounts) - number), year=day.year)
        make_service_cost(account, month, "visits", number, 20)
    for text in PAYLOADS:
        make_person(world.account, text, job_title=text, unit=text)
    world.account.name = PAYLOADS[3]
    world.account.refresh_keys()
    world.account.save()
    for user in world.users.values():
        user.name = PAYLOADS[5]
        user.save()
    world.team.name = PAYLOADS[7]
    world.team.save()
    world.segment.name = PAYLOADS[0]
    world.segment.save()
    SavedView.objects.create(user=world.users["administrator"], page="accounts", name=PAYLOADS[0], query="q=a")
    assert Product.objects.count() == 1
    job = enqueue(kind="portfolio.recompute", payload={"as_of": NOW.date().isoformat()}, at=NOW)
    run_here(job.pk, at=NOW)


@pytest.fixture
def hostile_page(page: Page, signed_in: Callable[..., Page]) -> tuple[Page, World]:
    world = World()
    _hostile(world)
    return signed_in(page, world.users["administrator"], "/me/preferences/"), world


@pytest.mark.parametrize("part", range(PARTS))
def test_names_never_become_markup_and_pages_fit(
    hostile_page: tuple[Page, World], live_server: Any, shoot: Callable[..., None], part: int
) -> None:
    page, world = hostile_page
    rows = declared_rows()
    wrong: list[str] = []
    for name in PAGES[part::PARTS]:
        url = live_server.url + rows[name].url(world)
        answer = page.request.get(url)
        if "text/html" not in answer.headers.get("content-type", "") or "<!doctype html>" not in answer.text()[:200]:
            continue
        for width in (390, 1280):
            page.set_viewport_size({"width": width, "height": 900})
            page.goto(url)
            page.wait_for_timeout(250)
            shoot(page, f"{name}-{width}")
            if page.evaluate("() => document.documentElement.scrollWidth > innerWidth + 1"):
                wrong.append(f"{name}: sideways at {width}")
        if page.locator('a[href*="evil.example"], a[href^="javascript:"], img[src="x"]').count():
            wrong.append(f"{name}: a name became markup")
        found = Axe().run(page, options=RULES).response["violations"]
        wrong += [f"{name}: axe {each['id']} {each['nodes'][0]['target']}" for each in found]
    assert not wrong, "\n".join(wrong)


def test_hovering_bubbles_shows_names_as_text(hostile_page: tuple[Page, World], live_server: Any) -> None:
    page, _world = hostile_page
    page.goto(live_server.url + "/portfolio/value-potential/")
    page.wait_for_selector("[data-chart][data-drawn] .main-svg")
    points = page.locator("[data-chart] .scatterlayer .point")
    assert points.count() >= len(PAYLOADS)
    for number in range(points.count()):
        box = points.nth(number).bounding_box()
        if box is None:
            continue
        page.mouse.move(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
        page.wait_for_timeout(40)
        for layer in (".hovercard", "[data-chart] svg"):
            assert page.locator(f"{layer} a, {layer} img, {layer} b, {layer} script").count() == 0
