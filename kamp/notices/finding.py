"""Who is due something at a moment, and who would get a mail: reads only, for the collection and for a dry run."""

from __future__ import annotations

import logging
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from django.db import transaction
from django.db.models import QuerySet

from kamp.notices.models import ReminderPreference
from kamp.notices.mornings import Morning, latest_morning
from kamp.notices.scope import seen_among
from kamp.notices.sources import SOURCES, Due, Recipient, Source
from kamp.users.models import User

logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True, kw_only=True)
class Visit:
    """A person to be looked after: where it is what day, the last morning that has come, and whether it was seen to."""

    user: User
    preference: ReminderPreference
    today: date
    morning: Morning

    @property
    def is_pending(self) -> bool:
        """Whether nobody has looked after this morning yet."""
        last = self.preference.last_day
        return last is None or last < self.morning.day


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """Something due to a person, with the source that knows it."""

    source: Source
    due: Due

    @property
    def identity(self) -> tuple[Any, ...]:
        """What the person is told at most once."""
        return (self.source.key, self.due.key, self.due.stage, self.due.due_on)


def active_people() -> QuerySet[User]:
    """Everybody who may be reminded: nobody whose access is closed."""
    return User.objects.filter(is_active=True).select_related("reminder_preference").order_by("pk")


def visit(user: User, at: datetime) -> Visit:
    """How it stands with ``user`` at ``at``; without a preference of her own the defaults count."""
    preference = getattr(user, "reminder_preference", None) or ReminderPreference(user=user)
    zone = ZoneInfo(user.time_zone)
    morning = latest_morning(hour=preference.hour, weekends=preference.weekends, now=at, zone=zone)
    return Visit(user=user, preference=preference, today=at.astimezone(zone).date(), morning=morning)


@dataclass(frozen=True, slots=True, kw_only=True)
class Findings:
    """What is due, by person, in the order of the sources; ``silent`` are the sources that failed to answer."""

    by_person: Mapping[int, list[Found]]
    silent: frozenset[str]


def find(visits: Sequence[Visit], at: datetime) -> Findings:
    """What is due at ``at``: only what each may see now, each thing once. A source that fails silences no other."""
    found: dict[int, dict[tuple[Any, ...], Found]] = defaultdict(dict)
    people, silent = {each.user.pk: each.user for each in visits}, set()
    recipients = [Recipient(user=each.user, today=each.today) for each in visits]
    for source in sorted(SOURCES, key=lambda source: source.order):
        try:
            dues = _asked(source, recipients, at)
        except Exception:
            logger.exception("the reminder source %s failed; what it knows is not told", source.key)
            silent.add(source.key)
            continue
        for due in dues:
            if due.user_id in people and (not source.permission or people[due.user_id].has_perm(source.permission)):
                one = Found(source=source, due=due)
                found[due.user_id].setdefault(one.identity, one)
    seen = {pk: _seen(people[pk], list(dues.values())) for pk, dues in found.items()}
    return Findings(by_person=seen, silent=frozenset(silent))


def _asked(source: Source, recipients: Sequence[Recipient], at: datetime) -> list[Due]:
    if source.due is None or not recipients:
        return []
    with transaction.atomic():  # an error of the database must not spoil what the others found
        return list(source.due(at, recipients))


def _seen(user: User, found: list[Found]) -> list[Found]:
    accounts = {each.due.account_id for each in found if each.due.account_id is not None}
    seen = seen_among(user, accounts)
    return [each for each in found if each.due.account_id is None or each.due.account_id in seen]
