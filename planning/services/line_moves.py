"""How a line of the sales plan moves from state to state: only by the declared table."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone
from django.utils.text import get_text_list
from django.utils.translation import gettext as _

from accounts.models import AccountFigures
from kamp.shared.conflicts import claim_version
from kamp.shared.errors import Denied, DomainError
from planning.enums import LineState
from planning.kinds.lines import LINE_GAPS, LINE_MOVES, LineMoveSpec
from planning.models import AccountPlan, LineMove, PlanLine
from planning.phases.keys import SALES_PLAN
from planning.selectors.plan_lines import plan_sheets
from planning.services.guards import check_works_on, lead_sentence, lock_open_plan

if TYPE_CHECKING:
    from kamp.users.models import User


@transaction.atomic
def move_line(*, line: PlanLine, move: str, by: User, at: datetime.datetime, reason: str = "") -> PlanLine:
    """Makes a move of ``planning.kinds.lines``; possible, too, when the phase is closed: work on lines goes on.

    Raises StaleError for a line changed since it was read, Denied for who may not, DomainError for a move that the
    table does not have from here, a missing reason (field "reason"), or, for an approval, what the line still needs.
    """
    spec = LINE_MOVES.get(move)
    plan = lock_open_plan(line.plan_id)
    _check_who(spec, plan, by)
    claim_version(line)
    if line.state not in spec.sources:
        raise DomainError(_("The line is %(state)s: this cannot be done with it now.") % {"state": _word(line)})
    if spec.needs_reason and not reason.strip():
        raise DomainError(_("Write the reason."), field="reason")
    if spec.complete:
        _check_complete(plan, line, timezone.localdate(at))
        _check_margin(plan, [line])
    _record(line, spec, by, at, reason)
    return line


@transaction.atomic
def approve_lines(*, plan: AccountPlan, by: User, at: datetime.datetime) -> int:
    """Approves every proposed line, when the whole sales plan is approved; how many. The caller has checked who may.

    Raises DomainError for a line of an account with a negative margin that does not say how it recovers.
    """
    lines = list(PlanLine.objects.live().select_for_update().filter(plan=plan, state=LineState.PROPOSED).order_by("pk"))
    _check_margin(plan, lines)
    for line in lines:
        line.version += 1
        _record(line, LINE_MOVES.get("approve"), by, at, "")
    return len(lines)


def _record(line: PlanLine, spec: LineMoveSpec, by: User, at: datetime.datetime, reason: str) -> None:
    LineMove.objects.create(
        line=line,
        move=spec.key,
        from_state=line.state,
        to_state=spec.target,
        reason=reason.strip(),
        by=by,
        at=at,
    )
    line.state = spec.target
    line.save()


def _check_who(spec: LineMoveSpec, plan: AccountPlan, by: User) -> None:
    rights = check_works_on(by, plan, SALES_PLAN) if not spec.approves else None
    if rights is None and not (by.has_perm("planning.approve_phase") or by.has_perm("planning.approve_plan")):
        raise Denied(_("Approving a line is not part of your role."), who=lead_sentence(plan))


def _check_complete(plan: AccountPlan, line: PlanLine, as_of: datetime.date) -> None:
    sheet = next(each for each in plan_sheets(plan, as_of) if each.line.pk == line.pk)
    if sheet.gaps:
        names = get_text_list([_(LINE_GAPS.get(key).label) for key in sheet.gaps], _("and"))
        raise DomainError(_("The line is not complete. It still needs: %(what)s.") % {"what": names})


def _check_margin(plan: AccountPlan, lines: Sequence[PlanLine]) -> None:
    """An account that costs more than it brings needs a way back first (method §0.2, G12)."""
    figures = AccountFigures.objects.filter(account=plan.account_id).first()
    if figures is None or figures.margin is None or figures.margin - (figures.cost_to_serve or 0) >= 0:
        return
    silent = [line for line in lines if not line.recovery.strip()]
    if silent:
        text = _("The account has a negative margin. Write how it recovers before “%(line)s” is approved.")
        raise DomainError(text % {"line": silent[0]}, field="recovery")


def _word(line: PlanLine) -> str:
    return str(LineState(line.state).label).lower()
