"""Every page in a real browser with names made to break it: nothing runs, nothing overflows, axe finds nothing.

Quality C28, C29, C35. The walk uses the access table, so a page nobody listed cannot be missed, and hostile texts stand
in every column of every row (``kamp.testing.hostile``); whether each is shown as it is, is read in
``test_hostile_names.py``. Each page is loaded once, wide, hovered where it has a chart, and then made narrow.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import pytest

from kamp.testing.access import World, body_of, declared_rows
from kamp.testing.accessibility import axe_findings
from kamp.testing.hostile import hostile_world

if TYPE_CHECKING:
    from playwright.sync_api import Page

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
PAGES = sorted(name for name, row in declared_rows().items() if row.get is not None and row.get["administrator"] == 200)
PARTS = 3  # so that no test process is the last one for minutes
WIDE, NARROW = {"width": 1280, "height": 900}, {"width": 390, "height": 900}
SETTLED = """() => new Promise((done) => {
    const drawn = () => [...document.querySelectorAll('[data-chart]')].every((each) => each.dataset.drawn === 'yes');
    const began = performance.now();
    const look = () => (drawn() || performance.now() - began > 8000)
        ? requestAnimationFrame(() => requestAnimationFrame(() => done(drawn()))) : setTimeout(look, 20);
    look();
})"""
SIDEWAYS = "() => document.documentElement.scrollWidth > innerWidth + 1"
TWICE = """() => { const ids = [...document.querySelectorAll('[id]')].map((each) => each.id);
    return [...new Set(ids.filter((id, at) => ids.indexOf(id) !== at))]; }"""
INVENTED = (
    'a[href*="evil.example"], a[href^="javascript:"], img[src="x"], svg[onload], [onerror], '
    ".hovercard b, .hovercard a, .hovercard img, .hoverlayer a, [data-chart] a, [data-chart] script, [data-chart] image"
)
POINTS = """() => [...document.querySelectorAll('[data-chart] :is(.point path, path.point, .slice path, .shape-group)')]
    .map((each) => each.getBoundingClientRect()).filter((box) => box.width > 0)
    .map((box) => [box.x + box.width / 2, box.y + box.height / 2])"""
MATHS = "() => 'MathJax' in window || performance.getEntriesByType('resource').some((e) => /mathjax/i.test(e.name))"


@pytest.fixture
def hostile_page(page: Page, signed_in: Callable[..., Page]) -> tuple[Page, World]:
    world, _hostile = hostile_world()
    page.set_viewport_size(WIDE)
    return signed_in(page, world.users["administrator"], "/me/preferences/"), world


def _hovered(page: Page) -> list[str]:
    """Points at everything a chart has drawn; what came up that a name must have made."""
    found = []
    for x, y in page.evaluate(POINTS)[:60]:
        if 0 <= y < WIDE["height"]:
            page.mouse.move(x, y)
            page.wait_for_timeout(16)
            if page.locator(INVENTED).count():
                found.append(f"a name became markup at {x:.0f}, {y:.0f}")
    return found


def _wrong_with(page: Page, name: str, shoot: Callable[..., None]) -> list[str]:
    wrong = [] if page.evaluate(SETTLED) else ["a chart is not drawn"]
    if page.locator("[data-chart]").count():
        wrong += _hovered(page)
        wrong += ["MathJax is loaded"] if page.evaluate(MATHS) else []
    wrong += ["a name became markup"] if page.locator(INVENTED).count() else []
    wrong += [f"axe {each}" for each in axe_findings(page)]
    page.wait_for_load_state("networkidle")
    wrong += [f"two elements are #{each}" for each in page.evaluate(TWICE)]
    for size in (WIDE, NARROW):
        page.set_viewport_size(size)
        page.evaluate(SETTLED)
        wrong += [f"sideways at {size['width']}"] if page.evaluate(SIDEWAYS) else []
        shoot(page, f"{name}-{size['width']}")
    return wrong


@pytest.mark.parametrize("part", range(PARTS))
def test_names_never_become_markup_and_pages_fit(
    hostile_page: tuple[Page, World], live_server: Any, shoot: Callable[..., None], part: int
) -> None:
    page, world = hostile_page
    rows, client = declared_rows(), world.client_of("administrator")
    wrong: list[str] = []
    visited = 0
    for name in PAGES[part::PARTS]:
        url = rows[name].url(world)
        if b"<!doctype html>" not in body_of(client.get(url))[:200]:
            continue
        page.set_viewport_size(WIDE)
        page.goto(live_server.url + url)
        wrong += [f"{name}: {each}" for each in _wrong_with(page, name, shoot)]
        visited += 1
    assert visited > len(PAGES) / PARTS / 3, "hardly a page was one"
    assert not wrong, "\n".join(wrong)
