"""Concentration (method §8.1): the worked example, and portfolios of none, one, equals and losers."""

from __future__ import annotations

import doctest
from decimal import Decimal

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

import portfolio.calc.concentration as module
from portfolio.calc.concentration import Concentration, concentration
from portfolio.parameters.values import Parameters
from portfolio.tests.calc.running_example import portfolio

pytestmark = pytest.mark.unit


def of(*values: float | None, **overrides: object) -> Concentration:
    series = pd.Series(list(values), index=[f"C{at:02}" for at in range(len(values))], dtype="float64")
    return concentration(series, Parameters({key.replace("__", "."): value for key, value in overrides.items()}))


def test_the_worked_example() -> None:
    result = concentration(portfolio()["revenue"], Parameters())
    assert (result.customers, result.left_out, result.missing, result.total) == (6, 0, 0, 1000)
    assert result.largest == {1: 0.5, 3: 0.92, 5: 0.995, 10: 1.0}
    assert result.hhi == 3582.5
    assert result.hhi_normalised == pytest.approx(0.2299, abs=5e-5)
    assert result.effective == pytest.approx(2.7913, abs=5e-5)
    assert result.gini == pytest.approx(0.565, abs=1e-12)
    assert result.abc == {"A": 2, "B": 2, "C": 2}
    assert result.abc_value == {"A": 800, "B": 180, "C": 20}
    assert result.customers_80 == 2
    assert result.dominant == (("ALFA", 0.5), ("BETA", 0.3), ("GAMMA", 0.12))
    assert (result.hhi_reading, result.cr5_reading) == ("high", "high")
    assert result.lorenz[0] == (0, 0)
    assert result.lorenz[1] == (1 / 6, 0.005)
    assert result.lorenz[-2] == (5 / 6, 0.5)
    assert result.lorenz[-1] == (1, 1)


def test_nobody() -> None:
    for result in (of(), of(0, -5), of(None, None)):
        assert (result.customers, result.total, result.customers_80) == (0, 0, 0)
        assert set(result.largest.values()) == {None}
        assert {result.hhi, result.hhi_normalised, result.effective, result.gini} == {None}
        assert (result.hhi_reading, result.cr5_reading, result.lorenz, result.dominant) == (None, None, (), ())
        assert set(result.abc.values()) == {0}


def test_one_customer() -> None:
    result = of(7)
    assert (result.hhi, result.hhi_normalised, result.effective, result.gini) == (10_000, 1, 1, 0)
    assert (result.abc, result.customers_80) == ({"A": 1, "B": 0, "C": 0}, 1)
    assert result.largest == {1: 1, 3: 1, 5: 1, 10: 1}
    assert result.lorenz == ((0, 0), (1, 1))


def test_equal_customers() -> None:
    result = of(*[0.1] * 10)
    assert result.hhi == pytest.approx(1000)
    assert (result.hhi_normalised, result.gini) == (pytest.approx(0, abs=1e-12), 0)
    assert result.effective == pytest.approx(10)
    assert result.abc == {"A": 10, "B": 0, "C": 0}
    assert result.customers_80 == 8
    assert len(result.dominant) == 10  # a share of exactly 10 % deserves the warning (G3)


def test_two_equal_customers_are_exactly_equal() -> None:
    assert of(0.1, 0.1).gini == 0
    assert of(0.7, 0.7).gini == 0


def test_losers_and_unknowns_are_left_out_and_counted() -> None:
    result = of(500, 300, 120, 60, 15, 5, 0, -100, None)
    assert (result.customers, result.left_out, result.missing, result.total) == (6, 2, 1, 1000)
    assert result.hhi == 3582.5


@pytest.mark.parametrize(
    ("values", "reading"),
    [
        pytest.param([1] * 7, "low", id="1,429"),
        pytest.param([3, 1, 1, 1], "high", id="3,333"),
        pytest.param([1] * 4, "high", id="2,500 exactly"),
        pytest.param([1] * 5, "moderate", id="2,000"),
    ],
)
def test_reading_of_hhi(values: list[float], reading: str) -> None:
    assert of(*values).hhi_reading == reading


@pytest.mark.parametrize(
    ("customers", "reading"),
    [
        pytest.param(10, "high", id="50 % exactly"),
        pytest.param(11, "moderate", id="45 %"),
        pytest.param(16, "moderate", id="31 %"),
        pytest.param(17, "low", id="29 %"),
    ],
)
def test_reading_of_the_five_largest(customers: int, reading: str) -> None:
    assert of(*[1] * customers).cr5_reading == reading


def test_readings_are_parameters() -> None:
    loose = of(*[1] * 4, hhi__cuts=[3000, 5000], concentration__cr5=["99.98", "99.99"], concentration__single=26)
    assert (loose.hhi_reading, loose.cr5_reading, loose.dominant) == ("low", "high", ())


@pytest.mark.parametrize(
    ("values", "customers"),
    [
        pytest.param([50, 30, 20], 2, id="exactly 80 %"),
        pytest.param([50, 29.99, 20.01], 3, id="a cent less"),
        pytest.param([80, 20], 1, id="the first alone"),
        pytest.param([0.1] * 10, 8, id="sums that binary numbers miss"),
        pytest.param([1 / 3, 1 / 3, 1 / 3], 3, id="numbers that are no decimals"),
    ],
)
def test_customers_that_make_80_percent(values: list[float], customers: int) -> None:
    assert of(*values).customers_80 == customers


def test_decimals_are_read() -> None:
    series = pd.Series([Decimal(500), Decimal(300), None], index=list("abc"), dtype=object)
    assert concentration(series, Parameters()).total == 800


def test_a_long_lorenz_curve_is_thinned_where_it_is_flat() -> None:
    values = np.arange(1, 50_001, dtype=float) ** 3
    points = of(*values).lorenz
    assert 150 < len(points) <= 200
    assert (points[0], points[-1]) == ((0, 0), (1, 1))
    steps = np.diff(np.array(points), axis=0)
    assert (steps >= 0).all()
    assert steps.sum(axis=1).max() < 0.011


@given(st.lists(st.integers(1, 10**9).map(lambda cents: cents / 100), min_size=1, max_size=40))
def test_bounds_and_order(values: list[float]) -> None:
    result = of(*values)
    again = of(*values[::-1])
    assert (result.hhi, result.gini, result.abc, result.lorenz) == (again.hhi, again.gini, again.abc, again.lorenz)
    assert result.hhi is not None
    assert result.gini is not None
    assert result.hhi_normalised is not None
    assert 10_000 / len(values) * (1 - 1e-9) <= result.hhi <= 10_000 * (1 + 1e-9)
    assert 0 <= result.gini < 1
    assert 0 <= result.hhi_normalised <= 1
    assert sum(result.abc.values()) == len(values)
    assert result.abc["A"] >= 1
    assert 1 <= result.customers_80 <= len(values)


def test_examples_in_the_text() -> None:
    assert doctest.testmod(module, raise_on_error=True).attempted == 1
