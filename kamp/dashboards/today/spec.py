"""A piece of work, and where work comes from. A new kind of work is one entry of the catalogue."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from accounts.models import KeyAccount
from kamp.dashboards.seen import Seen

AHEAD = datetime.timedelta(days=14)


@dataclass(frozen=True, slots=True, kw_only=True)
class Work:
    """Something one person has to do: what, at which account, why it is there, by when, and where it is done.

    ``hue`` is the class of the account. ``tone`` "bad" is late, "warn" is near, "" neither. ``done_url`` takes a POST
    that marks it done on the spot and offers to take that back. ``minutes`` is what it takes, None = not known.
    """

    key: str
    icon: str
    title: str
    account: KeyAccount
    why: str
    due: datetime.date | None
    when: str
    tone: str
    url: str
    go: str
    done_url: str = ""
    minutes: int | None = None
    hue: str = "none"

    @property
    def is_late(self) -> bool:
        return self.tone == "bad"


@dataclass(frozen=True, slots=True, kw_only=True)
class WorkSource:
    """A kind of work. ``find(seen)`` answers what the person has to do now or within AHEAD (or knows of before: a
    notice day), at most MOST of ``seen``, in as many queries for many as for one. Only for who holds ``permission``."""

    key: str
    permission: str
    find: Callable[[Seen], Sequence[Work]]
