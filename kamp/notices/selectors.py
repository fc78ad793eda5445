"""Reads for the inbox."""

from __future__ import annotations

from datetime import date, datetime
from enum import StrEnum

from django.db.models import QuerySet

from kamp.notices.models import TROUBLED, Digest, Notice, ReminderPreference
from kamp.notices.sources import SOURCES, Source
from kamp.shared.paging import Order
from kamp.users.models import User

NEWEST_FIRST = Order(field="created_at", descending=True, parse=datetime.fromisoformat)


class Shelf(StrEnum):
    """The three parts of an inbox."""

    NEW = "new"
    LATER = "later"
    OVER = "over"


def inbox(user: User, *, shelf: Shelf, today: date, source: str = "") -> QuerySet[Notice]:
    """The notices of ``user`` on a shelf, of one source if named; only what ``user`` may see now."""
    rows = Notice.objects.visible_to(user)
    match shelf:
        case Shelf.NEW:
            rows = rows.unread(today)
        case Shelf.LATER:
            rows = rows.snoozed(today)
        case Shelf.OVER:
            rows = rows.over()
    return rows.filter(source=source) if source else rows


def unread(user: User, *, today: date) -> QuerySet[Notice]:
    """The notices that wait, found along the index of the open ones."""
    return Notice.objects.visible_to(user).unread(today).order_by()


def unread_count(user: User, *, today: date) -> int:
    """How many notices wait. One query."""
    return unread(user, today=today).count()


def sources_for(user: User) -> list[Source]:
    """The kinds of reminders ``user`` may get, in order."""
    allowed = [source for source in SOURCES if not source.permission or user.has_perm(source.permission)]
    return sorted(allowed, key=lambda source: source.order)


def troubled_mails(user: User) -> list[Digest]:
    """Mails about which the person should decide, the newest first; at most five."""
    return list(Digest.objects.filter(user=user, state__in=TROUBLED, dismissed_at=None).order_by("-day")[:5])


def preference_of(user: User) -> ReminderPreference:
    """The person's wishes, the defaults where she has none; not saved."""
    return ReminderPreference.objects.filter(user=user).first() or ReminderPreference(user=user)
