"""What a person does with notices and mails, and how the other apps tell her what happened."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime

from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from kamp.jobs.services import enqueue
from kamp.notices.collecting import DELIVER, notice_of
from kamp.notices.finding import Found
from kamp.notices.models import TROUBLED, Digest, DigestState, Notice, ReminderPreference
from kamp.notices.sources import SOURCES, Due
from kamp.shared.errors import DomainError
from kamp.users.models import User


@transaction.atomic
def tell(*, source: str, dues: Iterable[Due], at: datetime) -> int:
    """Puts what just happened into the inbox of each person, and into her next mail; gives how many were new.

    Called in the transaction of the cause. Nobody is told the same (source, key, due_on, stage) twice.
    Raises UnknownKeyError for a source nobody declared.
    """
    declared = SOURCES.get(source)
    rows = [notice_of(Found(source=declared, due=due), at) for due in dues]
    people = {row.user_id for row in rows}
    before = Notice.objects.filter(user__in=people, source=source).count()
    Notice.objects.bulk_create(rows, ignore_conflicts=True)
    return Notice.objects.filter(user__in=people, source=source).count() - before


@transaction.atomic
def mark_read(*, notices: QuerySet[Notice], at: datetime) -> int:
    """Marks those of ``notices`` that are open as read at ``at``, a mark by which ``mark_unread`` finds them again."""
    return notices.filter(read_at=None, settled_at=None).update(read_at=at)


@transaction.atomic
def mark_unread(*, user: User, read_at: datetime) -> int:
    """Takes back what was marked as read at exactly ``read_at``."""
    return Notice.objects.filter(user=user, read_at=read_at).update(read_at=None)


@transaction.atomic
def open_again(*, notice: Notice) -> None:
    """Not read, not put off."""
    Notice.objects.filter(pk=notice.pk).update(read_at=None, snoozed_until=None)


@transaction.atomic
def snooze(*, notice: Notice, until: date, today: date) -> None:
    """Out of sight until ``until``, when it is back in inbox and mail. Raises DomainError for a day not after today."""
    if until <= today:
        raise DomainError(_("Choose a day after today."))
    Notice.objects.filter(pk=notice.pk).update(snoozed_until=until, read_at=None)


@transaction.atomic
def send_again(*, mail: Digest, at: datetime) -> Digest:
    """Sends a mail again that failed or of which it is not known whether it arrived, under the same name.

    Raises DomainError for any other mail.
    """
    current = Digest.objects.select_for_update().get(pk=mail.pk)
    if current.state not in TROUBLED:
        raise DomainError(_("This mail is sent already, or on its way."))
    current.state, current.trouble, current.answer = DigestState.MADE, "", ""
    current.attempts, current.token, current.lease_until = 0, None, None
    current.next_try_at = current.resent_at = at
    current.dismissed_at = None
    current.save()
    enqueue(kind=DELIVER, key=str(current.pk), payload={"digest_id": current.pk}, at=at, fresh=True)
    return current


@transaction.atomic
def let_be(*, mail: Digest, at: datetime) -> None:
    """The person does not need this mail any more."""
    Digest.objects.filter(pk=mail.pk, state__in=TROUBLED).update(dismissed_at=at)


@transaction.atomic
def choose(*, user: User, by_mail: bool, hour: int, weekends: bool) -> ReminderPreference:
    """When ``user`` wants the mail."""
    preference, _new = ReminderPreference.objects.get_or_create(user=user)
    preference.by_mail, preference.hour, preference.weekends = by_mail, hour, weekends
    preference.save(update_fields=["by_mail", "hour", "weekends"])
    return preference


@transaction.atomic
def no_more_mails(*, user_id: int) -> None:
    """From now on the inbox only."""
    preference, _new = ReminderPreference.objects.get_or_create(user_id=user_id)
    preference.by_mail = False
    preference.save(update_fields=["by_mail"])
