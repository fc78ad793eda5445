"""What a person may do with a plan they see: edit it, work on some phases of it, approve."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from planning.enums import TeamRole
from planning.models import AccountPlan
from planning.phases.catalog import PHASES

if TYPE_CHECKING:
    from kamp.users.models import User


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanRights:
    """``edits``: the whole plan, its team and dates. ``phases``: the phases one may work on."""

    edits: bool
    phases: frozenset[str]
    approves_phases: bool
    approves_plan: bool
    holds_reviews: bool

    def may_work_on(self, phase_key: str) -> bool:
        """Whether the content of the phase may be changed, its state allowing."""
        return self.edits or phase_key in self.phases

    def may_approve(self, phase_key: str) -> bool:
        """Whether the phase may be approved, by the right that its gate names."""
        return {
            "planning.approve_phase": self.approves_phases,
            "planning.approve_plan": self.approves_plan,
            "planning.hold_review": self.holds_reviews,
        }[PHASES.get(phase_key).gate.approval]


def rights_of(user: User, plan: AccountPlan) -> PlanRights:
    """The rights of ``user`` on a plan in their scope. One query, none if the team was fetched with the plan."""
    mine = next((member for member in plan.team.all() if member.user_id == user.pk), None)
    if mine is None:
        phases: frozenset[str] = frozenset()
    elif mine.role in {TeamRole.SELLER, TeamRole.MARKET_MANAGER}:
        phases = frozenset(PHASES.keys())
    else:
        phases = frozenset(mine.phases)
    return PlanRights(
        edits=user.has_perm("planning.edit_plan"),
        phases=phases,
        approves_phases=user.has_perm("planning.approve_phase"),
        approves_plan=user.has_perm("planning.approve_plan"),
        holds_reviews=user.has_perm("planning.hold_review"),
    )
