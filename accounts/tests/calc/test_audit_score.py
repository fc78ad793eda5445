"""Completeness and freshness (method §3)."""

from __future__ import annotations

import datetime
from decimal import Decimal
from fractions import Fraction

import pytest

from accounts.calc.audit_score import ItemState, Known, Level, freshness, item_points, item_state, level, score
from accounts.criteria.catalog import ITEMS
from accounts.criteria.spec import Quadrant

pytestmark = pytest.mark.unit

TODAY = datetime.date(2026, 11, 22)


def known(days: int, *, unavailable: bool = False) -> Known:
    return Known(on=TODAY - datetime.timedelta(days=days), unavailable=unavailable)


@pytest.mark.parametrize(
    ("age", "interval", "value"),
    [
        (120, 90, Fraction(2, 3)),
        (200, 90, 0),
        (90, 90, 1),
        (180, 90, 0),
        (0, 90, 1),
        (-3, 90, 1),
        (91, 90, Fraction(89, 90)),
    ],
)
def test_freshness(age: int, interval: int, value: object):
    assert freshness(age, interval) == value


def test_the_worked_example_of_the_method():
    points = [Fraction(1)] * 12 + [freshness(120, 90)] * 2 + [Fraction(0)] * 2
    assert round(score(points), 2) == Decimal("83.33")


def test_nothing_to_count_has_no_score():
    assert score([]) is None


@pytest.mark.parametrize(
    ("value", "found"), [("80", "complete"), ("79.99", "partial"), ("50", "partial"), ("49.9", "insufficient")]
)
def test_levels(value: str, found: str):
    assert level(Decimal(value)) == Level(found)
    assert level(None) is None


@pytest.mark.parametrize(
    ("item", "points", "state"),
    [
        (Known(on=None), 0, ItemState.MISSING),
        (known(10), 1, ItemState.FRESH),
        (known(120), Fraction(2, 3), ItemState.OLD),
        (known(10, unavailable=True), Fraction(1, 2), ItemState.UNAVAILABLE),
        (known(90, unavailable=True), Fraction(1, 2), ItemState.UNAVAILABLE),
        (known(91, unavailable=True), 0, ItemState.MISSING),
    ],
)
def test_what_an_item_counts(item: Known, points: object, state: ItemState):
    assert item_points(item, 90, TODAY) == points
    assert item_state(item, 90, TODAY) == state


def test_sixteen_items_are_required_in_four_quadrants():
    required = [item for item in ITEMS if item.required]
    assert len(required) == 16
    counts = {quadrant: sum(item.quadrant == quadrant for item in required) for quadrant in Quadrant}
    assert counts == {
        Quadrant.HARD_GENERAL: 5,
        Quadrant.HARD_SPECIFIC: 5,
        Quadrant.SOFT_GENERAL: 1,
        Quadrant.SOFT_SPECIFIC: 5,
    }


def test_intervals_are_those_of_the_method():
    assert {item.code: item.interval for item in ITEMS if item.required} == {
        "H-G1": 180,
        "H-G2": 365,
        "H-G3": 365,
        "H-G5": 365,
        "H-G6": 365,
        "H-S1": 31,
        "H-S2": 31,
        "H-S3": 31,
        "H-S4": 90,
        "H-S5": 90,
        "S-G1": 180,
        "S-S1": 90,
        "S-S2": 180,
        "S-S3": 90,
        "S-S4": 180,
        "S-S5": 180,
    }
