"""Verbs about the people of a customer."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import DmuMember, Person
from accounts.services.guards import check_open
from kamp.shared.conflicts import claim_version
from kamp.shared.errors import DomainError


@transaction.atomic
def save_person(*, person: Person, decision: dict[str, Any]) -> Person:
    """Saves a new or changed person and their part in decisions (``decision``: the fields of DmuMember known to who
    saves; the others stay). A change of either raises the person's version.

    Raises StaleError if somebody saved it since it was read, DomainError for an archived account, a superior of another
    account, or one who reports to this person.
    """
    check_open(person.account_id)
    if person.pk is not None:
        claim_version(person)
    _check_superior(person)
    person.save()
    part = DmuMember.objects.select_for_update().filter(person=person).first() or DmuMember(person=person)
    changed = [name for name, value in decision.items() if getattr(part, name) != value]
    if changed:
        for name in changed:
            setattr(part, name, decision[name])
        if part.pk is not None:
            part.version += 1
        part.save()
    return person


@transaction.atomic
def delete_person(*, person: Person) -> None:
    """Deletes a person written down by mistake; who left gets a date instead. Raises DomainError."""
    check_open(person.account_id)
    person.delete()


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
