"""Approving a plan: management's verb. It closes the sales plan, freezes a version and opens the review."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils.translation import gettext as _

from kamp.shared.conflicts import check_seen
from kamp.shared.errors import Denied, DomainError
from planning.enums import PhaseState, PlanState
from planning.models import AccountPlan, PlanPhase, PlanVersion
from planning.phases.keys import REVIEW, SALES_PLAN
from planning.selectors.obstacles import Obstacle, obstacles_to_approval
from planning.selectors.rights import rights_of
from planning.services.guards import lock_open_plan, record_move
from planning.services.line_moves import approve_lines
from planning.services.versions import freeze

if TYPE_CHECKING:
    from kamp.users.models import User


class NotApprovableError(DomainError):
    """The plan lacks something; ``obstacles`` say what and where."""

    def __init__(self, obstacles: Sequence[Obstacle]) -> None:
        super().__init__(_("The plan cannot be approved yet."))
        self.obstacles = obstacles


@transaction.atomic
def approve_plan(
    *, plan: AccountPlan, by: User, at: datetime.datetime, as_of: datetime.date, seen: int | None = None
) -> PlanVersion:
    """Approves the plan and gives the frozen version; ``seen`` is the version of the plan that the page showed.

    Raises Denied for who may not, StaleError for a plan changed since it was shown, NotApprovableError with every
    reason, DomainError for a plan that is approved already or not open.
    """
    locked = lock_open_plan(plan.pk)
    if not rights_of(by, locked).approves_plan:
        raise Denied(_("Approving plans is for management."))
    if locked.state == PlanState.APPROVED:
        raise DomainError(_("This plan is approved already."))
    check_seen(locked, seen)
    if obstacles := obstacles_to_approval(locked, as_of):
        raise NotApprovableError(obstacles)
    approve_lines(plan=locked, by=by, at=at)
    rows = {row.phase_key: row for row in PlanPhase.objects.select_for_update().filter(plan=locked)}
    if rows[SALES_PLAN].state != PhaseState.CLOSED:
        record_move(locked, rows[SALES_PLAN], move="approve", target=PhaseState.CLOSED, by=by, at=at)
        rows[SALES_PLAN].closed_at, rows[SALES_PLAN].closed_by = at, by
        rows[SALES_PLAN].save()
    if rows[REVIEW].state == PhaseState.NOT_STARTED:
        record_move(locked, rows[REVIEW], move="start", target=PhaseState.IN_PROGRESS, by=by, at=at)
        rows[REVIEW].started_at = at
        rows[REVIEW].save()
    locked.state, locked.approved_at, locked.approved_by = PlanState.APPROVED, at, by
    locked.version += 1
    locked.save()
    return freeze(plan=locked, reason=_("Approved"), by=by, at=at)
