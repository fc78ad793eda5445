"""Trailing years, quarters, the Z: on small numbers done by hand."""

from __future__ import annotations

import datetime
from decimal import Decimal

import pytest

from accounts.calc.months import quarters, trailing_year, z_chart
from kamp.shared.months import month_at

pytestmark = pytest.mark.unit


def _month(year: int, month: int) -> datetime.date:
    return datetime.date(year, month, 1)


SUMS = {_month(2025, month): Decimal(10) for month in range(1, 13)} | {_month(2026, 1): Decimal(30)}


@pytest.mark.parametrize(
    ("start", "number", "expected"),
    [((2026, 1), -1, (2025, 12)), ((2025, 12), 1, (2026, 1)), ((2026, 5), 0, (2026, 5)), ((2026, 5), -29, (2023, 12))],
)
def test_adding_months_crosses_years(start: tuple[int, int], number: int, expected: tuple[int, int]) -> None:
    assert month_at(_month(*start), number) == _month(*expected)


def test_a_trailing_year_moves_by_what_comes_in_and_drops_out() -> None:
    assert trailing_year(SUMS, _month(2026, 2), 4) == [110, 120, 140, 130]


def test_quarters_from_the_first_sale_the_present_one_open() -> None:
    found = quarters(SUMS, datetime.date(2026, 2, 15), 8)
    assert [(q.year, q.number, q.amount, q.is_open) for q in found] == [
        (2025, 1, 30, False),
        (2025, 2, 30, False),
        (2025, 3, 30, False),
        (2025, 4, 30, False),
        (2026, 1, 30, True),
    ]
    assert quarters({}, datetime.date(2026, 2, 15), 2) == []


def test_the_z_ends_where_its_three_lines_agree() -> None:
    points = z_chart(SUMS, 2025, _month(2025, 12))
    assert [(p.amount, p.cumulated, p.moving) for p in points[:2]] == [(10, 10, 10), (10, 20, 20)]
    assert points[-1].cumulated == points[-1].moving == 120
    assert [p.moving for p in z_chart(SUMS, 2026, _month(2026, 2))] == [140, 130]
