"""What a form offers to choose from."""

from __future__ import annotations

from typing import Any

from django.db.models import Q, QuerySet


def keeping(rows: QuerySet[Any], row: Any, name: str) -> QuerySet[Any]:
    """``rows``, and the one that ``row`` has in its field ``name``, whatever became of it since: somebody who left, an
    item taken away. Else who changes another field would empty this one without knowing."""
    present = getattr(row, f"{name}_id")
    if present is None:
        return rows
    found = rows.model._default_manager.filter(Q(pk__in=rows.order_by().values("pk")) | Q(pk=present))
    return found.order_by(*rows.query.order_by) if rows.query.order_by else found
