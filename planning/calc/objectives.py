"""Whether an objective is whole and makes sense (method §4.4)."""

from __future__ import annotations

import datetime
from decimal import Decimal
from enum import StrEnum
from typing import Protocol


class Flaw(StrEnum):
    NO_BASELINE = "no_baseline"
    NO_TARGET = "no_target"
    SAME = "same"
    NO_DUE = "no_due"
    OUTSIDE_PLAN = "outside_plan"
    WRONG_WAY = "wrong_way"
    NO_OWNER = "no_owner"


class Measured(Protocol):
    """The fields of an Objective that are looked at."""

    baseline: Decimal | None
    target: Decimal | None
    due: datetime.date | None
    direction: str
    owner_id: int | None


def flaws(objective: Measured, *, starts_on: datetime.date, ends_on: datetime.date) -> list[Flaw]:
    """What is wrong with ``objective`` in a plan from ``starts_on`` to ``ends_on``; empty when it is whole."""
    found = []
    if objective.baseline is None:
        found.append(Flaw.NO_BASELINE)
    if objective.target is None:
        found.append(Flaw.NO_TARGET)
    if objective.baseline is not None and objective.target is not None:
        if objective.baseline == objective.target:
            found.append(Flaw.SAME)
        elif (objective.target > objective.baseline) != (objective.direction == "up"):
            found.append(Flaw.WRONG_WAY)
    if objective.due is None:
        found.append(Flaw.NO_DUE)
    elif not starts_on <= objective.due <= ends_on:
        found.append(Flaw.OUTSIDE_PLAN)
    if objective.owner_id is None:
        found.append(Flaw.NO_OWNER)
    return found
