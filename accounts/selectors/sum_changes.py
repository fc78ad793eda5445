"""Whether plans and sales still add up to what they did."""

from __future__ import annotations

from django.db.models import Count, Max

from accounts.models import SumChange


def sum_state() -> tuple[int, int]:
    """A name for all plans and sales: the same as long as none changed. One query over few rows; why two different
    states never have the same name is said at ``scope_changes.scope_state``."""
    found = SumChange.objects.aggregate(newest=Max("pk"), number=Count("pk"))
    return found["newest"] or 0, found["number"]
