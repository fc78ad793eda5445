"""Verbs about contacts with the people of a customer."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import Person, Touch, TouchPerson
from accounts.services.guards import check_open
from kamp.shared.bringing_back import bring_back
from kamp.shared.changes import account_changed
from kamp.shared.conflicts import claim_version
from kamp.shared.errors import DomainError
from kamp.users.models import User


@transaction.atomic
def save_touch(*, touch: Touch, people: Iterable[Person], at: datetime, by: User | None = None) -> Touch:
    """Saves a new or changed contact with those who took part in it.

    Raises StaleError if somebody saved it since it was read; DomainError for an archived account, a day that has not
    come yet, nobody or somebody of another account.
    """
    check_open(touch.account_id)
    wanted = {person.pk: person for person in people}
    _check(touch, list(wanted.values()), at)
    if touch.pk is not None:
        claim_version(touch)
    touch.save()
    present = set(touch.participants.values_list("person", flat=True))
    TouchPerson.objects.filter(touch=touch, person__in=present - wanted.keys()).delete()
    TouchPerson.objects.bulk_create(TouchPerson(touch=touch, person=wanted[key]) for key in wanted.keys() - present)
    account_changed([touch.account_id], by=by, at=at)
    return touch


@transaction.atomic
def delete_touch(*, touch: Touch, at: datetime, by: User | None = None) -> None:
    """Takes back a contact written down by mistake; ``restore_touch`` undoes it. Raises DomainError for an archived
    account."""
    check_open(touch.account_id)
    touch.delete()
    account_changed([touch.account_id], by=by, at=at)


@transaction.atomic
def restore_touch(*, gone: Any, at: datetime, by: User | None = None) -> Touch:
    """Brings back the contact of the recorded deletion ``gone`` (``bringing_back.deletion_of``), with who took part.

    Raises DomainError for an archived account, or a deletion too long ago.
    """
    check_open(gone.account_id)
    touch = bring_back(Touch, gone, at=at)
    account_changed([touch.account_id], by=by, at=at)
    return touch


def _check(touch: Touch, people: list[Person], at: datetime) -> None:
    if touch.date > timezone.localtime(at).date():
        raise DomainError(_("This day has not come yet: write a contact down once it took place."), field="date")
    if not people:
        raise DomainError(_("Choose who of theirs took part."), field="people")
    if any(person.account_id != touch.account_id for person in people):
        raise DomainError(_("This person works for another account."), field="people")
