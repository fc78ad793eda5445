"""Contacts with the people of a customer."""

from __future__ import annotations

from django.db.models import QuerySet

from accounts.models import KeyAccount, Person, Touch

SHOWN = 12


def touches_of(account: KeyAccount) -> QuerySet[Touch]:
    """All contacts of ``account`` with who took part, the newest first. Two queries."""
    return Touch.objects.filter(account=account).select_related("our_person").prefetch_related("people")


def touches_with(person: Person) -> QuerySet[Touch]:
    """The contacts in which ``person`` took part, the newest first. Two queries."""
    return Touch.objects.filter(participants__person=person).select_related("our_person").prefetch_related("people")
