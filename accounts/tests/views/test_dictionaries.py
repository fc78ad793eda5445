"""Segments, product lines, products, rates and our company in pages."""

from __future__ import annotations

import datetime
import html
import re
from decimal import Decimal

import pytest
from django.urls import reverse

from accounts.models import Company, ExchangeRate, Product, ProductLine, Segment
from accounts.tests.factories import make_account, make_company, make_line, make_product, make_sale, make_segment
from accounts.views.dictionaries import DICTIONARIES
from kamp.testing.queries import assert_same_queries
from kamp.users.tests.factories import make_user

pytestmark = pytest.mark.django_db
MAKE = {
    "segments": make_segment,
    "product-lines": make_line,
    "products": lambda: make_product(line=make_line(), list_price="12.5", unit_cost="7.1234"),
    "rates": lambda: ExchangeRate.objects.create(
        currency="CHF",
        date=datetime.date(2020, 1, 1) + datetime.timedelta(days=ExchangeRate.objects.count()),
        rate="1.04",
    ),
}


@pytest.fixture(autouse=True)
def admin(client):
    client.force_login(user := make_user("administrator", language="en"))
    return user


def address(name: str, *args: object) -> str:
    return reverse(f"dictionaries:{name}", args=args)


@pytest.mark.parametrize("dictionary", DICTIONARIES, ids=lambda d: d.key)
def test_list_costs_the_same_for_one_and_for_thirty(client, dictionary):
    make = MAKE[dictionary.key]
    url = address("entry_list", dictionary.key)
    assert_same_queries(lambda: client.get(url), lambda rows: [make() for _ in range(rows)])


@pytest.mark.parametrize("dictionary", DICTIONARIES, ids=lambda d: d.key)
def test_every_column_sorts_both_ways_and_the_empty_list_says_what_it_is_for(client, dictionary):
    url = address("entry_list", dictionary.key)
    assert str(dictionary.empty) in client.get(url).content.decode()
    MAKE[dictionary.key]()
    for column in dictionary.table.columns:
        for sort in (column.key, f"-{column.key}"):
            assert client.get(url, {"sort": sort}).status_code == 200


def test_product_is_made_with_a_decimal_comma_and_listed_exactly(client):
    line = make_line("Valves")
    data = {"code": "V1", "name": "Ball valve", "line": line.pk, "list_price": "1.250,50", "unit_cost": "700,1234"}
    assert client.post(address("entry_create", "products"), data).status_code == 302
    product = Product.objects.get(code="V1")
    assert (product.list_price, product.unit_cost) == (Decimal("1250.5000"), Decimal("700.1234"))
    page = client.get(address("entry_list", "products")).content.decode()
    assert "1,250.50" in page
    assert "700.1234" in page


def test_segment_managers_are_kept(client):
    manager = make_user("market_manager")
    client.post(address("entry_create", "segments"), {"name": "Food", "managers": [manager.pk]})
    assert list(Segment.objects.get(name="Food").managers.all()) == [manager]


def test_only_those_who_steer_can_be_managers(client):
    rep = make_user("sales_rep")
    answer = client.post(address("entry_create", "segments"), {"name": "Food", "managers": [rep.pk]})
    assert answer.status_code == 422
    assert not Segment.objects.exists()


def test_an_entry_in_use_stays(client):
    segment = make_segment("Food")
    make_account(segment=segment)
    answer = client.post(address("entry_delete", "segments", segment.pk), follow=True)
    assert "is in use and stays" in answer.content.decode()
    assert Segment.objects.filter(pk=segment.pk).exists()


def test_an_unused_entry_goes_and_comes_back_with_whom_it_named(client):
    luca, rep = make_user("market_manager"), make_user("sales_rep")
    segment = make_segment("Food", managers=[luca])
    answer = client.post(address("entry_delete", "segments", segment.pk), follow=True)
    assert not Segment.objects.filter(pk=segment.pk).exists()
    undo = html.unescape(re.search(r'action="([^"]+/restore/[^"]*)"', answer.content.decode())[1])
    for _twice in range(2):
        back = client.post(f"{undo}&managers={rep.pk}&managers=x", follow=True).content.decode()
        assert f'data-at="{address("entry_edit", "segments", segment.pk)}"' in back
    assert list(Segment.objects.get(name="Food").managers.all()) == [luca], "nobody whom the form would not take"


def test_an_entry_made_anew_is_not_there_twice(client):
    line = make_line("Pumps")
    undo = address("entry_restore", "product-lines", line.pk)
    client.post(address("entry_delete", "product-lines", line.pk))
    make_line("Pumps")
    assert "entered since stands in the way" in client.post(undo, follow=True).content.decode()
    assert ProductLine.objects.count() == 1


@pytest.mark.parametrize("currency", ["EUR", "EU", "QQQ", ""])
def test_a_rate_needs_a_foreign_currency(client, currency):
    make_company()
    data = {"currency": currency, "date": "01/01/2026", "rate": "1.04"}
    assert client.post(address("entry_create", "rates"), data).status_code == 422
    assert not ExchangeRate.objects.exists()


@pytest.mark.parametrize("rate", ["0", "-1", "x"])
def test_a_rate_is_above_zero(client, rate):
    answer = client.post(address("entry_create", "rates"), {"currency": "CHF", "date": "01/01/2026", "rate": rate})
    assert answer.status_code == 422


def test_company_currency_is_fixed_once_there_are_sales(client):
    company = make_company()
    url = address("company")
    client.post(url, {"name": "Corvale", "currency": "CHF", "version": company.version})
    company.refresh_from_db()
    assert (company.name, company.currency) == ("Corvale", "CHF")
    make_sale(make_account(), "2026-01-10", 100)
    answer = client.post(url, {"name": "Corvale", "currency": "EUR", "version": company.version})
    assert answer.status_code == 422
    assert Company.objects.get().currency == "CHF"


def test_an_unknown_dictionary_is_not_found(client):
    assert client.get(address("entry_list", "nonsense")).status_code == 404
