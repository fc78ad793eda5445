"""How far a phase is and what it still needs (method §9.1), from facts: one answer for stepper, page, list and gate."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any

from planning.phases.spec import Criterion, PhaseSpec

NOT_STARTED, IN_PROGRESS, READY, CLOSED = "not_started", "in_progress", "ready_for_review", "closed"


class _NotApplicable:
    """The value of a fact that makes no sense for this plan: its criterion is left out."""

    def __repr__(self) -> str:
        return "NOT_APPLICABLE"


NOT_APPLICABLE = _NotApplicable()


@dataclass(frozen=True, slots=True, kw_only=True)
class CriterionStanding:
    """One exit criterion: whether it is met, by what value (None = not known), or accepted as not met."""

    spec: Criterion
    value: float | None
    waived: bool

    @property
    def met(self) -> bool:
        """Whether the criterion counts as met."""
        return self.waived or (self.value is not None and self.value >= self.spec.at_least)


@dataclass(frozen=True, slots=True, kw_only=True)
class PhaseStanding:
    """A phase of a plan at a day: its state, its criteria, and the phases it waits for."""

    spec: PhaseSpec
    state: str
    criteria: tuple[CriterionStanding, ...]
    blocked_by: tuple[str, ...]
    waits_for_approval: bool

    @property
    def key(self) -> str:
        return self.spec.key

    @property
    def met(self) -> int:
        """How many criteria are met."""
        return sum(each.met for each in self.criteria)

    @property
    def total(self) -> int:
        return len(self.criteria)

    @property
    def percent(self) -> float:
        """Completion 0–100: met criteria of all; 0 without criteria."""
        return 100 * self.met / self.total if self.total else 0.0

    @property
    def missing(self) -> tuple[CriterionStanding, ...]:
        """What keeps the phase from being handed in."""
        return tuple(each for each in self.criteria if not each.met and not each.spec.at_close)

    @property
    def is_blocked(self) -> bool:
        """Whether work on the phase cannot begin yet."""
        return bool(self.blocked_by) or self.waits_for_approval


def evaluate(
    spec: PhaseSpec,
    *,
    states: Mapping[str, str],
    facts: Mapping[str, Any],
    waived: Collection[str] = (),
    plan_approved: bool = False,
) -> PhaseStanding:
    """The standing of the phase ``spec``.

    ``states``: state of every phase by key (missing = not started). ``facts``: value by name; a missing or None fact is
    not known and its criterion not met; NOT_APPLICABLE leaves the criterion out. ``waived``: keys of criteria accepted
    as not met. Source: method §9.1.
    """
    state = states.get(spec.key, NOT_STARTED)
    known = {**facts, "approved": 1 if state == CLOSED else 0}
    return PhaseStanding(
        spec=spec,
        state=state,
        criteria=tuple(
            CriterionStanding(spec=each, value=known.get(each.fact), waived=each.key in waived)
            for each in spec.criteria
            if known.get(each.fact) is not NOT_APPLICABLE
        ),
        blocked_by=tuple(key for key in spec.gate.needs if states.get(key, NOT_STARTED) != CLOSED),
        waits_for_approval=spec.gate.needs_approved_plan and not plan_approved,
    )


def cycle_percent(standings: Collection[PhaseStanding]) -> float:
    """Completion of the whole cycle, 0–100: the mean of its phases; 0 without phases."""
    return sum(each.percent for each in standings) / len(standings) if standings else 0.0
