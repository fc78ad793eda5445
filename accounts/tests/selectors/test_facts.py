"""Facts at a date: exact sums over any days, missing apart from zero."""

from __future__ import annotations

import datetime
from decimal import Decimal

import pytest
from django.db import connection
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from accounts.models import KeyAccount, Rebate, SalesLine
from accounts.selectors.facts import Facts, facts_frame, facts_of, facts_totals, largest_of
from accounts.selectors.facts_sql import FactRules
from accounts.selectors.windows import Window
from accounts.services.rollups import rebuild_rollups
from accounts.tests.factories import (
    make_account,
    make_company,
    make_demand,
    make_line,
    make_sale,
    make_segment,
    make_service_cost,
)
from kamp.testing.queries import assert_same_queries

pytestmark = pytest.mark.django_db

AS_OF = datetime.date(2026, 10, 31)
YEAR = Window.trailing(AS_OF)


def facts(account: KeyAccount, window: Window = YEAR, **rules: Decimal) -> Facts:
    (found,) = facts_of([account.pk], window, FactRules(**rules))
    return found


def test_an_account_without_sales_has_no_revenue_and_unknown_costs() -> None:
    found = facts(make_account())
    assert (found.revenue, found.revenue_previous) == (0, 0)
    unknown = (found.list_value, found.direct_cost, found.cost_to_serve, found.demand, found.cost_share)
    assert unknown == (None,) * 5
    assert (found.first_sale, found.last_sale) == (None, None)


def test_the_window_ends_on_its_day_and_begins_after_the_same_day_a_year_earlier() -> None:
    account = make_account()
    for day, net in (("2025-10-31", 1), ("2025-11-01", 10), ("2026-10-31", 100), ("2026-11-01", 1000)):
        make_sale(account, day, net)
    found = facts(account)
    assert (found.revenue, found.revenue_previous) == (110, 1)
    assert (found.first_sale, found.last_sale) == (datetime.date(2025, 10, 31), datetime.date(2026, 10, 31))


@pytest.mark.parametrize(
    ("as_of", "first"),
    [
        ("2024-02-29", "2023-03-01"),
        ("2025-02-28", "2024-02-29"),
        ("2026-03-31", "2025-04-01"),
        ("2026-11-21", "2025-11-22"),
    ],
)
def test_a_year_back_from_any_day(as_of: str, first: str) -> None:
    assert Window.trailing(datetime.date.fromisoformat(as_of)).first == datetime.date.fromisoformat(first)


def test_the_previous_window_is_as_long() -> None:
    assert YEAR.previous() == Window.trailing(datetime.date(2025, 10, 31))
    days = Window(first=datetime.date(2026, 1, 10), last=datetime.date(2026, 1, 19))
    assert days.previous() == Window(first=datetime.date(2025, 12, 31), last=datetime.date(2026, 1, 9))


def test_a_window_cannot_end_before_it_begins() -> None:
    with pytest.raises(ValueError, match="cannot end"):
        Window(first=AS_OF, last=datetime.date(2026, 1, 1))


DAYS = st.dates(min_value=datetime.date(2023, 11, 1), max_value=datetime.date(2026, 3, 15))


@settings(max_examples=40, deadline=None, database=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_sums_equal_those_of_the_lines_for_any_days(data: st.DataObject) -> None:
    """Whole months from the roll-up and single days from the lines give what all lines would give."""
    SalesLine.objects.all().delete()
    account = KeyAccount.objects.first() or make_account()
    days = data.draw(st.lists(DAYS, min_size=1, max_size=25))
    cents = data.draw(st.lists(st.integers(-99_999, 999_999), min_size=len(days), max_size=len(days)))
    SalesLine.objects.bulk_create(
        SalesLine(account=account, date=day, net_amount=Decimal(cent) / 100, cost=Decimal(cent) / 200, currency="EUR")
        for day, cent in zip(days, cents, strict=True)
    )
    rebuild_rollups()
    first, last = sorted((data.draw(DAYS), data.draw(DAYS)))
    window = data.draw(st.sampled_from([Window(first=first, last=last), Window.trailing(last)]))
    lines = list(zip(days, cents, strict=True))

    def total(part: Window) -> Decimal:
        return sum((Decimal(cent) / 100 for day, cent in lines if part.first <= day <= part.last), Decimal(0))

    found = facts(account, window)
    assert (found.revenue, found.revenue_previous) == (total(window), total(window.previous()))
    if any(window.first <= day <= window.last and cent for day, cent in lines):
        assert found.direct_cost == total(window) / 2
    assert facts_totals(None, window).revenue == total(window)
    frame = facts_frame([account.pk], window)
    assert frame.loc[account.pk, "revenue"] == float(total(window))


def test_returns_lower_the_revenue_and_rebates_too() -> None:
    account = make_account()
    make_sale(account, "2026-05-01", 1000)
    make_sale(account, "2026-05-20", -250)
    Rebate.objects.create(account=account, date="2026-06-30", amount=Decimal("50.25"))
    Rebate.objects.create(account=account, date="2025-06-30", amount=7)
    found = facts(account)
    assert (found.revenue, found.revenue_previous) == (Decimal("699.75"), -7)


def test_foreign_amounts_count_in_the_company_currency() -> None:
    account = make_account()
    make_sale(account, "2026-05-01", 100, cost=60, list_amount=110, currency="USD", rate=Decimal("0.9"))
    found = facts(account)
    assert (found.revenue, found.direct_cost, found.list_value) == (90, 54, 99)
    make_demand(account, 1000, currency="USD", rate=Decimal("0.9"))
    assert facts(account).demand == 900


@pytest.mark.parametrize(
    ("uncosted", "cost", "share"),
    [
        pytest.param(0, 60, 1, id="all known"),
        pytest.param(25, 75, Decimal("0.8"), id="enough known: the rest at the same ratio"),
        pytest.param(26, None, Decimal("0.793651"), id="too little known"),
        pytest.param(-20, 48, Decimal("0.8"), id="a return without cost"),
    ],
)
def test_direct_cost_that_is_partly_known(uncosted: int, cost: int | None, share: Decimal) -> None:
    account = make_account()
    make_sale(account, "2026-05-01", 100, cost=60)
    if uncosted:
        make_sale(account, "2026-05-02", uncosted)
    found = facts(account)
    assert (found.direct_cost, found.cost_share) == (cost, share)


def test_goods_given_away_have_a_cost() -> None:
    account = make_account()
    make_sale(account, "2026-05-01", 0, cost=30)
    found = facts(account)
    assert (found.revenue, found.direct_cost) == (0, 30)


def test_cost_to_serve_of_the_method() -> None:
    """12 visits × 250 + 80 orders × 35 + 40 support hours × 60 + 10 returns × 90 + credit for 75 days at 6 %."""
    account = make_account(payment_days=75)
    make_sale(account, "2026-05-01", 120_000)
    for driver, quantity, rate in (
        ("visits", 12, 250),
        ("orders", 80, 35),
        ("support_hours", 40, 60),
        ("returns", 10, 90),
    ):
        make_service_cost(account, "2026-04-01", driver, quantity, rate)
    assert facts(account).cost_to_serve.quantize(Decimal("0.01")) == Decimal("10579.45")
    assert facts(account, cost_of_capital=Decimal(0)).cost_to_serve == 9100


def test_credit_alone_does_not_make_the_cost_to_serve_known() -> None:
    account = make_account(payment_days=75)
    make_sale(account, "2026-05-01", 120_000)
    assert facts(account).cost_to_serve is None


def test_service_costs_of_twelve_months() -> None:
    account = make_account()
    for month in ("2025-10-01", "2025-11-01", "2026-10-01", "2026-11-01"):
        make_service_cost(account, month, "visits", 1, 100)
    assert facts(account).cost_to_serve == 200
    assert facts(account, Window.trailing(datetime.date(2026, 10, 15))).cost_to_serve == 200


def test_the_newest_estimate_of_a_cell_counts_and_cells_win_over_the_account() -> None:
    account, line = make_account(), make_line("Valves")
    day = datetime.datetime(2026, 3, 1, tzinfo=datetime.UTC)
    make_demand(account, 999, year=2026)
    assert facts(account).demand == 999
    make_demand(account, 100, year=2026, product_line=line)
    make_demand(account, 150, year=2026, product_line=line, recorded_at=day)
    make_demand(account, 40, year=2026, product_line=line, unit="South")
    assert facts(account).demand == 190


def test_an_earlier_year_stands_in_and_a_later_one_does_not() -> None:
    account = make_account()
    make_demand(account, 500, year=2024)
    make_demand(account, 600, year=2027)
    assert facts(account).demand == 500
    make_demand(account, 0, year=2025)
    assert facts(account).demand == 0


def test_a_scope_may_be_a_queryset() -> None:
    food, steel = make_segment("Food"), make_segment("Steel")
    inside, outside = make_account(segment=food), make_account(segment=steel)
    for account in (inside, outside):
        make_sale(account, "2026-05-01", 100)
    accounts = KeyAccount.objects.filter(segment=food)
    assert [found.account_id for found in facts_of(accounts, YEAR)] == [inside.pk]
    assert facts_totals(accounts, YEAR).revenue == 100
    assert facts_totals(None, YEAR).revenue == 200


def test_the_largest_come_first_and_equal_ones_by_code() -> None:
    for code, net in (("B", 10), ("A", 10), ("C", 20), ("D", 0), ("E", -5)):
        make_sale(make_account(code=code), "2026-05-01", net)
    assert [found.code for found in largest_of(None, YEAR, 10)] == ["C", "A", "B"]


def test_the_frame_keeps_what_is_missing_apart_from_zero() -> None:
    make_company()
    known, unknown = make_account(), make_account()
    make_sale(known, "2026-05-01", "0.10", cost=0)
    frame = facts_frame(None, YEAR)
    assert frame.index.tolist() == sorted([known.pk, unknown.pk])
    assert frame.loc[known.pk, ["revenue", "direct_cost"]].tolist() == [0.1, 0.0]
    assert frame.loc[unknown.pk, ["direct_cost", "cost_to_serve", "demand", "cost_share"]].isna().all()
    assert set(frame.dtypes.astype(str)) == {"float64"}


def test_as_many_queries_for_many_accounts_as_for_one() -> None:
    def grow(count: int) -> None:
        for _ in range(count):
            make_sale(make_account(), "2026-05-01", 10)

    assert_same_queries(lambda: facts_of(None, YEAR), grow, at_most=2)


def test_days_of_partial_months_are_read_by_index() -> None:
    """The edges of a window must not scan all lines."""
    account = make_account()
    SalesLine.objects.bulk_create(
        SalesLine(
            account=account, date=datetime.date(2024, 1, 1) + datetime.timedelta(day), net_amount=1, currency="EUR"
        )
        for day in range(900)
        for _ in range(20)
    )
    rebuild_rollups()
    from accounts.selectors.facts_sql import facts_sql

    sql, params = facts_sql(None, Window.trailing(datetime.date(2025, 12, 10)), FactRules())
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE accounts_salesline")
        cursor.execute(f"EXPLAIN {sql}", params)
        plan = "\n".join(row[0] for row in cursor.fetchall())
    assert "Seq Scan on accounts_salesline" not in plan, plan
