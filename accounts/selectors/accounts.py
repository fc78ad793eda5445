"""The accounts of a list, and what a list can be filtered by."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db import connection
from django.db.models import QuerySet
from django.db.models.expressions import RawSQL

from accounts.models import AccountFigures, KeyAccount
from kamp.shared.folding import fold
from kamp.shared.paging import Count, Order, Page, few_or_many, page_of
from kamp.users.models import SavedView, User
from kamp.users.roles import Reach

OWNERS_IN_BAR = 30
FEW = 500  # accounts of one person that are looked through for what they have
_LISTED = (
    *("code", "slug", "name", "status", "designation", "country", "city", "since", "archived_at", "version"),
    *("name_key", "segment_key", "team_key", "owner_key", "segment__name", "team__name", "owner__name"),
)
_FIGURES = tuple(f"figures__{field.name}" for field in AccountFigures._meta.fields)


def listed(accounts: QuerySet[KeyAccount]) -> QuerySet[KeyAccount]:
    """``accounts`` with names and figures joined: what a list page reads of them.

    Every account has figures (a trigger sees to it), so they are joined without losing a row and an index on a figure
    gives the order.
    """
    return (
        accounts.filter(figures__isnull=False)
        .select_related("segment", "team", "owner", "figures")
        .only(*_LISTED, *_FIGURES)
    )


def account_list_for(user: User) -> QuerySet[KeyAccount]:
    """The accounts ``user`` sees, archived ones included, as ``listed``."""
    return listed(KeyAccount.objects.visible_to(user))


def account_page_of(found: QuerySet[KeyAccount], order: Order, cursor: str) -> tuple[Page, Count]:
    """A page of ``found`` (of ``account_list_for``, filtered) and how many there are. Two or three queries."""
    count, keys = few_or_many(found)
    if keys is not None:
        found = listed(KeyAccount.objects.filter(pk__any_of=keys))
    return page_of(found, order, cursor), count


@dataclass(frozen=True, slots=True, kw_only=True)
class Option:
    """A choice of a filter."""

    key: str
    label: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ListOptions:
    """What the filters of the list offer, and the person's saved views of it.

    ``owners`` is cut after OWNERS_IN_BAR (``many_owners``), always with the one asked for.
    """

    segments: list[Option]
    teams: list[Option]
    owners: list[Option]
    many_owners: bool
    views: list[SavedView]


def list_options(
    *, user: User, accounts: QuerySet[KeyAccount], page: str, owner: str = "", all_owners: bool = False
) -> ListOptions:
    """Segments, teams and owners to filter ``accounts`` by, and the person's saved views of ``page``. One query.

    Someone who sees only their own accounts is offered what occurs in those; others everything there is.
    """
    sql, params = _option_rows(user, accounts, owner, None if all_owners else OWNERS_IN_BAR + 1)
    found: dict[str, dict[int, Any]] = {"segment": {}, "team": {}, "owner": {}, "view": {}}
    with connection.cursor() as cursor:
        cursor.execute(sql, [*params, user.pk, page])
        for kind, key, name, query, is_default in cursor.fetchall():
            view = SavedView(pk=key, user=user, page=page, name=name, query=query, is_default=is_default)
            found[kind][key] = view if kind == "view" else name
    return ListOptions(
        segments=_options(found["segment"]),
        teams=_options(found["team"]),
        owners=_options(found["owner"]),
        many_owners=len(found["owner"]) > OWNERS_IN_BAR,
        views=sorted(found["view"].values(), key=lambda view: fold(view.name)),
    )


def countries_of(accounts: QuerySet[KeyAccount], user: User) -> list[str]:
    """The countries that occur, in order. For who sees everything by steps along the index, whatever the number of
    accounts. One query."""
    if user.reach is not Reach.ALL:
        found = (
            accounts.order_by().select_related(None).exclude(country="").values_list("country", flat=True).distinct()
        )
        return sorted(found, key=fold)
    with connection.cursor() as cursor:
        cursor.execute(
            "WITH RECURSIVE step(country) AS ("
            "SELECT min(country) FROM accounts_keyaccount WHERE country > '' UNION ALL "
            "SELECT (SELECT min(country) FROM accounts_keyaccount a WHERE a.country > step.country) FROM step "
            "WHERE step.country IS NOT NULL) SELECT country FROM step WHERE country IS NOT NULL"
        )
        return sorted((row[0] for row in cursor.fetchall()), key=fold)


def _option_rows(user: User, accounts: QuerySet[KeyAccount], owner: str, most: int | None) -> tuple[str, list[Any]]:
    """(kind, id, name, query, is it the first) of segments, teams, owners and views; the views' two parameters come
    last. Written by hand: Django needs three times as long to compose it as PostgreSQL to answer it."""
    occurs = {"owner": "EXISTS (SELECT FROM accounts_keyaccount a WHERE a.owner_id = t.id)"}
    first, params = "", list[Any]()
    if user.reach is Reach.OWN:
        mine = accounts.order_by().select_related(None)
        some = (
            "CASE WHEN (SELECT count(*) <= {most} FROM mine) THEN t.id IN (SELECT {kind}_id FROM mine) "
            "ELSE EXISTS ({one} OFFSET 0) END"
        )
        looked, values = mine.values("segment_id", "team_id", "owner_id")[: FEW + 1].query.sql_with_params()
        first, params = f"WITH mine AS MATERIALIZED ({looked}) ", list(values)
        for kind in ("segment", "team", "owner"):
            # Of few accounts what they have; of many one of each is looked for (OFFSET 0 keeps it from being joined).
            one, given = mine.filter(**{kind: RawSQL("t.id", [])}).values("pk").query.sql_with_params()
            occurs[kind] = some.format(kind=kind, most=FEW, one=one)
            params += given
    plain = "(SELECT '{kind}', t.id, t.name, '', false FROM {table} t WHERE {where})"
    parts = [
        plain.format(kind=kind, table=table, where=occurs.get(kind, "true"))
        for kind, table in (("segment", "accounts_segment"), ("team", "users_team"))
    ]
    owners = plain.format(kind="owner", table="users_user", where=occurs["owner"])
    parts.append(f"{owners[:-1]} ORDER BY t.name, t.id LIMIT %s)")
    parts.append(plain.format(kind="owner", table="users_user", where="t.id = %s"))
    parts.append("(SELECT 'view', id, name, query, is_default FROM users_savedview WHERE user_id = %s AND page = %s)")
    asked = int(owner) if owner.isdecimal() else 0
    return first + " UNION ALL ".join(parts), [*params, most, asked]


def _options(names: dict[int, str]) -> list[Option]:
    rows = [Option(key=str(key), label=name) for key, name in names.items()]
    return sorted(rows, key=lambda option: fold(option.label))
