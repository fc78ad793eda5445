"""Autosave in a real browser: when it sends, what it keeps without a connection, what a closed page gets back.

The address that saves is answered by the test, which can take the connection away; pages test their own.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qs

import pytest
from playwright.sync_api import expect

from kamp.users.tests.factories import make_user

if TYPE_CHECKING:
    from playwright.sync_api import Page, Route

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
KEPT = "() => Object.entries(localStorage).filter(([key]) => key.startsWith('kamp:answers')).map(([, v]) => v).join()"
FIELDS = """() => {
    const form = document.createElement('form');
    form.dataset.autosaveUrl = '/save-here/';
    const box = document.createElement('div');
    box.dataset.autosave = 'how';
    const seen = Object.assign(document.createElement('input'), {type: 'hidden', name: 'seen:how'});
    seen.dataset.seen = '';
    seen.value = JSON.stringify([['how', ''], ['who', 'a']]);
    const text = Object.assign(document.createElement('textarea'), {name: 'how'});
    const choice = Object.assign(document.createElement('select'), {name: 'who'});
    choice.append(new Option('a'), new Option('b'));
    const outside = Object.assign(document.createElement('button'), {type: 'button', textContent: 'Elsewhere'});
    box.append(seen, text, choice);
    form.append(box, outside);
    document.querySelector('.kit').prepend(form);
}"""


@pytest.fixture
def server(page: Page, signed_in: Callable[..., Page], problems: list[str]) -> dict[str, Any]:
    """What was sent, and whether the connection is there."""
    seen: dict[str, Any] = {"sent": [], "there": True}

    def answer(route: Route) -> None:
        if not seen["there"]:
            route.abort("internetdisconnected")
            return
        sent = parse_qs(route.request.post_data, keep_blank_values=True)
        seen["sent"].append({key: values[0] for key, values in sent.items()})
        body = '<span id="save-state" hx-swap-oob="true">Saved</span>'
        route.fulfill(content_type="text/html", headers={"X-Autosave": "saved"}, body=body)

    page.route("**/save-here/", answer)
    signed_in(page, make_user(language="en"), "/style/")
    page.wait_for_function("() => document.documentElement.dataset.charts === 'ready'")
    page.evaluate(FIELDS)
    return seen


def answers(server: dict[str, Any]) -> list[tuple[str, str]]:
    """What arrived, field by field."""
    return [(sent["how"], sent["who"]) for sent in server["sent"]]


SAVED = "() => document.getElementById('save-state').textContent === 'Saved'"


def test_text_is_sent_when_typing_stops_and_once(page: Page, server: dict[str, Any]) -> None:
    page.locator("textarea[name=how]").press_sequentially("hello", delay=30)
    assert server["sent"] == []
    page.wait_for_function(SAVED)
    assert answers(server) == [("hello", "a")]
    assert server["sent"][0]["field"] == "how"
    assert server["sent"][0]["seen"] == '[["how",""],["who","a"]]'


def test_leaving_the_box_sends_at_once(page: Page, server: dict[str, Any]) -> None:
    page.locator("textarea[name=how]").fill("x")
    page.get_by_role("button", name="Elsewhere").focus()
    page.wait_for_timeout(250)
    assert answers(server) == [("x", "a")]


def test_arrowing_through_choices_sends_the_last_one(page: Page, server: dict[str, Any]) -> None:
    page.locator("select[name=who]").select_option("b")
    page.locator("select[name=who]").select_option("a")
    page.locator("select[name=who]").select_option("b")
    page.wait_for_function(SAVED)
    assert answers(server) == [("", "b")]


def test_without_connection_nothing_is_lost_and_all_is_sent_in_order(
    page: Page, server: dict[str, Any], problems: list[str]
) -> None:
    server["there"] = False
    page.locator("textarea[name=how]").fill("hello")
    page.get_by_role("button", name="Elsewhere").focus()
    page.get_by_role("button", name="Try again").wait_for()
    expect(page.locator("#offline")).to_be_visible()
    assert "hello" in page.evaluate(KEPT)
    page.locator("textarea[name=how]").fill("hello again")
    page.get_by_role("button", name="Elsewhere").focus()
    server["there"] = True
    page.evaluate("() => dispatchEvent(new Event('online'))")
    page.wait_for_function(SAVED)
    page.wait_for_function("() => !Object.keys(localStorage).some((key) => key.startsWith('kamp:answers'))")
    assert answers(server) == [("hello", "a"), ("hello again", "a")]
    names = [sent["submission"] for sent in server["sent"]]
    assert len(set(names)) == 2
    expect(page.locator("#offline")).to_be_hidden()
    problems.clear()  # the browser writes the lost connection on its console
