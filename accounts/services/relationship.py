"""Verbs about a relationship as a whole: the stage wanted, and what undoes it."""

from __future__ import annotations

import datetime

from django.db import transaction
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from accounts.models import RelationshipBreak, RelationshipTarget
from accounts.services.audits import note_answer
from accounts.services.guards import check_open
from kamp.shared.conflicts import claim_version
from kamp.shared.errors import DomainError
from kamp.users.models import User


@transaction.atomic
def set_target(*, account_id: int, field: str, value: object) -> RelationshipTarget:
    """Sets the ``stage`` wanted or the day ``by`` when. Raises StaleError, DomainError for an archived account."""
    check_open(account_id)
    row = RelationshipTarget.objects.filter(account_id=account_id).first()
    if row is None:
        row = RelationshipTarget(account_id=account_id)
    else:
        claim_version(row)
    setattr(row, field, value)
    row.save()
    return row


@transaction.atomic
def record_break(*, row: RelationshipBreak, by: User, at: datetime.datetime) -> RelationshipBreak:
    """Writes down what undoes the relationship. Raises DomainError for an archived account."""
    check_open(row.account_id)
    row.author = by
    row.save()
    note_answer(account_id=row.account_id, by=by, at=at)
    return row


@transaction.atomic
def end_break(*, row: RelationshipBreak, by: User, at: datetime.datetime) -> RelationshipBreak:
    """Says that it is over since today: it no longer counts. Raises StaleError, DomainError if it was over before."""
    check_open(row.account_id)
    claim_version(row)
    if row.over_on is not None:
        raise DomainError(_("This is over already."))
    row.over_on = max(localdate(at), row.happened_on)
    row.save()
    note_answer(account_id=row.account_id, by=by, at=at)
    return row


@transaction.atomic
def resume_break(*, row: RelationshipBreak, by: User, at: datetime.datetime) -> RelationshipBreak:
    """Takes back that it is over: it counts again. Raises StaleError, DomainError if it was not over."""
    check_open(row.account_id)
    claim_version(row)
    if row.over_on is None:
        raise DomainError(_("This is not over."))
    row.over_on = None
    row.save()
    note_answer(account_id=row.account_id, by=by, at=at)
    return row
