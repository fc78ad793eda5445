"""Models of planning, one noun per file."""

from planning.models.phase import CriterionWaiver, PhaseMove, PlanPhase
from planning.models.plan import AccountPlan, PlanVersion, TeamMember

__all__ = [
    "AccountPlan",
    "CriterionWaiver",
    "PhaseMove",
    "PlanPhase",
    "PlanVersion",
    "TeamMember",
]
