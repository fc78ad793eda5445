"""Verbs about the people of a customer."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.enums import Confidence
from accounts.models import DmuMember, Person
from accounts.services.guards import check_open
from kamp.shared.bringing_back import bring_back
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
def delete_person(*, person: Person, at: datetime, by: User | None = None) -> None:
    """Deletes a person written down by mistake; who left gets a date instead. ``restore_person`` undoes it.

    Raises DomainError for an archived account.
    """
    check_open(person.account_id)
    account = person.account_id
    person.delete()
    account_changed([account], by=by, at=at)


@transaction.atomic
def restore_person(*, gone: Any, at: datetime, by: User | None = None) -> Person:
    """Brings back the person of the recorded deletion ``gone`` (``bringing_back.deletion_of``), with their part in
    decisions, contacts with them, who reports to them, and where plans name them.

    Whom they reported to is left open when that person is gone or reports to them by now. Raises DomainError for an
    archived account, a deletion too long ago, or when the person has been entered anew.
    """
    check_open(gone.account_id)
    again = Person.objects.filter(account=gone.account_id, created_at__gt=gone.pgh_created_at)
    if again.filter(_the_same(gone)).exists():
        text = _(
            "“%(name)s” has been entered anew in the meantime. Delete that entry first to bring the earlier one back."
        )
        raise DomainError(text % {"name": gone.name})
    person = bring_back(Person, gone, at=at)
    try:
        _check_superior(person)
    except DomainError:
        person.reports_to = None
        person.save()
    account_changed([person.account_id], by=by, at=at)
    return person


def _the_same(gone: Any) -> Q:
    """Who counts as the same person, as imports see it: the same e-mail address, else the same name."""
    named = Q(name__iexact=gone.name)
    return Q(email__iexact=gone.email) | named & Q(email="") if gone.email else named


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
