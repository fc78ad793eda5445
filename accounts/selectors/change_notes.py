"""Whether anybody's accounts are still the ones they were, and whether plans and sales still add up to the same."""

from __future__ import annotations

from django.db.models import Count, Max

from accounts.models import ScopeChange, SumChange


def scope_state() -> tuple[int, int]:
    """A name for who sees which accounts: the same as long as no account changed hands. One query over few rows."""
    return _state(ScopeChange)


def sum_state() -> tuple[int, int]:
    """A name for all plans and sales: the same as long as none changed. One query over few rows."""
    return _state(SumChange)


def _state(notes: type[ScopeChange | SumChange]) -> tuple[int, int]:
    # The newest note and how many there are: between two prunings both can only grow, and pruning leaves a note that
    # was never there before; so no two different states have the same name, in whatever order transactions end.
    found = notes.objects.aggregate(newest=Max("pk"), number=Count("pk"))
    return found["newest"] or 0, found["number"]
