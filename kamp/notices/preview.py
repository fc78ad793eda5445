"""Who would be told what at a moment, and why: the same search as the morning look, without writing anything."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from django.db.models import Q
from django.utils import translation

from kamp.notices.collecting import notice_of
from kamp.notices.finding import Found, Visit, find, visit
from kamp.notices.models import Digest, Notice
from kamp.notices.wording import told
from kamp.users.models import User


def preview(*, at: datetime, only: User | None, pending_only: bool) -> dict[str, Any]:
    """{"people": […], "failing_sources": […]} as it would be written to people; who has nothing is left out.

    Each person: when the mail is due and ``status``: "due", "looked after" (this morning was seen to), and each thing
    with ``new`` (it was not told before). ``pending_only`` leaves out people who were looked after.
    """
    people = User.objects.filter(is_active=True).select_related("reminder_preference").order_by("email")
    visits = [visit(user, at) for user in (people if only is None else people.filter(pk=only.pk))]
    if pending_only:
        visits = [each for each in visits if each.is_pending]
    findings = find(visits, at)
    before, mailed = _told_before(visits), _mailed(visits)
    return {
        "people": [
            _person(each, dues, before, at, mailed=(each.user.pk, each.morning.day) in mailed)
            for each in visits
            if (dues := findings.by_person.get(each.user.pk))
        ],
        "failing_sources": sorted(findings.silent),
    }


def _told_before(visits: list[Visit]) -> set[tuple[Any, ...]]:
    rows = Notice.objects.filter(user__in=[each.user.pk for each in visits])
    return set(rows.values_list("user_id", "source", "key", "stage", "due_on"))


def _mailed(visits: list[Visit]) -> set[tuple[Any, ...]]:
    asked = Q(user__in=[each.user.pk for each in visits], day__in={each.morning.day for each in visits})
    return set(Digest.objects.filter(asked).values_list("user_id", "day"))


def _person(
    each: Visit, dues: list[Found], before: set[tuple[Any, ...]], at: datetime, *, mailed: bool
) -> dict[str, Any]:
    user, zone = each.user, ZoneInfo(each.user.time_zone)
    new = [(user.pk, *found.identity) not in before for found in dues]
    with translation.override(user.language):
        items = [_item(found, each, at, new=is_new) for found, is_new in zip(dues, new, strict=True)]
    return {
        "email": user.email,
        "name": user.name,
        "language": user.language,
        "time_zone": user.time_zone,
        "local_time": at.astimezone(zone).strftime("%Y-%m-%d %H:%M"),
        "mail_due_at": each.morning.due_at.astimezone(zone).strftime("%Y-%m-%d %H:%M"),
        "status": "due" if each.is_pending else "looked after",
        "gets_mail": each.is_pending and each.preference.by_mail and any(new) and not mailed,
        "items": items,
    }


def _item(found: Found, each: Visit, at: datetime, *, new: bool) -> dict[str, Any]:
    words = told(
        notice_of(found, at), language=each.user.language, zone=ZoneInfo(each.user.time_zone), today=each.today
    )
    return {
        "new": new,
        "source": found.source.key,
        "key": found.due.key,
        "stage": found.due.stage,
        "due_on": found.due.due_on.isoformat() if found.due.due_on else None,
        "title": words.title,
        "why": words.why,
        "url": found.due.url,
    }
