"""Ratios of the customer's own accounts: right where they can be given, nothing where they cannot."""

from __future__ import annotations

from decimal import Decimal

import pytest

from accounts.calc.financials import growth, roce, roi, ros

pytestmark = pytest.mark.unit
D = Decimal


@pytest.mark.parametrize(
    ("ebit", "whole", "expected"),
    [
        (D(80), D(1000), D("0.08")),
        (D(-80), D(1000), D("-0.08")),
        (D(0), D(10), D(0)),
        (D(1), D(0), None),
        (D(1), D(-5), None),
        (None, D(10), None),
        (D(1), None, None),
    ],
)
def test_ros_and_roi(ebit: Decimal | None, whole: Decimal | None, expected: Decimal | None) -> None:
    assert ros(ebit=ebit, revenue=whole) == expected
    assert roi(ebit=ebit, capital_employed=whole) == expected


def test_roce_takes_the_mean_of_two_years() -> None:
    assert roce(ebit=D(90), capital_employed=D(500), previous_capital=D(400)) == D("0.2")
    assert roce(ebit=D(90), capital_employed=D(500), previous_capital=None) is None
    assert roce(ebit=D(90), capital_employed=D(-500), previous_capital=D(400)) is None
    assert roce(ebit=None, capital_employed=D(500), previous_capital=D(400)) is None


def test_growth() -> None:
    assert growth(revenue=D(110), previous=D(100)) == D("0.1")
    assert growth(revenue=D(110), previous=D(0)) is None
    assert growth(revenue=None, previous=D(100)) is None
    assert growth(revenue=D(110), previous=None) is None
