"""Return on investment against the method's example (§9.4) and rules that hold for every plan."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from planning.calc.returns import (
    MonthFlow,
    Returns,
    flows,
    internal_rate,
    payback,
    present_value,
    returns_of,
    running_total,
)

pytestmark = pytest.mark.unit


def amounts(*pairs: tuple[int, int], last: int) -> list[Decimal]:
    given_ = dict(pairs)
    return [Decimal(given_.get(month, 0)) for month in range(last + 1)]


def example() -> list[MonthFlow]:
    """−20,000 at month 0, −5,000 at month 6, +2,500 a month for months 7–18."""
    benefits = amounts(*((month, 2500) for month in range(7, 19)), last=18)
    return flows(benefits, amounts((0, 20000), (6, 5000), last=18))


def test_the_methods_example() -> None:
    found = returns_of(example(), Decimal("0.08"))
    assert found.roi == Decimal("0.2")
    assert round(found.npv, 2) == Decimal("2884.38")
    assert found.payback == Decimal(16)
    assert found.index is not None
    assert round(found.index, 4) == Decimal("1.1163")
    assert round(found.benefits_value, 2) == Decimal("27695.63")
    assert round(found.investments_value, 2) == Decimal("24811.25")
    assert found.benefits == 30000
    assert found.investments == 25000


def test_the_internal_rate_makes_the_value_nothing() -> None:
    rate = internal_rate(example())
    assert rate is not None
    assert abs(returns_of(example(), rate).npv) < Decimal("0.05")


def net(*values: int) -> list[MonthFlow]:
    """A flow for each value: positive a benefit, negative an investment."""
    return flows([Decimal(max(value, 0)) for value in values], [Decimal(max(-value, 0)) for value in values])


@pytest.mark.parametrize(
    ("months", "expected"),
    [
        pytest.param(net(-100, 50, 50), Decimal(2), id="covered at the end of a month"),
        pytest.param(net(-100, 50, 100), Decimal("1.5"), id="inside a month, by interpolation"),
        pytest.param(net(-100, 40, 40), None, id="beyond the horizon"),
        pytest.param(net(-100, 150, -80, 10), None, id="covered once, but it does not stay so"),
        pytest.param(net(-100, 150, -80, 40), Decimal("2.75"), id="only the last time counts"),
        pytest.param(net(0, 10, 10), Decimal(0), id="no investment"),
        pytest.param([], Decimal(0), id="nothing at all"),
        pytest.param(net(100, -50, 20), Decimal(0), id="never below zero"),
        pytest.param(flows([Decimal(5)], [Decimal(10)]), None, id="one month"),
    ],
)
def test_payback(months: Sequence[MonthFlow], expected: Decimal | None) -> None:
    assert payback(months) == expected


def test_without_investment_only_the_value_is_defined() -> None:
    found = returns_of(net(0, 100, 100))
    assert (found.roi, found.index, found.irr) == (None, None, None)
    assert found.npv > 0


def test_nothing_planned_is_worth_nothing() -> None:
    found = returns_of([])
    assert found.npv == 0
    assert found.roi is None


@pytest.mark.parametrize(
    "months",
    [
        pytest.param(net(-10, -10), id="no benefit"),
        pytest.param(net(-10, 30, -15, 20), id="several changes of sign"),
        pytest.param(net(-1000000, 1), id="lost nearly whole: below -99 %"),
    ],
)
def test_no_internal_rate(months: Sequence[MonthFlow]) -> None:
    assert internal_rate(months) is None


def test_a_rate_of_minus_one_hundred_percent_is_refused() -> None:
    with pytest.raises(ValueError, match="-100 %"):
        present_value([(1, Decimal(1))], Decimal(-1))


money = st.decimals(min_value=-1_000_000, max_value=1_000_000, places=2)
cost = st.decimals(min_value=0, max_value=1_000_000, places=2)
month_lists = st.lists(st.tuples(money, cost), min_size=1, max_size=36).map(
    lambda pairs: flows([gain for gain, _ in pairs], [spent for _, spent in pairs])
)
rates = st.decimals(min_value="-0.5", max_value=2, places=4)


def same(left: Decimal | None, right: Decimal | None, within: Decimal = Decimal("1e-12")) -> bool:
    if left is None or right is None:
        return left is right
    return abs(left - right) <= within * max(1, abs(left))


@given(month_lists)
def test_at_a_rate_of_nothing_value_is_benefit_less_investment(months: list[MonthFlow]) -> None:
    found = returns_of(months, Decimal(0))
    assert same(found.npv, found.benefits - found.investments)


@given(month_lists, rates, st.integers(2, 1000))
def test_in_other_money_the_ratios_stay(months: list[MonthFlow], rate: Decimal, factor: int) -> None:
    scaled = [MonthFlow(month=m.month, benefit=m.benefit * factor, investment=m.investment * factor) for m in months]
    one, other = returns_of(months, rate), returns_of(scaled, rate)
    assert same(one.roi, other.roi)
    assert same(one.index, other.index)
    assert same(one.payback, other.payback)
    assert same(one.npv * factor, other.npv)


@given(month_lists)
def test_payback_is_where_the_running_total_crosses_zero(months: list[MonthFlow]) -> None:
    found, total = payback(months), running_total(months)
    if not any(month.investment for month in months):
        assert found == 0
    elif found is None:
        assert total[-1] < 0
    else:
        place = int(found.to_integral_value(rounding="ROUND_CEILING"))
        assert all(amount >= 0 for amount in total[place:])
        assert place == 0 or total[place - 1] < 0


@given(month_lists, rates, cost)
def test_more_benefit_never_makes_it_worse(months: list[MonthFlow], rate: Decimal, more: Decimal) -> None:
    last = months[-1]
    better = [*months[:-1], MonthFlow(month=last.month, benefit=last.benefit + more, investment=last.investment)]
    one, other = returns_of(months, rate), returns_of(better, rate)
    assert other.npv >= one.npv
    if one.roi is not None and other.roi is not None:
        assert other.roi >= one.roi
    if one.payback is not None:
        assert other.payback is not None
        assert other.payback <= one.payback


@given(st.lists(cost, min_size=1, max_size=24), st.lists(cost, min_size=1, max_size=24), rates)
def test_index_above_one_exactly_when_the_value_is_positive(
    gains: list[Decimal], spent: list[Decimal], rate: Decimal
) -> None:
    found: Returns = returns_of(flows(gains, spent), rate)
    if found.index is not None and abs(found.npv) > Decimal("1e-9"):
        assert (found.index > 1) == (found.npv > 0)
