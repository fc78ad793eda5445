"""The accounts of a list, and what a list can be filtered by."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db import connection
from django.db.models import Exists, OuterRef, QuerySet, Value

from accounts.models import AccountFigures, KeyAccount, Segment
from kamp.shared.folding import fold
from kamp.shared.paging import Count, Order, Page, few_or_many, page_of
from kamp.users.models import SavedView, Team, User
from kamp.users.roles import Reach

OWNERS_IN_BAR = 30
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
    if user.reach is Reach.OWN:
        rows = accounts.order_by().select_related(None)
        segments, teams = (
            model.objects.filter(pk__in=rows.values(name)) for model, name in ((Segment, "segment"), (Team, "team"))
        )
        owners = User.objects.filter(pk__in=rows.values("owner"))
    else:
        segments, teams = Segment.objects.all(), Team.objects.all()
        owners = User.objects.filter(Exists(KeyAccount.objects.filter(owner=OuterRef("pk"))))
    asked = User.objects.filter(pk=int(owner) if owner.isdigit() else 0)
    first_owners = owners.order_by("name", "pk")[: None if all_owners else OWNERS_IN_BAR + 1]
    found: dict[str, dict[int, Any]] = {"segment": {}, "team": {}, "owner": {}, "view": {}}
    parts = [_named(teams, "team"), _named(first_owners, "owner"), _named(asked, "owner"), _views(user, page)]
    for kind, key, name, query, is_default in _named(segments, "segment").union(*parts, all=True):
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


def _named(rows: QuerySet[Any], kind: str) -> QuerySet[Any]:
    columns = {"kind": Value(kind), "about": Value(""), "marked": Value(False)}
    return rows.annotate(**columns).values_list("kind", "pk", "name", "about", "marked")


def _views(user: User, page: str) -> QuerySet[Any]:
    rows = SavedView.objects.filter(user=user, page=page).order_by().annotate(kind=Value("view"))
    return rows.values_list("kind", "pk", "name", "query", "is_default")


def _options(names: dict[int, str]) -> list[Option]:
    rows = [Option(key=str(key), label=name) for key, name in names.items()]
    return sorted(rows, key=lambda option: fold(option.label))
