"""Verbs about plans as a whole: make, change, close, archive, bring back."""

from __future__ import annotations

import datetime
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import KeyAccount
from accounts.services.guards import check_open
from kamp.shared.conflicts import check_seen, claim_version, event_of
from kamp.shared.errors import Denied, DomainError
from planning.calc.horizon import first_of, last_of
from planning.enums import PlanState, TeamRole
from planning.models import AccountPlan, PlanPhase
from planning.phases.catalog import PHASES
from planning.services.guards import check_edits, lock_open_plan
from planning.services.team import enrol

if TYPE_CHECKING:
    from kamp.users.models import User


@transaction.atomic
def create_plan(*, plan: AccountPlan, by: User) -> AccountPlan:
    """Saves a new plan with its seven phases and its team: the owner of the account leads, else who makes it.

    Raises DomainError for an account that is archived or not in the scope of ``by``, Denied for who may not.
    """
    if not by.has_perm("planning.edit_plan"):
        raise Denied(_("Making plans is not part of your role."))
    if not KeyAccount.objects.visible_to(by).filter(pk=plan.account_id).exists():
        raise DomainError(_("Choose an account."), field="account")
    check_open(plan.account_id)
    _whole_months(plan)
    plan.state = PlanState.DRAFT
    plan.save()
    PlanPhase.objects.bulk_create([PlanPhase(plan=plan, phase_key=spec.key) for spec in PHASES])
    lead = plan.account.owner or by
    enrol(plan, lead, role=TeamRole.SELLER)
    if by != lead:
        is_manager = by.role == "market_manager"
        enrol(plan, by, role=TeamRole.MARKET_MANAGER if is_manager else TeamRole.SELLER)
    return plan


def default_name(starts_on: datetime.date, ends_on: datetime.date) -> str:
    """What a plan is called until somebody calls it something else."""
    years = f"{starts_on.year}–{ends_on.year}" if starts_on.year != ends_on.year else str(starts_on.year)
    return _("Plan %(years)s") % {"years": years}


@transaction.atomic
def update_plan(*, plan: AccountPlan, by: User) -> AccountPlan:
    """Saves name, scope, dates and currency. A plan that was approved is then in work again if its dates changed.

    Raises StaleError if somebody saved it since, DomainError for a plan that is not open, Denied for who may not.
    """
    before = lock_open_plan(plan.pk)
    check_edits(by, before)
    claim_version(plan)
    _whole_months(plan)
    plan.state = before.state
    moved = (before.starts_on, before.ends_on) != (plan.starts_on, plan.ends_on)
    if moved and before.state == PlanState.APPROVED:
        plan.state = PlanState.ACTIVE
    plan.save()
    return plan


def _whole_months(plan: AccountPlan) -> None:
    if plan.ends_on < plan.starts_on:
        raise DomainError(_("The plan ends before it begins."), field="ends_on")
    plan.starts_on = first_of(plan.starts_on.year, plan.starts_on.month)
    plan.ends_on = last_of(plan.ends_on.year, plan.ends_on.month)
    if not plan.name.strip():
        plan.name = default_name(plan.starts_on, plan.ends_on)


@transaction.atomic
def archive_plan(*, plan: AccountPlan, by: User, seen: int | None = None) -> AccountPlan:
    """Takes the plan out of lists and reminders. Nothing happens to an archived one. Raises Denied; StaleError, like
    the verbs below, when ``seen``, the version of the plan that the page showed, is not the present one."""
    locked = _lock(plan)
    check_edits(by, locked)
    if locked.state != PlanState.ARCHIVED:
        check_seen(locked, seen)
        locked.archived_from, locked.state = locked.state, PlanState.ARCHIVED
        _save_state(locked)
    return locked


@transaction.atomic
def restore_plan(*, plan: AccountPlan, by: User, seen: int | None = None) -> AccountPlan:
    """Brings an archived plan back to the state it had. Nothing happens to one that is not. Raises Denied."""
    locked = _lock(plan)
    check_edits(by, locked)
    if locked.state == PlanState.ARCHIVED:
        check_seen(locked, seen)
        locked.state, locked.archived_from = locked.archived_from or PlanState.ACTIVE, ""
        _save_state(locked)
    return locked


@transaction.atomic
def close_plan(*, plan: AccountPlan, by: User, seen: int | None = None) -> AccountPlan:
    """Ends an approved plan: nothing in it changes any more. Raises DomainError for one never approved, Denied."""
    locked = lock_open_plan(plan.pk)
    check_edits(by, locked)
    if locked.approved_at is None:
        raise DomainError(_("Only a plan that was approved can be closed. Archive it instead."))
    check_seen(locked, seen)
    locked.state = PlanState.CLOSED
    _save_state(locked)
    return locked


@transaction.atomic
def reopen_plan(*, plan: AccountPlan, by: User, seen: int | None = None, as_it_was: bool = False) -> AccountPlan:
    """Takes a closed plan back into work: to be approved again, or, ``as_it_was``, which is the undo of closing it, in
    the state it had. Nothing happens to one that is not closed. Raises Denied."""
    locked = _lock(plan)
    check_edits(by, locked)
    if locked.state == PlanState.CLOSED:
        check_seen(locked, seen)
        locked.state = _state_before(locked) if as_it_was else PlanState.ACTIVE
        _save_state(locked)
    return locked


def _state_before(plan: AccountPlan) -> PlanState:
    """The state a plan had before its last step, from the change record."""
    event = event_of(plan, plan.version - 1)
    return PlanState.APPROVED if event is not None and event.state == PlanState.APPROVED else PlanState.ACTIVE


def _lock(plan: AccountPlan) -> AccountPlan:
    return AccountPlan.objects.select_for_update(of=("self",)).select_related("account").get(pk=plan.pk)


def _save_state(plan: AccountPlan) -> None:
    plan.version += 1
    plan.save(update_fields=["state", "archived_from", "version", "updated_at"])
