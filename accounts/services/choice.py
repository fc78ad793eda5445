"""Verbs about choice criteria: begin with those of the method, add own ones, weigh, name, take away."""

from __future__ import annotations

import datetime
from decimal import Decimal

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.criteria.catalog import CHOICE_DEFAULTS
from accounts.models import ChoiceCriterion
from accounts.services.audits import note_answer
from accounts.services.guards import check_length, check_open
from kamp.shared.bringing_back import bring_back, deletion_of
from kamp.shared.conflicts import claim_version
from kamp.shared.errors import DomainError
from kamp.users.models import User

MOST = 15
"""More criteria than this nobody weighs against each other."""
LABEL_LENGTH = 120


@transaction.atomic
def begin_with_defaults(*, account_id: int, kind: str, by: User, at: datetime.datetime) -> list[ChoiceCriterion]:
    """The criteria of the method with their weights. Raises DomainError if the set has criteria already."""
    check_open(account_id)
    if ChoiceCriterion.objects.filter(account_id=account_id, set=kind).exists():
        raise DomainError(_("There are criteria already."))
    rows = [
        ChoiceCriterion(account_id=account_id, set=kind, key=default.key, weight=Decimal(default.weight), order=number)
        for number, default in enumerate(CHOICE_DEFAULTS)
    ]
    for row in rows:
        row.save()
    note_answer(account_id=account_id, by=by, at=at)
    return rows


@transaction.atomic
def add_criterion(*, account_id: int, kind: str, label: str, by: User, at: datetime.datetime) -> ChoiceCriterion:
    """A criterion of the customer's own, with the weight 0. Raises DomainError without a name, with one too long or
    there already, or for one too many."""
    check_open(account_id)
    label = " ".join(label.replace("\x00", "").split())
    if not label:
        raise DomainError(_("Enter what the customer looks at."), field="label")
    check_length(label, LABEL_LENGTH, field="label")
    rows = ChoiceCriterion.objects.filter(account_id=account_id, set=kind)
    if rows.filter(label__iexact=label).exists():
        raise DomainError(_("This criterion is there already."), field="label")
    if rows.count() >= MOST:
        raise DomainError(_("That is enough criteria: take one away before you add another."), field="label")
    last = rows.order_by("-order").values_list("order", flat=True).first() or 0
    row = ChoiceCriterion.objects.create(account_id=account_id, set=kind, label=label, order=last + 1)
    note_answer(account_id=account_id, by=by, at=at)
    return row


@transaction.atomic
def change_criterion(*, row: ChoiceCriterion, field: str, value: object) -> ChoiceCriterion:
    """Sets the ``weight`` or the ``label``. Raises StaleError, DomainError for a name that is empty or taken."""
    check_open(row.account_id)
    claim_version(row)
    if field == "label" and not value:
        raise DomainError(_("Enter what the customer looks at."), field="label")
    setattr(row, field, Decimal(0) if field == "weight" and value is None else value)
    row.save()
    return row


@transaction.atomic
def delete_criterion(*, row: ChoiceCriterion, by: User, at: datetime.datetime) -> None:
    """Takes a criterion away; its scores stay, for the day it is brought back."""
    check_open(row.account_id)
    account = row.account_id
    row.delete()
    note_answer(account_id=account, by=by, at=at)


@transaction.atomic
def restore_criterion(*, account_id: int, pk: int, by: User, at: datetime.datetime) -> ChoiceCriterion:
    """Brings a criterion back as the change record has it. Raises DomainError if it is there, or never was,
    or is there anew."""
    check_open(account_id)
    gone = deletion_of(ChoiceCriterion, pk, account_id=account_id)
    if gone is None:
        raise DomainError(_("There is nothing to bring back."))
    row = bring_back(ChoiceCriterion, gone, at=at)
    note_answer(account_id=account_id, by=by, at=at)
    return row
