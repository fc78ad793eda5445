"""Autosave in a real browser: when it sends, what it keeps without a connection, what a closed page gets back.

The address that saves is answered by the test, which can take the connection away; pages test their own.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import pytest

from kamp.users.tests.factories import make_user

if TYPE_CHECKING:
    from playwright.sync_api import Page, Route

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
KEPT = "() => localStorage.getItem('kamp:draft:account:1:v1')"
FIELDS = """() => {
    const box = document.createElement('form');
    for (const [name, value] of Object.entries({
        'data-autosave': 'account:1:v1', 'hx-post': '/save-here/', 'hx-trigger': 'kamp:save', 'hx-swap': 'none',
    })) box.setAttribute(name, value);
    const text = document.createElement('textarea');
    text.name = 'how';
    const choice = document.createElement('select');
    choice.name = 'who';
    choice.append(new Option('a'), new Option('b'));
    box.append(text, choice);
    document.querySelector('.kit').prepend(box);
    window.htmx.process(document.querySelector('.kit'));
}"""


@pytest.fixture
def server(page: Page, signed_in: Callable[..., Page], problems: list[str]) -> dict[str, Any]:
    """What was sent, and whether the connection is there."""
    seen: dict[str, Any] = {"sent": [], "there": True}

    def answer(route: Route) -> None:
        if not seen["there"]:
            route.abort("internetdisconnected")
            return
        seen["sent"].append(route.request.post_data)
        route.fulfill(content_type="text/html", body='<span id="save-state" hx-swap-oob="true">Saved</span>')

    page.route("**/save-here/", answer)
    signed_in(page, make_user(language="en"), "/style/")
    page.wait_for_function("() => document.documentElement.dataset.charts === 'ready'")
    page.evaluate(FIELDS)
    return seen


def test_text_is_sent_when_typing_stops_and_once(page: Page, server: dict[str, Any]) -> None:
    page.locator("textarea[name=how]").press_sequentially("hello", delay=30)
    assert server["sent"] == []
    page.wait_for_function("() => document.getElementById('save-state').textContent === 'Saved'")
    assert server["sent"] == ["how=hello&who=a"]


def test_leaving_a_field_sends_at_once(page: Page, server: dict[str, Any]) -> None:
    page.locator("textarea[name=how]").fill("x")
    page.locator("select[name=who]").focus()
    page.wait_for_timeout(250)
    assert server["sent"] == ["how=x&who=a"]


def test_without_connection_nothing_is_lost(page: Page, server: dict[str, Any], problems: list[str]) -> None:
    server["there"] = False
    page.locator("textarea[name=how]").fill("hello")
    page.locator("select[name=who]").focus()
    page.get_by_role("button", name="Try again").wait_for()
    assert page.locator("#offline").is_visible()
    assert "hello" in page.evaluate(KEPT)
    server["there"] = True
    page.evaluate("() => dispatchEvent(new Event('online'))")
    page.wait_for_function("() => document.getElementById('save-state').textContent === 'Saved'")
    assert server["sent"] == ["how=hello&who=a"]
    assert page.evaluate(KEPT) is None
    assert page.locator("#offline").is_hidden()
    problems.clear()  # the browser writes the lost connection on its console
