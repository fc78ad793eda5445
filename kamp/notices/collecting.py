"""The morning look: writes what is new for each person whose morning has come, and makes her mail of the day."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import date, datetime
from email.utils import parseaddr
from typing import Any

from django.conf import settings
from django.db import transaction
from django.db.models import Q
from django.utils.crypto import salted_hmac

from kamp.jobs.services import enqueue
from kamp.notices.finding import Findings, Found, Visit, find, visit
from kamp.notices.models import Digest, Notice, ReminderPreference
from kamp.notices.mornings import is_late
from kamp.notices.parameters import keep
from kamp.notices.sources import SOURCES, Event
from kamp.users.models import User

DELIVER = "notices.deliver"
PEOPLE_AT_ONCE = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """How many people were looked after, notices written and mails made."""

    people: int = 0
    notices: int = 0
    mails: int = 0


@transaction.atomic
def look_after(*, at: datetime, now: datetime, only: Collection[int] | None = None) -> Outcome:
    """Looks after everybody whose morning has come at ``at`` and was not seen to; ``only`` limits it to these users.

    ``now`` is the moment it is (a try-out looks at another): from then on the mails may be sent. Two that look at once
    wait for each other, person by person, and the second finds nothing left to do.
    """
    _give_everybody_a_preference()
    people = ReminderPreference.objects.filter(user__is_active=True)
    people = people if only is None else people.filter(user__in=only)
    keys, total = list(people.order_by("pk").values_list("pk", flat=True)), Outcome()
    for start in range(0, len(keys), PEOPLE_AT_ONCE):
        locked = people.filter(pk__in=keys[start : start + PEOPLE_AT_ONCE]).select_related("user").order_by("pk")
        visits = [visit(each.user, at) for each in locked.select_for_update(of=("self",))]
        done = _look(pending, at, now) if (pending := [each for each in visits if each.is_pending]) else Outcome()
        total = replace(
            total,
            people=total.people + done.people,
            notices=total.notices + done.notices,
            mails=total.mails + done.mails,
        )
    return total


def _give_everybody_a_preference() -> None:
    without = User.objects.filter(is_active=True, reminder_preference=None)
    rows = [ReminderPreference(user=user) for user in without]
    ReminderPreference.objects.bulk_create(rows, ignore_conflicts=True)


def _look(visits: Sequence[Visit], at: datetime, now: datetime) -> Outcome:
    findings = find(visits, at)
    new = _write(visits, findings, now)
    mails = _make_mails(visits, now)
    for each in visits:
        each.preference.last_day = each.morning.day
    ReminderPreference.objects.bulk_update([each.preference for each in visits], ["last_day"])
    for mail in mails:
        enqueue(kind=DELIVER, key=str(mail.pk), payload={"digest_id": mail.pk}, at=now)
    return Outcome(people=len(visits), notices=new, mails=len(mails))


def _write(visits: Sequence[Visit], findings: Findings, now: datetime) -> int:
    """New notices for what was never told; what is due again is opened again, what is not due any more is settled,
    what is still due is told as it is now."""
    keys = {found.due.key for dues in findings.by_person.values() for found in dues}
    known = Notice.objects.filter(user__in=[each.user.pk for each in visits]).filter(
        Q(settled_at=None) | Q(key__in=keys)
    )
    told = {(notice.user_id, notice.source, notice.key, notice.stage, notice.due_on): notice for notice in known}
    due = {(pk, *found.identity): found for pk, dues in findings.by_person.items() for found in dues}
    again = [notice.pk for identity, notice in told.items() if identity in due and notice.settled_at]
    asked = {source.key for source in SOURCES if source.due} - findings.silent
    over = [
        notice.pk
        for identity, notice in told.items()
        if identity not in due and notice.settled_at is None and notice.source in asked
    ]
    Notice.objects.filter(pk__in=again).update(settled_at=None)
    Notice.objects.filter(pk__in=over).update(settled_at=now)
    _refresh([(notice, due[identity]) for identity, notice in told.items() if identity in due], now)
    rows = [notice_of(found, now) for identity, found in due.items() if identity not in told]
    # Of one morning the inbox shows the last row first: what is due first.
    rows.sort(key=lambda row: row.due_on or date.max, reverse=True)
    Notice.objects.bulk_create(rows, ignore_conflicts=True)
    return len(rows)


_MAY_CHANGE = ("account_id", "params", "url", "why", "variant", "event")


def _refresh(pairs: Sequence[tuple[Notice, Found]], now: datetime) -> None:
    """What was told stays told, but in the words of today: a name, an hour, an address that changed."""
    changed = []
    for notice, found in pairs:
        fresh = notice_of(found, now)
        if any(getattr(notice, name) != getattr(fresh, name) for name in _MAY_CHANGE):
            for name in _MAY_CHANGE:
                setattr(notice, name, getattr(fresh, name))
            changed.append(notice)
    Notice.objects.bulk_update(changed, _MAY_CHANGE, batch_size=500)


def notice_of(found: Found, now: datetime) -> Notice:
    """The row for ``found``, not saved."""
    due = found.due
    return Notice(
        user_id=due.user_id,
        source=found.source.key,
        key=due.key,
        stage=due.stage,
        due_on=due.due_on,
        account_id=due.account_id,
        params=keep(due.params),
        url=due.url,
        why=due.why,
        variant=due.variant,
        event=_event(due.event),
        created_at=now,
    )


def _event(event: Event | None) -> dict[str, Any] | None:
    if event is None:
        return None
    return {**asdict(event), "starts_at": event.starts_at.isoformat(), "ends_at": event.ends_at.isoformat()}


def _make_mails(visits: Sequence[Visit], now: datetime) -> list[Digest]:
    """A mail for each person with something to tell who wants mails and has none of this day; and everything is now
    looked at."""
    today = {each.user.pk: each.today for each in visits}
    waiting: dict[int, list[Notice]] = defaultdict(list)
    fresh = Notice.objects.filter(user__in=today, read_at=None, settled_at=None)
    for notice in fresh.filter(Q(looked_at=None) | Q(snoozed_until__isnull=False)).order_by("pk"):
        if notice.snoozed_until is None or notice.snoozed_until <= today[notice.user_id]:
            waiting[notice.user_id].append(notice)
    wanted = [each for each in visits if each.preference.by_mail and waiting.get(each.user.pk)]
    mails = _once(wanted, now)
    changed = [notice for notices in waiting.values() for notice in notices]
    for notice in changed:
        notice.looked_at, notice.snoozed_until = now, None
        notice.digest = mails.get(notice.user_id, notice.digest)
    Notice.objects.bulk_update(changed, ["looked_at", "snoozed_until", "digest"], batch_size=500)
    return list(mails.values())


def _once(visits: Sequence[Visit], now: datetime) -> dict[int, Digest]:
    """The mails made now, by person: none where there is one of this day already."""
    made = [
        Digest(
            user=each.user,
            day=each.morning.day,
            due_at=each.morning.due_at,
            late=each.preference.last_day is not None and is_late(each.morning, now),
            message_id=message_id(each.user.pk, each.morning.day),
            next_try_at=now,
            made_at=now,
        )
        for each in visits
    ]
    have = Digest.objects.filter(user__in=[each.user for each in visits], day__in={each.morning.day for each in visits})
    there = set(have.values_list("user_id", "day"))
    rows = Digest.objects.bulk_create([each for each in made if (each.user_id, each.day) not in there])
    return {each.user_id: each for each in rows}


def message_id(user_id: int, day: date) -> str:
    """The name of the mail of that person and day: the same whoever makes it, so that a second copy can be told."""
    domain = parseaddr(settings.DEFAULT_FROM_EMAIL)[1].rpartition("@")[2] or "localhost"
    mark = salted_hmac("kamp.notices.message", f"{user_id} {day.isoformat()}").hexdigest()[:20]
    return f"<reminders.{day:%Y%m%d}.{mark}@{domain}>"
