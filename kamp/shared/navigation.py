"""Where one can go: apps add their items in ``AppConfig.ready()``; the shell shows what the person may open."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

from django.db.models import QuerySet
from django.urls import ResolverMatch

from kamp.shared.addresses import address_or_none
from kamp.shared.catalog import Catalog

MAIN, ADMIN, PERSON, TOP = "main", "admin", "person", "top"


@dataclass(frozen=True, slots=True, kw_only=True)
class NavItem:
    """A place in the navigation.

    ``permission`` "" means every signed-in person. ``order`` sorts within ``group``; the first four of MAIN are the
    bottom bar of a phone, under ``short`` if given; TOP are the icons beside the mark. ``count(user)`` answers the
    rows whose number stands beside it (None or no row: nothing), chosen by the person, the role and the day alone and
    without a query: it is asked once a day. ``counted(number)`` says of what; ``hot`` draws it as something late. An
    item whose URL does not exist is not shown.
    """

    key: str
    label: Any
    url_name: str
    icon: str
    order: int
    permission: str = ""
    group: str = MAIN
    short: Any = ""
    count: Callable[[Any], QuerySet[Any] | None] | None = None
    counted: Callable[[int], str] | None = None
    hot: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Pin:
    """A pinned account: key, name, address and the tone of its class."""

    key: int
    label: str
    url: str
    tone: str = "none"


@dataclass(frozen=True, slots=True, kw_only=True)
class PinRows:
    """What pinned accounts are read from, with the numbers of the heading: ``rows(user)`` answers values of ``columns``
    (a key and two texts), chosen by the person and the role alone and without a query, or None; ``pin`` makes a Pin of
    each."""

    rows: Callable[[Any], QuerySet[Any, Any] | None]
    columns: tuple[str, str, str]
    pin: Callable[[int, str, str], Pin]


@dataclass(frozen=True, slots=True, kw_only=True)
class Link:
    """An item as the shell draws it."""

    item: NavItem
    url: str
    current: bool
    count: int | None

    @property
    def short(self) -> Any:
        return self.item.short or self.item.label

    @property
    def told(self) -> str:
        """The number with what it counts; "" without one."""
        return self.item.counted(self.count) if self.count and self.item.counted else ""


NAVIGATION: Catalog[NavItem] = Catalog("navigation item")
PINS: list[PinRows] = []
_help: list[Callable[[ResolverMatch], tuple[str, str] | None]] = []


def provide_pins(source: PinRows) -> None:
    """Makes ``source`` the one pinned accounts are read from."""
    PINS[:] = [source]


def provide_help(find: Callable[[ResolverMatch], tuple[str, str] | None]) -> None:
    """``find(match)`` answers what the help for the page of an address is called and where it is; no query."""
    _help.append(find)


def help_on(match: ResolverMatch | None) -> tuple[str, str] | None:
    """The help that belongs to a page: its name and its address; None where there is only help in general."""
    return next((found for find in _help if match is not None and (found := find(match))), None)


def links_for(
    user: Any,
    path: str,
    group: str,
    items: Iterable[NavItem] = NAVIGATION,
    numbers: Mapping[str, int] = MappingProxyType({}),
) -> list[Link]:
    """The items of ``group`` that ``user`` may open, in order; the deepest one that contains ``path`` is current.
    ``numbers``: of ``kamp.shared.heading``, by the key of an item."""
    open_items = [
        (item, url)
        for item in sorted(items, key=lambda item: item.order)
        if item.group == group and may_open(user, item) and (url := address_or_none(item.url_name))
    ]
    here = max((url for _item, url in open_items if _contains(url, path)), key=len, default="")
    return [Link(item=item, url=url, current=url == here, count=numbers.get(item.key)) for item, url in open_items]


def may_open(user: Any, item: NavItem) -> bool:
    """Whether ``user`` holds the right the place asks for."""
    return not item.permission or user.has_perm(item.permission)


def _contains(url: str, path: str) -> bool:
    return path == url or (url != "/" and path.startswith(url))
