"""A list declared once: its columns serve the page, the phone, the sort links and the export."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from enum import StrEnum
from typing import Any
from urllib.parse import urlencode

from django.http import QueryDict
from django.utils.dateparse import parse_date, parse_datetime

from kamp.shared.paging import Order


class Kind(StrEnum):
    """How a value is written, on the page and in a file."""

    TEXT = "text"
    NUMBER = "number"
    MONEY = "money"  # company currency
    PERCENT = "percent"  # a share, 0–1
    DELTA = "delta"  # a share with its sign
    DATE = "date"
    MOMENT = "moment"


NUMERIC = frozenset({Kind.NUMBER, Kind.MONEY, Kind.PERCENT, Kind.DELTA})


class Phone(StrEnum):
    """Where a column goes in the two-line rows of a phone."""

    MAIN = "main"
    SECOND = "second"
    END = "end"
    UNDER = "under"  # below the end, on the second line
    HIDDEN = "hidden"


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """One column. ``value`` is a path of attributes or a function of the row; ``sort`` an ORM path ("" = not sortable).

    ``draw(value, row)`` or, slower, ``template`` (with ``value`` and ``row``) draws the cell on the page; the export
    always writes the value.
    ``descending_first`` is the direction of the first click and of the index on (sort, primary key).
    """

    key: str
    label: Any
    value: str | Callable[[Any], Any]
    kind: Kind = Kind.TEXT
    sort: str = ""
    nullable: bool = True
    descending_first: bool = False
    template: str = ""
    draw: Callable[[Any, Any], Any] | None = None
    phone: Phone = Phone.HIDDEN
    export: bool = True

    def of(self, row: Any) -> Any:
        """The value of this column for ``row``; None when anything on the path is missing."""
        if callable(self.value):
            return self.value(row)
        for step in self.value.split("."):
            row = getattr(row, step, None)
            if row is None:
                return None
        return row() if callable(row) else row

    @property
    def numeric(self) -> bool:
        return self.kind in NUMERIC

    def order(self, *, descending: bool) -> Order:
        return Order(
            field=self.sort,
            descending=descending,
            nullable=self.nullable,
            natural_descending=self.descending_first,
            parse=_PARSERS[self.kind],
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Head:
    """A column head: link to sort by it ("" = not sortable) and the present aria-sort value ("" = none)."""

    column: Column
    href: str
    aria_sort: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Cell:
    column: Column
    value: Any


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """The declared list; ``default`` names the column sorted by at first ("-key" = descending).

    ``shown`` are the keys of the columns on the page, in their order; empty = all.
    """

    key: str
    columns: Sequence[Column]
    default: str
    shown: Sequence[str] = ()

    def __post_init__(self) -> None:
        places = [column.phone for column in self.visible if column.phone is not Phone.HIDDEN]
        if len(places) != len(set(places)):
            raise ValueError(f"table {self.key!r}: two columns stand at the same place of a row on a phone")

    @property
    def visible(self) -> list[Column]:
        """The columns on the page."""
        by_key = {column.key: column for column in self.columns}
        return [by_key[key] for key in self.shown if key in by_key] if self.shown else list(self.columns)

    def sorting(self, params: QueryDict) -> tuple[Column, bool]:
        """The column and direction asked for in ``?sort=``; anything not declared sortable gives the default."""
        for asked in (params.get("sort", ""), self.default):
            name, descending = asked.removeprefix("-"), asked.startswith("-")
            for column in self.columns:
                if column.key == name and column.sort:
                    return column, descending
        raise ValueError(f"table {self.key}: default sort {self.default!r} is not a sortable column")

    def heads(self, params: QueryDict) -> list[Head]:
        """Heads with links that keep the filters and drop the position."""
        present, descending = self.sorting(params)
        return [self._head(column, column is present, descending, params) for column in self.visible]

    def _head(self, column: Column, is_present: bool, descending: bool, params: QueryDict) -> Head:
        if not column.sort:
            return Head(column=column, href="", aria_sort="")
        down = not descending if is_present else column.descending_first
        asked = params.copy()
        asked.pop("after", None)
        asked["sort"] = f"-{column.key}" if down else column.key
        state = ("descending" if descending else "ascending") if is_present else ""
        return Head(column=column, href="?" + asked.urlencode(), aria_sort=state)

    def lines(self, rows: Sequence[Any]) -> Iterator[tuple[Any, list[Cell]]]:
        """(row, cells) in column order."""
        visible = self.visible
        for row in rows:
            yield row, [Cell(column=column, value=column.of(row)) for column in visible]


def link_with(params: QueryDict, **changes: str | None) -> str:
    """The query string of ``params`` with some keys set, or taken out by None."""
    kept = {key: params.getlist(key) for key in params}
    for key, value in changes.items():
        kept.pop(key, None)
        if value is not None:
            kept[key] = [value]
    return "?" + urlencode(kept, doseq=True)


def _decimal(text: str) -> Decimal:
    """A number of a size that a column can hold; what a cursor forged by hand may say is not."""
    try:
        found = Decimal(text)
    except InvalidOperation as problem:
        raise ValueError(text) from problem
    if not found.is_finite() or abs(found.adjusted()) > 40:
        raise ValueError(text)
    return found


def _date(text: str) -> Any:
    found = parse_date(text)
    if found is None:
        raise ValueError(text)
    return found


def _moment(text: str) -> Any:
    found = parse_datetime(text)
    if found is None:
        raise ValueError(text)
    return found


_PARSERS: dict[Kind, Callable[[str], Any]] = {
    Kind.TEXT: str,
    Kind.NUMBER: _decimal,
    Kind.MONEY: _decimal,
    Kind.PERCENT: _decimal,
    Kind.DELTA: _decimal,
    Kind.DATE: _date,
    Kind.MOMENT: _moment,
}
