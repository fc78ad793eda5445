"""Classes that people set against the computed ones."""

from __future__ import annotations

import datetime
from typing import Any

from django.db.models import FilteredRelation, Q, QuerySet

from kamp.shared.page_memory import once_per_page
from portfolio.models import Classification, ClassificationOverride


def overrides_on(day: datetime.date) -> dict[str, dict[int, str]]:
    """By matrix the cells in force on ``day``, by account id. One query."""
    found: dict[str, dict[int, str]] = {}
    rows = ClassificationOverride.objects.in_force(day)
    for matrix, account, cell in rows.values_list("matrix", "account_id", "cell"):
        found.setdefault(matrix, {})[account] = cell
    return found


def override_of(account_id: int, matrix: str, day: datetime.date) -> ClassificationOverride | None:
    """The class that a person set for an account on a matrix, None if it is the computed one. One query per page."""
    rows = ClassificationOverride.objects.in_force(day).filter(account=account_id, matrix=matrix)
    found: ClassificationOverride | None = once_per_page(
        ("override", account_id, matrix, day), lambda: rows.select_related("author").first()
    )
    return found


def with_override(rows: QuerySet[Classification], matrix: str, day: datetime.date) -> QuerySet[Classification]:
    """``rows``, each with what ``override_of`` answers for its account as ``override`` (no such attribute: None)."""
    path = "account__class_overrides"
    condition = {"matrix": matrix, "ended_at__isnull": True, "starts_on__lte": day, "expires_on__gt": day}
    found = Q(**{f"{path}__{name}": value for name, value in condition.items()})
    marked: Any = rows.annotate(override=FilteredRelation(path, condition=found))
    return marked.select_related("override__author")
