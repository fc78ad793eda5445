"""Pages of a list by position of the last row, not by number: page 4,000 costs what page 1 costs."""

from __future__ import annotations

import base64
import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import connection
from django.db.models import F, Q, QuerySet

PAGE_SIZE = 25
COUNT_LIMIT = 1000


@dataclass(frozen=True, slots=True, kw_only=True)
class Order:
    """Sort by one field (ORM path), missing values last whichever way; rows with equal values by primary key.

    ``natural_descending`` is the direction in which the index on (field, primary key) runs with rising keys; the other
    direction is exactly its reverse, so that one index serves both. ``parse`` turns the text in a cursor back into a
    value and raises ValueError for nonsense.
    """

    field: str
    descending: bool = False
    nullable: bool = False
    natural_descending: bool = False
    parse: Callable[[str], Any] = str

    @property
    def reversed(self) -> bool:
        """Whether this order runs against its index."""
        return self.descending != self.natural_descending

    def expressions(self) -> list[Any]:
        """The whole list in this order, for ``order_by``."""
        field = F(self.field)
        by_field = field.desc(nulls_last=True) if self.descending else field.asc(nulls_last=True)
        return [by_field, F("pk").desc() if self.reversed else F("pk").asc()]


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """Rows of one page; the cursors lead to the neighbours, "" where there is none.

    ``first`` is the number of its first row, counted from 1 as the pages were turned (0 for an empty page).
    """

    rows: Sequence[Any]
    next: str
    previous: str
    first: int = 1

    @property
    def last(self) -> int:
        """The number of its last row."""
        return self.first + len(self.rows) - 1 if self.rows else 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Count:
    """How many rows there are, counted up to a limit: ``more`` says that there are more than ``number``."""

    number: int
    more: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class _Cursor:
    backwards: bool
    value: Any
    pk: Any
    number: int


def count_up_to(queryset: QuerySet[Any], limit: int = COUNT_LIMIT) -> Count:
    """The number of rows, without reading more than ``limit`` + 1 of them."""
    found = queryset.order_by()[: limit + 1].count()
    return Count(number=min(found, limit), more=found > limit)


def few_or_many(queryset: QuerySet[Any], limit: int = COUNT_LIMIT) -> tuple[Count, list[int] | None]:
    """The count up to ``limit``, and the keys of the rows if they are no more than that, else None.

    A page of few rows is sorted by key (``pk__any_of``); of many it is read along the index of the order. Left to
    itself the planner walks that index for a handful of rows, too, wherever in it they are.
    """
    rows, params = queryset.order_by().values_list("pk", flat=True)[: limit + 1].query.sql_with_params()
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT count(*), CASE WHEN count(*) <= %s THEN array_agg(key) END FROM ({rows}) AS found(key)",  # noqa: S608
            [limit, *params],
        )
        number, keys = cursor.fetchone()
    if number > limit:
        return Count(number=limit, more=True), None
    return Count(number=number, more=False), keys or []


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
    first = _number_of_first(at, len(rows), is_start=not has_previous)
    return Page(
        rows=rows,
        first=first,
        next=_write(rows[-1], order, first + len(rows) - 1, backwards=False) if rows and has_next else "",
        previous=_write(rows[0], order, first, backwards=True) if rows and has_previous else "",
    )


def _number_of_first(at: _Cursor | None, rows: int, *, is_start: bool) -> int:
    if not rows:
        return 0
    if at is None or is_start:
        return 1
    return max(at.number - rows, 1) if at.backwards else at.number + 1


def _rows(queryset: QuerySet[Any], order: Order, at: _Cursor | None, limit: int) -> list[Any]:
    """The stretch with values and the stretch without, in the direction of travel, until ``limit`` rows."""
    backwards = at is not None and at.backwards
    if not order.nullable or (at is None and not order.reversed):
        # Along the index missing values come last by themselves.
        part = queryset if at is None else queryset.filter(_beyond(order, at))
        return list(part.order_by(*_ordering(order, backwards=backwards))[:limit])
    found: list[Any] = []
    for empty in (True, False) if backwards else (False, True):
        if at is not None and _already_past(at, empty=empty):
            continue
        part = queryset.filter(**{f"{order.field}__isnull": empty})
        if at is not None and (at.value is None) == empty:
            part = part.filter(_beyond(order, at))
        found += part.order_by(*_ordering(order, backwards=backwards))[: limit - len(found)]
        if len(found) >= limit:
            break
    return found


def _already_past(at: _Cursor, *, empty: bool) -> bool:
    """Whether the whole stretch lies behind the cursor: values come first going on, last going back."""
    return at.value is None and not empty if not at.backwards else at.value is not None and empty


def _ordering(order: Order, *, backwards: bool) -> list[Any]:
    """As the index runs, or exactly the other way. Within a stretch the place of missing values does not matter."""
    against = order.reversed != backwards
    by_pk = F("pk").desc() if against else F("pk").asc()
    descending = order.natural_descending != against
    nulls = {} if not order.nullable else {"nulls_first": True} if against else {"nulls_last": True}
    field = F(order.field)
    return [field.desc(**nulls) if descending else field.asc(**nulls), by_pk]


def _beyond(order: Order, at: _Cursor) -> Q:
    past_pk = Q(pk__lt=at.pk) if order.reversed != at.backwards else Q(pk__gt=at.pk)
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


def _write(row: Any, order: Order, number: int, *, backwards: bool) -> str:
    value = _value(row, order.field)
    body = json.dumps([backwards, None if value is None else str(value), str(row.pk), number])
    return base64.urlsafe_b64encode(body.encode()).decode().rstrip("=")


def _read(cursor: str, order: Order, queryset: QuerySet[Any]) -> _Cursor | None:
    """What ``cursor`` says, or None for whatever a page did not write: too long, no JSON, wrong types, out of range."""
    if not cursor or len(cursor) > 1000:
        return None
    try:
        backwards, value, pk, number = json.loads(base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)))
        if value is not None:
            value = order.parse(value)
            if isinstance(value, str) and "\0" in value:
                return None
        elif not order.nullable:
            return None
        pk = queryset.model._meta.pk.to_python(pk)
        if isinstance(pk, int) and not 0 <= pk < 2**63:
            return None
        return _Cursor(backwards=bool(backwards), value=value, pk=pk, number=min(max(int(number), 1), 10**12))
    except Exception:  # noqa: BLE001  MEANT: whatever is wrong with a cursor, the first page is the answer
        return None
