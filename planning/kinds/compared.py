"""What two reviews are compared by: the parts of a snapshot, their fields, and which direction is good news."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from kamp.shared.catalog import Catalog
from kamp.shared.i18n import N_


class Unit(StrEnum):
    """How a value is written; numbers in a snapshot are exact texts, dates are ISO."""

    MONEY = "money"  # company currency
    PLAN_MONEY = "plan_money"  # the plan's currency, kept in the snapshot
    SHARE = "share"  # 0–1
    SCORE = "score"
    COUNT = "count"
    DATE = "date"
    TEXT = "text"
    CHOICE = "choice"  # a stored key that is put into words when shown


# A smaller difference is not shown as a change: it would read "500,000 → 500,000".
QUANTUM = {
    Unit.MONEY: Decimal("0.5"),
    Unit.PLAN_MONEY: Decimal("0.5"),
    Unit.SHARE: Decimal("0.0005"),
    Unit.SCORE: Decimal("0.05"),
}
NUMERIC = frozenset({Unit.MONEY, Unit.PLAN_MONEY, Unit.SHARE, Unit.SCORE, Unit.COUNT})


@dataclass(frozen=True, slots=True, kw_only=True)
class Fact:
    """A field of a part. ``good``: "up", "down" or "" where neither is; ``sensitive`` needs its own right."""

    key: str
    label: str
    unit: Unit = Unit.TEXT
    good: str = ""
    sensitive: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """A part of a snapshot: with ``many`` a mapping of items, each with a name and ``facts``; else the facts alone."""

    key: str
    label: str
    facts: Sequence[Fact]
    many: bool = False

    def __post_init__(self) -> None:
        keys = [fact.key for fact in self.facts]
        if len(keys) != len(set(keys)) or (self.many and "name" in keys):
            raise ValueError(f"part {self.key!r}: facts need keys of their own, and the name is no fact")


PARTS: Catalog[Part] = Catalog(
    "part of a review",
    [
        Part(
            key="figures",
            label=N_("Figures"),
            facts=(
                Fact(key="revenue", label=N_("Revenue, 12 months"), unit=Unit.MONEY, good="up"),
                Fact(key="margin", label=N_("Contribution margin"), unit=Unit.MONEY, good="up"),
                Fact(key="margin_share", label=N_("Margin %"), unit=Unit.SHARE, good="up"),
                Fact(key="share_of_wallet", label=N_("Share of wallet"), unit=Unit.SHARE, good="up"),
                Fact(key="gap", label=N_("Undeveloped potential"), unit=Unit.MONEY),
                Fact(key="relation_stage", label=N_("Stage of the relationship"), unit=Unit.COUNT, good="up"),
                Fact(key="audit", label=N_("Completeness of the audit"), unit=Unit.SHARE, good="up"),
                Fact(key="phases_closed", label=N_("Phases closed"), unit=Unit.COUNT, good="up"),
                Fact(key="plan_revenue", label=N_("Expected revenue of the plan"), unit=Unit.PLAN_MONEY, good="up"),
                Fact(key="plan_weighted", label=N_("Weighted revenue of the plan"), unit=Unit.PLAN_MONEY, good="up"),
                Fact(key="plan_investment", label=N_("Investments of the plan"), unit=Unit.PLAN_MONEY),
                Fact(key="plan_roi", label=N_("ROI of the plan"), unit=Unit.SHARE, good="up"),
                Fact(key="plan_npv", label=N_("Net present value of the plan"), unit=Unit.PLAN_MONEY, good="up"),
                Fact(key="actions_open", label=N_("Actions open"), unit=Unit.COUNT),
                Fact(key="actions_late", label=N_("Actions late"), unit=Unit.COUNT, good="down"),
                Fact(key="actions_done", label=N_("Actions done"), unit=Unit.COUNT, good="up"),
            ),
        ),
        # One fact per matrix; the selector adds what the catalogue of matrices holds, so this part declares none.
        Part(
            key="classes",
            label=N_("Classes"),
            facts=(Fact(key="cell", label=N_("Class"), unit=Unit.CHOICE),),
            many=True,
        ),
        Part(
            key="lines",
            label=N_("Areas of intervention"),
            many=True,
            facts=(
                Fact(key="state", label=N_("State"), unit=Unit.CHOICE),
                Fact(key="probability", label=N_("Probability"), unit=Unit.SHARE, good="up"),
                Fact(key="revenue", label=N_("Expected revenue"), unit=Unit.PLAN_MONEY, good="up"),
                Fact(key="starts_on", label=N_("Start"), unit=Unit.DATE),
                Fact(key="ends_on", label=N_("End"), unit=Unit.DATE),
            ),
        ),
        Part(
            key="objectives",
            label=N_("Objectives"),
            many=True,
            facts=(
                Fact(key="baseline", label=N_("Baseline"), unit=Unit.SCORE),
                Fact(key="target", label=N_("Target"), unit=Unit.SCORE),
                Fact(key="due", label=N_("Due"), unit=Unit.DATE),
            ),
        ),
        Part(
            key="people",
            label=N_("People"),
            many=True,
            facts=(
                Fact(key="job_title", label=N_("Job title")),
                Fact(key="roles", label=N_("Roles"), unit=Unit.CHOICE),
                Fact(key="influence", label=N_("Influence"), unit=Unit.COUNT, sensitive=True),
                Fact(key="attitude", label=N_("Attitude"), unit=Unit.CHOICE, good="up", sensitive=True),
                Fact(key="confidence", label=N_("How sure we are"), unit=Unit.CHOICE),
                Fact(key="left_on", label=N_("Left on"), unit=Unit.DATE),
            ),
        ),
        Part(
            key="actions",
            label=N_("Actions"),
            many=True,
            facts=(
                Fact(key="state", label=N_("State"), unit=Unit.CHOICE),
                Fact(key="owner", label=N_("Owner")),
                Fact(key="due", label=N_("Due"), unit=Unit.DATE),
            ),
        ),
        Part(
            key="risks",
            label=N_("Risks"),
            many=True,
            facts=(Fact(key="due", label=N_("Due"), unit=Unit.DATE),),
        ),
    ],
)
