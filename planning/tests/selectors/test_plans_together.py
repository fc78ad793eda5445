"""Many plans at once say what each of them says alone."""

from __future__ import annotations

import datetime
from decimal import Decimal

import pytest

from accounts.models import ExchangeRate, KeyAccount
from accounts.tests.factories import make_account, make_company, make_sale
from kamp.testing.queries import queries_of
from kamp.users.tests.factories import make_user
from planning.enums import InvestmentKind
from planning.models import AccountPlan
from planning.selectors.plan_lines import plan_sheets
from planning.selectors.plans_sums import (
    in_currencies,
    known_until,
    money_of,
    money_sums,
    performance_of,
    progress_sums,
    together_in_company_currency,
)
from planning.selectors.plans_together import open_plans
from planning.selectors.sales_plan import plans_totals
from planning.selectors.tracking import tracking_of
from planning.tests.factories_lines import day, make_line, make_plan

pytestmark = pytest.mark.django_db
TODAY = datetime.date(2027, 5, 10)


@pytest.fixture
def account() -> KeyAccount:
    make_company()
    return make_account("Molini Serravento")


def fill(plan: AccountPlan) -> None:
    """Lines of every sort: open, won, lost, defence, without probability, without contribution, outside the plan."""
    months = {"2027-01": 100, "2027-03": 250, "2028-12": 50, "2029-02": 9999}
    invest = {"2027-01": 40, "2026-11": 7777}
    make_line(plan, "Open", months=months, probability=60, contribution=35, invest=invest)
    make_line(plan, "Won", months=months, probability=10, contribution=20, state="won", invest={"2027-02": 15})
    make_line(plan, "Lost", months=months, probability=90, contribution=50, state="lost", invest={"2027-02": 11})
    make_line(plan, "Defence", months={"2027-02": 300}, probability=50, contribution=30, kind="defence")
    make_line(plan, "No probability", months=months, contribution=30, invest={"2027-02": 5})
    make_line(plan, "No contribution", months=months, probability=30, invest={"2027-02": 5})
    make_line(plan, "No months", probability=30, contribution=30, invest={"2027-02": 5})
    line = make_line(plan, "Recurring", months={"2027-06": 400}, probability=25, contribution=40)
    line.investments.create(
        month=day("2027-11"), until=day("2029-03"), amount=6, conditional=True, kind=InvestmentKind.PEOPLE
    )


def test_money_of_many_plans_is_that_of_each(account: KeyAccount) -> None:
    user = make_user()
    first, second, empty = make_plan(account), make_plan(make_account()), make_plan(make_account())
    fill(first)
    make_line(second, months={"2027-01": 10}, probability=100, contribution=50)
    money = money_of(open_plans(user), TODAY)
    totals = plans_totals([first, second, empty], TODAY)
    for plan in (first, second, empty):
        alone, together = totals[plan.pk], money[plan.pk]
        assert together.weighted == alone.weighted
        if alone.returns is None:
            assert together.benefits is None
        else:
            assert together.benefits == alone.returns.benefits
            assert together.investments == alone.returns.investments
            assert together.roi == alone.returns.roi
    assert money[first.pk].roi is not None
    assert money[second.pk].roi is None
    assert len(queries_of(lambda: money_of(open_plans(user), TODAY))) <= 3
    everything = together_in_company_currency(money_sums(open_plans(user)), TODAY)
    assert everything.plans == 3
    assert everything.weighted == sum(each.weighted for each in totals.values())
    assert everything.benefits == sum(each.benefits or 0 for each in money.values())
    assert everything.investments == sum(each.investments or 0 for each in money.values())
    assert len(queries_of(lambda: money_sums(open_plans(user)))) <= 2


def test_other_currencies_are_converted_or_left_out(account: KeyAccount) -> None:
    user = make_user()
    for currency in ("CHF", "JPY"):
        plan = make_plan(make_account(), currency=currency)
        make_line(plan, months={"2027-01": 100}, probability=50, contribution=50)
    ExchangeRate.objects.create(currency="CHF", date="2027-01-01", rate="1.1")
    ExchangeRate.objects.create(currency="CHF", date="2027-06-01", rate="9")
    money = together_in_company_currency(money_sums(open_plans(user)), TODAY)
    assert money.weighted == Decimal(55)
    assert (money.plans, money.without_rate) == (1, 1)
    counted = in_currencies(open_plans(user), money.currencies)
    assert set(money_of(open_plans(user), TODAY)) == set(counted.values_list("pk", flat=True))


def test_performance_is_what_tracking_says(account: KeyAccount) -> None:
    user = make_user()
    plan = make_plan(account)
    fill(plan)
    for month, net in {"2026-01": 80, "2026-03": 20, "2026-09": 70, "2027-01": 200, "2027-04": 90}.items():
        make_sale(account, f"{month}-15", net)
    make_plan(make_account(), starts_on=day("2027-06"), ends_on=datetime.date(2029, 5, 31))
    until = known_until(TODAY)
    assert until == datetime.date(2027, 4, 1)
    found = performance_of(progress_sums(open_plans(user), "value-potential", until), TODAY)[""]
    total = tracking_of(plan, plan_sheets(plan, TODAY), TODAY).total
    assert total is not None
    assert total.difference is not None
    assert found.plans == 1
    assert found.actual == 290
    assert found.actual - found.plan == total.difference
    assert found.ahead == (found.actual - found.plan) / found.plan


def test_closed_plans_and_those_of_archived_accounts_do_not_count(account: KeyAccount) -> None:
    user = make_user()
    make_plan(account, state="closed")
    archived = make_plan(make_account())
    KeyAccount.objects.filter(pk=archived.account_id).update(archived_at="2026-01-01T00:00Z")
    assert not open_plans(user).exists()
