"""Keeps the notes about changed scopes few."""

from __future__ import annotations

from django.db import transaction

from accounts.models import ScopeChange

MANY = 200  # notes, up to which counting them costs nothing


@transaction.atomic
def prune_scope_changes() -> int:
    """Replaces the notes by a single new one when there are many; gives how many went."""
    keys = list(ScopeChange.objects.values_list("pk", flat=True))
    if len(keys) <= MANY:
        return 0
    ScopeChange.objects.filter(pk__in=keys).delete()
    ScopeChange.objects.create()
    return len(keys)
