"""Relative strength by choice criteria (method §6.2)."""

from __future__ import annotations

from decimal import Decimal

import pytest

from accounts.calc.choice import BY_CRITERIA, BY_STAGE, ChoiceScore, add_up, relative_strength, willingness
from accounts.criteria.catalog import CHOICE_DEFAULTS

pytestmark = pytest.mark.unit

WEIGHTS = [default.weight for default in CHOICE_DEFAULTS]
OURS, RIVAL = [7, 5, 8, 6, 7, 4], [6, 7, 7, 7, 6, 6]


def scores(ours: list[int | None], rival: list[int | None], weights: list[int] = WEIGHTS) -> list[ChoiceScore]:
    def number(value: int | None) -> Decimal | None:
        return None if value is None else Decimal(value)

    rows = zip(weights, ours, rival, strict=True)
    return [ChoiceScore(weight=Decimal(w), ours=number(o), rival=number(r)) for w, o, r in rows]


def test_default_weights_are_those_of_the_method_and_make_a_hundred():
    assert WEIGHTS == [20, 15, 20, 15, 20, 10]
    assert sum(WEIGHTS) == 100


def test_the_worked_example_of_the_method():
    found = relative_strength(add_up(scores([*OURS], [*RIVAL])))
    assert (found.value, found.by) == (Decimal("49.75"), BY_CRITERIA)


def test_parity_is_fifty_and_the_ends_are_zero_and_a_hundred():
    assert relative_strength(add_up(scores([6] * 6, [6] * 6))).value == 50
    assert relative_strength(add_up(scores([10] * 6, [0] * 6))).value == 100
    assert relative_strength(add_up(scores([0] * 6, [10] * 6))).value == 0


def test_a_criterion_without_the_rival_is_left_out_and_the_rest_weighs_more():
    found = relative_strength(add_up(scores([*OURS], [6, 7, 7, 7, 6, None])))
    assert found.answered_weight == 90
    assert found.value == 50 + 5 * (Decimal(20 - 30 + 20 - 15 + 20) / 90)


def test_below_sixty_of_the_weight_there_is_no_result():
    rival: list[int | None] = [6, 7, 7, None, None, None]  # 55
    assert relative_strength(add_up(scores([*OURS], rival))).value is None
    rival = [6, None, 7, None, 6, None]  # 60
    assert relative_strength(add_up(scores([*OURS], rival))).value == 50 + 5 * Decimal(60) / 60


def test_weights_that_do_not_make_a_hundred_give_no_result():
    found = relative_strength(add_up(scores([*OURS], [*RIVAL], [20, 15, 20, 15, 20, 9])))
    assert (found.value, found.weight) == (None, 99)


@pytest.mark.parametrize(("stage", "value"), [(1, 0), (2, 25), (3, 50), (4, 75), (5, 100), (6, 100), (None, None)])
def test_the_stage_stands_in_while_nothing_is_scored(stage: int | None, value: int | None):
    found = relative_strength(add_up(scores([None] * 6, [None] * 6)), stage)
    assert found.value == value
    assert found.by == ("" if value is None else BY_STAGE)


def test_the_stage_does_not_stand_in_once_something_is_scored():
    assert relative_strength(add_up(scores([7, *[None] * 5], [None] * 6)), 4).value is None


@pytest.mark.parametrize(
    ("judged", "basis", "value"), [(7, 2, 7), (None, 1, 0), (None, 3, 5), (None, 5, 10), (None, None, None)]
)
def test_willingness_is_judged_or_read_from_the_basis_of_choice(
    judged: int | None, basis: int | None, value: int | None
):
    given = [None if each is None else Decimal(each) for each in (judged, basis)]
    assert willingness(*given) == value
