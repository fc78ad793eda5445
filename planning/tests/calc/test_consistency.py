"""The sales plan against its objectives, within ten per cent."""

from __future__ import annotations

from decimal import Decimal

import pytest

from planning.calc.consistency import Promise, compare, money_factor
from planning.calc.lines import LineFacts

pytestmark = pytest.mark.unit
D = Decimal


def line(key: int, amounts: dict[int, int], probability: str = "1", *, defends: bool = False) -> LineFacts:
    revenue = {month: D(amount) for month, amount in amounts.items()}
    return LineFacts(key=key, revenue=revenue, probability=D(probability), defends=defends)


def promise(increase: int, *, due: int = 23, cumulative: bool = True, lines: set[int] | None = None) -> Promise:
    only = None if lines is None else frozenset(lines)
    return Promise(key=1, increase=D(increase), due=due, cumulative=cumulative, lines=only)


def ratio(what: Promise, *lines: LineFacts) -> Decimal:
    return compare([what], lines)[0].ratio


@pytest.mark.parametrize(
    ("amount", "fits"),
    [
        pytest.param(90, True, id="on the lower line"),
        pytest.param(110, True, id="on the upper line"),
        pytest.param(89, False, id="too little"),
        pytest.param(111, False, id="too much"),
    ],
)
def test_ten_per_cent(amount: int, fits: bool) -> None:
    assert compare([promise(100)], [line(1, {0: amount})])[0].fits is fits


def test_revenue_is_weighted() -> None:
    found = compare([promise(100)], [line(1, {0: 200}, "0.5")])[0]
    assert (found.weighted, found.expected, found.ratio) == (100, 200, 1)


def test_a_yearly_level_looks_at_the_last_twelve_months_only() -> None:
    assert ratio(promise(120, cumulative=False), line(1, dict.fromkeys(range(24), 10))) == 1
    assert ratio(promise(120, cumulative=False, due=17), line(1, {5: 60, 6: 60, 17: 60, 18: 60})) == 1


def test_defence_brings_no_increase() -> None:
    assert ratio(promise(100), line(1, {0: 500}, defends=True), line(2, {0: 100})) == 1


def test_an_objective_of_a_product_line_counts_its_lines() -> None:
    assert ratio(promise(100, lines={2}), line(1, {0: 500}), line(2, {0: 50})) == D("0.5")


def test_what_does_not_rise_promises_nothing() -> None:
    assert compare([promise(0), promise(-5)], [line(1, {0: 5})]) == []


@pytest.mark.parametrize(
    ("unit", "factor"),
    [
        ("€", 1),
        ("k€", 1000),
        ("EUR", 1),
        ("kEUR", 1000),
        ("€k", 1000),
        ("Mln €", 1_000_000),
        ("%", None),
        ("pieces", None),
        ("€/kg", None),
        ("", None),
    ],
)
def test_units_of_money(unit: str, factor: int | None) -> None:
    assert money_factor(unit, "EUR", "€") == factor
