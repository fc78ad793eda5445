"""What people are reminded of, as data: apps add their sources in ``AppConfig.ready()``; one engine asks them all.

A source answers which things need whom at a moment. The engine tells each person of each stage of each thing once, in
the inbox and in one mail a day (docs/decisions/one-digest-a-day.md).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import TYPE_CHECKING

from kamp.notices.parameters import Value
from kamp.shared.catalog import Catalog

if TYPE_CHECKING:
    from kamp.users.models import User

OVERDUE = "overdue"


@dataclass(frozen=True, slots=True, kw_only=True)
class Recipient:
    """A person who is looked after, and the day it is where that person is."""

    user: User
    today: date


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """What goes into a calendar. ``uid`` stays for ever; ``sequence`` rises when the same event moves."""

    uid: str
    starts_at: datetime
    ends_at: datetime
    sequence: int = 0
    place: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Due:
    """Something that needs a person now.

    ``key`` names the thing for ever ("contract:17"), ``stage`` how far it is ("14", "7", "1", OVERDUE, or ""); the
    person is told once for each (source, key, due_on, stage). ``params`` fill the placeholders of the source's subject;
    ``url`` is the path of the page where it is dealt with; ``due_on`` the day it is due, None without one.
    ``account_id``: shown and mailed only to who sees this account then. ``why`` (N_) replaces the source's.
    ``variant`` picks another sentence of the source for the same stage. ``event`` puts an .ics into the mail.
    """

    user_id: int
    key: str
    stage: str
    url: str
    params: Mapping[str, Value] = field(default_factory=dict)
    due_on: date | None = None
    account_id: int | None = None
    why: str = ""
    variant: str = ""
    event: Event | None = None

    def __post_init__(self) -> None:
        if not self.url.startswith("/") or self.url.startswith("//"):
            raise ValueError(f"the address of {self.key!r} must be a path of this site: {self.url!r}")


Finder = Callable[[datetime, Sequence[Recipient]], Iterable[Due]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """A kind of reminder.

    ``subjects`` gives the sentence (N_, named placeholders) for each stage, "" for all others; for a variant under
    "variant:stage" or "variant:". ``why`` (N_) tells the person why she gets it. ``due(at, recipients)`` answers
    everything that is due to any of the recipients at ``at``, by her own ``today``: in bulk, with queries that do not
    grow with the recipients, whether or not it was told before. What it stops answering leaves the inbox, settled.
    ``due`` is None for what is told when it happens (``kamp.notices.services.tell``). Who lacks ``permission``
    ("" = none needed) sees none of it. ``entry`` (N_) is what an event is called in a calendar; "" = as the notice is.
    """

    key: str
    label: str
    why: str
    subjects: Mapping[str, str]
    due: Finder | None = None
    permission: str = ""
    icon: str = "clock"
    order: int = 50
    entry: str = ""

    def __post_init__(self) -> None:
        if "" not in self.subjects:
            raise ValueError(f"reminder source {self.key!r}: a subject for any stage is needed (key '')")

    def subject_of(self, stage: str, variant: str = "") -> str:
        """The untranslated sentence for ``stage``, the nearest there is."""
        ways = (f"{variant}:{stage}", f"{variant}:", stage) if variant else (stage,)
        return next((self.subjects[way] for way in ways if way in self.subjects), self.subjects[""])


SOURCES: Catalog[Source] = Catalog("reminder source")


def stage_of(due_on: date, today: date, days: Sequence[int] = (14, 7, 1)) -> str | None:
    """The smallest of ``days`` that covers what is left until ``due_on``; OVERDUE after it; None while it is far.

    The windows touch (14 to 8 days, 7 to 2, 1 and 0), so that a day nobody looked is made good at the next.
    """
    left = (due_on - today).days
    if left < 0:
        return OVERDUE
    covering = [limit for limit in days if left <= limit]
    return str(min(covering)) if covering else None
