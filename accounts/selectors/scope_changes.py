"""Whether anybody's accounts are still the ones they were."""

from __future__ import annotations

from django.db.models import Count, Max

from accounts.models import ScopeChange


def scope_state() -> tuple[int, int]:
    """A name for who sees which accounts: the same as long as no account changed hands. One query over few rows.

    The newest change and how many there are: between two prunings both can only grow, and pruning leaves a change that
    was never there before; so no two different states have the same name, in whatever order transactions end.
    """
    found = ScopeChange.objects.aggregate(newest=Max("pk"), number=Count("pk"))
    return found["newest"] or 0, found["number"]
