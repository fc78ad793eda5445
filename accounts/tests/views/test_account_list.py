"""The list as a page and as a file: exact rows, links, orders, kept views, what happens without accounts."""

from __future__ import annotations

import csv
import io
import re
from dataclasses import replace
from typing import Any

import pytest
from django.test import Client
from lxml import html as markup
from python_calamine import CalamineWorkbook

from accounts.models import AccountFigures
from accounts.tables import ACCOUNTS
from accounts.tests.factories import make_account, make_company, make_segment
from accounts.tests.views.support import rows_of, signed_in, text_of
from kamp.shared.neutral import restore
from kamp.shared.panels import ACCOUNT_COLUMNS, ACCOUNT_NARROWINGS, AccountColumn, AccountNarrowing
from kamp.testing.access import body_of
from kamp.testing.queries import assert_same_queries
from kamp.users.models import SavedView, User
from kamp.users.tests.factories import make_user

pytestmark = pytest.mark.django_db
URL = "/accounts/"


@pytest.fixture(autouse=True)
def _columns_of_this_app(monkeypatch: pytest.MonkeyPatch) -> None:
    """What upper apps add is tested there."""
    monkeypatch.setattr(ACCOUNT_COLUMNS, "_by_key", {})


@pytest.fixture
def admin() -> User:
    make_company()
    return make_user("administrator", language="en")


@pytest.fixture
def client(admin: User) -> Client:
    return signed_in(admin)


def _figures(account: Any, **values: Any) -> None:
    AccountFigures.objects.filter(account=account).update(**values)


def test_a_row_says_name_code_place_and_figures_and_what_is_missing(client: Client, admin: User) -> None:
    food = make_segment("Food")
    account = make_account("Molini", code="A1", city="Bari", segment=food, owner=admin)
    _figures(account, revenue=2841300, growth="0.124", margin_share="0.312", share_of_wallet="0.38", gap=4636000)
    fresh = make_account("Zeta", code="Z1")
    _figures(fresh, revenue=5000)
    first, second = [row[1:] for row in rows_of(client.get(URL + "?sort=name"))]
    assert first[0] == "Molini A1 · Bari"
    assert first[1:6] == ["Food", "2,841", "+12.4%", "31.2%", "38.0%"]
    assert second[1:6] == ["– not assessed", "5", "new", *["– not assessed"] * 2]
    assert f'href="/accounts/{account.slug}/"' in client.get(URL).content.decode()


def test_as_many_queries_for_thirty_rows_as_for_one(client: Client) -> None:
    segment = make_segment()

    def grow(number: int) -> None:
        for _ in range(number):
            make_account(segment=segment, owner=make_user("sales_rep"))

    assert_same_queries(lambda: client.get(URL), grow, at_most=7)


def test_likewise_for_who_sees_a_part() -> None:
    rep = make_user("sales_rep")
    client = signed_in(rep)
    assert_same_queries(lambda: client.get(URL), lambda n: [make_account(owner=rep) for _ in range(n)], at_most=8)


@pytest.mark.parametrize("column", [column.key for column in ACCOUNTS.columns])
@pytest.mark.parametrize("sign", ["", "-"])
def test_every_column_sorts_and_says_so(client: Client, column: str, sign: str) -> None:
    for name in "abc":
        make_account(name)
    answer = client.get(URL, {"sort": sign + column, "col": [c.key for c in ACCOUNTS.columns]})
    assert len(rows_of(answer)) == 3
    assert answer.content.decode().count(f'aria-sort="{"descending" if sign else "ascending"}"') == 1


def test_pages_and_what_is_said_about_them(client: Client) -> None:
    for number in range(30):
        make_account(f"Account {number:02}")
    first = client.get(URL + "?sort=name")
    assert "1–25 of 30 accounts" in text_of(first)
    following = re.search(r'rel="next" href="([^"]+)"', first.content.decode())
    assert following
    second = client.get(URL + following[1].replace("&amp;", "&"))
    assert "26–30 of 30 accounts" in text_of(second)
    assert [row[1].split()[1] for row in rows_of(second)] == ["25", "26", "27", "28", "29"]
    assert 'rel="prev"' in second.content.decode()


def test_chosen_columns_are_shown_in_their_order_with_the_name_first(client: Client) -> None:
    make_account("Molini", code="A1", city="Bari")
    answer = client.get(URL + "?col=city&col=code&col=nonsense")
    assert rows_of(answer) == [["", "Molini A1 · Bari", "A1", "Bari"]]


def test_without_accounts_the_page_says_how_to_begin(client: Client) -> None:
    assert "No accounts yet" in text_of(client.get(URL))
    reader = signed_in(make_user("management", language="en"))
    page = reader.get(URL).content.decode()
    assert "/accounts/new/" not in page


def test_without_a_result_the_way_back_is_offered(client: Client) -> None:
    make_account()
    page = client.get(URL + "?q=nothing-like-it")
    assert "No account with these filters" in text_of(page)
    assert 'href="?view=all"' in page.content.decode()


def test_filters_in_force_are_shown_by_name_and_can_be_removed(client: Client, admin: User) -> None:
    food = make_segment("Food & Drink")
    make_account(segment=food, owner=admin)
    page = client.get(f"{URL}?segment={food.pk}&owner=me&status=active")
    words = text_of(page)
    assert "Segment Food & Drink" in words
    assert "Owner me" in words
    assert f'href="?segment={food.pk}&amp;status=active"' in page.content.decode()


def test_the_last_filter_of_the_view_that_opens_first_can_be_removed(client: Client, admin: User) -> None:
    """An address that asks for nothing opens that view again: the cross has to lead to everything."""
    make_account("Mine", owner=admin)
    make_account("Other")
    SavedView.objects.create(user=admin, page="accounts", name="Own", query="owner=me", is_default=True)
    page = markup.fromstring(client.get(URL).content.decode())
    (cross,) = page.xpath("//li[@class='chip']/a/@href")
    assert len(rows_of(client.get(URL + cross))) == 2


def test_all_filters_are_on_one_page_and_in_the_drawer(client: Client) -> None:
    make_account(country="Malta")
    page = client.get(f"{URL}filters/?status=lost&col=code")
    assert 'option value="Malta"' in page.content.decode()
    assert 'value="lost" selected' in page.content.decode()
    assert '<input type="hidden" name="col" value="code">' in page.content.decode()
    drawer = client.get(f"{URL}filters/", headers={"HX-Request": "true"})
    assert "<html" not in drawer.content.decode()
    assert "<h2" in drawer.content.decode()


def test_kept_views_open_rename_first_delete_and_come_back(client: Client, admin: User) -> None:
    make_account("Mine", owner=admin)
    make_account("Other")
    kept = client.post("/me/views/keep/", {"page": "accounts", "name": "My own", "query": "owner=me&after=x"})
    assert kept.headers["Location"] == f"{URL}?owner=me"
    view = SavedView.objects.get()
    assert ">My own<" in client.get(URL).content.decode()
    client.post("/me/views/", {"view": view.pk, "action": "first"})
    assert [row[1].split()[0] for row in rows_of(client.get(URL))] == ["Mine"]
    assert len(rows_of(client.get(f"{URL}?view=all"))) == 2
    client.post("/me/views/", {"view": view.pk, "action": "rename", "name": "Ours"})
    assert SavedView.objects.get().name == "Ours"
    client.post("/me/views/", {"view": view.pk, "action": "delete"})
    assert not SavedView.objects.exists()
    client.post("/me/views/undo/?page=accounts&name=Ours&query=owner%3Dme")
    assert SavedView.objects.get().query == "owner=me"


def test_a_view_needs_a_name_of_its_own_and_belongs_to_one_person(client: Client, admin: User) -> None:
    assert client.post("/me/views/keep/", {"page": "accounts", "name": "", "query": ""}).status_code == 422
    mine = SavedView.objects.create(user=admin, page="accounts", name="A")
    SavedView.objects.create(user=admin, page="accounts", name="B")
    clash = client.post("/me/views/", {"view": mine.pk, "action": "rename", "name": "b"})
    assert clash.status_code == 422
    foreign = SavedView.objects.create(user=make_user(), page="accounts", name="C")
    assert client.post("/me/views/", {"view": foreign.pk, "action": "delete"}).status_code == 404


def _csv(answer: Any) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(body_of(answer).decode("utf-8-sig"), newline="")))


def test_files_hold_exactly_the_rows_of_the_list_in_its_order(client: Client, admin: User) -> None:
    dangerous = make_account("=1+1", code="+A", city="@Bari", owner=admin, since="2020-01-31")
    _figures(dangerous, revenue="-1234.5000", growth="0.5")
    make_account("Zeta", code="Z1", owner=admin)
    make_account("Other", code="O1")
    rows = _csv(client.get(f"{URL}export.csv?owner=me&sort=-name"))
    assert [restore(row["Code"]) for row in rows] == ["Z1", "+A"]
    bad = rows[1]
    assert (bad["Code"], bad["Name"], bad["City"]) == ("'+A", "'=1+1", "'@Bari")
    assert (bad["Revenue, 12 months"], bad["Growth"], bad["Customer since"]) == ("-1234.5", "0.5", "2020-01-31")
    picked = _csv(client.get(f"{URL}export.csv?row={dangerous.pk}"))
    assert len(picked) == 1
    book = CalamineWorkbook.from_filelike(io.BytesIO(body_of(client.get(f"{URL}export.xlsx?owner=me&sort=-name"))))
    head, *lines = book.get_sheet_by_index(0).to_python()
    assert [line[head.index("Name")] for line in lines] == ["Zeta", "=1+1"]
    assert lines[1][head.index("Revenue, 12 months")] == -1234.5


def test_a_file_holds_nothing_from_outside_the_scope() -> None:
    rep = make_user("sales_rep", language="en")
    mine, foreign = make_account("Mine", owner=rep), make_account("Foreign")
    client = signed_in(rep)
    assert [row["Name"] for row in _csv(client.get(f"{URL}export.csv?archived=all"))] == ["Mine"]
    assert [row["Name"] for row in _csv(client.get(f"{URL}export.csv?row={mine.pk}&row={foreign.pk}"))] == ["Mine"]
    answer = client.get(f"{URL}export.csv")
    body_of(answer)
    assert re.fullmatch(r'attachment; filename="[\w-]+\.csv"', answer.headers["Content-Disposition"])


def test_assigning_what_was_ticked(client: Client) -> None:
    first, second, rep = make_account(), make_account(), make_user("sales_rep", name="Anna")
    assert client.get(f"{URL}assign/").status_code == 302
    page = client.get(f"{URL}assign/?row={first.pk}&row={second.pk}")
    assert "Assign 2 accounts" in text_of(page)
    assert client.post(f"{URL}assign/", {"row": [first.pk]}).status_code == 422
    done = client.post(f"{URL}assign/", {"row": [first.pk, second.pk], "owner": rep.pk})
    assert done.status_code == 302
    assert {account.owner for account in rep.owned_accounts.all()} == {rep}
    assert rep.owned_accounts.count() == 2


def test_assigning_with_a_foreign_row_changes_nothing_and_names_nothing() -> None:
    rep = make_user("sales_rep", language="en")
    mine, foreign, food = make_account("Mine", owner=rep), make_account("Foreign"), make_segment("Food")
    answer = signed_in(rep).post(f"{URL}assign/", {"row": [mine.pk, foreign.pk], "segment": food.pk})
    assert answer.status_code == 422
    assert "Foreign" not in answer.content.decode()
    mine.refresh_from_db()
    assert mine.segment is None


def test_columns_and_filters_of_upper_apps(client: Client, admin: User, monkeypatch: pytest.MonkeyPatch) -> None:
    make_account("Molini")
    make_account("Zeta")
    column = AccountColumn(
        key="trial", label="Trial", template="components/save_state.html", permission="accounts.view_account", order=1,
        load=lambda ids, user: dict.fromkeys(ids, "x"),
    )  # fmt: skip
    refused = replace(column, key="refused", label="Refused", permission="no.such_right")
    monkeypatch.setattr(ACCOUNT_COLUMNS, "_by_key", {"trial": column, "refused": refused})
    narrowing = AccountNarrowing(
        key="trial", label="Trial", permission="accounts.view_account",
        narrow=lambda rows, value, user: rows.filter(name=value) if value != "x" else None,
        describe=lambda value: f"only {value}",
    )  # fmt: skip
    monkeypatch.setitem(ACCOUNT_NARROWINGS._by_key, "trial", narrowing)
    page = client.get(f"{URL}?trial=Zeta")
    assert [row[1].split()[0] for row in rows_of(page)] == ["Zeta"]
    assert "Trial only Zeta" in text_of(page)
    assert len(rows_of(client.get(f"{URL}?trial=x"))) == 2
    assert "Trial" in text_of(page)
    assert "Refused" not in text_of(page)
