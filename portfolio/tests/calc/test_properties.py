"""What holds for every portfolio and every matrix, tried on many invented ones."""

from __future__ import annotations

import json
import random

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from portfolio.calc.bands import Threshold
from portfolio.calc.explain import explain
from portfolio.calc.matrix import classify
from portfolio.calc.outcome import Outcome
from portfolio.matrices.catalog import MATRICES
from portfolio.matrices.spec import MatrixSpec
from portfolio.metrics.catalog import METRICS
from portfolio.metrics.spec import Direction, Source
from portfolio.parameters.values import Parameters
from portfolio.tests.calc.running_example import COLUMNS

pytestmark = pytest.mark.unit

# few different amounts, so that ties, totals on a line and equal margins come up often
cents = st.sampled_from([0, 0, 0, 1, 5, 10, 10, 20, 30, 50, 80, 100, 120, 300, 500, 999, -5, -40]) | st.integers(
    -(10**6), 10**10
)
amounts = st.none() | cents.map(lambda units: units / 100) | cents.map(float)
judged = st.none() | st.sampled_from([0, 1, 1.5, 2.5, 3, 4.5, 5]) | st.integers(0, 100).map(lambda tenths: tenths / 10)
SOFT = [metric.key for metric in METRICS if metric.source is Source.SOFT]
rows = st.lists(st.tuples(*[amounts] * len(COLUMNS), *[judged] * len(SOFT)), max_size=14)
matrices = st.sampled_from(list(MATRICES))
overrides = st.sampled_from(
    [
        {},
        {"matrix_i.threshold": "median", "quality.margin_steps": [3, -3]},
        {"matrix_i.threshold": "fixed", "matrix_i.fixed_value": 30, "matrix_i.fixed_potential": 0},
        {"matrix_i.fixed_value": 30, "matrix_i.fixed_potential": 100, "quality.margin_bounds": [25, "10.5"]},
        {"rev_pot.classes": "fixed", "rev_pot.revenue_bounds": [250, 50], "rev_pot.potential_bounds": [500, 150]},
        {"quality.revenue_classes": "fixed", "quality.revenue_bounds": [300, 100, 20], "abc.cuts": ["33.33", 70]},
    ]
)
parameter_sets = overrides.map(Parameters)


def frame_of(facts: list[tuple[float | None, ...]]) -> pd.DataFrame:
    return pd.DataFrame(
        facts, columns=[*COLUMNS, *SOFT], index=[f"A{at:02}" for at in range(len(facts))], dtype="float64"
    )


def kept(outcome: Outcome) -> dict[str, Threshold]:
    return {name: Threshold.from_dict(lines) for name, lines in outcome.thresholds().items() if lines is not None}


@given(rows, matrices, parameter_sets)
def test_every_account_has_one_cell_or_a_reason(
    facts: list[tuple[float | None, ...]], spec: MatrixSpec, parameters: Parameters
) -> None:
    outcome = classify(spec, frame_of(facts), parameters)
    frame = outcome.frame()
    assert sum(outcome.counts().values()) + outcome.not_assessed() == len(facts)
    assert ((frame["status"] == "assessed") == frame["cell"].notna()).all()
    assert ((frame["status"] == "missing") == frame["missing"].map(bool)).all()
    for row in frame.dropna(subset=["cell"]).itertuples() if not spec.region else ():
        assert spec.cell_at(row.x_band, row.y_band).key == row.cell


@given(rows, matrices, parameter_sets)
def test_explaining_an_account_agrees_with_the_run(
    facts: list[tuple[float | None, ...]], spec: MatrixSpec, parameters: Parameters
) -> None:
    frame = frame_of(facts)
    outcome = classify(spec, frame, parameters)
    stored = json.loads(json.dumps(outcome.thresholds()))
    for account, row in outcome.frame().iterrows():
        own = {key: None if pd.isna(value) else value for key, value in frame.loc[account].items()}
        answer = explain(spec, own | dict(outcome.company), stored, parameters)
        assert (answer["class"]["key"] if answer["class"] else None) == (None if pd.isna(row["cell"]) else row["cell"])
        assert answer["status"] == row["status"]
        assert tuple(fact["key"] for fact in answer["missing"]) == row["missing"]
        assert tuple(answer["flags"]) == row["flags"]
        for name in ("x", "y"):
            axis = answer["axes"][name]
            assert axis["value"] == (None if pd.isna(row[f"{name}_value"]) else row[f"{name}_value"])
            assert axis["band"] == (None if pd.isna(row[f"{name}_band"]) else row[f"{name}_band"])
            assert axis["level"] == (None if pd.isna(row[f"{name}_level"]) else row[f"{name}_level"])


@given(rows, matrices, parameter_sets, st.randoms())
def test_the_order_of_the_accounts_changes_nothing(
    facts: list[tuple[float | None, ...]], spec: MatrixSpec, parameters: Parameters, chance: random.Random
) -> None:
    frame = frame_of(facts)
    order = list(frame.index)
    chance.shuffle(order)
    first, second = classify(spec, frame, parameters), classify(spec, frame.loc[order], parameters)
    assert first.thresholds() == second.thresholds()
    pd.testing.assert_frame_equal(first.frame(), second.frame().loc[frame.index])


@given(rows, matrices, st.sampled_from([2, 3, 7, 10, 100, 1000]))
def test_another_currency_changes_no_relative_class(
    facts: list[tuple[float | None, ...]], spec: MatrixSpec, factor: int
) -> None:
    parameters = Parameters()
    frame = frame_of(facts)
    amounts_of = [*COLUMNS, "demand_previous"]
    frame[amounts_of] = frame[amounts_of].round(2)
    scaled = frame.assign(**((frame[amounts_of] * 100).round() * factor / 100))
    first, second = classify(spec, frame, parameters).frame(), classify(spec, scaled, parameters).frame()
    same = ["cell", "status", "x_band", "y_band", "missing"]
    pd.testing.assert_frame_equal(first[same], second[same])


@settings(max_examples=60)
@given(rows, matrices, parameter_sets, st.sampled_from([0.01, 1, 50, 10_000]))
def test_more_of_what_is_good_never_lowers_a_band(
    facts: list[tuple[float | None, ...]], spec: MatrixSpec, parameters: Parameters, more: float
) -> None:
    frame = frame_of(facts)
    before = classify(spec, frame, parameters)
    for name, axis in spec.axes().items():
        for fact in METRICS.get(axis.metric).inputs:
            falling = axis.metric in ("gap", "attractiveness") and fact == "revenue"
            if METRICS.get(fact).direction is Direction.NEUTRAL or falling:
                continue  # more revenue leaves less undeveloped potential
            better = more if METRICS.get(fact).direction is Direction.HIGHER else -more
            raised = frame.assign(**{fact: frame[fact] + better})
            after = classify(spec, raised, parameters, thresholds=kept(before), company=before.company)
            old, new = before.axes()[name], after.axes()[name]
            assessed = (old.bands >= 0) & (new.bands >= 0)
            if axis.metric == "margin" and fact == "revenue":  # with negative costs it is above 1 and falls
                cost = frame["direct_cost"] + frame["cost_to_serve"].fillna(0)
                assessed &= (cost >= 0).to_numpy() & (frame["direct_cost"] >= 0).to_numpy()
            assert (new.bands[assessed] >= old.bands[assessed]).all(), (name, fact)
