"""Designating key accounts, with a reason and a dated history (method §8.4)."""

from __future__ import annotations

import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.enums import Designation
from accounts.models import KeyAccount
from accounts.services.guards import check_open
from kamp.shared.errors import DomainError
from kamp.users.models import User
from portfolio.matrices.designation import steps_from
from portfolio.models import KeyAccountDecision

UNDO_WITHIN = datetime.timedelta(hours=24)


@transaction.atomic
def designate(  # noqa: PLR0913  MEANT: every call names what it gives
    *,
    account: KeyAccount,
    to: str,
    reason: str,
    decided_on: datetime.date,
    by: User,
    at: datetime.datetime,
    seen: str | None = None,
) -> KeyAccountDecision:
    """Moves the designation of ``account`` to the state ``to`` and writes down why.

    ``seen`` is the state the person decided on. Raises DomainError for a step that is not allowed from the present
    state, a state that somebody changed in the meantime, a missing reason, and a day the company has not reached.
    """
    check_open(account.pk)
    present = KeyAccount.objects.select_for_update(no_key=True).get(pk=account.pk)
    state = Designation(present.designation)
    if seen is not None and seen != state:
        raise DomainError(_("Somebody has changed the designation in the meantime: it is “%(state)s” now.") % {
            "state": state.label
        })  # fmt: skip
    if to not in {step.after for step in steps_from(state)}:
        raise DomainError(_not_allowed(state, to), field="to")
    if not reason.strip():
        raise DomainError(_("Give the reason: it stays in the history of the account."), field="reason")
    if decided_on > timezone.localdate(at, timezone.get_default_timezone()):
        raise DomainError(_("Enter a day that is not in the future."), field="decided_on")
    decision = KeyAccountDecision.objects.create(
        account=present,
        from_state=state,
        to_state=to,
        reason=reason.strip(),
        author=by,
        decided_on=decided_on,
        recorded_at=at,
    )
    _set(present, to)
    return decision


@transaction.atomic
def undo_designation(*, decision: KeyAccountDecision, by: User, at: datetime.datetime) -> KeyAccountDecision:
    """Takes the newest decision about an account back, within a day; it stays in the history as taken back.

    Raises DomainError for an older decision, one of another person, and after a day.
    """
    check_open(decision.account_id)
    present = KeyAccount.objects.select_for_update(no_key=True).get(pk=decision.account_id)
    newest = KeyAccountDecision.objects.filter(account=present, undone_at__isnull=True).first()
    if newest is None or newest.pk != decision.pk or present.designation != decision.to_state:
        raise DomainError(_("There is a later decision: decide anew instead of taking this one back."))
    if newest.author_id != by.pk or at - newest.recorded_at > UNDO_WITHIN:
        raise DomainError(_("A decision can be taken back by who made it, within a day. Decide anew instead."))
    newest.undone_at, newest.undone_by = at, by
    newest.save(update_fields=["undone_at", "undone_by"])
    _set(present, newest.from_state)
    return newest


def _set(account: KeyAccount, state: str) -> None:
    account.designation = state
    account.version += 1
    account.save(update_fields=["designation", "version", "updated_at"])


def _not_allowed(state: Designation, to: str) -> str:
    steps = steps_from(state)
    choices = ", ".join(f"“{_(step.label)}”" for step in steps)
    wanted = Designation(to).label if to in Designation.values else to
    text = _("From “%(state)s” there is no step to “%(wanted)s”. Possible: %(choices)s.")
    return text % {"state": state.label, "wanted": wanted, "choices": choices}
