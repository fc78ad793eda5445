"""`manage.py help_pictures`: takes the pictures of help from a running demo, in both languages."""

from __future__ import annotations

import base64
import os
from pathlib import Path
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.test import Client
from django.utils.translation import override

from kamp.help.pictures import PICTURES, file_of
from kamp.help.reader import Reader
from kamp.help.spec import Picture
from kamp.users.models import User
from kamp.users.services import set_preferences
from portfolio.models import Classification
from portfolio.selectors.hues import COLOURED_BY
from portfolio.selectors.runs import latest_run

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

LARGEST = 60_000  # bytes of a picture
QUALITY = 60


class Command(BaseCommand):
    help = "Take the pictures of help from the demo that runs at URL (`manage.py up`); needs a Chromium."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("url", help="where the demo runs, as `up` says")

    def handle(self, *args: Any, url: str, **options: Any) -> None:
        from playwright.sync_api import sync_playwright

        from kamp.testing.browser import ARGUMENTS, find_chromium

        os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"  # Playwright keeps an event loop in this thread
        with sync_playwright() as engine:
            browser = engine.chromium.launch(executable_path=find_chromium(), args=["--no-sandbox", *ARGUMENTS])
            for picture in PICTURES:
                user = User.objects.filter(role=picture.role, is_active=True).order_by("pk").first()
                if user is None:
                    raise CommandError(f"nobody has the role {picture.role}: is this the demo?")
                for language, _name in settings.LANGUAGES:
                    self._take(browser, url.rstrip("/"), picture, user, language)
            browser.close()

    def _take(self, browser: Browser, base: str, picture: Picture, user: User, language: str) -> None:
        before = user.language
        set_preferences(user=user, language=language, time_zone=user.time_zone)
        try:
            with override(language):
                path = _address(picture, Reader(user))
            page = _signed_in(browser, base, picture, user)
            page.goto(base + path)
            taken = _shot(page, picture)
        finally:
            set_preferences(user=user, language=before, time_zone=user.time_zone)
        target = Path(settings.BASE_DIR) / "static" / file_of(picture, language)
        if len(taken) > LARGEST:
            raise CommandError(f"{target.name} would have {len(taken)} bytes, more than {LARGEST}")
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(taken)
        self.stdout.write(f"{target.name}: {len(taken)} bytes")


def _address(picture: Picture, reader: Reader) -> str:
    """The page of ``picture`` as its person opens it. Raises CommandError where the demo has none."""
    link = reader.link(picture.door)
    if link is None:
        raise CommandError(f"{reader.user.name} cannot open the page of the picture {picture.key!r}")
    if not picture.selected:
        return link.url
    run = latest_run()
    rows = Classification.objects.visible_to(reader.user).on(COLOURED_BY).order_by("-revenue")
    row = rows.at(run, latest=True).select_related("account").first() if run else None
    if row is None:
        raise CommandError(f"no account that {reader.user.name} sees has a class: wait for the first run")
    return f"{link.url}?a={row.account.slug}"


def _signed_in(browser: Browser, base: str, picture: Picture, user: User) -> Page:
    """A page of ``user`` in the light theme, as large as the picture; the session is made on the server."""
    client, name = Client(), settings.SESSION_COOKIE_NAME
    client.force_login(user)
    context = browser.new_context(
        viewport={"width": picture.width, "height": picture.height}, color_scheme="light", reduced_motion="reduce"
    )
    context.add_cookies([{"name": name, "value": client.cookies[name].value, "url": base}])
    return context.new_page()


def _shot(page: Page, picture: Picture) -> bytes:
    """The window as WebP, which Playwright alone does not write."""
    page.wait_for_load_state("networkidle")
    if picture.at:
        page.locator(picture.at).first.evaluate("element => element.scrollIntoView({block: 'start'})")
    page.wait_for_timeout(700)  # charts draw once the page stands still
    asked = {"format": "webp", "quality": QUALITY}
    answer = page.context.new_cdp_session(page).send("Page.captureScreenshot", asked)
    return base64.b64decode(answer["data"])
