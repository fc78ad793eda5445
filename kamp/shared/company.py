"""Whose product this is: the company's name and the currency of every total.

The facts live in an app above; it says where they are with ``provide_company``. They are read at most once per
request, when first asked for (``kamp.shared.heading``), so that a change counts at the next request in every process.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet


@dataclass(frozen=True, slots=True, kw_only=True)
class CompanyFacts:
    """Name ("" until somebody gives it) and ISO code of the currency."""

    name: str = ""
    currency: str = "EUR"


_rows: list[Callable[[], QuerySet[Any]]] = []
_source: ContextVar[Callable[[], CompanyFacts] | None] = ContextVar("company", default=None)


def provide_company(rows: Callable[[], QuerySet[Any]]) -> None:
    """``rows()`` answers name and currency (``values_list``), of one row at most."""
    _rows[:] = [rows]


def company_rows() -> QuerySet[Any] | None:
    """What was provided; None without an app above."""
    return _rows[0]() if _rows else None


def facts_of(rows: QuerySet[Any] | None) -> CompanyFacts:
    """The facts in ``rows``, or the defaults before there are any. One query."""
    found = None if rows is None else rows.first()
    return CompanyFacts(name=found[0], currency=found[1]) if found else CompanyFacts()


def our_company() -> CompanyFacts:
    """The company; inside a request loaded once, outside each time."""
    source = _source.get()
    return source() if source is not None else facts_of(company_rows())


@contextmanager
def company_from(source: Callable[[], CompanyFacts]) -> Iterator[None]:
    """Within the block ``our_company`` answers what ``source`` does."""
    token = _source.set(source)
    try:
        yield
    finally:
        _source.reset(token)
