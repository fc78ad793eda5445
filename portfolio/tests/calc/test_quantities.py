"""Base quantities of one account (method §0.1) on Decimals, and their rules for what is missing."""

from __future__ import annotations

import doctest
from decimal import Decimal

import pytest

from portfolio.calc import quantities
from portfolio.calc.quantities import (
    cost_to_serve,
    credit_cost,
    customer_contribution,
    first_contribution,
    gap,
    growth,
    is_new,
    is_potential_underestimated,
    margin,
    share_of_wallet,
)
from portfolio.tests.calc.running_example import COLUMNS, ROWS

pytestmark = pytest.mark.unit


def facts(account: str) -> dict[str, Decimal]:
    return {key: Decimal(str(value)) for key, value in zip(COLUMNS, ROWS[account], strict=True)}


# account, growth, CM1, CM2, m2 %, share of wallet %, gap: the table of §0.3 and the vectors
RUNNING_EXAMPLE = [
    ("ALFA", "0.1111", "150", "110", "22.00", "71.43", "200"),
    ("BETA", "-0.0909", "60", "40", "13.33", "93.75", "20"),
    ("GAMMA", "0.2", "48", "30", "25.00", "20.00", "480"),
    ("DELTA", "0", "24", "18", "30.00", "75.00", "20"),
    ("EPSILON", None, "3", "-5", "-33.33", "7.50", "185"),
    ("ZETA", "-0.4444", "-0.5", "-2", "-40.00", "50.00", "5"),
]


@pytest.mark.parametrize(("account", "grown", "first", "second", "pct", "wallet", "undeveloped"), RUNNING_EXAMPLE)
def test_running_example(
    account: str, grown: str | None, first: str, second: str, pct: str, wallet: str, undeveloped: str
) -> None:
    known = facts(account)
    revenue, cost = known["revenue"], known["direct_cost"]
    contribution = customer_contribution(revenue, cost, known["cost_to_serve"])
    change = growth(revenue, known["revenue_previous"])
    assert (None if change is None else round(change, 4)) == (None if grown is None else Decimal(grown))
    assert first_contribution(revenue, cost) == Decimal(first)
    assert contribution == Decimal(second)
    assert round((margin(contribution, revenue) or Decimal(0)) * 100, 2) == Decimal(pct)
    assert round((share_of_wallet(revenue, known["demand"]) or Decimal(0)) * 100, 2) == Decimal(wallet)
    assert gap(revenue, known["demand"]) == Decimal(undeveloped)


def test_totals_of_the_running_example() -> None:
    every = [facts(account) for account in ROWS]
    revenue, cost, service = (sum(row[key] for row in every) for key in ("revenue", "direct_cost", "cost_to_serve"))
    contribution = customer_contribution(Decimal(revenue), Decimal(cost), Decimal(service))
    assert revenue == 1000
    assert first_contribution(Decimal(revenue), Decimal(cost)) == Decimal("284.5")
    assert contribution == 191
    assert margin(contribution, Decimal(revenue)) == Decimal("0.191")


@pytest.mark.parametrize(
    ("now", "before", "expected"),
    [
        pytest.param(Decimal(15), Decimal(0), None, id="no revenue before: new, not grown"),
        pytest.param(Decimal(15), Decimal(-3), None, id="returns before"),
        pytest.param(Decimal(0), Decimal(10), Decimal(-1), id="lost"),
        pytest.param(Decimal(-5), Decimal(10), Decimal("-1.5"), id="returns now"),
        pytest.param(None, Decimal(10), None, id="revenue unknown"),
        pytest.param(Decimal(10), None, None, id="previous revenue unknown"),
    ],
)
def test_growth(now: Decimal | None, before: Decimal | None, expected: Decimal | None) -> None:
    assert growth(now, before) == expected


@pytest.mark.parametrize(
    ("now", "before", "expected"),
    [
        (Decimal(15), Decimal(0), True),
        (Decimal(15), Decimal(-1), True),
        (Decimal(0), Decimal(0), False),
        (Decimal(15), Decimal(1), False),
        (Decimal(15), None, False),
    ],
)
def test_is_new(now: Decimal, before: Decimal | None, expected: bool) -> None:
    assert is_new(now, before) is expected


def test_contributions_of_unknown_costs_are_unknown() -> None:
    assert first_contribution(Decimal(10), None) is None
    assert customer_contribution(Decimal(10), Decimal(4), None) is None
    assert customer_contribution(None, Decimal(4), Decimal(1)) is None


@pytest.mark.parametrize("revenue", [Decimal(0), Decimal(-10), None])
def test_margin_needs_positive_revenue(revenue: Decimal | None) -> None:
    assert margin(Decimal(-2), revenue) is None


def test_margin_is_never_clipped() -> None:
    assert margin(Decimal(-20), Decimal(5)) == Decimal(-4)
    assert margin(None, Decimal(5)) is None


@pytest.mark.parametrize(
    ("revenue", "demand", "share", "undeveloped", "underestimated"),
    [
        pytest.param(Decimal(800), Decimal(700), Decimal(1), Decimal(0), True, id="revenue above demand"),
        pytest.param(Decimal(700), Decimal(700), Decimal(1), Decimal(0), False, id="all of it"),
        pytest.param(Decimal(0), Decimal(700), Decimal(0), Decimal(700), False, id="prospect"),
        pytest.param(Decimal(10), Decimal(0), None, Decimal(0), True, id="no demand"),
        pytest.param(Decimal(0), Decimal(0), None, Decimal(0), False, id="nothing at all"),
        pytest.param(Decimal(10), None, None, None, False, id="demand unknown"),
        pytest.param(None, Decimal(10), None, None, False, id="revenue unknown"),
    ],
)
def test_wallet(
    revenue: Decimal | None,
    demand: Decimal | None,
    share: Decimal | None,
    undeveloped: Decimal | None,
    underestimated: bool,
) -> None:
    assert share_of_wallet(revenue, demand) == share
    assert gap(revenue, demand) == undeveloped
    assert is_potential_underestimated(revenue, demand) is underestimated


def test_cost_to_serve_of_the_method() -> None:
    drivers = [
        (Decimal(12), Decimal(250)),
        (Decimal(80), Decimal(35)),
        (Decimal(40), Decimal(60)),
        (Decimal(10), Decimal(90)),
    ]
    credit = credit_cost(Decimal(120_000), Decimal(75), Decimal(6))
    assert credit is not None
    assert round(credit, 2) == Decimal("1479.45")
    total = cost_to_serve(drivers, credit=credit)
    assert total is not None
    assert round(total, 2) == Decimal("10579.45")
    assert cost_to_serve(drivers, expenses=Decimal(100), credit=credit) == total + 100


def test_cost_to_serve_with_an_unknown_part_is_unknown() -> None:
    assert cost_to_serve([(Decimal(1), None)]) is None
    assert cost_to_serve([(None, Decimal(1))]) is None
    assert cost_to_serve([], expenses=None) is None
    assert cost_to_serve([], credit=credit_cost(Decimal(10), None, Decimal(6))) is None
    assert credit_cost(None, Decimal(30), Decimal(6)) is None
    assert cost_to_serve([]) == 0


def test_examples_in_the_text() -> None:
    assert doctest.testmod(quantities, raise_on_error=True).attempted > 5
