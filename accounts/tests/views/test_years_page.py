"""The customer's financial years: every figure by itself, "not available", ratios that follow."""

from __future__ import annotations

from decimal import Decimal

import pytest
from django.test import Client

from accounts.models import FinancialYear, KeyAccount
from accounts.tests.factories import make_account
from accounts.tests.views.autosave import seen_in, send
from accounts.tests.views.support import signed_in, text_of
from kamp.testing.queries import assert_same_queries
from kamp.users.tests.factories import make_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def url(account: KeyAccount) -> str:
    return f"/accounts/{account.slug}/years/"


@pytest.fixture
def year(account: KeyAccount) -> FinancialYear:
    return FinancialYear.objects.create(account=account, year=2025)


def _figure(year: FinancialYear, name: str, amount: str, *, tick: bool = False) -> tuple[str, dict[str, str]]:
    field = f"year-{year.pk}-{name}"
    return field, {f"{field}_0": amount} | ({f"{field}_1": "on"} if tick else {})


@pytest.mark.parametrize(
    ("typed", "kept"),
    [("1.250.000", "1250000"), ("1.250,50", "1250.50"), ("-80000", "-80000"), ("0", "0"), ("", None)],
)
def test_a_figure_is_saved_as_it_is_meant(
    client: Client, url: str, year: FinancialYear, typed: str, kept: str | None
) -> None:
    name, value = _figure(year, "ebit", typed)
    assert send(client, url, name, value).status_code == 200
    year.refresh_from_db()
    assert year.ebit == (None if kept is None else Decimal(kept))


def test_nonsense_is_told_at_the_field_and_changes_nothing(client: Client, url: str, year: FinancialYear) -> None:
    name, value = _figure(year, "revenue", "a lot")
    answer = send(client, url, name, value)
    assert (answer.status_code, answer.headers["X-Autosave"]) == (422, "invalid")
    assert "Enter a number" in text_of(answer)
    year.refresh_from_db()
    assert (year.revenue, year.version) == (None, 1)


def test_not_available_until_there_is_an_amount(client: Client, url: str, year: FinancialYear) -> None:
    name, value = _figure(year, "net_profit", "", tick=True)
    send(client, url, name, value)
    year.refresh_from_db()
    assert (year.unavailable, year.net_profit) == (["net_profit"], None)
    name, value = _figure(year, "net_profit", "5", tick=True)
    send(client, url, name, value)
    year.refresh_from_db()
    assert (year.unavailable, year.net_profit) == ([], 5)


def test_the_ratios_follow_and_are_not_made_up(client: Client, url: str, account: KeyAccount) -> None:
    FinancialYear.objects.create(account=account, year=2024, revenue=800, capital_employed=400)
    year = FinancialYear.objects.create(account=account, year=2025, revenue=1000, capital_employed=500)
    name, value = _figure(year, "ebit", "90")
    words = text_of(send(client, url, name, value))
    assert "ROS EBIT on revenue 9.0%" in words
    assert "ROI EBIT on capital employed 18.0%" in words
    assert "ROCE EBIT on the mean capital of two years 20.0%" in words
    assert "+25.0%" in words
    name, value = _figure(year, "capital_employed", "-1")
    words = text_of(send(client, url, name, value))
    assert "ROI EBIT on capital employed –" in words.replace("—", "–")


def test_years_in_another_currency_are_not_compared(client: Client, url: str, account: KeyAccount) -> None:
    FinancialYear.objects.create(account=account, year=2024, revenue=800, currency="CHF")
    FinancialYear.objects.create(account=account, year=2025, revenue=1000)
    assert "+25.0%" not in text_of(client.get(url))


def test_two_people_in_one_figure(client: Client, url: str, year: FinancialYear) -> None:
    name, mine = _figure(year, "revenue", "100")
    seen = seen_in(client.get(url), name)
    colleague = signed_in(make_user("administrator", name="Anna Villa"))
    assert send(colleague, url, name, {f"{name}_0": "200"}, seen=seen).status_code == 200
    clash = send(client, url, name, mine, seen=seen)
    assert clash.status_code == 409
    assert {"100", "200"} <= set(text_of(clash).split())
    other, value = _figure(year, "ebit", "10")
    assert send(client, url, other, value, seen=f'[["{other}_0", ""]]').status_code == 200


def test_a_year_of_another_account_is_not_there(client: Client, url: str) -> None:
    foreign = FinancialYear.objects.create(account=make_account(), year=2025)
    name, value = _figure(foreign, "revenue", "1")
    assert send(client, url, name, value, seen="[]").status_code == 409


def test_a_new_year_and_a_year_twice(client: Client, account: KeyAccount, url: str) -> None:
    new = f"/accounts/{account.slug}/years/new/"
    assert client.post(new, {"year": 2025, "revenue": "1000"}).url == url
    assert "This year is there already" in text_of(client.post(new, {"year": 2025}))


def test_readers_see_values_without_inputs(account: KeyAccount, url: str, year: FinancialYear) -> None:
    FinancialYear.objects.update(revenue=1000)
    page = signed_in(make_user("management")).get(url)
    assert "data-autosave-url" not in page.content.decode()
    assert "2025" in text_of(page)


def test_as_many_queries_for_thirty_as_for_one(client: Client, url: str, account: KeyAccount) -> None:
    def grow(count: int) -> None:
        first = 1990 + account.financial_years.count()
        for number in range(count):
            FinancialYear.objects.create(account=account, year=first + number, revenue=1)

    assert_same_queries(lambda: client.get(url), grow, at_most=16)
