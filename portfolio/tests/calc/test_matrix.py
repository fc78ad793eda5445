"""Every matrix places the running example, and the edge cases of the method, where the method says."""

from __future__ import annotations

from decimal import Decimal

import numpy as np
import pandas as pd
import pytest

from portfolio.calc.bands import Threshold
from portfolio.calc.matrix import classify
from portfolio.calc.outcome import Outcome
from portfolio.matrices.catalog import MATRICES
from portfolio.matrices.marks import Flag
from portfolio.metrics.catalog import METRICS
from portfolio.metrics.spec import Source
from portfolio.parameters.values import Parameters
from portfolio.tests.calc.running_example import accounts, accounts_with, judged_portfolio, portfolio

pytestmark = pytest.mark.unit

SOFT = {metric.key for metric in METRICS if metric.source is Source.SOFT}

# One row per matrix: where the running example stands. A new matrix needs its entry in the catalogue and one here.
EXPECTED = {
    "relational-model": ("mid", "partnership", "early", "early", "pre", "mid"),
    "selection": ("key_development", "maintenance", "key", "key_development", "opportunistic", "maintenance"),
    "class": ("star", "status", "strategic", "star", "opportunity", "status"),
    "value-potential": ("key", "important", "potential_key", "regular", "potential_key", "regular"),
    "revenue-potential": (
        "in_line", "in_line", "missed_moderate", "loaded_moderate", "missed_moderate", "in_line",
    ),
    "revenue-quality": ("B1", "C2", "A3", "A3", "D4", "D4"),
}  # fmt: skip


def place(matrix: str, frame: pd.DataFrame, **overrides: object) -> pd.DataFrame:
    return outcome(matrix, frame, **overrides).frame()


def outcome(matrix: str, frame: pd.DataFrame, **overrides: object) -> Outcome:
    parameters = Parameters({key.replace("__", "."): value for key, value in overrides.items()})
    return classify(MATRICES.get(matrix), frame, parameters)


@pytest.mark.parametrize("matrix", MATRICES.keys())
def test_running_example(matrix: str) -> None:
    result = place(matrix, judged_portfolio())
    assert tuple(result["cell"]) == EXPECTED[matrix]
    assert set(result["status"]) == {"assessed"}
    assert set(result["missing"]) == {()}
    negative = [name for name, flags in result["flags"].items() if Flag.NEGATIVE_MARGIN in flags]
    assert negative == ["EPSILON", "ZETA"]


def test_abc_classes_of_the_running_example() -> None:
    result = place("revenue-potential", portfolio())
    assert "".join(result["y_band"].str[0]) == "hhmmll"  # revenue: A A B B C C
    assert "".join(result["x_band"].str[0]) == "hhhlml"  # demand: A A A C B C


def test_axis_values_of_the_running_example() -> None:
    result = place("value-potential", portfolio())
    assert list(result["x_value"]) == [110, 40, 30, 18, -5, -2]
    assert list(result["y_value"]) == [200, 20, 480, 20, 185, 5]
    assert set(result["x_level"]) == {"cm2"}


# --- current value × potential -------------------------------------------------------------------------------------


def test_a_prospect_with_demand_is_low_in_value_and_may_be_potential_key() -> None:
    result = place("value-potential", portfolio(ETA={"revenue": 0, "demand": 550}))
    assert (result.loc["ETA", "x_value"], result.loc["ETA", "cell"]) == (0, "potential_key")


def test_unknown_demand_is_not_assessed_and_says_so() -> None:
    result = place("value-potential", portfolio(ALFA={"demand": None}))
    row = result.loc["ALFA"]
    assert pd.isna(row["cell"])
    assert (row["status"], row["missing"]) == ("missing", ("demand",))
    assert np.isnan(row["y_value"])
    assert row["x_band"] == "high"


def test_zero_demand_is_known_demand() -> None:
    result = place("value-potential", portfolio(ALFA={"demand": 0}))
    assert (result.loc["ALFA", "status"], result.loc["ALFA", "y_value"]) == ("assessed", 0)
    assert result.loc["ALFA", "cell"] == "important"
    assert Flag.POTENTIAL_UNDERESTIMATED in result.loc["ALFA", "flags"]


@pytest.mark.parametrize(
    ("facts", "level", "value", "provisional"),
    [
        pytest.param({}, "cm2", 110, False, id="everything is known"),
        pytest.param({"cost_to_serve": None}, "cm1", 150, True, id="no cost to serve"),
        pytest.param({"direct_cost": None}, "revenue", 500, True, id="no direct cost"),
        pytest.param({"direct_cost": None, "cost_to_serve": None}, "revenue", 500, True, id="no cost at all"),
        pytest.param({"cost_to_serve": 0}, "cm2", 150, False, id="a cost to serve of zero is known"),
    ],
)
def test_current_value_falls_back_and_keeps_its_level(
    facts: dict[str, float | None], level: str, value: float, provisional: bool
) -> None:
    row = place("value-potential", portfolio(ALFA=facts)).loc["ALFA"]
    assert (row["x_level"], row["x_value"], row["status"], row["missing"]) == (level, value, "assessed", ())
    assert (Flag.PROVISIONAL in row["flags"]) is provisional


def test_unknown_revenue_is_not_assessed_anywhere() -> None:
    for spec in MATRICES:
        row = place(spec.key, portfolio(ALFA={"revenue": None})).loc["ALFA"]
        assert pd.isna(row["cell"]), spec.key
        assert row["status"] == "missing", spec.key
        if "revenue" in {fact for axis in spec.axes().values() for fact in METRICS.get(axis.metric).inputs}:
            assert set(row["missing"]) - SOFT == {"revenue"}, spec.key


def test_a_loss_is_low_even_above_the_mean_of_losses() -> None:
    frame = accounts_with("direct_cost", 110, 120, 190, revenue=100, cost_to_serve=0, demand=100)
    result = place("value-potential", frame)
    assert list(result["x_value"]) == [-10, -20, -90]
    assert set(result["x_band"]) == {"low"}
    assert set(result["cell"]) == {"potential_key"}  # all gaps are 0, equal to their mean: ties go up (G3)


def test_equal_accounts_are_all_high() -> None:
    frame = accounts_with("list_value", 1, 2, 3, revenue=0.3, direct_cost=0.1, cost_to_serve=0.1, demand=0.4)
    assert set(place("value-potential", frame)["cell"]) == {"key"}


def test_a_value_on_the_mean_is_high() -> None:
    frame = accounts_with("revenue", 0.1, 0.2, 0.3, demand=1, direct_cost=0, cost_to_serve=0)
    assert list(place("value-potential", frame)["x_band"]) == ["low", "high", "high"]
    assert list(place("value-potential", frame)["y_band"]) == ["high", "high", "low"]


def test_a_value_a_cent_under_a_fixed_threshold_is_low() -> None:
    fixed = {"matrix_i__threshold": "fixed", "matrix_i__fixed_potential": 100}
    result = place("value-potential", portfolio(), matrix_i__fixed_value="110", **fixed)
    assert result.loc["ALFA", "x_band"] == "high"
    result = place("value-potential", portfolio(), matrix_i__fixed_value="110.01", **fixed)
    assert result.loc["ALFA", "x_band"] == "low"


@pytest.mark.parametrize("count", [1, 2])
def test_too_few_accounts_are_not_assessed_for_want_of_a_threshold(count: int) -> None:
    result = place("value-potential", portfolio().iloc[:count])
    assert result["cell"].isna().all()
    assert set(result["status"]) == {"no_threshold"}
    assert set(result["missing"]) == {()}


def test_a_contribution_of_zero_is_no_negative_margin() -> None:
    row = place("value-potential", portfolio(ALFA={"direct_cost": 460})).loc["ALFA"]
    assert (row["x_value"], row["flags"]) == (0, ())


def test_only_accounts_with_a_class_are_borderline_or_provisional() -> None:
    near = {"direct_cost": None, "revenue": 32, "demand": 100}
    known = place("value-potential", portfolio(ETA=near), matrix_i__threshold="median", borderline__pct=20)
    assert set(known.loc["ETA", "flags"]) == {Flag.BORDERLINE, Flag.PROVISIONAL}
    unknown = {**near, "demand": None}
    row = place("value-potential", portfolio(ETA=unknown), matrix_i__threshold="median", borderline__pct=20)
    assert row.loc["ETA", "flags"] == ()


# --- revenue × potential -------------------------------------------------------------------------------------------

FIXED = {
    "rev_pot__classes": "fixed",
    "rev_pot__revenue_bounds": [250, 50],
    "rev_pot__potential_bounds": [500, 150],
}


def test_fixed_classes_of_the_method() -> None:
    result = place("revenue-potential", portfolio(ETA={"revenue": 0, "demand": 550}), **FIXED)
    beta, eta = result.loc["BETA"], result.loc["ETA"]
    assert (beta["y_band"], beta["x_band"], beta["cell"]) == ("high", "medium", "loaded_moderate")
    assert (eta["y_band"], eta["x_band"], eta["cell"]) == ("low", "high", "missed_strong")


def test_high_revenue_of_low_potential_is_strongly_loaded() -> None:
    frame = accounts({"A": {"revenue": 250, "demand": 149}, "B": {"revenue": 250, "demand": 499.99}})
    potential = {**FIXED, "rev_pot__potential_bounds": [500, 251]}
    assert list(place("revenue-potential", frame, **potential)["cell"]) == ["loaded_strong", "loaded_moderate"]


def test_demand_below_revenue_is_replaced_by_revenue_and_flagged() -> None:
    row = place("revenue-potential", portfolio(BETA={"demand": 290})).loc["BETA"]
    assert row["x_value"] == 300
    assert Flag.POTENTIAL_UNDERESTIMATED in row["flags"]
    equal = place("revenue-potential", portfolio(BETA={"demand": 300})).loc["BETA"]
    assert Flag.POTENTIAL_UNDERESTIMATED not in equal["flags"]


def test_one_account_is_at_the_top() -> None:
    frame = accounts({"A": {"revenue": 10, "demand": 20}})
    assert list(place("revenue-potential", frame)["cell"]) == ["in_line"]
    assert list(place("revenue-potential", frame)["y_band"]) == ["high"]


def test_equal_revenues_share_the_class_of_the_first() -> None:
    frame = accounts_with("demand", *[40] * 10, revenue=10)
    result = place("revenue-potential", frame)
    assert set(result["y_band"]) == {"high"}
    assert set(result["x_band"]) == {"high"}


def test_no_revenue_at_all_is_low_and_flagged() -> None:
    frame = accounts_with("revenue", 0, -5, demand=10)
    result = place("revenue-potential", frame)
    assert list(result["y_band"]) == ["low", "low"]
    assert list(result["cell"]) == ["missed_strong", "missed_strong"]
    assert list(result["flags"]) == [(Flag.NOT_POSITIVE,), (Flag.NOT_POSITIVE,)]


def test_negative_revenue_is_not_part_of_the_total() -> None:
    frame = portfolio(ETA={"revenue": -900, "demand": 1})
    result = outcome("revenue-potential", frame)
    thresholds = result.thresholds()["y"]
    assert thresholds is not None
    assert thresholds["total"] == 1000
    assert tuple(result.frame()["cell"].iloc[:6]) == EXPECTED["revenue-potential"]
    assert result.frame().loc["ETA", "cell"] == "in_line"


# --- quality of revenue --------------------------------------------------------------------------------------------


def test_accounts_without_revenue_are_left_out() -> None:
    frame = portfolio(ETA={"revenue": 0, "direct_cost": 0, "cost_to_serve": 5}, THETA={"revenue": -10})
    result = place("revenue-quality", frame)
    assert tuple(result["cell"].iloc[:6]) == EXPECTED["revenue-quality"]
    assert list(result["status"].iloc[6:]) == ["excluded", "excluded"]
    assert result["cell"].iloc[6:].isna().all()
    assert result["x_band"].iloc[6:].isna().all()
    assert list(result["missing"].iloc[6:]) == [(), ()]


def test_unknown_cost_is_not_assessed() -> None:
    result = place("revenue-quality", portfolio(DELTA={"direct_cost": None}, ZETA={"cost_to_serve": None}))
    assert list(result.loc[["DELTA", "ZETA"], "missing"]) == [("direct_cost",), ("cost_to_serve",)]
    assert list(result.loc[["DELTA", "ZETA"], "status"]) == ["missing", "missing"]
    assert result.loc["DELTA", "x_band"] == "3"


def test_without_any_cost_every_account_says_what_is_missing() -> None:
    frame = portfolio().assign(direct_cost=np.nan, cost_to_serve=np.nan)
    result = place("revenue-quality", frame)
    assert set(result["missing"]) == {("direct_cost",)}
    assert set(place("value-potential", frame)["x_level"]) == {"revenue"}


def test_margins_before_cost_to_serve_where_it_is_not_known() -> None:
    result = place("revenue-quality", portfolio().assign(cost_to_serve=np.nan))
    assert set(result["y_level"]) == {"m1"}
    assert list(result["y_band"]) == ["B", "C", "A", "A", "C", "D"]  # mean 28.45 %
    assert not any(Flag.PROVISIONAL in flags for flags in result["flags"])


@pytest.mark.parametrize(
    ("cost", "band"),
    [("380.75", "C"), ("380.5", "B"), ("355.5", "B"), ("355.4", "A"), ("500", "C"), ("500.01", "D")],
)
def test_margin_classes_of_fixed_bounds(cost: str, band: str) -> None:
    frame = accounts({"A": {"revenue": 500, "direct_cost": float(cost), "cost_to_serve": 0}})
    bounds = {"quality__margin_bounds": ["28.92", "23.9"]}
    assert list(place("revenue-quality", frame, **bounds)["y_band"]) == [band]


def test_fixed_revenue_classes() -> None:
    fixed = {"quality__revenue_classes": "fixed", "quality__revenue_bounds": [300, 100, 15]}
    result = place("revenue-quality", portfolio(), **fixed)
    assert list(result["x_band"]) == ["1", "1", "2", "3", "3", "4"]


# --- the frame -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("matrix", MATRICES.keys())
def test_an_empty_portfolio_is_an_empty_answer(matrix: str) -> None:
    result = outcome(matrix, portfolio().iloc[:0])
    assert result.frame().empty
    assert set(result.counts().values()) == {0}
    assert result.not_assessed() == 0


@pytest.mark.parametrize("matrix", MATRICES.keys())
def test_a_portfolio_of_nothing_but_missing_values(matrix: str) -> None:
    result = outcome(matrix, accounts({name: {} for name in "ABCD"}))
    assert result.not_assessed() == 4
    assert set(result.frame()["status"]) == {"missing"}
    assert set(result.frame()["flags"]) == {()}


def test_counts() -> None:
    result = outcome("value-potential", portfolio(ETA={"revenue": 0}))
    assert result.counts() == {"key": 1, "potential_key": 2, "important": 1, "regular": 2}
    assert result.not_assessed() == 1


def test_decimals_and_missing_objects_are_read() -> None:
    frame = portfolio().astype(object).map(lambda value: Decimal(str(value)))
    frame.loc["ALFA", "demand"] = None
    result = place("value-potential", frame)
    assert result.loc["ALFA", "missing"] == ("demand",)
    assert list(result["cell"].iloc[1:]) == list(place("value-potential", portfolio(ALFA={"demand": None}))["cell"][1:])


def test_other_columns_and_any_index_are_fine() -> None:
    frame = portfolio().assign(name="x")
    frame.index = pd.Index(range(100, 106))
    assert list(place("value-potential", frame).index) == list(range(100, 106))


def test_a_frame_that_cannot_be_classified_is_refused() -> None:
    spec, parameters = MATRICES.get("value-potential"), Parameters()
    with pytest.raises(ValueError, match="no column direct_cost, demand"):
        classify(spec, portfolio().drop(columns=["demand", "direct_cost"]), parameters)
    with pytest.raises(ValueError, match="twice"):
        classify(spec, portfolio().iloc[[0, 0]], parameters)
    with pytest.raises(ValueError, match="infinite value in demand"):
        classify(spec, portfolio(ALFA={"demand": float("inf")}), parameters)


def test_lines_of_an_earlier_run_can_be_kept() -> None:
    spec, parameters = MATRICES.get("value-potential"), Parameters()
    kept = {
        name: Threshold.from_dict(stored)
        for name, stored in classify(spec, portfolio(), parameters).thresholds().items()
        if stored is not None
    }
    richer = portfolio(GAMMA={"revenue": 130})
    again = classify(spec, richer, parameters, thresholds=kept)
    assert again.frame().loc["GAMMA", "cell"] == "key"  # 40 against 31.83
    assert again.thresholds() == classify(spec, portfolio(), parameters).thresholds()
