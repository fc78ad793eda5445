"""Keeps the notes about changed scopes and sums few."""

from __future__ import annotations

from django.db import transaction

from accounts.models import ScopeChange, SumChange

MANY = 200  # notes, up to which counting them costs nothing


@transaction.atomic
def prune_changes() -> int:
    """Replaces the notes of a sort by a single new one when there are many; gives how many went."""
    return _pruned(ScopeChange) + _pruned(SumChange)


def _pruned(notes: type[ScopeChange | SumChange]) -> int:
    keys = list(notes.objects.values_list("pk", flat=True))
    if len(keys) <= MANY:
        return 0
    notes.objects.filter(pk__in=keys).delete()
    notes.objects.create()
    return len(keys)
