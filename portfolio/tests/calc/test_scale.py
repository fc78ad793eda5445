"""Places on an axis keep order and class, and without amounts say nothing about the lines."""

from __future__ import annotations

from bisect import bisect_right
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portfolio.calc.scale import RankScale, ValueScale, even_cuts

pytestmark = pytest.mark.unit

VALUES = st.lists(st.floats(-1e9, 1e9), min_size=1, max_size=30)
CUTS = st.lists(st.floats(-1e6, 1e6), min_size=1, max_size=4, unique=True).map(sorted)


@given(values=VALUES, cuts=CUTS)
def test_values_stay_in_their_band_and_in_order(values: list[float], cuts: list[float]) -> None:
    scale = ValueScale.over(cuts, values)
    lines = (0.0, *even_cuts(len(cuts) + 1), 100.0)
    placed = sorted((value, scale.place(value)) for value in values)
    for value, place in placed:
        band = bisect_right(cuts, value)
        assert lines[band] < place < lines[band + 1]
    assert all(left[1] <= right[1] for left, right in pairwise(placed))


@given(values=VALUES, cuts=CUTS, shift=st.floats(1, 1e6))
def test_ranks_do_not_depend_on_the_amounts(values: list[float], cuts: list[float], shift: float) -> None:
    banded = [(bisect_right(cuts, value), value) for value in values]
    scale = RankScale.over(len(cuts) + 1, banded)
    scaled = RankScale.over(len(cuts) + 1, [(band, value * shift) for band, value in banded])
    places = [scale.place(band, value) for band, value in banded]
    assert places == [scaled.place(band, value * shift) for band, value in banded]
    lines = (0.0, *even_cuts(len(cuts) + 1), 100.0)
    assert all(lines[band] < place < lines[band + 1] for (band, _v), place in zip(banded, places, strict=True))


def test_zero_is_low_wherever_the_line_is() -> None:
    assert ValueScale.over([-5.0], [-3.0, 0.0, 10.0], zero_is_low=True).place(0.0) < 50


def test_one_value_stands_in_the_middle() -> None:
    assert RankScale.over(2, [(1, 7.0)]).place(1, 7.0) == 75.0
