"""The pages of an account: what they say, what they lead to, who sees what, and how much they ask of the database."""

from __future__ import annotations

import csv
import datetime
import io
from collections.abc import Callable
from typing import Any

import pghistory
import pytest
import time_machine
from django.test import Client

from accounts.models import Contract, DmuMember, KeyAccount
from accounts.services.figures import refresh_figures
from accounts.tests.factories import (
    make_account,
    make_company,
    make_demand,
    make_line,
    make_person,
    make_product,
    make_sale,
)
from accounts.tests.views.support import rows_of, signed_in, text_of
from kamp.shared.panels import ACCOUNT_PANELS, AccountPanel
from kamp.testing.access import body_of
from kamp.testing.queries import assert_same_queries
from kamp.users.models import User
from kamp.users.tests.factories import make_user

pytestmark = pytest.mark.django_db
TODAY = datetime.date(2026, 11, 22)
NOW = datetime.datetime(2026, 11, 22, 12, tzinfo=datetime.UTC)


@pytest.fixture(autouse=True)
def _today() -> Any:
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def admin() -> User:
    make_company()
    return make_user("administrator", language="en")


@pytest.fixture
def client(admin: User) -> Client:
    return signed_in(admin)


@pytest.fixture
def account(admin: User) -> KeyAccount:
    return make_account("Molini", code="M1", owner=admin)


def _sold(account: KeyAccount) -> None:
    line = make_line("Valves")
    ball, kit = make_product("Ball valve", line=line), make_product("Kit")
    make_sale(account, "2026-10-01", 60000, cost=45000, list_amount=75000, product=ball)
    make_sale(account, "2026-03-01", 20000, product=kit)
    make_sale(account, "2026-03-15", -2000, product=kit)
    make_sale(account, "2025-10-01", 100000, cost=60000, list_amount=110000, product=ball)
    refresh_figures(as_of=TODAY)


def test_the_overview_says_figures_facts_people_and_deadlines(client: Client, account: KeyAccount) -> None:
    _sold(account)
    make_demand(account, 156000)
    refresh_figures(as_of=TODAY)
    person = make_person(account, "Sandra Nicolai", job_title="Buyer")
    DmuMember.objects.create(person=person, roles=["decider"], influence=5, attitude=0)
    Contract.objects.create(
        account=account, title="Service", start=datetime.date(2026, 1, 1), end=datetime.date(2027, 1, 31),
        notice_days=60, value=310000,
    )  # fmt: skip
    words = text_of(client.get(account.get_absolute_url()))
    assert "Revenue, 12 months €78k" in words
    assert "−22.0%" in words
    assert "Share of wallet 50 %" in words
    assert "Undeveloped potential €78k" in words
    assert "Notice on “Service” can be given until 2 December 2026." in words
    assert "The contract is worth €310k a year." in words
    assert "Revenue fell by 22.0% in a year." in words
    assert "Sandra Nicolai" in words
    assert "notice by 2 Dec" in words
    assert "10 days" in words


def test_what_is_missing_is_said_and_leads_to_where_it_is_given(client: Client, account: KeyAccount) -> None:
    make_sale(account, "2026-10-01", 100)
    refresh_figures(as_of=TODAY)
    page = client.get(account.get_absolute_url())
    words = text_of(page)
    assert words.count("No estimate of their demand") == 2
    assert "The cost of what they buy is missing" in words
    assert "No list prices in the sales" in words
    assert "Nobody has estimated what they could buy." in words
    assert f'<a href="/accounts/{account.slug}/demand/">Share of wallet</a>' in page.content.decode()


def test_an_account_without_anything_has_a_page(client: Client, account: KeyAccount) -> None:
    words = text_of(client.get(account.get_absolute_url()))
    assert "No sales yet" in words
    assert "We have written down nobody who works there." in words
    assert "No running contract." in words


def test_the_chart_of_quarters_is_a_table_as_well(client: Client, account: KeyAccount) -> None:
    _sold(account)
    chart = client.get(account.get_absolute_url()).content.decode()
    assert 'data-chart="columns"' in chart
    table = client.get(account.get_absolute_url() + "?view=table")
    assert 'data-chart="columns"' not in table.content.decode()
    assert rows_of(table)[0] == ["Q4 2026 so far", "€60,000"]


def test_the_group_is_added_up_over_what_one_sees() -> None:
    make_company()
    rep = make_user("sales_rep", language="en")
    top = make_account("Top", owner=rep)
    seen, hidden = make_account("Seen", parent=top, owner=rep), make_account("Hidden", parent=top)
    for each, amount in ((top, 1000), (seen, 20000), (hidden, 500000)):
        make_sale(each, "2026-10-01", amount)
    refresh_figures(as_of=TODAY)
    client = signed_in(rep)
    words = text_of(client.get(top.get_absolute_url()))
    assert "Together with the account below it 21" in words
    assert "Hidden" not in words
    sales = text_of(client.get(f"/accounts/{top.slug}/sales/?children=1"))
    assert "€21k from" in sales
    assert "Hidden" not in sales
    child = client.get(seen.get_absolute_url()).content.decode()
    assert f'href="/accounts/{top.slug}/"' in child


def test_panels_of_upper_apps_come_with_their_right(account: KeyAccount, monkeypatch: pytest.MonkeyPatch) -> None:
    loaded: list[Any] = []
    panel = AccountPanel(
        key="trial", title="Trial panel", template="components/note.html", permission="portfolio.recompute", order=1,
        load=lambda a, user, today: loaded.append((a, today)) or {"body": "from above"},
    )  # fmt: skip
    monkeypatch.setattr(ACCOUNT_PANELS, "_by_key", {"trial": panel})
    reader = signed_in(make_user("management", language="en"))
    words = text_of(reader.get(account.get_absolute_url()))
    assert "Trial panel" in words
    assert "Your role does not include this." in words
    assert loaded == []


def test_the_sales_page_adds_up_and_every_number_leads_to_its_lines(client: Client, account: KeyAccount) -> None:
    _sold(account)
    account.rebates.create(date="2026-05-01", amount=3000)
    page = client.get(f"/accounts/{account.slug}/sales/")
    words = text_of(page)
    assert "€75k from 23 November 2025 to 22 November 2026, −22.0% on the same time before." in words
    assert rows_of(page) == [
        ["Valves", "60", "−40.0%", "15", "25.0%", "20.0%", "0"],
        ["Without a product line", "18", "new", "– not assessed", "– not assessed", "– not assessed", "−2"],
    ]
    assert "Less rebates of €3,000: revenue €75,000." in words
    assert "The cost is known for 77% of this revenue" in words
    lines = client.get(f"/accounts/{account.slug}/sales/lines/?period=12m&line=none")
    assert "Together €18,000." in text_of(lines)
    assert len(rows_of(lines)) == 2
    returned = client.get(f"/accounts/{account.slug}/sales/lines/?period=12m&line=none&returns=1")
    assert "Together −€2,000." in text_of(returned)
    assert len(rows_of(returned)) == 1


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("period=2025", "€100k from 1 January 2025 to 31 December 2025"),
        ("period=all", "€178k from 1 October 2025 to 22 November 2026."),
        ("period=2026-03", "€18k from 1 March 2026 to 31 March 2026"),
        ("period=nonsense", "€78k from 23 November 2025"),
        ("period=9999", "€78k from 23 November 2025"),
    ],
)
def test_periods(client: Client, account: KeyAccount, query: str, expected: str) -> None:
    _sold(account)
    assert expected in text_of(client.get(f"/accounts/{account.slug}/sales/?{query}"))


@pytest.mark.parametrize(
    ("period", "first", "same", "later"),
    [("2026", "2026-01-05", "2025-11-22", "2025-11-23"), ("2026-11", "2026-11-05", "2026-10-22", "2026-10-23")],
)
def test_a_year_or_month_that_is_not_over_is_compared_with_the_same_days_before(
    client: Client, account: KeyAccount, period: str, first: str, same: str, later: str
) -> None:
    """It was compared with the whole one before: every customer seemed to lose ground until December."""
    for day, amount in ((first, 60), (TODAY, 50), (same, 100), (later, 900)):
        make_sale(account, day, amount)
    words = text_of(client.get(f"/accounts/{account.slug}/sales/?period={period}"))
    assert "€110 from 1 " in words
    assert "2026 to 22 November 2026, +10.0% on the same time before." in words
    assert "Together €110." in text_of(client.get(f"/accounts/{account.slug}/sales/lines/?period={period}"))


def test_nothing_is_new_where_there_is_no_time_before(client: Client, account: KeyAccount) -> None:
    _sold(account)
    assert {row[2] for row in rows_of(client.get(f"/accounts/{account.slug}/sales/?period=all"))} == {"– not assessed"}


def test_old_sales_open_at_the_year_of_the_last_one(client: Client, account: KeyAccount) -> None:
    make_sale(account, "1998-05-06", 5000)
    page = client.get(f"/accounts/{account.slug}/sales/")
    assert "€5,000 from 1 January 1998 to 31 December 1998" in text_of(page).replace("€5k", "€5,000")
    assert rows_of(client.get(f"/accounts/{account.slug}/sales/lines/?period=1998"))


def test_the_lines_as_files_are_the_lines_of_the_page(client: Client, account: KeyAccount) -> None:
    _sold(account)
    body = body_of(client.get(f"/accounts/{account.slug}/sales/lines.csv?period=12m&line=none"))
    rows = list(csv.DictReader(io.StringIO(body.decode("utf-8-sig"), newline="")))
    assert [(row["Date"], row["Net amount"]) for row in rows] == [("2026-03-01", "20000"), ("2026-03-15", "-2000")]


def test_sensitive_facts_are_for_those_who_sell(account: KeyAccount) -> None:
    make_company()
    specialist = make_user("specialist", language="en")
    account.memberships.create(user=specialist, role="plan_team")
    person = make_person(account, "Sandra")
    DmuMember.objects.create(person=person, roles=["decider"], influence=5, attitude=-2)
    DmuMember.objects.filter(person=person).update(attitude=2)
    for page in ("", "dmu/", "dmu/?view=map", "touches/", "history/"):
        words = text_of(signed_in(specialist).get(f"/accounts/{account.slug}/{page}"))
        assert "Opponent" not in words
        assert "Sponsor" not in words
        assert "Influence" not in words
    assert "Sponsor" in text_of(signed_in(account.owner).get(f"/accounts/{account.slug}/dmu/"))


def test_who_may_not_see_attitude_saves_without_touching_it(account: KeyAccount) -> None:
    integrator = make_user("integrator", language="en")
    account.memberships.create(user=integrator)
    person = make_person(account, "Sandra")
    DmuMember.objects.create(person=person, influence=5, attitude=-2)
    client, url = signed_in(integrator), f"/accounts/{account.slug}/people/{person.pk}/"
    assert "id_attitude" not in client.get(url).content.decode()
    refused = client.post(url, {"field": "attitude", "attitude": 2, "seen": '[["attitude", "-2"]]'})
    assert refused.status_code == 409, "the field is not there for them"
    assert client.post(url, {"field": "roles", "roles": ["user"], "seen": "[]"}).status_code == 200
    part = DmuMember.objects.get(person=person)
    assert (part.attitude, part.influence, part.roles) == (-2, 5, ["user"])


def test_parts_of_another_account_are_not_found_here(client: Client, account: KeyAccount) -> None:
    other = make_account()
    person = make_person(other)
    contract = other.contracts.create(title="A", start=TODAY)
    year = other.financial_years.create(year=2025)
    for part, key in (("people", person.pk), ("contracts", contract.pk), ("years", year.pk)):
        if part != "years":
            assert client.get(f"/accounts/{account.slug}/{part}/{key}/").status_code == 404
        assert client.post(f"/accounts/{account.slug}/{part}/{key}/delete/").status_code == 404


def test_contract_demand_and_year_are_written_down(client: Client, account: KeyAccount) -> None:
    base = f"/accounts/{account.slug}"
    bad = client.post(
        f"{base}/contracts/new/", {"title": "A", "start": "01/02/2026", "end": "01/01/2026", "renewal": "none"}
    )
    assert bad.status_code == 422
    assert "The end cannot be before the start." in text_of(bad)
    good = {"title": "Service", "start": "01/02/2026", "end": "31/01/2027", "notice_days": 60, "renewal": "none"}
    assert client.post(f"{base}/contracts/new/", {**good, "value": "310.000,50"}).status_code == 302
    assert account.contracts.get().value == 310000.5
    assert "notice by 2 Dec" in text_of(client.get(f"{base}/contracts/"))
    demand = client.post(
        f"{base}/demand/new/", {"year": 2026, "amount": "1.250.000", "confidence": "assumed"}, follow=True
    )
    assert "€1.25m a year" in text_of(demand)
    foreign = {"year": 2026, "amount": "5", "currency": "USD", "confidence": "assumed"}
    assert "no exchange rate for USD" in text_of(client.post(f"{base}/demand/new/", foreign))
    client.post(f"{base}/years/new/", {"year": 2025, "revenue": "1000", "ebit": "100", "capital_employed": "500"})
    assert "10.0% 20.0%" in text_of(client.get(f"{base}/demand/"))


def _changed_by(account: KeyAccount) -> None:
    with pghistory.context(user=account.owner_id):
        make_person(account, reports_to=account.people.first() or make_person(account))


GROWN: dict[str, Callable[[KeyAccount], Any]] = {
    "": lambda account: make_account(parent=account),
    "dmu/": lambda account: DmuMember.objects.create(person=make_person(account), roles=["user"]),
    "contracts/": lambda account: account.contracts.create(title="A", start=TODAY),
    "demand/": lambda account: make_demand(account, 5, unit=f"Unit {account.demands.count()}"),
    "sales/": lambda account: make_sale(account, "2026-10-01", 5, product=make_product(line=make_line())),
    "sales/lines/": lambda account: make_sale(account, "2026-10-01", 5, product=make_product()),
    "history/": _changed_by,
    "members/": lambda account: account.memberships.create(user=make_user()),
}


@pytest.mark.parametrize("page", GROWN)
def test_as_many_queries_for_thirty_as_for_one(client: Client, account: KeyAccount, page: str) -> None:
    make_sale(account, "2026-09-01", 5)
    url = f"/accounts/{account.slug}/{page}"
    assert_same_queries(lambda: client.get(url), lambda n: [GROWN[page](account) for _ in range(n)], at_most=15)
