"""What stands around a list after it was filtered, sorted or paged is what its address shows when it is loaded anew.

Lists answer with their results alone; exports, other views, hidden fields and sums in words outside of them were left
as they had been: a filtered matrix was exported whole, and a sorted list lost its order with the next filter.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Any

import pytest
from django.utils import timezone

from accounts.tests.factories import make_account, make_segment
from kamp.testing.abundance import abundant_world
from kamp.testing.access import body_of, declared_rows

if TYPE_CHECKING:
    from playwright.sync_api import Page

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
PAGES = sorted(name for name, row in declared_rows().items() if row.get is not None and row.get["administrator"] == 200)
PAGES.remove("style")  # lists of components, of nothing
CALM = """() => !document.querySelector(
    '.htmx-request, .htmx-swapping, .htmx-settling, .htmx-added, [aria-busy="true"], main [hx-trigger="load"]')"""
AROUND = """() => {
    const main = document.getElementById('main').cloneNode(true);
    const apart = '#results, noscript, [name="csrfmiddlewaretoken"], [name="back"], [name="next"]';
    main.querySelectorAll(apart).forEach((each) => each.remove());
    const all = (what, told) => [...main.querySelectorAll(what)].map(told);
    return {
        links: all('a[href]', (each) => each.getAttribute('href')),
        fields: [...document.querySelectorAll('main .tools input')].map((each) => `${each.name}=${each.value}`),
        options: all('option', (each) => `${each.value} ${each.textContent}`),
        marked: all('.pick.on', (each) => each.textContent),
        chosen: [...document.querySelectorAll('main .tools select')].map((each) => each.value),
        words: main.textContent.replace(/\\s+/g, ' '),
        charts: Boolean(window.Plotly) || !document.querySelector('#results [data-chart]'),
    }; }"""


def _deeds(page: Page) -> Iterator[str]:
    """Does what changes a list, each thing once, and says what it was."""
    heads = page.locator("#results thead a[hx-get]")
    if heads.count():
        heads.last.click()
        yield "sorted"
    for name in page.locator("[data-filters] select").evaluate_all("all => all.map((each) => each.name)"):
        select = page.locator(f'[data-filters] select[name="{name}"]')
        others = select.evaluate("each => [...each.options].map((o) => o.value).filter((v) => v !== each.value)")
        if others:
            select.select_option(others[-1])
            yield f"{name}={others[-1]}"
    search = page.locator("[data-filters] .find-text")
    if search.count():
        search.fill("A1")
        yield "searched"
        search.fill("")
        yield "everything again"


def _wrong_with(page: Page, url: str) -> list[str]:
    wrong = []
    deeds = _deeds(page)
    while True:
        before = page.url
        deed = next(deeds, None)
        if deed is None:
            return wrong
        page.wait_for_function("before => location.href !== before", arg=before)
        page.wait_for_function(CALM)
        left = page.evaluate(AROUND)
        page.reload()
        page.wait_for_function(CALM)
        anew = page.evaluate(AROUND)
        wrong += [f"{url}, {deed}: {part}\n  {left[part]}\n  {anew[part]}" for part in anew if left[part] != anew[part]]


def test_what_stands_around_a_list_follows_its_filters(
    page: Page, signed_in: Callable[..., Page], live_server: Any
) -> None:
    world = abundant_world(timezone.localdate())
    make_account("B1", segment=make_segment("Mills"), country="Italia", owner=world.users["administrator"])
    client = world.client_of("administrator")
    page = signed_in(page, world.users["administrator"], "/me/preferences/")
    urls = [declared_rows()[name].url(world) for name in PAGES]
    urls = [url for url in urls if b"data-filters" in body_of(client.get(url))]
    assert len(urls) > 10
    wrong: list[str] = []
    for url in urls:
        page.goto(live_server.url + url)
        page.wait_for_function(CALM)
        wrong += _wrong_with(page, url)
    assert not wrong, "\n".join(wrong)
