"""Quality of revenue (method §7.3): cross table, index and loss share."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from portfolio.calc.matrix import classify
from portfolio.calc.quality import Part, RevenueQuality, revenue_quality
from portfolio.matrices.catalog import MATRICES
from portfolio.parameters.values import Parameters
from portfolio.tests.calc.running_example import accounts, portfolio

pytestmark = pytest.mark.unit


def quality(frame: pd.DataFrame, **overrides: object) -> RevenueQuality:
    parameters = Parameters({key.replace("__", "."): value for key, value in overrides.items()})
    return revenue_quality(classify(MATRICES.get("revenue-quality"), frame, parameters), frame)


def test_the_worked_example() -> None:
    result = quality(portfolio())
    filled = {
        key: (part.accounts, part.revenue, part.revenue_share) for key, part in result.cells.items() if part.accounts
    }
    assert filled == {"B1": (1, 500, 0.5), "C2": (1, 300, 0.3), "A3": (2, 180, 0.18), "D4": (2, 20, 0.02)}
    assert (result.rqi, result.loss_share) == (0.68, 0.02)
    assert (result.level, result.reference, result.covered) == ("m2", 0.191, 1)
    assert result.cells["A3"] == Part(
        accounts=2,
        revenue=180,
        revenue_share=0.18,
        contribution=48,
        contribution_share=48 / 191,
        margin=48 / 180,
    )
    assert len(result.cells) == 16


def test_totals() -> None:
    result = quality(portfolio())
    assert (result.total.accounts, result.total.revenue, result.total.contribution) == (6, 1000, 191)
    assert (result.total.margin, result.total.revenue_share) == (0.191, 1)
    assert {key: part.revenue for key, part in result.margins.items()} == {"A": 180, "B": 500, "C": 300, "D": 20}
    assert {key: part.revenue for key, part in result.revenues.items()} == {"1": 500, "2": 300, "3": 180, "4": 20}
    assert {key: part.contribution for key, part in result.margins.items()} == {"A": 48, "B": 110, "C": 40, "D": -7}
    assert result.cells["A1"] == Part(
        accounts=0, revenue=0, revenue_share=0, contribution=0, contribution_share=0, margin=None
    )


def test_unknown_margins_are_neither_good_nor_bad() -> None:
    result = quality(portfolio(ALFA={"direct_cost": None}))
    assert (result.total.accounts, result.not_assessed, result.left_out) == (5, 1, 0)
    assert result.covered == 0.5
    assert result.rqi == 180 / 500  # GAMMA and DELTA reach 81/500
    assert result.loss_share == 20 / 500


def test_accounts_without_revenue_stand_apart() -> None:
    result = quality(portfolio(ETA={"revenue": -50, "direct_cost": 10, "cost_to_serve": 1}))
    assert (result.left_out, result.not_assessed, result.total.revenue) == (1, 0, 1000)
    assert (result.rqi, result.loss_share, result.covered) == (0.68, 0.02, 1)


def test_margins_before_cost_to_serve() -> None:
    result = quality(portfolio().assign(cost_to_serve=np.nan))
    assert (result.level, result.reference, result.total.contribution) == ("m1", 0.2845, 284.5)
    assert result.rqi == 0.68
    assert result.loss_share == 0.005


def test_a_margin_on_the_mean_is_good_and_zero_is_no_loss() -> None:
    frame = accounts({name: {"revenue": 100.1, "direct_cost": 80.08, "cost_to_serve": 0} for name in "ABC"})
    assert quality(frame).rqi == 1
    frame = accounts({name: {"revenue": 100.1, "direct_cost": 100.1, "cost_to_serve": 0} for name in "ABC"})
    result = quality(frame)
    assert (result.rqi, result.loss_share) == (1, 0)
    assert result.total.contribution_share is None


def test_there_is_no_share_of_a_loss() -> None:
    result = quality(portfolio().assign(cost_to_serve=400.0))
    assert result.total.contribution < 0
    assert {part.contribution_share for part in result.cells.values()} == {None}
    assert result.total.margin == result.reference


def test_without_costs_there_is_nothing_to_say() -> None:
    result = quality(portfolio().assign(direct_cost=np.nan))
    assert (result.rqi, result.loss_share, result.covered, result.reference) == (None, None, 0, None)
    assert (result.total.accounts, result.not_assessed) == (0, 6)
    empty = quality(portfolio().iloc[:0])
    assert (empty.rqi, empty.covered, empty.total.margin) == (None, None, None)


def test_two_accounts_have_an_index_without_classes() -> None:
    result = quality(portfolio().iloc[:2])
    assert (result.rqi, result.total.accounts, result.not_assessed) == (0.625, 0, 2)


def test_other_matrices_and_other_accounts_are_refused() -> None:
    parameters, frame = Parameters(), portfolio()
    with pytest.raises(ValueError, match="no margin axis"):
        revenue_quality(classify(MATRICES.get("value-potential"), frame, parameters), frame)
    outcome = classify(MATRICES.get("revenue-quality"), frame, parameters)
    with pytest.raises(ValueError, match="other accounts"):
        revenue_quality(outcome, frame.iloc[::-1])
