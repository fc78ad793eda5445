"""What a tile is: a question, a figure, and the list that makes it up. A new one is an entry of the catalogue."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from typing import Any

from django.db.models import QuerySet

from kamp.dashboards.seen import Seen
from kamp.shared.tables import Table

Number = Decimal | int


class Unit(StrEnum):
    """How a figure is written."""

    COUNT = "count"
    MONEY = "money"  # company currency
    SHARE = "share"  # a fraction, as percent
    RATIO = "ratio"  # times
    PART = "part"  # "11 of 13"


class Sums(StrEnum):
    """How the rows of the list make the figure."""

    COUNT = "count"  # it is their number
    TOTAL = "total"  # one column added up
    QUOTIENT = "quotient"  # one column added up, divided by another


class Home(StrEnum):
    """The pages that show tiles."""

    DASHBOARD = "dashboard"  # the strip of figures
    ATTENTION = "attention"  # what wants management's attention, on the dashboard
    PORTFOLIO = "portfolio"
    LIST = "list"  # shown nowhere by itself: the list that a page leads to


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """A figure, with what it is part of (``whole``), what it was (``before``) and a note in the language of the page.

    ``value`` None: not assessed, and ``missing`` says what is missing.
    """

    value: Number | None
    whole: int | None = None
    before: Number | None = None
    missing: str = ""
    note: str = ""


Rows = QuerySet[Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class Listing:
    """How rows of one sort are listed; ``prepare(seen, rows)`` gives the rows of a page what the columns show."""

    table: Table
    prepare: Callable[[Seen, Sequence[Any]], None] = lambda _seen, _rows: None


def counted(rows: Callable[[Seen], Rows]) -> Callable[[Seen], Figure]:
    """The figure of a tile that counts its rows."""

    def figure(seen: Seen) -> Figure:
        return Figure(value=rows(seen).order_by().count())

    return figure


@dataclass(frozen=True, slots=True, kw_only=True)
class TileSpec:
    """A tile.

    ``figure(seen)`` and ``rows(seen)`` answer with selectors of the apps, in scope; ``sums`` over ``columns`` of the
    list give the figure again (a test holds every tile to it). ``trend(seen)`` gives the points of the small line,
    oldest first. ``roles`` are those whose ``home`` shows it; whoever holds ``permission`` may open the list.
    ``asks``: what its list is narrowed by besides run and segment: "from" and "to" a class.
    ``good``: "up" or "down", where good news lie. ``path`` is the page with the whole subject, offered beside the list.
    """

    key: str
    title: str
    question: str
    unit: Unit
    home: Home
    rows: Callable[[Seen], Rows]
    listing: Listing
    permission: str
    roles: frozenset[str]
    figure: Callable[[Seen], Figure]
    sums: Sums = Sums.COUNT
    columns: tuple[str, ...] = ()
    trend: Callable[[Seen], Sequence[float | None]] | None = None
    good: str = "up"
    path: str = ""
    asks: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        wanted = {Sums.COUNT: 0, Sums.TOTAL: 1, Sums.QUOTIENT: 2}[self.sums]
        known = {column.key for column in self.listing.table.columns}
        if len(self.columns) != wanted or not known.issuperset(self.columns):
            raise ValueError(f"tile {self.key!r}: {self.sums} needs {wanted} columns of its list")
