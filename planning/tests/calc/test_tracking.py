"""Planned against actual (method §4.6, §9.5)."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from planning.calc.progress import Rag, rag
from planning.calc.tracking import attained, brought, revenue_variance

pytestmark = pytest.mark.unit
D = Decimal


@pytest.mark.parametrize(
    ("ratio", "colour"),
    [
        pytest.param("0.95", Rag.GREEN, id="on the line: the better colour"),
        pytest.param("0.9499", Rag.AMBER, id="just below"),
        pytest.param("0.80", Rag.AMBER, id="on the lower line"),
        pytest.param("0.7999", Rag.RED, id="below"),
        pytest.param("1.10", Rag.GREEN, id="more than planned"),
        pytest.param("-0.2", Rag.RED, id="less than there was"),
    ],
)
def test_colours(ratio: str, colour: Rag) -> None:
    assert rag(D(ratio)) is colour


def test_the_example_of_the_method() -> None:
    """52 of the 60 expected by now is 86.7 %: amber."""
    ratio = attained(D(52), D(60))
    assert ratio is not None
    assert round(ratio, 4) == D("0.8667")
    assert rag(ratio) is Rag.AMBER


@pytest.mark.parametrize(("actual", "planned"), [(D(5), D(0)), (None, D(5)), (D(5), None), (D(5), D(-1))])
def test_nothing_to_measure_by_is_grey(actual: Decimal | None, planned: Decimal | None) -> None:
    assert attained(actual, planned) is None
    assert rag(attained(actual, planned)) is Rag.NONE


def test_what_new_revenue_has_brought_is_what_goes_beyond_last_year() -> None:
    assert brought(D(130), D(100), D(40), defends=False) == 30
    assert brought(D(80), D(100), D(40), defends=False) == -20


@pytest.mark.parametrize(
    ("actual", "kept"),
    [
        pytest.param(100, 40, id="nothing lost: kept all that was at risk"),
        pytest.param(130, 40, id="growth is no defence"),
        pytest.param(75, 15, id="25 lost all the same"),
        pytest.param(50, -10, id="more lost than was feared"),
    ],
)
def test_what_a_defence_has_kept(actual: int, kept: int) -> None:
    assert brought(D(actual), D(100), D(40), defends=True) == kept


amounts = st.decimals(min_value=0, max_value=100_000, places=2)


@given(amounts, amounts, amounts, amounts)
def test_price_and_volume_explain_the_whole_difference(
    planned_price: Decimal, planned_quantity: Decimal, actual_price: Decimal, actual_quantity: Decimal
) -> None:
    found = revenue_variance(
        planned_price=planned_price,
        planned_quantity=planned_quantity,
        actual_price=actual_price,
        actual_quantity=actual_quantity,
    )
    assert found.total == actual_price * actual_quantity - planned_price * planned_quantity
    assert found.total == found.price + found.volume


def test_price_and_volume_of_an_example() -> None:
    """Planned 100 at 10, sold 120 at 9: 120 less by price, 200 more by volume."""
    found = revenue_variance(planned_price=D(10), planned_quantity=D(100), actual_price=D(9), actual_quantity=D(120))
    assert (found.price, found.volume, found.total) == (-120, 200, 80)
