"""The rounds of an audit: opened by the first answer, submitted as a frozen version, confirmed or sent back."""

from __future__ import annotations

import datetime

from django.db import transaction
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from accounts.enums import AuditState
from accounts.models import Audit
from accounts.selectors.audit import audit_score
from accounts.selectors.audit_snapshot import snapshot_of
from accounts.services.audit_news import tell_of_audit
from accounts.services.guards import check_length, check_open
from kamp.shared.changes import account_changed
from kamp.shared.errors import DomainError
from kamp.users.models import User

MOVES: dict[str, frozenset[str]] = {
    "submit": frozenset({AuditState.OPEN, AuditState.SENT_BACK}),
    "withdraw": frozenset({AuditState.SUBMITTED}),
    "confirm": frozenset({AuditState.SUBMITTED}),
    "send_back": frozenset({AuditState.SUBMITTED}),
}
"""From which states each move is possible; every other one is refused."""
REASON_LENGTH = 2000


@transaction.atomic
def note_answer(*, account_id: int, by: User | None, at: datetime.datetime) -> None:
    """Says that something about the account was answered: opens an audit if none is under way, and announces it."""
    open_audit(account_id=account_id, by=by, at=at)
    account_changed([account_id], by=by, at=at)


@transaction.atomic
def open_audit(*, account_id: int, by: User | None, at: datetime.datetime) -> Audit:
    """The audit under way, or a new one with the next number. Raises DomainError for an archived account."""
    check_open(account_id)
    rows = Audit.objects.filter(account_id=account_id)
    found = rows.exclude(state=AuditState.CONFIRMED).first()
    if found is not None:
        return found
    last = rows.order_by("-number").values_list("number", flat=True).first() or 0
    return Audit.objects.create(account_id=account_id, number=last + 1, opened_by=by, opened_at=at)


@transaction.atomic
def submit_audit(*, audit: Audit, by: User, at: datetime.datetime) -> Audit:
    """Freezes the answers as they are now and asks for confirmation.

    Raises DomainError in a state that does not allow it, or while nothing is known about the account.
    """
    row = _in_state(audit, "submit")
    score = audit_score(row.account, localdate(at))
    if not score.filled:
        raise DomainError(_("There is nothing to close yet: give the first answers."))
    row.state, row.reason = AuditState.SUBMITTED, ""
    row.submitted_by, row.submitted_at = by, at
    row.completeness = score.total
    row.snapshot = snapshot_of(row.account, score, localdate(at))
    return _told(row, by, at)


@transaction.atomic
def withdraw_audit(*, audit: Audit, by: User, at: datetime.datetime) -> Audit:
    """Takes the submission back before anybody confirmed it: the audit is open again."""
    row = _in_state(audit, "withdraw")
    row.state = AuditState.OPEN
    row.submitted_by, row.submitted_at, row.completeness, row.snapshot = None, None, None, {}
    return _kept(row)


@transaction.atomic
def confirm_audit(*, audit: Audit, by: User, at: datetime.datetime) -> Audit:
    """Confirms what was submitted; the version stays as it is for good.

    Raises DomainError in another state, or for who submitted it: somebody else looks at it.
    """
    row = _in_state(audit, "confirm")
    if row.submitted_by_id == by.pk:
        raise DomainError(_("You submitted this audit yourself: somebody else confirms it."))
    row.state, row.confirmed_by, row.confirmed_at = AuditState.CONFIRMED, by, at
    account_changed([row.account_id], by=by, at=at)
    return _told(row, by, at)


@transaction.atomic
def send_back_audit(*, audit: Audit, reason: str, by: User, at: datetime.datetime) -> Audit:
    """Sends a submitted audit back with a ``reason``. Raises DomainError in another state or without a reason, or
    for one that is too long."""
    row = _in_state(audit, "send_back")
    if not reason.strip():
        raise DomainError(_("Say what is to be mended."), field="reason")
    check_length(reason.strip(), REASON_LENGTH, field="reason")
    row.state, row.reason = AuditState.SENT_BACK, reason.strip()
    return _told(row, by, at)


def _in_state(audit: Audit, move: str) -> Audit:
    """The audit as it is now, locked. Raises DomainError if its state does not allow ``move``."""
    check_open(audit.account_id)
    row = Audit.objects.select_for_update(no_key=True).get(pk=audit.pk)
    if row.state not in MOVES[move]:
        text = _("This audit is %(state)s: that is no longer possible.")
        raise DomainError(text % {"state": row.get_state_display().lower()})
    return row


def _kept(row: Audit) -> Audit:
    row.version += 1
    row.save()
    return row


def _told(row: Audit, by: User, at: datetime.datetime) -> Audit:
    """Kept, and told to whom it concerns."""
    tell_of_audit(_kept(row), by=by, at=at)
    return row
