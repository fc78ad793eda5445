"""What plans add up to is remembered, and never older than the plans, lines and sales of this moment."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterator
from decimal import Decimal
from typing import Any

import pytest
from django.db import transaction
from django.test import override_settings
from django.utils import timezone

from accounts.models import Company as OurCompany
from accounts.models import ExchangeRate, KeyAccount
from accounts.selectors.change_notes import sum_state
from accounts.tests.factories import make_account, make_sale
from kamp.dashboards.seen import Seen
from kamp.dashboards.tests.company import Company
from kamp.testing.queries import queries_of
from planning.models import AccountPlan, Investment, LineRevenue, PlanLine
from planning.tests.factories_lines import make_line, make_plan
from portfolio.tests.selectors.test_remembered import AWAY

pytestmark = pytest.mark.django_db
READERS = ("management", "market_manager", "sales_rep")


@pytest.fixture(scope="module")
def company(django_db_setup: None, django_db_blocker: Any) -> Iterator[Company]:
    with django_db_blocker.unblock(), transaction.atomic():
        made = Company(5)
        PlanLine.objects.update(probability=40)
        yield made
        transaction.set_rollback(True)


def added_up(company: Company, reader: str) -> tuple[Any, Any]:
    seen = Seen.by(company.users[reader], today=timezone.localdate(), zone=timezone.get_current_timezone())
    return seen.money, dict(seen.performance)


def line_of(company: Company) -> PlanLine:
    """A line of a plan that all readers see."""
    plans = [plan.pk for plan in company.plans if plan.account.owner == company.users["sales_rep"]]
    seen = AccountPlan.objects.visible_to(company.users["market_manager"]).filter(pk__in=plans)
    return PlanLine.objects.filter(plan__in=seen).order_by("pk")[0]


def month_changed(company: Company) -> None:
    LineRevenue.objects.filter(line=line_of(company)).update(amount=Decimal(77_777))


def line_won(company: Company) -> None:
    PlanLine.objects.filter(pk=line_of(company).pk).update(state="won")


def line_added(company: Company) -> None:
    plan = line_of(company).plan
    make_line(plan, months={f"{plan.starts_on:%Y-%m}": 500}, probability=50, contribution=10)


def line_deleted(company: Company) -> None:
    line_of(company).delete()


def investment_changed(company: Company) -> None:
    Investment.objects.filter(line=line_of(company)).update(amount=1)


def plan_closed(company: Company) -> None:
    AccountPlan.objects.filter(pk=line_of(company).plan_id).update(state="closed")


def plan_moved(company: Company) -> None:
    plan = line_of(company).plan
    AccountPlan.objects.filter(pk=plan.pk).update(starts_on=plan.starts_on + datetime.timedelta(days=62))


def plan_opened(company: Company) -> None:
    make_plan(line_of(company).plan.account, name="Another")


def account_archived(company: Company) -> None:
    KeyAccount.objects.filter(pk=line_of(company).plan.account_id).update(archived_at=timezone.now())


def account_in_dollars(company: Company) -> None:
    AccountPlan.objects.filter(pk=line_of(company).plan_id).update(currency="")
    for reader in READERS:
        added_up(company, reader)
    KeyAccount.objects.filter(pk=line_of(company).plan.account_id).update(currency="USD")


def sold(company: Company) -> None:
    plan = line_of(company).plan
    make_sale(plan.account, plan.starts_on, 123_456)


def company_in_dollars(company: Company) -> None:
    AccountPlan.objects.filter(pk=line_of(company).plan_id).update(currency="EUR")
    OurCompany.objects.update(currency="USD")


def rate_known(company: Company) -> None:
    AccountPlan.objects.filter(pk=line_of(company).plan_id).update(currency="CHF")
    ExchangeRate.objects.create(currency="CHF", date=company.today, rate="1.7")


@pytest.mark.parametrize(
    "change",
    [
        *(month_changed, line_won, line_added, line_deleted, investment_changed, plan_closed, plan_moved, plan_opened),
        *(account_archived, account_in_dollars, sold, company_in_dollars, rate_known),
    ],
)
def test_a_change_counts_at_once_for_everybody(company: Company, change: Callable[[Company], None]) -> None:
    with transaction.atomic():
        before = {reader: added_up(company, reader) for reader in READERS}
        change(company)
        for reader in READERS:
            now = added_up(company, reader)
            with override_settings(CACHES=AWAY):
                assert now == added_up(company, reader), reader
            assert now != before[reader], f"the change changes something for {reader}"
        transaction.set_rollback(True)


@pytest.mark.parametrize("reader", READERS)
def test_a_second_page_adds_nothing_up(company: Company, reader: str) -> None:
    first = added_up(company, reader)
    sent = queries_of(lambda: added_up(company, reader))
    assert added_up(company, reader) == first
    assert [sql for sql in sent if "planning_linerevenue" in sql or "accounts_accountmonth" in sql] == []


def test_a_change_of_no_consequence_forgets_nothing(company: Company) -> None:
    with transaction.atomic():
        state, account = sum_state(), company.accounts[0]
        account.city = "Lodi"
        account.save()
        make_account("Elsewhere")
        assert sum_state() == state
        transaction.set_rollback(True)
