"""Amounts laid over months lose no cent."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from planning.calc.spreading import apportion, evenly, growing, seasonal

pytestmark = pytest.mark.unit
D = Decimal


def test_evenly() -> None:
    assert evenly(D(100), 3) == [D("33.34"), D("33.33"), D("33.33")]


def test_seasonal_follows_last_year() -> None:
    assert seasonal(D(100), [11, 12, 1], {11: D(10), 12: D(30), 1: D(10), 5: D(99)}) == [20, 60, 20]


def test_seasonal_counts_a_month_of_returns_as_nothing() -> None:
    assert seasonal(D(90), [1, 2], {1: D(-5), 2: D(10)}) == [0, 90]


def test_seasonal_without_sales_is_not_known() -> None:
    assert seasonal(D(90), [1, 2], {7: D(10)}) is None


def test_growing() -> None:
    assert growing(D(300), 2, D(1)) == [100, 200]
    assert growing(D(100), 4, D(0)) == [25, 25, 25, 25]


def test_a_shrinking_of_all_is_refused() -> None:
    with pytest.raises(ValueError, match="100 %"):
        growing(D(1), 2, D(-1))


@pytest.mark.parametrize("weights", [[], [0, 0], [1, -1, 5]])
def test_weights_must_say_something(weights: list[int]) -> None:
    with pytest.raises(ValueError, match="positive"):
        apportion(D(1), [D(weight) for weight in weights])


amounts = st.decimals(min_value=-10_000_000, max_value=10_000_000, places=2)
weights = st.lists(st.decimals(min_value=0, max_value=1000, places=2), min_size=1, max_size=36).filter(any)


@given(amounts, weights)
def test_the_parts_add_up_and_stand_in_proportion(total: Decimal, given_: list[Decimal]) -> None:
    parts = apportion(total, given_)
    assert sum(parts) == total
    whole = sum(given_)
    assert all(abs(part - total * weight / whole) <= D("0.01") for part, weight in zip(parts, given_, strict=True))


@given(amounts, st.integers(1, 36))
def test_even_parts_differ_by_a_cent_at_most(total: Decimal, months: int) -> None:
    parts = evenly(total, months)
    assert max(parts) - min(parts) <= D("0.01")
