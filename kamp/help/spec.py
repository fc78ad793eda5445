"""What help is made of: topics with their parts, the stations of the loop, first steps, and doors to real pages."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class About(StrEnum):
    """Whose page a door opens: one of the reader's accounts or plans, or nobody's."""

    NOTHING = ""
    ACCOUNT = "account"
    PLAN = "plan"


@dataclass(frozen=True, slots=True, kw_only=True)
class Door:
    """A link to a page of the application, for readers with ``right`` ("" = everybody).

    With ``about`` the address is that of one of the reader's accounts or plans, whose name stands in the label as
    %(name)s; who has none does not see the door. ``anchor`` is a place on the page.
    """

    label: str
    to: str
    args: tuple[str, ...] = ()
    right: str = ""
    about: About = About.NOTHING
    anchor: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """A piece of a topic: paragraphs, or steps to take one after the other. ``key`` is its place on the page."""

    key: str
    title: str
    text: tuple[str, ...] = ()
    steps: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Topic:
    """A page of help.

    ``covers``: beginnings of the names of the addresses it is the help for. ``block`` names a template of its own
    shown after the parts (``templates/help/blocks``), ``picture`` an entry of ``pictures``.
    """

    key: str
    title: str
    summary: str
    icon: str
    parts: tuple[Part, ...]
    doors: tuple[Door, ...] = ()
    covers: tuple[str, ...] = ()
    block: str = ""
    picture: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Station:
    """A step of the loop: what happens, which roles do it, where it happens, and the topic that says more."""

    key: str
    title: str
    text: str
    icon: str
    roles: tuple[str, ...]
    topic: str
    doors: tuple[Door, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class First:
    """What somebody does first: the door itself, and why. ``instead`` opens where the door does not."""

    text: str
    door: Door
    instead: Door | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Beginning:
    """The first steps of a role; ``key`` is that of the role."""

    key: str
    steps: tuple[First, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Picture:
    """A picture of a page: words for those who do not see it, its size, and how it is taken.

    It shows what somebody with ``role`` sees behind ``door``; with ``selected`` the panel of the account is open, and
    with ``at`` the page begins at that element.
    """

    key: str
    alt: str
    width: int
    height: int
    role: str
    door: Door
    selected: bool = False
    at: str = ""
