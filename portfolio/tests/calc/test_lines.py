"""How lines are drawn from a portfolio: cumulative shares, means, medians, the company mean, too few accounts."""

from __future__ import annotations

from fractions import Fraction

import numpy as np
import pytest

from portfolio.calc.lines import cumulative_line
from portfolio.calc.matrix import classify
from portfolio.calc.outcome import Outcome
from portfolio.matrices.catalog import MATRICES
from portfolio.parameters.values import Parameters
from portfolio.tests.calc.running_example import accounts, portfolio

pytestmark = pytest.mark.unit


def thresholds(matrix: str, frame: object, **overrides: object) -> dict[str, dict[str, object]]:
    return outcome(matrix, frame, **overrides).thresholds()  # type: ignore[return-value]


def outcome(matrix: str, frame: object, **overrides: object) -> Outcome:
    parameters = Parameters({key.replace("__", "."): value for key, value in overrides.items()})
    return classify(MATRICES.get(matrix), frame, parameters)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("falling", "share", "line"),
    [
        pytest.param([500, 300, 120, 60, 15, 5], "0.8", 300, id="exactly 80 % before: next class"),
        pytest.param([500, 300, 120, 60, 15, 5], "0.95", 60, id="92 % before"),
        pytest.param([500, 300, 120, 60, 15, 5], "0.5", 500, id="exactly 50 % before"),
        pytest.param([500.01, 299.99, 120, 60, 15, 5], "0.8", 299.99, id="80 % to the cent"),
        pytest.param([500, 299.99, 120, 60, 15, 5], "0.8", 120, id="a cent less before"),
        pytest.param([0.1] * 10, "0.8", 0.1, id="all equal: the class of the first"),
        pytest.param([50, 10, 10, 10, 10, 10], "0.5", 50, id="equals after the line stay together below"),
        pytest.param([40, 20, 20, 20], "0.5", 20, id="equals across the line stay together above"),
        pytest.param([1000], "0.8", 1000, id="one account is in the first class"),
        pytest.param([1000, 1], "0.95", 1000, id="an empty second class shares the line of the first"),
        pytest.param([0.0008, 0.0001, 0.0001, 0.0001], "0.8", 0.0001, id="a line between two units"),
        pytest.param([], "0.8", 0.0, id="nobody"),
        pytest.param([1 / 3, 1 / 7], "0.7", 1 / 3, id="numbers that are no decimals"),
    ],
)
def test_cumulative_line(falling: list[float], share: str, line: float) -> None:
    assert cumulative_line(np.array(falling, dtype=float), Fraction(share)) == line


def test_a_hundred_thousand_cents_add_up_exactly() -> None:
    # 80 % of the total stands before the last fifth: binary sums of 0.01 would be off by then
    falling = np.array([0.02] * 40_000 + [0.01] * 20_000)
    assert cumulative_line(falling, Fraction(4, 5)) == 0.02
    assert cumulative_line(falling, Fraction(80_001, 100_000)) == 0.01


def test_lines_of_the_running_example() -> None:
    x, y = thresholds("value-potential", portfolio()).values()
    assert (x["metric"], x["mode"], x["accounts"]) == ("contribution", "mean", 6)
    assert x["cuts"] == [pytest.approx(31.8333, abs=1e-4)]
    assert x["levels"] == {"cm2": 6, "cm1": 0, "revenue": 0}
    assert y["cuts"] == [pytest.approx(151.6667, abs=1e-4)]
    x, y = thresholds("revenue-potential", portfolio()).values()
    assert (x["mode"], x["cuts"], x["below"], x["total"]) == ("abc", [200, 320], [80, 200], 1910)
    assert (y["mode"], y["cuts"], y["below"], y["total"]) == ("abc", [60, 300], [15, 120], 1000)
    x, y = thresholds("revenue-quality", portfolio()).values()
    assert x["cuts"] == [60, 300, 500]
    assert (y["metric"], y["reference"], y["cuts"]) == ("m2", 0.191, [0, 0.191, 0.241])


def test_median_threshold() -> None:
    x, y = thresholds("value-potential", portfolio(), matrix_i__threshold="median").values()
    assert (x["mode"], x["cuts"], y["cuts"]) == ("median", [24], [102.5])


def test_prospects_do_not_lower_the_mean_of_current_value_but_raise_that_of_potential() -> None:
    prospect = {"revenue": 0, "direct_cost": 0, "cost_to_serve": 0, "demand": 550}
    x, y = thresholds("value-potential", portfolio(ETA=prospect)).values()
    assert (x["accounts"], x["cuts"]) == (6, [pytest.approx(31.8333, abs=1e-4)])
    assert (y["accounts"], y["cuts"]) == (7, [(910 + 550) / 7])


def test_returns_above_sales_do_not_count_in_the_mean_of_current_value() -> None:
    x = thresholds("value-potential", portfolio(ZETA={"revenue": -5}))["x"]
    assert (x["accounts"], x["cuts"]) == (5, [(191 + 2) / 5])


def test_an_account_without_demand_is_in_one_mean_only() -> None:
    x, y = thresholds("value-potential", portfolio(GAMMA={"demand": None})).values()
    assert (x["accounts"], y["accounts"], y["cuts"]) == (6, 5, [430 / 5])


TWO = {"A": {"revenue": 100, "direct_cost": 50, "cost_to_serve": 10, "demand": 200}, "B": {"revenue": 50, "demand": 60}}


def test_two_accounts_are_too_few_for_a_mean() -> None:
    x, y = thresholds("value-potential", accounts(TWO)).values()
    assert (x["mode"], x["cuts"], x["accounts"]) == ("fixed", None, 2)
    assert (y["mode"], y["cuts"]) == ("fixed", None)


def test_three_accounts_are_enough() -> None:
    third = {"revenue": 30, "demand": 30}
    x = thresholds("value-potential", accounts({**TWO, "C": third}))["x"]
    assert (x["mode"], x["accounts"], x["cuts"]) == ("mean", 3, [40])
    assert x["levels"] == {"cm2": 1, "cm1": 0, "revenue": 2}


def test_too_few_accounts_take_the_fixed_threshold() -> None:
    fixed = {"matrix_i__fixed_value": 45, "matrix_i__fixed_potential": "20"}
    x, y = thresholds("value-potential", accounts(TWO), **fixed).values()
    assert (x["mode"], x["cuts"]) == ("fixed", [45])
    assert (y["mode"], y["cuts"]) == ("fixed", [20])


def test_fixed_thresholds_need_no_portfolio() -> None:
    x, y = thresholds(
        "value-potential",
        portfolio(),
        matrix_i__threshold="fixed",
        matrix_i__fixed_value=110,
        matrix_i__fixed_potential=200,
    ).values()
    assert (x["cuts"], y["cuts"], x["mode"]) == ([110], [200], "fixed")


def test_margins_include_the_cost_to_serve_from_four_fifths_of_revenue_on() -> None:
    # ALFA and BETA are exactly 80 % of the revenue
    most = {name: {"cost_to_serve": None} for name in ("GAMMA", "DELTA", "EPSILON", "ZETA")}
    y = thresholds("revenue-quality", portfolio(**most))["y"]
    assert (y["metric"], y["accounts"], y["reference"]) == ("m2", 2, 150 / 800)
    less = {**most, "ALFA": {"revenue": 499}}
    y = thresholds("revenue-quality", portfolio(**less))["y"]
    assert (y["metric"], y["accounts"]) == ("m1", 6)
    full = thresholds("revenue-quality", portfolio(**most), quality__cts_coverage="80.01")["y"]
    assert full["metric"] == "m1"


def test_the_company_mean_ignores_accounts_without_margin_or_revenue() -> None:
    more = {"GAMMA": {"direct_cost": None}, "ETA": {"revenue": -10, "direct_cost": 0, "cost_to_serve": 5}}
    y = thresholds("revenue-quality", portfolio(**more))["y"]
    assert (y["accounts"], y["reference"]) == (5, (191 - 30) / (1000 - 120))
    assert thresholds("revenue-quality", portfolio(**more))["x"]["accounts"] == 6


def test_equal_margins_are_exactly_the_company_mean() -> None:
    frame = accounts(
        {
            name: {"revenue": r, "direct_cost": r * 0.8, "cost_to_serve": 0}
            for name, r in (("A", 100.10), ("B", 333.35), ("C", 7.05), ("D", 1234.5))
        }
    )
    result = outcome("revenue-quality", frame).frame()
    assert set(result["y_value"]) == {0.2}
    assert set(result["y_band"]) == {"B"}


def test_three_accounts_have_margin_classes() -> None:
    y = thresholds("revenue-quality", portfolio().iloc[:3])["y"]
    assert (y["mode"], y["accounts"]) == ("relative", 3)


def test_two_accounts_have_a_company_mean_but_no_margin_classes() -> None:
    y = thresholds("revenue-quality", portfolio().iloc[:2])["y"]
    assert (y["cuts"], y["accounts"], y["reference"]) == (None, 2, 150 / 800)
    fixed = thresholds("revenue-quality", portfolio().iloc[:2], quality__margin_bounds=[20, 10])["y"]
    assert (fixed["mode"], fixed["cuts"], fixed["reference"]) == ("fixed", [0, 0.1, 0.2], 150 / 800)


def test_a_loss_is_never_better_than_class_d() -> None:
    losing = {name: {"direct_cost": row_cost} for name, row_cost in (("ALFA", 900), ("BETA", 300), ("GAMMA", 110))}
    result = outcome("revenue-quality", portfolio(**losing))
    y = result.thresholds()["y"]
    assert y is not None
    assert y["reference"] < -0.05
    assert y["cuts"] == [0, 0, 0]
    frame = result.frame()
    assert set(frame.loc[frame["y_value"] < 0, "y_band"]) == {"D"}
    assert set(frame.loc[frame["y_value"] >= 0, "y_band"]) == {"A"}
