"""Red flags and next steps, and proposals from the data."""

from __future__ import annotations

import datetime
from dataclasses import replace
from decimal import Decimal

import pytest

from accounts.calc.payoff import Gap, Situation, next_steps, red_flags
from accounts.calc.proposals import breadth_of_supply, horizon, share_of_wallet
from accounts.calc.relationship import INVOLVEMENT, NATURE, Trading, standing

pytestmark = pytest.mark.unit

TODAY = datetime.date(2026, 11, 22)


def stands(x: int = 3, y: int = 3, **more: object):
    answers = {**dict.fromkeys(NATURE, Decimal(x)), **dict.fromkeys(INVOLVEMENT, Decimal(y))}
    return standing(answers, Trading(ever=True, revenue=Decimal(100)), **more)  # type: ignore[arg-type]


CALM = Situation(
    today=TODAY,
    standing=stands(),
    assessed_on=TODAY,
    margin=Decimal("0.2"),
    strength=Decimal(60),
    gaps=(),
    is_out_of_touch=False,
    has_decider=True,
    decider_seen=TODAY,
    notices=(),
    disagreements=0,
    demand=True,
    missing=0,
)


def keys(steps: list) -> list[str]:
    return [step.key for step in steps]


def test_all_is_well():
    assert red_flags(CALM) == []
    assert keys(next_steps(CALM)) == ["schedule_review"]


def test_nobody_in_touch_is_a_red_flag():
    assert keys(red_flags(replace(CALM, is_out_of_touch=True))) == ["out_of_touch"]


@pytest.mark.parametrize(
    ("change", "flag", "step"),
    [
        ({"margin": Decimal("-0.1")}, "negative_margin", "recover_margin"),
        ({"standing": stands(event=True)}, "uncoupling", "find_cause"),
        ({"standing": stands(x=4, y=2)}, "collaboration_without_structure", "widen_contacts"),
        ({"standing": stands(x=2, y=4)}, "involvement_without_collaboration", "build_trust"),
        ({"notices": [("Frame", TODAY + datetime.timedelta(days=30))]}, "notice", "renew"),
    ],
)
def test_what_is_wrong_leads_to_a_step(change: dict[str, object], flag: str, step: str):
    situation = replace(CALM, **change)  # type: ignore[arg-type]
    assert keys(red_flags(situation)) == [flag]
    assert keys(next_steps(situation))[0] == step


def test_a_decider_not_seen_for_long_comes_before_a_gap_and_what_is_missing():
    situation = replace(
        CALM,
        decider_seen=TODAY - datetime.timedelta(days=91),
        gaps=[
            Gap(label="Price", weight=Decimal(15), points=Decimal(2)),
            Gap(label="Service", weight=Decimal(20), points=Decimal(2)),
        ],
        missing=4,
        demand=False,
    )
    steps = next_steps(situation)
    assert keys(steps) == ["meet_decider", "close_gap", "estimate_demand"]
    assert steps[1].subject == "Service"


def test_never_more_than_three():
    situation = replace(CALM, has_decider=False, demand=False, strength=None, missing=9, margin=Decimal(-1))
    assert len(next_steps(situation)) == 3


@pytest.mark.parametrize(
    ("bought", "applicable", "value"), [(0, 5, 1), (1, 10, 2), (2, 10, 3), (4, 10, 4), (7, 10, 5), (0, 0, None)]
)
def test_breadth(bought: int, applicable: int, value: int | None):
    assert breadth_of_supply(bought, applicable) == value


@pytest.mark.parametrize(
    ("revenue", "demand", "value"),
    [
        (0, 100, 1),
        (19, 100, 2),
        (20, 100, 3),
        (40, 100, 4),
        (60, 100, 5),
        (150, 100, 5),
        (10, None, None),
        (10, 0, None),
    ],
)
def test_share(revenue: int, demand: int | None, value: int | None):
    assert share_of_wallet(Decimal(revenue), None if demand is None else Decimal(demand)) == value


@pytest.mark.parametrize(
    ("end", "buys", "value"),
    [
        (None, False, 1),
        (None, True, 2),
        ("2027-11-21", True, 2),
        ("2027-11-22", True, 3),
        ("2028-11-22", False, 4),
        ("2029-11-22", True, 5),
        ("9999-12-31", True, 5),
    ],
)
def test_horizon(end: str | None, buys: bool, value: int):
    ends = [datetime.date.fromisoformat(end)] if end else []
    assert horizon(TODAY, ends, buys=buys) == value
