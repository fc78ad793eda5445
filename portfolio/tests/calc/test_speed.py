"""A hundred thousand accounts on every matrix: fast enough to preview parameters while somebody waits."""

from __future__ import annotations

import time

import numpy as np
import pandas as pd
import pytest

from portfolio.calc.matrix import classify
from portfolio.matrices.catalog import MATRICES
from portfolio.parameters.values import Parameters

pytestmark = [pytest.mark.unit, pytest.mark.slow]

ACCOUNTS = 100_000


def large_portfolio() -> pd.DataFrame:
    chance = np.random.default_rng(1)
    revenue = chance.lognormal(9, 1.5, ACCOUNTS).round(2)
    demand = np.where(chance.random(ACCOUNTS) < 0.3, np.nan, (revenue * chance.uniform(0.8, 3, ACCOUNTS)).round(2))
    return pd.DataFrame(
        {
            "revenue": revenue,
            "demand": demand,
            "direct_cost": (revenue * chance.uniform(0.5, 1.1, ACCOUNTS)).round(2),
            "cost_to_serve": np.where(chance.random(ACCOUNTS) < 0.1, np.nan, (revenue * 0.1).round(2)),
        }
    )


def test_three_matrices_in_a_fifth_of_a_second() -> None:
    frame, parameters = large_portfolio(), Parameters()
    times = []
    for _ in range(5):
        start = time.perf_counter()
        for key in ("value-potential", "revenue-potential", "revenue-quality"):
            classify(MATRICES.get(key), frame, parameters)
        times.append(time.perf_counter() - start)
    assert min(times) < 0.2, times
