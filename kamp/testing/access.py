"""Who gets what at which address: the declared table, its cast of visitors, and what must not change in the database.

Every app declares its rows in ``<app>/tests/access*.py``; ``kamp/tests/test_access.py`` walks the URLconf and fails for
an address without a row. How to write a row: docs/testing.md.
"""

from __future__ import annotations

import pkgutil
import re
from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from http.cookies import SimpleCookie
from importlib import import_module
from typing import Any

from django.apps import apps
from django.db import connection
from django.test import Client
from django.urls import NoReverseMatch, URLPattern, URLResolver, get_resolver, reverse

SIGNED_OUT = ("anonymous", "former")  # former: deactivated while the session was open
INSIDE = ("owner", "manager", "specialist", "management", "administrator", "integrator")
OUTSIDE = ("other", "manager_out", "specialist_out", "integrator_out", "nobody")  # nobody: a role that grants nothing
VISITORS = SIGNED_OUT + INSIDE + OUTSIDE

READERS = INSIDE
SELLERS = ("owner", "manager", "administrator")
EDITORS = (*SELLERS, "integrator")
ADMINISTRATORS = ("administrator",)
SIGNED_IN = INSIDE + OUTSIDE
ANY_ROLE = tuple(visitor for visitor in SIGNED_IN if visitor != "nobody")

Codes = Mapping[str, int]


class World:
    """One account in the scope of the INSIDE visitors and nobody else, one of strangers, and the visitors.

    ``once(make)`` gives ``make(world)``, made the first time it is asked for: rows share their objects by it.
    """

    def __init__(self) -> None:
        from accounts.tests.factories import make_account, make_company, make_segment
        from kamp.users.models import Team, User
        from kamp.users.tests.factories import make_user

        make_company()
        self._made: dict[Callable[[World], Any], Any] = {}
        self.segment, self.team = make_segment("Food"), Team.objects.create(name="North")
        self.users: dict[str, User] = {
            name: make_user(email=f"{name}@example.com", name=name.replace("_", " ").title(), role=role)
            for name, role in _ROLES.items()
        }
        self.segment.managers.add(self.users["manager"])
        self.users["integrator"].teams.add(self.team)
        self.account = make_account(
            "Molini Serravento", owner=self.users["owner"], segment=self.segment, team=self.team
        )
        self.account.memberships.create(user=self.users["specialist"], role="plan_team")
        self.foreign_account = make_account("Cartiere Valbrenna")

        self._clients: dict[str, Client] = {}
        self._cookies: dict[str, str] = {}
        self._roles = {name: user.role for name, user in self.users.items()}

    def client_of(self, visitor: str) -> Client:
        """The browser of ``visitor``, signed in the first time it is asked for."""
        if visitor not in self._clients:
            self._clients[visitor] = client = self._signed_in(visitor)
            self._cookies[visitor] = client.cookies.output()
        return self._clients[visitor]

    def once(self, make: Callable[[World], Any]) -> Any:
        if make not in self._made:
            self._made[make] = make(self)
        return self._made[make]

    def as_new(self) -> None:
        """Forgets what a test made or changed; the database is rolled back by the test."""
        self._made.clear()
        for name, user in self.users.items():
            user.role = self._roles[name]
        for visitor, client in self._clients.items():
            client.cookies = SimpleCookie(self._cookies[visitor].replace("Set-Cookie: ", ""))

    def _signed_in(self, visitor: str) -> Client:
        """A browser signed in as ``visitor``; that of "former" was, before the user was deactivated."""
        client = Client()
        if visitor == "anonymous":
            return client
        client.force_login(self.users[visitor])
        if visitor == "former":
            self.users[visitor].is_active = False
            self.users[visitor].save(update_fields=["is_active"])
        return client


_ROLES = {
    "former": "administrator",
    "owner": "sales_rep",
    "manager": "market_manager",
    "specialist": "specialist",
    "management": "management",
    "administrator": "administrator",
    "integrator": "integrator",
    "other": "sales_rep",
    "manager_out": "market_manager",
    "specialist_out": "specialist",
    "integrator_out": "integrator",
    "nobody": "",
}


def scoped(who: Collection[str], code: int = 200) -> dict[str, int]:
    """An address of a row: ``code`` for ``who``, 403 for others inside its scope, 404 outside, sign-in before that."""
    return _codes(who, code, dict.fromkeys(OUTSIDE, 404) | dict.fromkeys(INSIDE, 403))


def unscoped(who: Collection[str], code: int = 200) -> dict[str, int]:
    """An address without a row (list, new, settings): ``code`` for ``who``, 403 for everybody else signed in."""
    return _codes(who, code, dict.fromkeys(SIGNED_IN, 403))


def public(code: int = 200) -> dict[str, int]:
    """The same for everybody, signed in or not."""
    return dict.fromkeys(VISITORS, code)


def _codes(who: Collection[str], code: int, refused: dict[str, int]) -> dict[str, int]:
    if unknown := set(who) - set(SIGNED_IN):
        raise ValueError(f"no such visitors: {sorted(unknown)}")
    return dict.fromkeys(SIGNED_OUT, 302) | refused | dict.fromkeys(who, code)


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """What each visitor gets at the address ``name``.

    ``get`` or ``post`` left out: that method does not exist there (405 for those who may use the other).
    ``kwargs`` and ``data`` (the body of the POST) are made from the world; ``query`` is added to the address.
    """

    name: str
    get: Codes | None = None
    post: Codes | None = None
    kwargs: Callable[[World], dict[str, Any]] = field(default=lambda _: {})
    data: Callable[[World], dict[str, Any]] = field(default=lambda _: {})
    query: str = ""
    headers: Mapping[str, str] = field(default_factory=dict)
    before_sign_in: bool = False  # the address answers people who are not signed in
    without_token: bool = False  # its POST needs no CSRF token: what it does is signed in its address

    def __post_init__(self) -> None:
        for codes in (self.get, self.post):
            if codes is not None and set(codes) != set(VISITORS):
                raise ValueError(f"{self.name}: codes are needed for exactly {VISITORS}")
        if self.get is None and self.post is None:
            raise ValueError(f"{self.name}: get or post is needed")

    def accepted(self, method: str, visitor: str) -> set[int]:
        """The codes that are right for "get" or "post". Where the method does not exist: 405, or whatever refuses the
        visitor before that is found out."""
        own = self.get if method == "get" else self.post
        if own is not None:
            return {own[visitor]}
        return {405, 302} if visitor in SIGNED_OUT else {403, 404, 405}

    @property
    def method(self) -> str:
        """A method that exists: "get" if there is one."""
        return "get" if self.get is not None else "post"

    @property
    def codes(self) -> Codes:
        """What visitors get by that method."""
        return self.get or self.post or {}

    def url(self, world: World, **changed: Any) -> str:
        return reverse(self.name, kwargs={**self.kwargs(world), **changed}) + self.query

    def absent_url(self, world: World) -> str | None:
        """The same address with ids that nobody has; None for an address without arguments."""
        kwargs = self.kwargs(world)
        if not kwargs:
            return None
        absent = {key: _absent(value) for key, value in kwargs.items()}
        try:
            return reverse(self.name, kwargs=absent) + self.query
        except NoReverseMatch:  # a word of a closed set stands in the address
            numbers = {key: value for key, value in absent.items() if isinstance(value, int)}
            return reverse(self.name, kwargs=kwargs | numbers) + self.query


def _absent(value: Any) -> Any:
    if isinstance(value, int):
        return 2**40
    if re.fullmatch(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", str(value)):
        return "00000000-0000-4000-8000-000000000000"
    return "no-such-thing"


def declared_rows() -> dict[str, Row]:
    """The rows of all apps by address. Raises ValueError for an address declared twice."""
    found: dict[str, Row] = {}
    for module in _row_modules():
        for row in import_module(module).ROWS:
            if row.name in found:
                raise ValueError(f"{row.name} has two rows, the second in {module}")
            found[row.name] = row
    return found


def _row_modules() -> Iterator[str]:
    for config in apps.get_app_configs():
        tests = f"{config.path}/tests"
        for module in pkgutil.iter_modules([tests]):
            if module.name.split("_")[0] == "access" and config.name.split(".")[0] in _OURS:
                yield f"{config.name}.tests.{module.name}"


_OURS = {"kamp", "accounts", "portfolio", "planning"}


def url_names() -> list[str]:
    """The name of every address, with its namespace; an address without a name is given as its pattern."""
    return sorted(_names(get_resolver().url_patterns, ""))


def _names(patterns: list[Any], prefix: str) -> Iterator[str]:
    for pattern in patterns:
        if isinstance(pattern, URLResolver):
            inner = f"{prefix}{pattern.namespace}:" if pattern.namespace else prefix
            yield from _names(pattern.url_patterns, inner)
        elif isinstance(pattern, URLPattern):
            yield f"{prefix}{pattern.name}" if pattern.name else f"unnamed {pattern.pattern}"


UNWATCHED = {"django_session"}  # sessions are kept, not facts


def rows_written() -> int:
    """How many rows this transaction has written so far, those taken back included: cheaper than a fingerprint."""
    with connection.cursor() as cursor:
        # The view pg_stat_xact_user_tables says the same for ten times the work.
        cursor.execute(
            "SELECT coalesce(sum(pg_stat_get_xact_tuples_inserted(oid) + pg_stat_get_xact_tuples_updated(oid)"
            " + pg_stat_get_xact_tuples_deleted(oid)), 0) FROM unnest(%s::oid[]) AS oid",
            [_watched()],
        )
        return int(cursor.fetchone()[0])


@cache
def _watched() -> list[int]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT relid::bigint FROM pg_stat_user_tables WHERE relname <> ALL(%s)", [sorted(UNWATCHED)])
        return [oid for (oid,) in cursor.fetchall()]


def fingerprint() -> dict[str, str]:
    """Rows and checksum of every table, in one query."""
    with connection.cursor() as cursor:
        cursor.execute(_fingerprint_sql())
        return dict(cursor.fetchall())


@cache
def _fingerprint_sql() -> str:
    tables = sorted(set(connection.introspection.table_names()) - UNWATCHED)
    return " UNION ALL ".join(
        f"SELECT '{table}', count(*) || coalesce(md5(string_agg(md5(t::text), '' ORDER BY md5(t::text))), '') "
        f'FROM "{table}" t'
        for table in tables
    )


_ONE_TIME = re.compile(rb'(csrfmiddlewaretoken"? ?value=|X-CSRFToken(&quot;|")?: ?)(&quot;|")[^"&]+')


def body_of(response: Any) -> bytes:
    """The answer without what differs at every request: the masked CSRF tokens."""
    content = b"".join(response.streaming_content) if response.streaming else response.content
    return _ONE_TIME.sub(rb"\1", content)
