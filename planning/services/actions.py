"""Verbs about actions: agree on one, change it, done, not done after all, drop it."""

from __future__ import annotations

import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.services.guards import check_open
from kamp.shared.conflicts import claim_version
from kamp.shared.errors import DomainError
from kamp.users.models import User
from planning.enums import ReviewState
from planning.models import Action


@transaction.atomic
def save_action(*, action: Action, by: User) -> Action:
    """Saves a new or changed action of an open plan.

    Raises StaleError if somebody saved it since it was read; DomainError for a plan that is closed, an archived
    account, a review, objective or strategy of another plan, an owner who has left.
    """
    _check_plan(action)
    _check_parts(action)
    if action.pk is None:
        action.created_by = by
    else:
        claim_version(action)
    action.save()
    return action


@transaction.atomic
def set_done(*, action: Action, done: bool, by: User, at: datetime.datetime) -> Action:
    """Marks ``action`` done, or takes that back. Doing it twice changes nothing. Raises DomainError for one dropped."""
    locked = _locked(action)
    if (locked.done_at is not None) == done:
        return locked
    if locked.cancelled_at is not None:
        raise DomainError(_("This action was dropped. Take it up again first."))
    _check_plan(locked)
    locked.done_at, locked.done_by = (at, by) if done else (None, None)
    return _saved(locked)


@transaction.atomic
def set_dropped(*, action: Action, dropped: bool, at: datetime.datetime) -> Action:
    """Drops ``action`` or takes it up again. Doing it twice changes nothing. Raises DomainError for one done."""
    locked = _locked(action)
    if (locked.cancelled_at is not None) == dropped:
        return locked
    if locked.done_at is not None:
        raise DomainError(_("This action is done. Mark it as not done first."))
    _check_plan(locked)
    locked.cancelled_at = at if dropped else None
    return _saved(locked)


def _locked(action: Action) -> Action:
    return Action.objects.select_for_update().get(pk=action.pk)


def _saved(action: Action) -> Action:
    action.version += 1
    action.save()
    return action


def _check_plan(action: Action) -> None:
    if not action.plan.is_open:
        raise DomainError(_("This plan is closed or archived; its actions stay as they are."))
    check_open(action.plan.account_id)


def _check_parts(action: Action) -> None:
    for name in ("review", "objective", "strategy"):
        part = getattr(action, name)
        if part is not None and part.plan_id != action.plan_id:
            raise DomainError(_("This belongs to another plan."), field=name)
    if action.review is not None and action.pk is None and action.review.state == ReviewState.CLOSED:
        raise DomainError(_("This review is closed. Add the action to the plan instead."))
    if not action.owner.is_active:
        raise DomainError(_("%(name)s has no access to KAMP any more.") % {"name": action.owner}, field="owner")
