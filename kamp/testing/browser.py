"""A real Chromium in the tests: where it is, how it starts, who is signed in, and what must never happen on a page."""

from __future__ import annotations

import os
import re
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from kamp.servers.bootstrap import ROOT

if TYPE_CHECKING:
    from playwright.sync_api import BrowserContext, Page

NAMES = ("chromium-headless-shell", "chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
ARGUMENTS = (
    *("--disable-gpu", "--disable-quic", "--no-first-run", "--disable-sync", "--disable-dev-shm-usage"),
    *("--disable-background-networking", "--disable-component-update", "--disable-default-apps"),
)
# Kept by the page itself, so that violations before the first listener of a test are not lost.
_COLLECT = (
    "window.kampViolations = [];"
    "document.addEventListener('securitypolicyviolation', event => window.kampViolations.push("
    "event.effectiveDirective + ' ' + event.blockedURI + ' ' + event.sourceFile + ':' + event.lineNumber));"
)


def find_chromium() -> str | None:
    """The browser of KAMP_CHROMIUM, or the first one on PATH."""
    return os.environ.get("KAMP_CHROMIUM") or next(filter(None, map(shutil.which, NAMES)), None)


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args: dict[str, Any]) -> dict[str, Any]:
    """The Chromium of the machine; its sandbox does not work as root."""
    sandbox = ["--no-sandbox"] if os.geteuid() == 0 else []
    return {**browser_type_launch_args, "executable_path": find_chromium(), "args": [*sandbox, *ARGUMENTS]}


@pytest.fixture
def problems(context: BrowserContext) -> Iterator[list[str]]:
    """Collects console errors, script errors, dialogs and CSP violations of every page; fails the test on any.

    A test that provokes one on purpose removes it from the list.
    """
    found: list[str] = []

    def on_console(message: Any) -> None:
        if message.type == "error":
            found.append(f"console: {message.text}")

    def on_dialog(dialog: Any) -> None:
        if dialog.type != "beforeunload":
            found.append(f"dialog: {dialog.message}")
        dialog.dismiss()

    context.add_init_script(_COLLECT)
    context.on("console", on_console)
    context.on("weberror", lambda event: found.append(f"script: {event.error}"))
    context.on("dialog", on_dialog)
    yield found
    for page in context.pages:
        found += page.evaluate("() => window.kampViolations || []")
    assert found == [], "\n".join(found)


@pytest.fixture
def signed_in(problems: list[str], live_server: Any) -> Callable[..., Page]:
    """``signed_in(page, user, path="/")`` opens ``path`` as ``user``; any problem on a page then fails the test.

    The session is made on the server: signing in through the form has a test of its own.
    """

    def open_as(page: Page, user: Any, path: str = "/") -> Page:
        from django.conf import settings
        from django.test import Client

        client = Client()
        client.force_login(user)
        name = settings.SESSION_COOKIE_NAME
        cookie = {"name": name, "value": client.cookies[name].value, "url": live_server.url, "httpOnly": True}
        page.context.add_cookies([cookie])
        page.set_default_timeout(15_000)
        page.goto(live_server.url + path)
        return page

    return open_as


@pytest.fixture
def shoot() -> Callable[..., None]:
    """``shoot(page, name)`` keeps a picture of the whole page when KAMP_SHOTS is set: in the directory it names,
    or with ``KAMP_SHOTS=1`` in var/shots."""
    wish = os.environ.get("KAMP_SHOTS", "")
    directory = ROOT / "var" / "shots" if wish == "1" else Path(wish)

    def take(page: Page, name: str) -> None:
        if wish:
            file = directory / f"{re.sub(r'[^a-z0-9-]+', '-', name.lower())}.png"
            file.parent.mkdir(parents=True, exist_ok=True)
            page.screenshot(path=file, full_page=True)

    return take
