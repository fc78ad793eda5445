"""Recording what somebody answered in an audit; nothing is overwritten, and nothing sent twice is stored twice."""

from __future__ import annotations

import datetime
import uuid
from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from django.db import transaction
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from accounts.criteria.catalog import CRITERIA, ITEM, ITEMS, OURS, RIVAL
from accounts.enums import Answer, Confidence
from accounts.models import ChoiceCriterion, Rating
from accounts.services.guards import check_open
from kamp.shared import formats
from kamp.shared.changes import account_changed
from kamp.shared.errors import DomainError
from kamp.shared.templatetags.formats import language
from kamp.users.models import User


@dataclass(frozen=True, slots=True, kw_only=True)
class Given:
    """An answer as it was given. ``value`` belongs to the answer "value" alone; ``rated_on`` None = today.

    ``submission`` names this act of answering: a second one with the same name is the first one sent again.
    """

    key: str
    value: Decimal | None = None
    answer: str = Answer.VALUE
    subject: str = ""
    note: str = ""
    source: str = ""
    confidence: str = Confidence.ASSUMED
    rated_on: datetime.date | None = None
    submission: uuid.UUID | None = None


def record_rating(*, account_id: int, given: Given, by: User | None, at: datetime.datetime) -> Rating:
    """Stores one answer; see ``record_ratings``."""
    return record_ratings(account_id=account_id, given=[given], by=by, at=at)[0]


@transaction.atomic
def record_answer(*, account_id: int, given: Given, by: User, at: datetime.datetime) -> Rating:
    """Stores what somebody says at a screen, where an answer is saved before its day is typed.

    A day typed later is therefore the day of what was recorded today as well. Raises DomainError like
    ``record_ratings``, and when an answer recorded on an earlier day is newer than ``rated_on``: it would not count.
    """
    check_open(account_id)
    if given.rated_on is not None:
        later = Rating.objects.filter(
            account_id=account_id, key=given.key, subject=given.subject, author=by, rated_on__gt=given.rated_on
        )
        newest = next(
            (row for row in later.order_by("-rated_on", "-pk") if localdate(row.created_at) < localdate(at)), None
        )
        if newest is not None:
            text = _("Your answer of %(day)s is newer. Enter its day or a later one.")
            raise DomainError(text % {"day": formats.date_long(newest.rated_on, language())}, field="rated_on")
        later.update(rated_on=given.rated_on)
    return record_rating(account_id=account_id, given=given, by=by, at=at)


@transaction.atomic
def record_ratings(*, account_id: int, given: Sequence[Given], by: User | None, at: datetime.datetime) -> list[Rating]:
    """Stores answers about an account, each as a new row, and tells who reacts to changed accounts.

    An answer whose ``submission`` is stored already is given back as it was stored. Raises DomainError for an archived
    account, a question nobody asks, a value off its scale, a day in the future, or a criterion of another account.
    """
    check_open(account_id)
    sent = {each.submission for each in given if each.submission is not None}
    stored = {row.submission: row for row in Rating.objects.filter(submission__in=sent)} if sent else {}
    rows = []
    for each in given:
        if each.submission in stored:
            rows.append(stored[each.submission])
            continue
        _check(each, account_id, localdate(at))
        rows.append(_row(each, account_id, by, at))
    Rating.objects.bulk_create([row for row in rows if row.pk is None])
    if any(not row.key.startswith(ITEM) for row in rows):
        account_changed([account_id], by=by, at=at)
    return rows


@transaction.atomic
def undo_rating(
    *, rating: Rating, by: User | None, at: datetime.datetime, submission: uuid.UUID | None = None
) -> Rating:
    """Takes the newest answer of its author back: a newer row says again what was said before it, or nothing.

    Raises DomainError if it is somebody else's answer, or no longer the newest.
    """
    check_open(rating.account_id)
    if rating.author_id != (by.pk if by else None):
        raise DomainError(_("Only who gave an answer takes it back."))
    same = Rating.objects.filter(
        account_id=rating.account_id, key=rating.key, subject=rating.subject, author_id=rating.author_id
    )
    newest, before = [*same.order_by("-rated_on", "-pk")[:2], None][:2]
    if newest is None or newest.pk != rating.pk:
        raise DomainError(_("There is a newer answer: take that one back first."))
    return record_rating(
        account_id=rating.account_id,
        given=replace(_again(rating, before), rated_on=rating.rated_on, submission=submission),
        by=by,
        at=at,
    )


def _again(rating: Rating, before: Rating | None) -> Given:
    if before is None:
        return Given(key=rating.key, subject=rating.subject, answer=Answer.CLEARED)
    return Given(
        key=before.key,
        subject=before.subject,
        value=before.value,
        answer=before.answer,
        note=before.note,
        source=before.source,
        confidence=before.confidence,
    )


def _row(given: Given, account_id: int, by: User | None, at: datetime.datetime) -> Rating:
    return Rating(
        account_id=account_id,
        key=given.key,
        subject=given.subject,
        value=given.value if given.answer == Answer.VALUE else None,
        answer=given.answer,
        note=given.note,
        source=given.source,
        confidence=given.confidence,
        author=by,
        rated_on=given.rated_on or localdate(at),
        created_at=at,
        submission=given.submission,
    )


def _check(given: Given, account_id: int, today: datetime.date) -> None:
    if given.rated_on is not None and given.rated_on > today:
        raise DomainError(_("An answer cannot be given for a day to come."), field="rated_on")
    low, high = _scale(given, account_id)
    if given.answer != Answer.VALUE:
        return
    if given.value is None:
        raise DomainError(_("Choose a value."), field="value")
    if not low <= given.value <= high:
        text = _("The answer must be between %(low)s and %(high)s.")
        raise DomainError(text % {"low": low, "high": high}, field="value")


def _scale(given: Given, account_id: int) -> tuple[int, int]:
    """The ends of the scale of the question. Raises DomainError for a question nobody asks."""
    if given.key in CRITERIA and not given.subject:
        return CRITERIA.get(given.key).low, CRITERIA.get(given.key).high
    if given.key in {OURS, RIVAL} and given.subject.isdecimal():
        if ChoiceCriterion.objects.filter(pk=int(given.subject), account_id=account_id).exists():
            return 0, 10
    elif given.key.startswith(ITEM) and given.key.removeprefix(ITEM) in ITEMS and not given.subject:
        return 1, 1
    raise DomainError(_("Nobody asks this question about this account."))
