"""What must hold before anything in a plan is changed: it is open, the phase is open, and the person may."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from accounts.services.guards import check_open
from kamp.shared.errors import Denied, DomainError
from planning.enums import PhaseState, PlanState
from planning.models import AccountPlan, PhaseMove, PlanPhase
from planning.phases.catalog import PHASES
from planning.selectors.rights import PlanRights, rights_of

if TYPE_CHECKING:
    from kamp.users.models import User


def lock_open_plan(plan_id: int) -> AccountPlan:
    """The plan, locked for the transaction. Raises DomainError when it or its account cannot be changed."""
    plan = AccountPlan.objects.select_for_update(of=("self",)).select_related("account").get(pk=plan_id)
    check_open(plan.account_id)
    if plan.state == PlanState.ARCHIVED:
        raise DomainError(_("This plan is archived. Bring it back before you change it."))
    if plan.state == PlanState.CLOSED:
        raise DomainError(_("This plan is closed. Take it back into work before you change it."))
    return plan


def check_edits(user: User, plan: AccountPlan) -> PlanRights:
    """The rights of who may edit the plan as a whole. Raises Denied."""
    rights = rights_of(user, plan)
    if not rights.edits:
        raise Denied(_("Only those who lead the plan change this."), who=lead_sentence(plan))
    return rights


def check_works_on(user: User, plan: AccountPlan, phase_key: str) -> PlanRights:
    """The rights of who may work on the phase. Raises Denied."""
    rights = rights_of(user, plan)
    if not rights.may_work_on(phase_key):
        raise Denied(_("This phase was not given to you."), who=lead_sentence(plan))
    return rights


def lead_sentence(plan: AccountPlan) -> str:
    """Who can help; "" when nobody leads the plan."""
    lead = next((member.user for member in plan.team.all() if member.role == "seller"), None)
    return "" if lead is None else _("%(name)s leads the team of this plan.") % {"name": lead}


def begin_work(*, plan_id: int, phase_key: str, by: User, at: datetime) -> AccountPlan:
    """Called by every change of content: starts the phase if it was not, and gives the locked plan.

    Raises Denied when the phase was not given to ``by``, DomainError when it waits, was handed in or closed.
    """
    plan = lock_open_plan(plan_id)
    check_works_on(by, plan, phase_key)
    row = PlanPhase.objects.select_for_update().get(plan=plan, phase_key=phase_key)
    if row.state == PhaseState.NOT_STARTED:
        check_gate(plan, phase_key)
        _start(plan, row, by, at)
    elif row.state == PhaseState.READY_FOR_REVIEW:
        raise DomainError(_("This phase was handed in. It has to be sent back before it can be changed."))
    elif row.state == PhaseState.CLOSED:
        raise DomainError(_("This phase is closed. Reopen it, with a reason, to change it."))
    return plan


def _start(plan: AccountPlan, row: PlanPhase, by: User, at: datetime) -> None:
    record_move(plan, row, move="start", target=PhaseState.IN_PROGRESS, by=by, at=at)
    row.started_at = at
    row.owner = row.owner or by
    row.save()
    if plan.state == PlanState.DRAFT:
        plan.state = PlanState.ACTIVE
        plan.save(update_fields=["state", "updated_at"])


def record_move(  # noqa: PLR0913  MEANT: what a move is
    plan: AccountPlan, row: PlanPhase, *, move: str, target: str, by: User, at: datetime, reason: str = ""
) -> None:
    """Writes the move down and sets the state on ``row``, with its next version, to be saved by the caller."""
    PhaseMove.objects.create(
        plan=plan,
        phase_key=row.phase_key,
        move=move,
        from_state=row.state,
        to_state=target,
        reason=reason,
        by=by,
        at=at,
    )
    row.state = target
    row.version += 1


def check_gate(plan: AccountPlan, phase_key: str) -> None:
    """Raises DomainError when phases before this one are not closed, or the plan was never approved."""
    gate = PHASES.get(phase_key).gate
    states = dict(PlanPhase.objects.filter(plan=plan).values_list("phase_key", "state"))
    waiting = [PHASES.get(key) for key in gate.needs if states.get(key) != PhaseState.CLOSED]
    if waiting:
        names = ", ".join(f"{spec.number} {_(spec.label)}" for spec in waiting)
        raise DomainError(_("This phase begins when these are closed: %(phases)s.") % {"phases": names})
    if gate.needs_approved_plan and plan.approved_at is None:
        raise DomainError(_("This phase begins when the plan is approved."))
