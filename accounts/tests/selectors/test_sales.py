"""Sales of an account: the sums of the roll-up equal those of the lines, whatever the window; scope of a group."""

from __future__ import annotations

import datetime
from decimal import Decimal
from functools import partial
from typing import Any

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from accounts.models import SalesLine
from accounts.selectors.sales import (
    NO_KEY,
    Part,
    Period,
    Sums,
    rebates_in,
    sales_by_account,
    sales_by_line,
    sales_by_month,
    sales_by_product,
    sales_dates,
    sales_totals,
    with_descendants,
)
from accounts.selectors.sales_lines import sales_lines
from accounts.selectors.windows import Window
from accounts.services.rollups import rebuild_rollups
from accounts.tests.factories import make_account, make_line, make_product, make_sale
from kamp.testing.queries import queries_of
from kamp.users.tests.factories import make_user

pytestmark = pytest.mark.django_db
DAY = datetime.date


def _period(first: DAY, last: DAY, newest: DAY | None) -> Period:
    window = Window(first=first, last=last)
    return Period(window=window, before=window.previous(), newest=newest)


LINES = st.lists(
    st.tuples(
        st.dates(DAY(2025, 1, 1), DAY(2026, 6, 30)),
        st.decimals(-500, 1000, places=2),
        st.none() | st.decimals(0, 800, places=2),
        st.none() | st.decimals(1, 1200, places=2),
        st.sampled_from([None, 0, 1]),
        st.sampled_from([Decimal(1), Decimal("1.0712")]),
    ),
    max_size=14,
)


@given(lines=LINES, first=st.dates(DAY(2025, 1, 1), DAY(2026, 6, 30)), days=st.integers(0, 500))
@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_sums_equal_those_of_the_lines(lines: list[Any], first: DAY, days: int) -> None:
    with transaction.atomic():
        account, other = make_account(), make_account()
        products = [make_product(line=make_line()), make_product()]
        for date, net, cost, listed, product, rate in lines:
            SalesLine.objects.create(
                account=account, date=date, net_amount=net, cost=cost, list_amount=listed, currency="EUR", rate=rate,
                product=None if product is None else products[product], quantity=1,
            )  # fmt: skip
        rebuild_rollups()
        period = _period(first, first + datetime.timedelta(days=days), sales_dates([account.pk])[1])
        inside = [line for line in lines if period.window.first <= line[0] <= period.window.last]
        assert period.before is not None
        before = [line for line in lines if period.before.first <= line[0] <= period.before.last]
        total = sales_totals([account.pk], period)
        assert total == _by_hand(inside, before)
        groups = sales_by_product([account.pk], period)
        assert sum((group.sums.net for group in groups), Decimal(0)) == total.net
        for number, product in enumerate([*products, None]):
            mine = [line for line in inside if line[4] == (number if product else None)]
            key = product.pk if product else None
            found = next((group.sums for group in groups if group.key == key), Sums())
            assert (found.net, found.lines) == (_by_hand(mine, []).net, len(mine))
            assert sales_totals([account.pk], period, Part(product=key or NO_KEY)).net == found.net
        assert sales_totals([other.pk], period) == Sums()
        assert sales_lines([account.pk], period.window, Part()).count() == len(inside)
        transaction.set_rollback(True)


def _by_hand(lines: list[Any], before: list[Any]) -> Sums:
    def worth(amount: Decimal, rate: Decimal) -> Decimal:
        return (amount * rate).quantize(Decimal("0.0001"))

    def total(column: int, rows: list[Any]) -> Decimal:
        return sum((worth(row[column], row[5]) for row in rows), Decimal(0))

    costed, listed = [r for r in lines if r[2] is not None], [r for r in lines if r[3] is not None]
    return Sums(
        lines=len(lines),
        quantity=Decimal(len(lines)),
        net=total(1, lines),
        costed_net=total(1, costed),
        cost=total(2, costed),
        listed_net=total(1, listed),
        list_amount=total(3, listed),
        returned=total(1, [r for r in lines if r[1] < 0]),
        previous=total(1, before),
    )


def test_margin_and_discount_are_stated_on_the_known_part_only() -> None:
    sums = Sums(
        net=Decimal(1000), costed_net=Decimal(600), cost=Decimal(450), listed_net=Decimal(500),
        list_amount=Decimal(625),
        returned=Decimal(-50),
    )  # fmt: skip
    assert (sums.margin, sums.margin_share, sums.cost_share) == (Decimal(150), Decimal("0.25"), Decimal("0.6"))
    assert (sums.discount, sums.list_share) == (Decimal("0.2"), Decimal("0.5"))
    assert sums.returns_share == Decimal(50) / Decimal(1050)


def test_nothing_known_is_not_assessed_and_never_zero() -> None:
    unknown = Sums(net=Decimal(100))
    assert (unknown.margin, unknown.margin_share, unknown.discount, unknown.growth) == (None, None, None, None)
    assert unknown.cost_share == 0
    nothing = Sums()
    assert (nothing.cost_share, nothing.list_share, nothing.returns_share) == (None, None, None)


def test_a_negative_margin_is_shown_as_it_is() -> None:
    assert Sums(net=Decimal(10), costed_net=Decimal(10), cost=Decimal(15)).margin_share == Decimal("-0.5")


def test_lines_products_accounts_and_months_by_size() -> None:
    valves, filters = make_line("Valves"), make_line("Filters")
    big, small = make_product("Big", line=valves), make_product("100%_small", line=filters)
    account = make_account()
    child = make_account("Child", parent=account)
    make_sale(account, "2026-01-10", 100, product=small)
    make_sale(account, "2026-02-10", 300, product=big)
    make_sale(account, "2026-02-11", 50)
    make_sale(child, "2026-03-01", 700, product=big)
    period = _period(DAY(2026, 1, 1), DAY(2026, 12, 31), DAY(2026, 3, 1))
    assert [(g.name, g.sums.net) for g in sales_by_line([account.pk], period)] == [
        ("Valves", 300),
        ("Filters", 100),
        ("", 50),
    ]
    assert [g.name for g in sales_by_product([account.pk], period, text="%_s")] == ["100%_small"]
    assert [g.name for g in sales_by_product([account.pk], period, limit=1)] == ["Big"]
    both = with_descendants(account, make_user("administrator"))
    assert [(g.name, g.sums.net) for g in sales_by_account(both, period)] == [("Child", 700), (account.name, 450)]
    assert {month: sums.net for month, sums in sales_by_month([account.pk]).items()} == {
        DAY(2026, 1, 1): 100,
        DAY(2026, 2, 1): 350,
    }
    assert sales_dates([account.pk]) == (DAY(2026, 1, 10), DAY(2026, 2, 11))
    assert sales_dates([make_account().pk]) == (None, None)


def test_a_group_is_only_what_the_person_sees_at_any_depth() -> None:
    rep = make_user("sales_rep")
    top = make_account(owner=rep)
    hidden = make_account(parent=top)
    below = make_account(parent=hidden, owner=rep)
    assert with_descendants(top, rep) == [top.pk, below.pk]
    assert with_descendants(top, make_user("management")) == [top.pk, hidden.pk, below.pk]
    assert with_descendants(below, rep) == [below.pk]


def test_rebates_count_in_the_window_of_their_date() -> None:
    account = make_account()
    for day, amount in ((DAY(2026, 1, 1), 10), (DAY(2026, 1, 31), 5), (DAY(2026, 2, 1), 99)):
        account.rebates.create(date=day, amount=amount)
    assert rebates_in([account.pk], Window(first=DAY(2026, 1, 1), last=DAY(2026, 1, 31))) == 15


def test_as_many_queries_for_many_accounts_as_for_one() -> None:
    accounts = [make_account() for _ in range(12)]
    for account in accounts:
        make_sale(account, "2026-01-10", 1)
    period = _period(DAY(2026, 1, 5), DAY(2026, 2, 1), DAY(2026, 1, 10))
    for some in ([accounts[0].pk], [a.pk for a in accounts]):
        assert sales_totals(some, period).net == len(some)
        for read in (sales_totals, sales_by_line, sales_by_product, sales_by_account):
            assert len(queries_of(partial(read, some, period))) == 1
