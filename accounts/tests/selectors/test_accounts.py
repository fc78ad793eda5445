"""The list of accounts: exact rows, scope, orders, filters, and that every order is read from an index."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import pytest
from django.db import connection
from django.http import QueryDict
from django.test.utils import CaptureQueriesContext

from accounts.forms.filters import AccountFilter
from accounts.models import AccountFigures, KeyAccount
from accounts.selectors.accounts import FEW, account_list_for, account_page_of, countries_of, list_options
from accounts.selectors.duplicates import similar_accounts
from accounts.tables import ACCOUNTS, account_order
from accounts.tests.factories import NOON, make_account, make_segment
from kamp.users.models import SavedView, User
from kamp.users.tests.factories import make_team, make_user

pytestmark = pytest.mark.django_db


def _found(user: User, query: str = "") -> list[str]:
    params = QueryDict(query)
    rows = AccountFilter.from_params(params).apply(account_list_for(user), user)
    page, _count = account_page_of(rows, account_order(ACCOUNTS, params), "")
    return [row.name for row in page.rows]


@pytest.fixture
def admin() -> User:
    return make_user("administrator")


def test_filters_and_search_find_exactly_what_they_say(admin: User) -> None:
    food, north, anna = make_segment("Food"), make_team("North"), make_user("sales_rep", name="Anna")
    make_account("Müller Mühlen", code="A1", city="Ulm", country="Germania", segment=food, owner=anna)
    make_account("Molini", code="B2", city="Bari", country="Italia", team=north, status="dormant")
    make_account("Ulmer Papier", code="C3", city="Lecce", country="Italia", designation="designated", owner=admin)
    make_account("Old", code="D4", archived_at=NOON)
    assert sorted(_found(admin)) == ["Molini", "Müller Mühlen", "Ulmer Papier"]
    cases = {
        "q=mull": ["Müller Mühlen"],
        "q=ulm&sort=name": ["Müller Mühlen", "Ulmer Papier"],
        "q=ul": ["Müller Mühlen", "Ulmer Papier"],
        "q=lm": [],
        "q=b2": ["Molini"],
        "q=bari+moli": ["Molini"],
        f"segment={food.pk}": ["Müller Mühlen"],
        "segment=none": ["Molini", "Ulmer Papier"],
        f"team={north.pk}": ["Molini"],
        f"owner={anna.pk}": ["Müller Mühlen"],
        "owner=me": ["Ulmer Papier"],
        "owner=none": ["Molini"],
        "status=dormant": ["Molini"],
        "designation=designated": ["Ulmer Papier"],
        "country=Italia": ["Molini", "Ulmer Papier"],
        "archived=archived": ["Old"],
        "status=nonsense&segment=x&owner=-1&archived=1": ["Molini", "Müller Mühlen", "Ulmer Papier"],
        "q=%25": [],
        "q=_": [],
    }
    assert {query: sorted(_found(admin, query)) for query in cases} == cases
    assert len(_found(admin, "archived=all")) == 4


def test_everybody_sees_only_their_own_scope() -> None:
    food, north = make_segment("Food"), make_team("North")
    manager = make_user("market_manager", teams=[north])
    food.managers.add(manager)
    rep, specialist = make_user("sales_rep", teams=[north]), make_user("specialist")
    make_account("Owned", owner=rep)
    make_account("Shared").memberships.create(user=rep)
    make_account("Planned").memberships.create(user=specialist, role="plan_team")
    make_account("Of team", team=north)
    make_account("Of segment", segment=food)
    make_account("Of both", segment=food, team=north)
    make_account("Foreign")
    expected = {
        rep: ["Owned", "Shared"],
        specialist: ["Planned"],
        manager: ["Of both", "Of segment", "Of team"],
        make_user("integrator", teams=[north]): ["Of both", "Of team"],
        make_user("sales_rep"): [],
        make_user("market_manager"): [],
    }
    assert {user: sorted(_found(user)) for user in expected} == expected
    assert len(_found(make_user("management"))) == 7
    gone = make_user("management", is_active=False)
    assert not KeyAccount.objects.visible_to(gone).exists()


@pytest.mark.parametrize("column", [column.key for column in ACCOUNTS.columns if column.sort])
def test_every_order_has_the_missing_last_in_both_directions(admin: User, column: str) -> None:
    for number, name in enumerate(["b", "a", "c"]):
        account = make_account(name, city=name, country=name, segment=make_segment(f"s{name}"),
                               team=make_team(f"t{name}"),
                               owner=make_user("sales_rep", name=f"o{name}"), since=f"202{number}-01-01")  # fmt: skip
        AccountFigures.objects.filter(account=account).update(
            revenue=number, growth=number, margin_share=number, demand=number, share_of_wallet=number, gap=number,
            last_sale=f"202{number}-01-01",
        )  # fmt: skip
    make_account("zz", code="ZZ", city="zz", country="zz", status="prospect", designation="removed")
    up, down = _found(admin, f"sort={column}"), _found(admin, f"sort=-{column}")
    assert sorted(up) == sorted(down) == ["a", "b", "c", "zz"]
    nullable = next(each.nullable for each in ACCOUNTS.columns if each.key == column)
    if nullable:
        assert up[-1] == down[-1] == "zz"
        assert up[:3] == down[2::-1]
    else:
        assert up == down[::-1]


@pytest.mark.parametrize("few", [0, FEW])
def test_options_hold_what_occurs_and_the_views_of_the_person(few: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whether one's accounts are few enough to be looked through, or too many."""
    monkeypatch.setattr("accounts.selectors.accounts.FEW", few)
    food = make_segment("Food")
    make_segment("Unused")
    rep, other = make_user("sales_rep", name="Anna"), make_user("sales_rep", name="Bruno")
    make_account(owner=rep, segment=food)
    make_account(owner=rep)
    make_account(owner=other, segment=make_segment("Foreign"))
    SavedView.objects.create(user=rep, page="accounts", name="Mine", query="owner=me", is_default=True)
    SavedView.objects.create(user=other, page="accounts", name="Not mine")
    options = list_options(user=rep, accounts=account_list_for(rep), page="accounts")
    assert [option.label for option in options.segments] == ["Food"]
    assert [option.label for option in options.owners] == ["Anna"]
    assert [(view.name, view.is_default) for view in options.views] == [("Mine", True)]
    admin = make_user("administrator")
    options = list_options(user=admin, accounts=account_list_for(admin), page="accounts")
    assert [option.label for option in options.segments] == ["Food", "Foreign", "Unused"]
    assert [option.label for option in options.owners] == ["Anna", "Bruno"]


def test_countries_that_occur_in_scope(admin: User) -> None:
    rep = make_user("sales_rep")
    for country, owner in (("Italia", rep), ("Österreich", None), ("", rep), ("Italia", None)):
        make_account(country=country, owner=owner)
    assert countries_of(account_list_for(admin), admin) == ["Italia", "Österreich"]
    assert countries_of(account_list_for(rep), rep) == ["Italia"]


def test_similar_accounts_are_found_in_scope_only() -> None:
    rep = make_user("sales_rep")
    make_account("Molini Serravento S.p.A.", owner=rep)
    make_account("Molino Serravento", owner=rep, city="Bari")
    make_account("Molini Serravento", city="Foreign")
    make_account("Acciaierie", owner=rep, vat="IT123")
    names = [account.name for account in similar_accounts(user=rep, name="MOLINI SERRAVENTO")]
    assert names == ["Molino Serravento", "Molini Serravento S.p.A."]
    assert [a.name for a in similar_accounts(user=rep, name="Something else", vat="IT123")] == ["Acciaierie"]
    assert similar_accounts(user=rep, name="Zuccheri Padani") == []


MANY = 20_000


@pytest.fixture
def portfolio() -> dict[str, User]:
    """Twenty thousand accounts written by the database itself, and people with little and much in sight."""
    wide, narrow, nothing = make_user("market_manager"), make_user("sales_rep"), make_user("market_manager")
    segments = [make_segment(f"S{n}", managers=[wide] if n < 4 else []) for n in range(10)]
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO accounts_keyaccount (code, slug, name, short_name, segment_id, owner_id, status, designation, "
            "currency, address, postal_code, city, region, country, phone, email, website, vat, name_key, search_key, "
            "version, created_at, updated_at) SELECT 'C' || i, 'c' || i, 'Molini ' || i, '', "
            "%s + hashint4(i) %% 5 + 4, "
            "CASE WHEN i %% 500 = 0 THEN %s::bigint END, 'active', 'none', '', '', '', 'Bari', '', "
            "CASE WHEN i %% 1000 = 0 THEN 'Malta' ELSE 'Italia' END, '', '', '', '', 'molini ' || i, "
            "'molini ' || i || ' c' || i || ' bari', 1, now(), now() FROM generate_series(1, %s) i",
            [segments[0].pk, narrow.pk, MANY],
        )
        cursor.execute(
            "UPDATE accounts_accountfigures SET revenue = account_id %% 977, growth = account_id %% 31, "
            "margin_share = 0.1, "
            "demand = account_id %% 7, share_of_wallet = 0.5, gap = account_id %% 13, "
            "last_sale = date '2026-01-01' - (account_id %% 300)::int",
            [],
        )
        cursor.execute("ANALYZE")
    return {"all": make_user("management"), "wide": wide, "narrow": narrow, "nothing": nothing}


FILTERS = ["", "q=molini+199", "q=mo", "q=zzz", "owner=none", "country=Malta", "status=lost", "archived=archived"]


@pytest.mark.slow
def test_no_list_reads_a_large_table_from_one_end_to_the_other(portfolio: dict[str, User]) -> None:
    """C97, for every order × filter × reach, the first page and the one after it."""
    wrong = []
    for name, user in portfolio.items():
        for query in FILTERS:
            for column in ACCOUNTS.columns:
                for sign in ("", "-"):
                    statements = _statements(user, f"{query}&sort={sign}{column.key}")
                    wrong += [
                        f"{name} {query} {sign}{column.key}: {sql[:200]}"
                        for sql in statements
                        if _scans_a_large_table(sql)
                    ]
    assert not wrong, "\n".join(wrong[:20])


def _statements(user: User, query: str) -> list[str]:
    params = QueryDict(query)
    asked = AccountFilter.from_params(params)
    order = account_order(ACCOUNTS, params)
    rows = asked.apply(account_list_for(user), user)
    with CaptureQueriesContext(connection) as captured:
        page, _count = account_page_of(rows, order, "")
        if page.next:
            account_page_of(rows, order, page.next)
    return [query["sql"] for query in captured.captured_queries]


def _scans_a_large_table(sql: str) -> bool:
    with connection.cursor() as cursor:
        cursor.execute("EXPLAIN (FORMAT JSON) " + sql.replace("%", "%%"), [])
        plan: Any = cursor.fetchone()[0]
    plan = json.loads(plan) if isinstance(plan, str) else plan
    large = {"accounts_keyaccount", "accounts_accountfigures"}
    return any(node["Node Type"] == "Seq Scan" and node["Relation Name"] in large for node in _nodes(plan[0]["Plan"]))


def _nodes(node: dict[str, Any]) -> Iterator[dict[str, Any]]:
    yield node
    for child in node.get("Plans", []):
        yield from _nodes(child)
