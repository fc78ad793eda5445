"""Classes that people set against the computed ones."""

from __future__ import annotations

import datetime

from portfolio.models import ClassificationOverride


def overrides_on(day: datetime.date) -> dict[str, dict[int, str]]:
    """By matrix the cells in force on ``day``, by account id. One query."""
    found: dict[str, dict[int, str]] = {}
    rows = ClassificationOverride.objects.in_force(day)
    for matrix, account, cell in rows.values_list("matrix", "account_id", "cell"):
        found.setdefault(matrix, {})[account] = cell
    return found


def override_of(account_id: int, matrix: str, day: datetime.date) -> ClassificationOverride | None:
    """The class that a person set for an account on a matrix, None if it is the computed one. One query."""
    rows = ClassificationOverride.objects.in_force(day).filter(account=account_id, matrix=matrix)
    found: ClassificationOverride | None = rows.select_related("author").first()
    return found
