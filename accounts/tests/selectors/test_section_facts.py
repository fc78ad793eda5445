"""Since when the items of the information system are known: each from its own rows, nothing made up."""

from __future__ import annotations

import datetime
from decimal import Decimal

import pytest
from django.utils import timezone

from accounts.calc.audit_score import Known
from accounts.models import AccountFigures, AccountProfile, Contract, FinancialYear, KeyAccount, Person
from accounts.selectors.section_facts import ITEMS, section_facts
from accounts.tests.factories import make_account, make_member, make_sale
from kamp.testing.queries import assert_same_queries

pytestmark = pytest.mark.django_db
TODAY = datetime.date(2026, 11, 22)


def known(account: KeyAccount, as_of: datetime.date = TODAY) -> dict[str, Known]:
    return section_facts([account.pk], as_of=as_of)[account.pk]


def _year(account: KeyAccount, year: int, entered: datetime.date, **figures: object) -> FinancialYear:
    row = FinancialYear.objects.create(account=account, year=year, **figures)
    moment = datetime.datetime(entered.year, entered.month, entered.day, 12, tzinfo=datetime.UTC)
    FinancialYear.objects.filter(pk=row.pk).update(updated_at=moment)
    return row


def test_nothing_is_known_about_a_new_account() -> None:
    assert known(make_account("New")) == {}


def test_address_and_a_way_to_reach_somebody() -> None:
    account = make_account("Molini", city="Bari")
    made = datetime.datetime(2026, 1, 10, 12, tzinfo=datetime.UTC)
    KeyAccount.objects.update(created_at=made)
    assert "hg1" not in known(account)
    Person.objects.create(account=account, name="Anna", mobile="333")
    assert known(account)["hg1"].on == made.date()
    AccountProfile.objects.create(account=account, contacts_on=datetime.date(2026, 10, 1))
    assert known(account)["hg1"].on == datetime.date(2026, 10, 1)


def test_products_and_markets_need_both() -> None:
    account = make_account("Molini")
    profile = AccountProfile.objects.create(account=account, products_sold="Flour", products_on=TODAY)
    assert "hg2" not in known(account)
    AccountProfile.objects.filter(pk=profile.pk).update(markets_served="Bakeries")
    assert known(account)["hg2"].on == TODAY


def test_the_newest_year_that_says_something_counts() -> None:
    account = make_account("Molini")
    _year(account, 2024, datetime.date(2026, 3, 1), revenue=Decimal(10), ebit=Decimal(1), capital_employed=Decimal(5))
    found = known(account)
    # entered in March 2026, but about 2024: from the end of 2025 on one may ask for 2025
    assert found["hg3"] == found["hg5"] == found["hg6"] == Known(on=datetime.date(2025, 12, 31))
    assert "hg4" not in found
    _year(account, 2025, datetime.date(2026, 6, 1), revenue=Decimal(12), unavailable=["net_profit", "ebit"])
    found = known(account)
    assert found["hg3"] == Known(on=datetime.date(2026, 6, 1))
    assert found["hg4"] == found["hg6"] == Known(on=datetime.date(2026, 6, 1), unavailable=True)
    assert found["hg5"] == Known(on=datetime.date(2025, 12, 31)), "2025 says nothing about it"


def test_ratios_need_denominators_above_zero() -> None:
    account = make_account("Molini")
    _year(account, 2025, TODAY, revenue=Decimal(0), ebit=Decimal(1), capital_employed=Decimal(5))
    assert "hg6" not in known(account)


def test_sales_are_as_new_as_the_ledger() -> None:
    account, other = make_account("Molini"), make_account("Cartiere")
    make_sale(account, "2026-02-01", 100, cost=60, list_amount=120)
    make_sale(other, "2026-11-20", 100)
    AccountFigures.objects.filter(account=account).update(last_sale="2026-02-01", margin_share=Decimal("0.4"))
    found = known(account)
    assert found["hs1"] == found["hs2"] == found["hs3"] == Known(on=datetime.date(2026, 11, 20))
    assert not {"hs1", "hs2", "hs3"} & known(other).keys(), "no figures made yet, no cost, no list price"


def test_contracts_people_and_attitudes() -> None:
    account = make_account("Molini")
    Contract.objects.create(account=account, title="Supply", start=TODAY)
    make_member(account, "No part", influence=3)
    today = timezone.localdate()
    found = known(account, today)
    assert found["hs5"].on == today
    assert not {"ss1", "ss3"} & found.keys()
    make_member(account, "Anna", roles=["buyer"], attitude=0, stance_on=datetime.date(2026, 1, 5))
    make_member(account, "Old", attitude=2, stance_on=datetime.date(2020, 1, 5))
    found = known(account, today)
    assert (found["ss1"].on, found["ss3"].on) == (today, datetime.date(2026, 1, 5))
    Person.objects.update(left_on=today)
    assert not {"ss1", "ss3"} & known(account, today).keys()


def test_nothing_is_known_later_than_the_day_asked_about() -> None:
    account = make_account("Molini")
    AccountProfile.objects.create(account=account, products_sold="a", markets_served="b", products_on=TODAY)
    assert known(account, datetime.date(2026, 5, 1))["hg2"].on == datetime.date(2026, 5, 1)


def test_many_accounts_take_as_many_queries_as_one() -> None:
    accounts = [make_account("Molini", city="Bari", phone="1")]

    def grow(count: int) -> None:
        for number in range(count):
            more = make_account(f"Account {number}", city="Bari", phone="1")
            _year(more, 2025, TODAY, revenue=Decimal(10))
            accounts.append(more)

    assert_same_queries(lambda: section_facts([each.pk for each in accounts], as_of=TODAY), grow)
    assert set(known(accounts[-1])) <= set(ITEMS)
