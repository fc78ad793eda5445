"""The formulas, once for an account and once for a portfolio, give the same; and every declared one exists."""

from __future__ import annotations

import math
from decimal import Decimal

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from portfolio.calc.arrays import Arrays, exact, exact_sum, mean, median
from portfolio.calc.carriers import DECIMALS, FLOATS
from portfolio.calc.metrics import CALCULATIONS, Figures
from portfolio.metrics.catalog import METRICS
from portfolio.metrics.spec import Source

pytestmark = pytest.mark.unit

FACTS = [metric.key for metric in METRICS if metric.source is Source.FACT]
RATINGS = [metric.key for metric in METRICS if metric.source is Source.SOFT]
MEASURES = [metric.key for metric in METRICS if not metric.is_fact]
amounts = st.none() | st.integers(-(10**12), 10**12).map(lambda units: Decimal(units) / 10_000) | st.just(Decimal(0))
ratings = st.none() | st.integers(0, 100).map(lambda tenths: Decimal(tenths) / 10)
given_facts = st.fixed_dictionaries(dict.fromkeys(FACTS, amounts) | dict.fromkeys(RATINGS, ratings))


def test_every_declared_calculation_has_its_function() -> None:
    assert set(CALCULATIONS) == {metric.key for metric in METRICS if metric.source is Source.CALCULATION}


@given(given_facts)
def test_account_and_portfolio_agree_to_the_last_bit(facts: dict[str, Decimal | None]) -> None:
    known = {key: float(value) for key, value in facts.items() if value is not None}
    one = Figures(known, FLOATS)
    many = Figures({key: np.array([known.get(key, np.nan)] * 2) for key in facts}, Arrays(2))
    for key in MEASURES:
        np.testing.assert_array_equal(many[key], [one[key]] * 2, err_msg=key)


@given(given_facts)
def test_floats_follow_the_exact_figures(facts: dict[str, Decimal | None]) -> None:
    known = {key: value for key, value in facts.items() if value is not None}
    exactly = Figures(known, DECIMALS)
    one = Figures({key: float(value) for key, value in known.items()}, FLOATS)
    for key in MEASURES:
        assert exactly[key].is_nan() == math.isnan(one[key]), key
        if not exactly[key].is_nan():
            assert one[key] == pytest.approx(float(exactly[key]), rel=1e-12, abs=1e-12), key


@given(given_facts)
def test_a_metric_is_missing_without_any_of_its_inputs(facts: dict[str, Decimal | None]) -> None:
    figures = Figures({key: float(value) for key, value in facts.items() if value is not None}, FLOATS)
    for metric in METRICS:
        if (
            metric.source is Source.CALCULATION
            and not metric.partial
            and any(facts[key] is None for key in metric.wanted)
        ):
            assert math.isnan(figures[metric.key]), metric.key


def test_a_fact_that_was_not_given_is_missing() -> None:
    assert math.isnan(Figures({}, FLOATS)["revenue"])
    assert np.isnan(Figures({}, Arrays(2))["revenue"]).tolist() == [True, True]


def test_cents_survive_subtraction() -> None:
    assert 100.10 - 80.08 != 20.02
    figures = Figures({"revenue": 100.10, "direct_cost": 80.08}, FLOATS)
    assert figures["cm1"] == 20.02
    assert figures["m1"] == 0.2


def test_an_unknown_metric_names_those_there_are() -> None:
    with pytest.raises(KeyError, match="no metric 'profit'; there are: revenue, "):
        Figures({}, FLOATS)["profit"]


def test_exact_sums_do_not_depend_on_the_order() -> None:
    column = np.array([0.1, 0.2, 0.3, 1e9, -1e9])
    assert exact_sum(column) == exact_sum(column[::-1])
    assert float(exact_sum(column)) == 0.6


def test_numbers_that_are_no_decimals_are_summed_as_they_are() -> None:
    thirds = np.array([1 / 3, 1 / 3, 1 / 3])
    assert exact(thirds) is None
    assert exact(np.array([1e13])) is None
    assert exact(np.array([9e11])) is not None
    assert exact(np.full(2**20, 9e11)) is None  # each is exact, their sum is not
    assert mean(np.array([0.8132702392002724] * 3)) == 0.8132702392002724
    assert mean(thirds) == 1 / 3
    assert mean(np.array([1 / 3, 2 / 3])) == 0.5


@pytest.mark.parametrize(
    ("values", "expected"),
    [([0.1, 0.1, 0.1], 0.1), ([3.0, 1.0, 2.0], 2.0), ([4.0, 1.0, 2.0, 3.0], 2.5), ([0.1, 0.7], 0.4)],
)
def test_median(values: list[float], expected: float) -> None:
    assert median(np.array(values)) == expected
