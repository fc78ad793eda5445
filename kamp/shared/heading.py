"""What stands around every page: whose product this is, the numbers beside the places one can go to, pinned accounts.

Every page needs all of it, so the first that asks for a part brings the rest with the same statement.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.core.exceptions import EmptyResultSet
from django.db import connection
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from kamp.shared.company import CompanyFacts, company_from, company_rows, facts_of
from kamp.shared.navigation import NAVIGATION, PINS, NavItem, Pin, may_open
from kamp.shared.page_memory import READING
from kamp.shared.statements import Statement, Statements

COMPANY, PIN = "company", "pin"  # beside the keys of places, which are never called so


@dataclass(frozen=True, slots=True, kw_only=True)
class Around:
    """What ``read_heading`` finds: the company, the numbers by the key of a place, the pinned accounts by name."""

    company: CompanyFacts
    numbers: dict[str, int]
    pins: list[Pin]


class Heading:
    """The company and the numbers of a request, for the person who asks."""

    def __init__(self, request: HttpRequest) -> None:
        self._request = request

    @cached_property
    def company(self) -> CompanyFacts:
        """The company. Of a fragment, a change or a stranger's page it is all that is loaded."""
        return self._together.company if self._is_page else facts_of(company_rows())

    @cached_property
    def numbers(self) -> dict[str, int]:
        """How many rows there are behind each place that counts them, by its key; none for who is not signed in."""
        return self._together.numbers

    @property
    def pins(self) -> list[Pin]:
        """The accounts the person has pinned and may see."""
        return self._together.pins

    @property
    def _is_page(self) -> bool:
        user = getattr(self._request, "user", None)
        signed_in = user is not None and user.is_authenticated
        return signed_in and self._request.method in READING and not getattr(self._request, "htmx", False)

    @cached_property
    def _together(self) -> Around:
        return read_heading(getattr(self._request, "user", None))


def read_heading(user: Any, items: Iterable[NavItem] = NAVIGATION) -> Around:
    """The company, the number of rows that each of ``items`` counts for ``user``, the pinned accounts. One query."""
    sql, params = _statement(user, items)
    found: list[tuple[str, int, str, str]] = []
    if sql:
        with connection.cursor() as cursor:
            cursor.execute(sql, params)
            found = cursor.fetchall()
    company, numbers, pins = CompanyFacts(), {}, []
    for kind, number, first, second in found:
        if kind == COMPANY:
            company = CompanyFacts(name=first, currency=second)
        elif kind == PIN:
            pins.append(PINS[0].pin(number, first, second))
        else:
            numbers[kind] = number
    return Around(company=company, numbers=numbers, pins=sorted(pins, key=lambda pin: pin.label.casefold()))


def _statement(user: Any, items: Iterable[NavItem]) -> Statement:
    """The statement and its values, which a person, a role and a day decide: making it takes longer than the rest of a
    small page."""
    person = (getattr(user, "pk", None), getattr(user, "role", ""), getattr(user, "is_active", False))
    asked = tuple((item.key, item.count) for item in items)
    return _STATEMENTS.get((*person, timezone.localdate(), asked), lambda: _make(user, items))


_STATEMENTS = Statements()


def _make(user: Any, items: Iterable[NavItem]) -> Statement:
    parts: list[str] = []
    params: list[Any] = []
    for key, rows, select in _asked(user, items):
        try:
            sql, values = rows.query.sql_with_params()
        except EmptyResultSet:
            continue
        parts.append(f"SELECT '{key}', {select} FROM ({sql}) AS asked")  # noqa: S608  MEANT: our own names
        params += values
    return " UNION ALL ".join(parts), tuple(params)


def _asked(user: Any, items: Iterable[NavItem]) -> Iterable[tuple[str, QuerySet[Any], str]]:
    """Of whom rows are read, and what of them."""
    rows = company_rows()
    if rows is not None:
        yield COMPANY, rows, "0, asked.name, asked.currency"
    if user is None or not user.is_authenticated:
        return
    for item in items:
        counted = item.count(user) if item.count and may_open(user, item) else None
        if counted is not None:
            yield item.key, counted.order_by().values("pk"), "count(*), '', ''"
    for source in PINS:
        if (pinned := source.rows(user)) is not None:
            yield PIN, pinned.order_by().values(*source.columns), ", ".join(f"asked.{name}" for name in source.columns)


class HeadingMiddleware:
    """Gives each request its heading, and ``our_company`` the company of it."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        heading = Heading(request)
        request.heading = heading  # type: ignore[attr-defined]
        with company_from(lambda: heading.company):
            return self.get_response(request)
