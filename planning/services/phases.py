"""Verbs about the phases of a plan: who answers for one and until when, and every move of the declared table."""

from __future__ import annotations

import datetime
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils.translation import gettext as _

from kamp.shared.conflicts import check_seen, claim_version
from kamp.shared.errors import Denied, DomainError
from planning.calc.readiness import PhaseStanding
from planning.enums import PhaseState, PlanState
from planning.models import AccountPlan, CriterionWaiver, PlanPhase
from planning.phases.catalog import PHASES
from planning.phases.moves import MOVES, Move, Who
from planning.selectors.plans import phase_state
from planning.selectors.rights import PlanRights, rights_of
from planning.services.guards import check_edits, check_gate, check_works_on, lead_sentence, lock_open_plan, record_move

if TYPE_CHECKING:
    from kamp.users.models import User


class NotReadyError(DomainError):
    """The phase lacks something; ``standing`` says what."""

    def __init__(self, standing: PhaseStanding) -> None:
        super().__init__(_("The phase is not finished: what is missing is listed below."))
        self.standing = standing


@transaction.atomic
def move_phase(  # noqa: PLR0913  MEANT: who moves what, when and why
    *,
    plan: AccountPlan,
    phase_key: str,
    move: str,
    by: User,
    at: datetime.datetime,
    as_of: datetime.date,
    reason: str = "",
    seen: int | None = None,
) -> PlanPhase:
    """Makes a move of ``planning.phases.moves``; ``seen`` is the version of the phase that the page showed.

    Raises StaleError if that is not the present one, DomainError for a move that the table does not have from here, a
    missing reason (field "reason") or a phase before it that is open; NotReadyError with what is missing; Denied for
    who may not.
    """
    spec = MOVES.get(move)
    locked = lock_open_plan(plan.pk)
    row = PlanPhase.objects.select_for_update().get(plan=locked, phase_key=phase_key)
    _check_who(spec, row, locked, by)
    if row.state not in spec.sources:
        raise DomainError(
            _("The phase is %(state)s: this cannot be done with it now.") % {"state": row.get_state_display()}
        )
    check_seen(row, seen)
    reason = reason.strip()
    if spec.needs_reason and not reason:
        raise DomainError(_("Write the reason."), field="reason")
    if spec.needs_gate:
        check_gate(locked, phase_key)
    if spec.needs_criteria:
        _check_criteria(locked, phase_key, as_of)
    record_move(locked, row, move=move, target=spec.target, by=by, at=at, reason=reason)
    _stamp(row, spec, by, at)
    row.save()
    _follow(locked, spec, phase_key)
    return row


def _check_who(move: Move, row: PlanPhase, plan: AccountPlan, by: User) -> None:
    rights = rights_of(by, plan)
    if not may_move(move, row, rights, by):
        if move.who is Who.APPROVER:
            raise Denied(_("Approving this phase is not part of your role."))
        raise Denied(_("This is for those who answer for the phase."), who=lead_sentence(plan))


def may_move(move: Move, row: PlanPhase, rights: PlanRights, user: User) -> bool:
    """Whether ``user``, with these rights on the plan, may make the move at all."""
    answers = rights.edits or row.owner_id == user.pk
    return {
        Who.CONTRIBUTOR: rights.may_work_on(row.phase_key),
        Who.RESPONSIBLE: answers,
        Who.APPROVER: rights.may_approve(row.phase_key),
        Who.EITHER: answers or rights.may_approve(row.phase_key),
    }[move.who]


def _check_criteria(plan: AccountPlan, phase_key: str, as_of: datetime.date) -> None:
    standing = phase_state(plan, phase_key, as_of)
    if standing.missing:
        raise NotReadyError(standing)


def _stamp(row: PlanPhase, move: Move, by: User, at: datetime.datetime) -> None:
    if move.key == "start":
        row.started_at = at
        row.owner = row.owner or by
    row.submitted_at = at if move.key == "submit" else row.submitted_at
    row.closed_at, row.closed_by = (at, by) if move.target == PhaseState.CLOSED else (None, None)


def _follow(plan: AccountPlan, move: Move, phase_key: str) -> None:
    """What a move means for the plan: the first start puts it in work, reopened content needs a new approval."""
    is_content = not PHASES.get(phase_key).gate.needs_approved_plan
    if plan.state == PlanState.DRAFT or (move.key == "reopen" and is_content and plan.state == PlanState.APPROVED):
        plan.state = PlanState.ACTIVE
        plan.version += 1
        plan.save(update_fields=["state", "version", "updated_at"])


@transaction.atomic
def assign_phase(*, row: PlanPhase, by: User) -> PlanPhase:
    """Saves who answers for a phase and until when.

    Raises StaleError if somebody saved it since, DomainError for somebody who is not on the team or a day outside the
    plan, Denied for who does not lead the plan.
    """
    plan = lock_open_plan(row.plan_id)
    check_edits(by, plan)
    if row.owner_id is not None and not plan.team.filter(user=row.owner_id).exists():
        raise DomainError(_("Only somebody on the team can answer for a phase."), field="owner")
    if row.due is not None and row.due > plan.ends_on:
        raise DomainError(_("The plan ends before this day."), field="due")
    claim_version(row)
    row.save()
    return row


@transaction.atomic
def waive_criterion(
    *, plan: AccountPlan, phase_key: str, criterion: str, reason: str, by: User, at: datetime.datetime
) -> CriterionWaiver:
    """Accepts an exit criterion as not met, with the reason; for who approves phases. Raises DomainError, Denied."""
    locked = lock_open_plan(plan.pk)
    spec = PHASES.get(phase_key).criterion(criterion)
    if spec is None or not spec.waivable:
        raise DomainError(_("This cannot be left out."))
    if not rights_of(by, locked).approves_phases:
        raise Denied(_("Accepting a gap is for the market manager."))
    if not reason.strip():
        raise DomainError(_("Write the reason."), field="reason")
    values = {"reason": reason.strip(), "by": by, "at": at}
    return CriterionWaiver.objects.update_or_create(
        plan=locked, phase_key=phase_key, criterion=criterion, defaults=values
    )[0]


@transaction.atomic
def withdraw_waiver(*, plan: AccountPlan, phase_key: str, criterion: str, by: User) -> None:
    """Asks for a criterion again. Raises Denied; nothing happens if it was not accepted as missing."""
    locked = lock_open_plan(plan.pk)
    check_works_on(by, locked, phase_key)
    if not rights_of(by, locked).approves_phases:
        raise Denied(_("Accepting a gap is for the market manager."))
    CriterionWaiver.objects.filter(plan=locked, phase_key=phase_key, criterion=criterion).delete()
