"""The concentration in plain Python equals that of whole portfolios."""

from __future__ import annotations

from dataclasses import asdict
from itertools import pairwise

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from portfolio.calc.concentration import concentration
from portfolio.calc.shares import concentration_of
from portfolio.parameters.values import Parameters

pytestmark = pytest.mark.unit

REVENUES = st.lists(st.integers(-100_000, 10**9), max_size=60)  # cents


@given(revenues=REVENUES, equal=st.booleans())
def test_both_say_the_same(revenues: list[int], equal: bool) -> None:
    if equal:
        revenues = [7 for _ in revenues]
    found = concentration_of(revenues, Parameters(), scale=100)
    expected = asdict(concentration(pd.Series([each / 100 for each in revenues], dtype="float64"), Parameters()))
    expected["largest"] = {str(count): share for count, share in expected["largest"].items()}
    expected["lorenz"] = [list(point) for point in expected["lorenz"]]
    for name, value in found.items():
        if name in ("lorenz", "largest"):
            continue
        assert value == pytest.approx(expected[name], abs=1e-9), name
    assert found["largest"] == pytest.approx(expected["largest"])
    assert len(found["lorenz"]) == len(expected["lorenz"])
    for mine, theirs in zip(found["lorenz"], expected["lorenz"], strict=True):
        assert mine == pytest.approx(theirs, abs=1e-9)


def test_a_long_curve_is_thinned_and_keeps_its_ends() -> None:
    found = concentration_of([n * n for n in range(1, 3001)], Parameters())["lorenz"]
    assert 100 < len(found) <= 200
    assert (found[0], found[-1]) == ([0.0, 0.0], [1.0, 1.0])
    assert all(a <= b for left, right in pairwise(found) for a, b in zip(left, right, strict=True))
