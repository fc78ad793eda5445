"""The mail of the day in the language, zone and figures of who gets it: text, HTML, calendar."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from itertools import groupby
from zoneinfo import ZoneInfo

from django.core.mail import EmailMultiAlternatives
from django.template.loader import render_to_string
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from kamp.notices.addresses import absolute, mail_off_url
from kamp.notices.calendar import Entry, calendar_of, event_from
from kamp.notices.models import Digest, Notice
from kamp.notices.mornings import LATE
from kamp.notices.sources import SOURCES
from kamp.notices.wording import Told, told
from kamp.shared import formats
from kamp.shared.addresses import address_of

SUBJECT_LENGTH = 150


def letter_of(mail: Digest, *, at: datetime) -> EmailMultiAlternatives | None:
    """The mail as it goes out at ``at``; None when nothing is left to tell: all read, settled or out of sight, or the
    person gets no mails any more. Asked for once more, it tells what it told."""
    user = mail.user
    preference = getattr(user, "reminder_preference", None)
    if not user.is_active or (preference and not preference.by_mail and not mail.resent_at):
        return None
    notices = Notice.objects.visible_to(user).filter(digest=mail)
    if not mail.resent_at:
        notices = notices.open()
    rows = list(notices.order_by("due_on", "pk"))
    zone = ZoneInfo(user.time_zone)
    with translation.override(user.language), timezone.override(zone):
        today = at.astimezone(zone).date()
        items = [told(notice, language=user.language, zone=zone, today=today) for notice in rows]
        return _written(mail, items, today=today, zone=zone, at=at) if items else None


def _written(
    mail: Digest, items: Sequence[Told], *, today: date, zone: ZoneInfo, at: datetime
) -> EmailMultiAlternatives:
    user = mail.user
    off, subject = mail_off_url(user), subject_of(items)
    waiting = Notice.objects.visible_to(user).unread(today).exclude(digest=mail).count()
    context = {
        "user": user,
        "groups": _grouped(items),
        "today": formats.date_full(today, user.language),
        "late": f"{mail.due_at.astimezone(zone):%H:%M}" if _comes_late(mail, at) else "",
        "waiting": waiting,
        "inbox_url": absolute(address_of("notices:inbox")),
        "choices_url": absolute(address_of("notices:preferences")),
        "off_url": off,
        "subject": subject,
        "language": user.language,
    }
    letter = EmailMultiAlternatives(
        subject=subject,
        body=render_to_string("email/digest.txt", context),
        to=[user.email],
        headers={
            "Message-ID": mail.message_id,
            "Auto-Submitted": "auto-generated",
            "X-Auto-Response-Suppress": "All",
            "List-Unsubscribe": f"<{off}>",
            "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
            "Content-Language": user.language,
        },
    )
    letter.attach_alternative(render_to_string("email/digest.html", context), "text/html")
    _attach_calendar(letter, items, zone=zone, at=at)
    return letter


def _comes_late(mail: Digest, at: datetime) -> bool:
    """Made late, or long on its way; not what its person asked for once more."""
    return not mail.resent_at and (mail.late or at - mail.made_at > LATE)


def _grouped(items: Sequence[Told]) -> list[tuple[str, list[tuple[Told, str]]]]:
    """(label, [(item, whole address)]) in the order of the sources."""
    ranked = sorted(items, key=lambda item: (SOURCES.get(item.notice.source).order, item.notice.source))
    return [
        (label, [(item, absolute(item.url)) for item in some])
        for label, some in groupby(ranked, key=lambda item: item.label)
    ]


def subject_of(items: Sequence[Told]) -> str:
    """The first thing by its day, and how many more."""
    first = _shortened(items[0].title)
    if len(items) == 1:
        return first
    more = ngettext("%(first)s, and %(count)d more", "%(first)s, and %(count)d more", len(items) - 1)
    return more % {"first": first, "count": len(items) - 1}


def _shortened(text: str) -> str:
    return text if len(text) <= SUBJECT_LENGTH else text[: SUBJECT_LENGTH - 1].rstrip() + "…"


def _attach_calendar(letter: EmailMultiAlternatives, items: Sequence[Told], *, zone: ZoneInfo, at: datetime) -> None:
    entries = [entry_of(item) for item in items if item.notice.event]
    if entries:
        content = calendar_of(entries, zone=zone, at=at).decode()
        letter.attach(_("kamp-reviews.ics"), content, "text/calendar; method=PUBLISH")


def entry_of(item: Told) -> Entry:
    """The calendar entry of a notice that has one."""
    title = item.entry or item.title
    return Entry(event=event_from(item.notice.event or {}), title=title, url=absolute(item.url), text=item.why)
