"""Pages of a list by position of the last row, not by number: page 4,000 costs what page 1 costs."""

from __future__ import annotations

import base64
import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import F, Q, QuerySet

PAGE_SIZE = 25


@dataclass(frozen=True, slots=True, kw_only=True)
class Order:
    """Sort by one field (ORM path), missing values last whichever way, then by primary key.

    ``parse`` turns the text in a cursor back into a value and raises ValueError for nonsense.
    """

    field: str
    descending: bool = False
    nullable: bool = False
    parse: Callable[[str], Any] = str


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """Rows of one page; the cursors lead to the neighbours, "" where there is none."""

    rows: Sequence[Any]
    next: str
    previous: str


@dataclass(frozen=True, slots=True, kw_only=True)
class _Cursor:
    backwards: bool
    value: Any
    pk: Any


def page_of(queryset: QuerySet[Any], order: Order, cursor: str = "", size: int = PAGE_SIZE) -> Page:
    """The page of ``queryset`` after (or before) ``cursor``; an unreadable cursor gives the first page.

    At most two queries, both along an index on (field, pk) where there is one. ``queryset`` must not be sliced.
    """
    at = _read(cursor, order, queryset)
    backwards = at is not None and at.backwards
    rows = _rows(queryset, order, at, size + 1)
    more = len(rows) > size
    rows = rows[:size]
    if backwards:
        rows.reverse()
    has_next, has_previous = (True, more) if backwards else (more, at is not None)
    return Page(
        rows=rows,
        next=_write(rows[-1], order, backwards=False) if rows and has_next else "",
        previous=_write(rows[0], order, backwards=True) if rows and has_previous else "",
    )


def _rows(queryset: QuerySet[Any], order: Order, at: _Cursor | None, limit: int) -> list[Any]:
    """The stretch with values and the stretch without, in the direction of travel, until ``limit`` rows."""
    backwards = at is not None and at.backwards
    found: list[Any] = []
    stretches = [False, True] if order.nullable else [False]
    if backwards:
        stretches.reverse()
    for empty in stretches:
        if at is not None and order.nullable and _already_past(at, empty=empty):
            continue
        part = queryset.filter(**{f"{order.field}__isnull": empty}) if order.nullable else queryset
        if at is not None and (at.value is None) == empty:
            part = part.filter(_beyond(order, at))
        found += part.order_by(*_ordering(order, backwards=backwards, empty=empty))[: limit - len(found)]
        if len(found) >= limit:
            break
    return found


def _already_past(at: _Cursor, *, empty: bool) -> bool:
    """Whether the whole stretch lies behind the cursor: values come first going on, last going back."""
    return at.value is None and not empty if not at.backwards else at.value is not None and empty


def _ordering(order: Order, *, backwards: bool, empty: bool) -> list[Any]:
    by_pk = F("pk").desc() if backwards else F("pk").asc()
    if empty:
        return [by_pk]
    descending = order.descending != backwards
    field = F(order.field)
    if not order.nullable:
        return [field.desc() if descending else field.asc(), by_pk]
    # Missing values last as the index has it, so that the planner can walk it either way.
    nulls = {"nulls_first": True} if backwards else {"nulls_last": True}
    by_field = field.desc(**nulls) if descending else field.asc(**nulls)
    return [by_field, by_pk]


def _beyond(order: Order, at: _Cursor) -> Q:
    past_pk = Q(pk__lt=at.pk) if at.backwards else Q(pk__gt=at.pk)
    if at.value is None:
        return past_pk
    side = "lt" if order.descending != at.backwards else "gt"
    return Q(**{f"{order.field}__{side}e": at.value}) & (Q(**{f"{order.field}__{side}": at.value}) | past_pk)


def _value(row: Any, path: str) -> Any:
    for step in path.split("__"):
        row = getattr(row, step, None)
        if row is None:
            return None
    return row


def _write(row: Any, order: Order, *, backwards: bool) -> str:
    value = _value(row, order.field)
    body = json.dumps([backwards, None if value is None else str(value), str(row.pk)])
    return base64.urlsafe_b64encode(body.encode()).decode().rstrip("=")


def _read(cursor: str, order: Order, queryset: QuerySet[Any]) -> _Cursor | None:
    if not cursor or len(cursor) > 600:
        return None
    try:
        body = json.loads(base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)))
        backwards, value, pk = body
        if value is not None:
            value = order.parse(value)
        elif not order.nullable:
            return None
        return _Cursor(backwards=bool(backwards), value=value, pk=queryset.model._meta.pk.to_python(pk))
    except Exception:  # noqa: BLE001  MEANT: whatever is wrong with a cursor, the first page is the answer
        return None
