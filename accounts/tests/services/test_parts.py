"""People, contracts, financial years, estimates: what is saved, recorded and refused."""

from __future__ import annotations

import datetime
from decimal import Decimal

import pytest

from accounts.models import Contract, Demand, DmuMember, ExchangeRate, FinancialYear, Person
from accounts.services.accounts import archive_account
from accounts.services.contracts import delete_contract, delete_financial_year, save_contract, save_financial_year
from accounts.services.demand import record_demand
from accounts.services.people import delete_person, save_person
from accounts.tests.factories import NOON, make_account, make_company, make_person, make_sale
from kamp.shared.conflicts import StaleError
from kamp.shared.errors import DomainError
from kamp.users.tests.factories import make_user

pytestmark = pytest.mark.django_db
DECISION = {"roles": ["decider"], "access_level": "top", "influence": 5, "attitude": -1, "confidence": "confirmed"}


def test_a_person_is_saved_with_the_part_in_decisions() -> None:
    person = save_person(person=Person(account=make_account(), name="Sandra"), decision=DECISION, at=NOON)
    part = DmuMember.objects.get(person=person)
    assert {name: getattr(part, name) for name in DECISION} == DECISION


def test_what_is_not_known_to_who_saves_stays_and_a_change_raises_the_version() -> None:
    person = save_person(person=Person(account=make_account(), name="Sandra"), decision=DECISION, at=NOON)
    person = Person.objects.get(pk=person.pk)
    save_person(person=person, decision={"roles": ["user"]}, at=NOON)
    part = DmuMember.objects.get(person=person)
    assert (part.roles, part.influence, part.attitude, part.version) == (["user"], 5, -1, 2)
    assert Person.objects.get(pk=person.pk).version == 2


def test_two_who_save_the_same_person_do_not_overwrite_each_other() -> None:
    made = save_person(person=Person(account=make_account(), name="Sandra"), decision={}, at=NOON)
    mine, theirs = Person.objects.get(pk=made.pk), Person.objects.get(pk=made.pk)
    save_person(person=theirs, decision=DECISION, at=NOON)
    with pytest.raises(StaleError):
        save_person(person=mine, decision={}, at=NOON)


def test_the_line_of_superiors_has_no_circle_and_stays_in_the_house() -> None:
    account = make_account()
    boss = make_person(account, "Boss")
    worker = make_person(account, "Worker", reports_to=boss)
    boss.reports_to = worker
    with pytest.raises(DomainError) as circle:
        save_person(person=boss, decision={}, at=NOON)
    assert circle.value.field == "reports_to"
    stranger = make_person(make_account(), "Stranger")
    worker.reports_to = stranger
    with pytest.raises(DomainError):
        save_person(person=worker, decision={}, at=NOON)


def test_nothing_of_an_archived_account_is_changed() -> None:
    account = make_account()
    person = make_person(account)
    contract = Contract.objects.create(account=account, title="A", start=NOON.date())
    year = FinancialYear.objects.create(account=account, year=2025)
    archive_account(account=account, at=NOON)
    by = make_user()
    for attempt in (
        lambda: save_person(person=person, decision={}, at=NOON),
        lambda: delete_person(person=person, at=NOON),
        lambda: save_contract(contract=contract, at=NOON),
        lambda: delete_contract(contract=contract, at=NOON),
        lambda: save_financial_year(year=year, at=NOON),
        lambda: delete_financial_year(year=year, at=NOON),
        lambda: record_demand(demand=Demand(account=account, year=2026, amount=1), by=by, at=NOON),
    ):
        with pytest.raises(DomainError):
            attempt()
    assert (Person.objects.count(), Contract.objects.count(), FinancialYear.objects.count()) == (1, 1, 1)
    assert not Demand.objects.exists()


def test_a_deleted_row_stays_in_the_record() -> None:
    contract = Contract.objects.create(account=make_account(), title="A", start=NOON.date())
    key = contract.pk
    delete_contract(contract=contract, at=NOON)
    assert Contract.pgh_event_model.objects.filter(pgh_obj_id=key, pgh_label="delete").exists()


def test_a_year_is_there_once() -> None:
    account = make_account()
    save_financial_year(year=FinancialYear(account=account, year=2025), at=NOON)
    with pytest.raises(DomainError) as refused:
        save_financial_year(year=FinancialYear(account=account, year=2025), at=NOON)
    assert refused.value.field == "year"


def test_an_estimate_is_added_and_the_figures_follow_at_once() -> None:
    make_company(currency="EUR")
    account, by = make_account(), make_user()
    make_sale(account, "2025-12-01", 400)
    ExchangeRate.objects.create(currency="CHF", date=datetime.date(2025, 1, 1), rate=Decimal("1.25"))
    record_demand(demand=Demand(account=account, year=2026, amount=Decimal(500)), by=by, at=NOON)
    newer = record_demand(
        demand=Demand(account=account, year=2026, amount=Decimal(800), currency="CHF"), by=by, at=NOON
    )
    assert (newer.rate, newer.author, newer.recorded_at) == (Decimal("1.25"), by, NOON)
    assert Demand.objects.count() == 2
    account.figures.refresh_from_db()
    assert (account.figures.demand, account.figures.share_of_wallet) == (Decimal(1000), Decimal("0.4"))


def test_a_currency_without_a_rate_is_refused() -> None:
    make_company(currency="EUR")
    with pytest.raises(DomainError) as refused:
        record_demand(
            demand=Demand(account=make_account(), year=2026, amount=1, currency="USD"), by=make_user(), at=NOON
        )
    assert refused.value.field == "currency"
    assert not Demand.objects.exists()
