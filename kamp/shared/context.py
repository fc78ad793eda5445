"""What the shell around every page needs. Evaluated only when a template asks, so fragments pay nothing."""

from __future__ import annotations

from functools import cached_property
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.utils.translation import get_language

from kamp.shared.addresses import address_or_none
from kamp.shared.company import our_company
from kamp.shared.heading import Heading
from kamp.shared.navigation import ADMIN, MAIN, PERSON, TOP, Link, Pin, help_on, links_for

BRAND = "KAMP"
PHONE_ITEMS = 4


class Shell:
    """The navigation, the person and the languages, as the layouts draw them."""

    brand = BRAND

    def __init__(self, request: HttpRequest) -> None:
        self._request = request

    @property
    def company(self) -> str:
        return our_company().name

    @property
    def person(self) -> Any:
        """The signed-in user, or None."""
        user = getattr(self._request, "user", None)
        return user if user is not None and user.is_authenticated else None

    @property
    def role(self) -> str:
        """The name of the person's role, in the language of the page."""
        show = getattr(self.person, "get_role_display", None)
        return str(show()) if show else ""

    @cached_property
    def main(self) -> list[Link]:
        return self._links(MAIN)

    @cached_property
    def admin(self) -> list[Link]:
        return self._links(ADMIN)

    @cached_property
    def personal(self) -> list[Link]:
        return self._links(PERSON)

    @cached_property
    def top(self) -> list[Link]:
        return self._links(TOP)

    @property
    def phone(self) -> list[Link]:
        """What fits in the bottom bar; the rest is under "More"."""
        return self.main[:PHONE_ITEMS]

    @property
    def more(self) -> list[Link]:
        return self.main[PHONE_ITEMS:]

    @cached_property
    def pins(self) -> list[Pin]:
        return self._heading.pins if self.person else []

    @property
    def pinned(self) -> set[int]:
        """The keys of the pinned accounts."""
        return {pin.key for pin in self.pins}

    @property
    def search_url(self) -> str:
        return address_or_none("search")

    @property
    def help_url(self) -> str:
        return address_or_none("help")

    @cached_property
    def help_here(self) -> dict[str, str] | None:
        """The help for this very page: {label, url}, None where there is only help in general."""
        found = help_on(getattr(self._request, "resolver_match", None)) if self.person else None
        return {"label": found[0], "url": found[1]} if found else None

    @property
    def language_url(self) -> str:
        return address_or_none("set_language")

    @property
    def languages(self) -> list[dict[str, Any]]:
        """[{code, name, current}]: each language under its own name."""
        names = {"it": "Italiano", "en": "English"}
        here = (get_language() or settings.LANGUAGE_CODE)[:2]
        return [{"code": code, "name": names[code], "current": code == here} for code, _name in settings.LANGUAGES]

    @cached_property
    def _heading(self) -> Heading:
        found: Heading | None = getattr(self._request, "heading", None)
        return found or Heading(self._request)

    def _links(self, group: str) -> list[Link]:
        return links_for(self.person, self._request.path, group, numbers=self._heading.numbers) if self.person else []


def shell(request: HttpRequest) -> dict[str, Any]:
    """The context processor: one lazy object."""
    return {"shell": Shell(request)}
