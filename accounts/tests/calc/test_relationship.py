"""The relational model (method §1): its vectors, its edges."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from accounts.calc.relationship import (
    COLLABORATION_WITHOUT_STRUCTURE,
    INVOLVEMENT,
    INVOLVEMENT_WITHOUT_COLLABORATION,
    NATURE,
    UNCOUPLING,
    Signs,
    Trading,
    ceiling,
    computed_stage,
    off_diagonal,
    stage_at,
    standing,
    warning_signals,
)

pytestmark = pytest.mark.unit

SELLS = Trading(ever=True, revenue=Decimal(100))


def answers(x: list[object], y: list[object]) -> dict[str, Decimal | None]:
    """Answers by indicator; None = not answered."""
    given_ = [*zip(NATURE, x, strict=True), *zip(INVOLVEMENT, y, strict=True)]
    return {key: None if value is None else Decimal(str(value)) for key, value in given_}


WORKED = answers([3, 3, 3, 2, 2, 3, 2], [3, 3, 2, 3, 2, 2])


def test_the_worked_example_of_the_method_is_mid_kam():
    found = standing(WORKED, SELLS)
    assert found.y == Decimal("2.5")
    assert round(found.x, 4) == Decimal("2.5714")
    assert round(found.score, 4) == Decimal("2.5357")
    assert (found.stage, found.before, found.flag, found.missing) == (3, 3, "", ())


def test_one_strong_axis_carries_a_weak_one_by_a_stage_at_most():
    x, y = Decimal("4.6"), Decimal("1.2")
    assert computed_stage(x, y) == 2
    assert off_diagonal(x, y) == COLLABORATION_WITHOUT_STRUCTURE
    assert off_diagonal(y, x) == INVOLVEMENT_WITHOUT_COLLABORATION


@pytest.mark.parametrize(
    ("value", "stage"),
    [("1", 1), ("1.4999", 1), ("1.5", 2), ("2.5", 3), ("3.4999", 3), ("3.5", 4), ("4.5", 5), ("5", 5)],
)
def test_a_value_on_a_cut_is_in_the_higher_stage(value: str, stage: int):
    assert stage_at(Decimal(value)) == stage


def test_thirds_that_make_a_cut_count_as_the_cut():
    third = Decimal(7) / 3 + Decimal(8) / 3
    assert stage_at(third / 2) == 3


@pytest.mark.parametrize(("difference", "flag"), [("1.0", ""), ("1.01", COLLABORATION_WITHOUT_STRUCTURE)])
def test_a_point_apart_is_still_on_the_diagonal(difference: str, flag: str):
    assert off_diagonal(Decimal(2) + Decimal(difference), Decimal(2)) == flag


@pytest.mark.parametrize(
    ("x", "y", "has_x", "has_y"),
    [
        ([3] * 5 + [None] * 2, [3] * 4 + [None] * 2, True, True),
        ([3] * 4 + [None] * 3, [3] * 6, False, True),
        ([3] * 7, [3] * 3 + [None] * 3, True, False),
        ([None] * 7, [None] * 6, False, False),
    ],
)
def test_an_axis_needs_enough_answers(x: list[object], y: list[object], has_x: bool, has_y: bool):
    found = standing(answers(x, y), SELLS)
    assert (found.x is not None, found.y is not None) == (has_x, has_y)
    assert (found.stage is not None) == (has_x and has_y)
    assert len(found.missing) == [*x, *y].count(None)


def test_who_was_never_invoiced_is_at_the_first_stage():
    found = standing(WORKED, Trading(ever=False, revenue=None))
    assert (found.stage, found.never_invoiced, found.dormant) == (1, True, False)


def test_who_no_longer_buys_is_at_the_second_stage_at_most_and_dormant():
    found = standing(WORKED, Trading(ever=True, revenue=Decimal(0)))
    assert (found.stage, found.dormant) == (2, True)


def test_an_unknown_revenue_caps_nothing():
    assert standing(WORKED, Trading(ever=True, revenue=None)).stage == 3


def test_an_event_undoes_the_relationship_and_keeps_the_stage_before():
    found = standing(WORKED, SELLS, event=True)
    assert (found.stage, found.before) == (UNCOUPLING, 3)


def test_an_event_counts_without_any_assessment():
    found = standing({}, SELLS, event=True)
    assert (found.stage, found.before) == (UNCOUPLING, None)


@pytest.mark.parametrize(
    ("signs", "signals"),
    [
        (Signs(growth=Decimal(-30)), ("growth",)),
        (Signs(growth=Decimal("-29.9")), ()),
        (Signs(share_change=Decimal(-15)), ("share_change",)),
        (Signs(satisfaction=Decimal(2)), ("satisfaction",)),
        (Signs(score_change=Decimal(-1)), ("score_change",)),
        (Signs(sponsor_gone=90), ()),
        (Signs(sponsor_gone=91), ("sponsor_gone",)),
        (Signs(complaint=61), ("complaint",)),
        (Signs(dispute=91), ("dispute",)),
        (Signs(), ()),
    ],
)
def test_warning_signals(signs: Signs, signals: tuple[str, ...]):
    assert warning_signals(signs) == signals


def test_two_signals_undo_the_relationship_one_does_not():
    one, two = Signs(growth=Decimal(-40)), Signs(growth=Decimal(-40), sponsor_gone=120)
    assert standing(WORKED, SELLS, one).stage == 3
    assert standing(WORKED, SELLS, two).stage == UNCOUPLING


@pytest.mark.parametrize(
    ("account_class", "highest"), [("strategic", 5), ("status", 4), ("star", 4), ("opportunity", 2), ("", None)]
)
def test_how_far_a_relationship_is_worth_developing(account_class: str, highest: int | None):
    assert ceiling(account_class) == highest


marks = st.integers(min_value=1, max_value=5)


@given(st.lists(marks, min_size=7, max_size=7), st.lists(marks, min_size=6, max_size=6))
def test_a_better_answer_never_lowers_the_stage(x: list[int], y: list[int]):
    before = standing(answers([*x], [*y]), SELLS).stage
    for number in range(7):
        better = [*x]
        better[number] = min(better[number] + 1, 5)
        assert standing(answers([*better], [*y]), SELLS).stage >= before
