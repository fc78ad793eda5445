"""What an audit leads to: red flags, and the three things most worth doing next."""

from __future__ import annotations

import datetime
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from accounts.calc.relationship import COLLABORATION_WITHOUT_STRUCTURE, UNCOUPLING, VALID_DAYS, Standing

STEPS = 3
LEAD = Decimal(1)
"""From this many points on a criterion the rival is worth catching up with."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """Something to do or to know: ``key`` says what, ``subject`` about whom, ``number`` and ``day`` how much."""

    key: str
    subject: str = ""
    number: Decimal | None = None
    day: datetime.date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Gap:
    """A choice criterion on which the best rival is ahead of us by ``points`` (0–10)."""

    label: str
    weight: Decimal
    points: Decimal


@dataclass(frozen=True, slots=True, kw_only=True)
class Situation:
    """What is known of an account when its audit ends. ``decider_seen`` is the newest contact with who decides, None
    when there was none; ``is_out_of_touch`` whether people are known and nobody of them is an active contact (§10.5);
    ``has_decider`` whether anybody is known to decide; ``notices`` are contracts by last day for
    notice; ``missing`` the labels of required items nobody filled, ``demand`` whether their spend is known.
    """

    today: datetime.date
    standing: Standing
    assessed_on: datetime.date | None
    margin: Decimal | None
    strength: Decimal | None
    gaps: Sequence[Gap]
    is_out_of_touch: bool
    has_decider: bool
    decider_seen: datetime.date | None
    notices: Sequence[tuple[str, datetime.date]]
    disagreements: int
    demand: bool
    missing: int


def red_flags(situation: Situation) -> list[Step]:
    """What is wrong or about to be, worst first."""
    return list(_flags(situation))


def _flags(situation: Situation) -> Iterator[Step]:
    stands = situation.standing
    if stands.stage == UNCOUPLING:
        yield Step(key="uncoupling")
    if situation.margin is not None and situation.margin < 0:
        yield Step(key="negative_margin", number=situation.margin)
    for signal in stands.signals if stands.stage != UNCOUPLING else ():
        yield Step(key=f"signal_{signal}")
    silences = {"dormant": stands.dormant, "out_of_touch": situation.is_out_of_touch}
    yield from (Step(key=key) for key, holds in silences.items() if holds)
    for title, day in sorted(situation.notices, key=lambda notice: notice[1]):
        if 0 <= (day - situation.today).days <= 60:
            yield Step(key="notice", subject=title, day=day)
    if stands.flag:
        yield Step(key=stands.flag)
    if situation.assessed_on and (situation.today - situation.assessed_on).days > VALID_DAYS:
        yield Step(key="assessment_old", day=situation.assessed_on)
    if situation.disagreements:
        yield Step(key="disagreement", number=Decimal(situation.disagreements))


def next_steps(situation: Situation, count: int = STEPS) -> list[Step]:
    """The ``count`` things most worth doing: what protects the account first, then what develops it, then what is
    missing to know it."""
    return list(_steps(situation))[:count]


def _steps(situation: Situation) -> Iterator[Step]:
    yield from _protect(situation)
    yield from _develop(situation)
    yield from _learn(situation)


def _protect(situation: Situation) -> Iterator[Step]:
    if situation.standing.stage == UNCOUPLING:
        yield Step(key="find_cause")
    for title, day in sorted(situation.notices, key=lambda notice: notice[1])[:1]:
        if 0 <= (day - situation.today).days <= 90:
            yield Step(key="renew", subject=title, day=day)
    if situation.margin is not None and situation.margin < 0:
        yield Step(key="recover_margin", number=situation.margin)


def _develop(situation: Situation) -> Iterator[Step]:
    if situation.has_decider and (
        situation.decider_seen is None or (situation.today - situation.decider_seen).days > 90
    ):
        yield Step(key="meet_decider", day=situation.decider_seen)
    gaps = [gap for gap in situation.gaps if gap.points >= LEAD]
    for gap in sorted(gaps, key=lambda gap: -gap.weight * gap.points)[:1]:
        yield Step(key="close_gap", subject=gap.label, number=gap.points)
    if situation.standing.flag:
        widen = situation.standing.flag == COLLABORATION_WITHOUT_STRUCTURE
        yield Step(key="widen_contacts" if widen else "build_trust")


def _learn(situation: Situation) -> Iterator[Step]:
    if situation.standing.score is None:
        yield Step(key="assess_relationship", number=Decimal(len(situation.standing.missing)))
    if situation.strength is None:
        yield Step(key="score_criteria")
    if not situation.demand:
        yield Step(key="estimate_demand")
    if not situation.has_decider:
        yield Step(key="find_decider")
    if situation.missing:
        yield Step(key="fill_missing", number=Decimal(situation.missing))
    yield Step(key="schedule_review")
