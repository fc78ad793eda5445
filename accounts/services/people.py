"""Verbs about the people of a customer."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.enums import Confidence
from accounts.models import DmuMember, Person
from accounts.services.guards import check_open
from kamp.shared.changes import account_changed
from kamp.shared.conflicts import claim_version
from kamp.shared.errors import DomainError
from kamp.users.models import User


@transaction.atomic
def save_person(*, person: Person, decision: dict[str, Any], at: datetime, by: User | None = None) -> Person:
    """Saves a new or changed person and their part in decisions (``decision``: the fields of DmuMember known to who
    saves; the others stay). A change of either raises the person's version. Opinions that change are dated; so is a
    part that is confirmed.

    Raises StaleError if somebody saved it since it was read, DomainError for an archived account, a superior of another
    account, or one who reports to this person.
    """
    check_open(person.account_id)
    if person.pk is not None:
        claim_version(person)
    _check_superior(person)
    person.save()
    part = DmuMember.objects.select_for_update().filter(person=person).first() or DmuMember(person=person)
    changed = {name: value for name, value in decision.items() if getattr(part, name) != value}
    if changed:
        _change(part, changed, at)
        person.dmu = part
        account_changed([person.account_id], by=by, at=at)
    return person


@transaction.atomic
def confirm_person(*, person: Person, at: datetime, by: User | None = None) -> Person:
    """Says that what is known about the person's part is right today: opinions count as given today, too.

    Raises StaleError, DomainError for an archived account.
    """
    check_open(person.account_id)
    claim_version(person)
    person.save()
    part = DmuMember.objects.select_for_update().filter(person=person).first() or DmuMember(person=person)
    day = timezone.localtime(at).date()
    part.confidence, part.confirmed_on, part.stance_on = Confidence.CONFIRMED, day, day
    _save_part(part)
    person.dmu = part
    account_changed([person.account_id], by=by, at=at)
    return person


@transaction.atomic
def delete_person(*, person: Person) -> None:
    """Deletes a person written down by mistake; who left gets a date instead. Raises DomainError."""
    check_open(person.account_id)
    person.delete()


def _change(part: DmuMember, values: dict[str, Any], at: datetime) -> None:
    """Sets ``values`` and the dates that follow from them, and saves."""
    day = timezone.localtime(at).date()
    for name, value in values.items():
        setattr(part, name, value)
    if values.keys() & set(DmuMember.OPINIONS):
        part.stance_on = day
    if "confidence" in values:
        part.confirmed_on = day if part.confidence == Confidence.CONFIRMED else None
    _save_part(part)


def _save_part(part: DmuMember) -> None:
    if part.pk is not None:
        part.version += 1
    part.save()


def _check_superior(person: Person) -> None:
    """Walks up the line: no circle, nobody of another account."""
    seen, above = {person.pk}, person.reports_to
    while above is not None:
        if above.account_id != person.account_id:
            raise DomainError(_("This person works for another account."), field="reports_to")
        if above.pk in seen:
            raise DomainError(_("This person reports, directly or not, to the one you edit."), field="reports_to")
        seen.add(above.pk)
        above = above.reports_to
