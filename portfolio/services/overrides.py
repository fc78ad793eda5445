"""Setting a class against the computed one, and going back to it (method G11)."""

from __future__ import annotations

import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import KeyAccount
from accounts.services.guards import check_open
from kamp.shared.changes import account_changed
from kamp.shared.errors import DomainError
from kamp.shared.months import months_later
from kamp.users.models import User
from portfolio.enums import NOT_ASSESSED
from portfolio.matrices.spec import MatrixSpec
from portfolio.models import Classification, ClassificationOverride
from portfolio.models.classification import OPEN
from portfolio.selectors.rules import parameters_in_force

LONGEST = 5  # years


@transaction.atomic
def override_class(  # noqa: PLR0913  MEANT: every call names what it gives
    *,
    account: KeyAccount,
    spec: MatrixSpec,
    cell: str,
    reason: str,
    expires_on: datetime.date | None,
    today: datetime.date,
    by: User,
    at: datetime.datetime,
) -> ClassificationOverride:
    """``cell`` counts for the account on ``spec`` from today until ``expires_on`` (None: as the parameters say).

    The computed class is kept beside it; an earlier override ends. Raises DomainError for a matrix or cell that cannot
    be set, the class that is computed anyhow, a missing reason, and a day that is past or too far.
    """
    check_open(account.pk)
    if not spec.may_override:
        raise DomainError(_("The class on this matrix cannot be set by hand."))
    if cell not in spec.cell_keys():
        raise DomainError(_("Choose one of the classes."), field="cell")
    if not reason.strip():
        raise DomainError(_("Give the reason: it is shown beside the class."), field="reason")
    row = Classification.objects.filter(OPEN, account=account).first()
    computed = row.computed_on(spec.key) if row else NOT_ASSESSED
    if cell == computed:
        raise DomainError(_("This is the class that the figures give: there is nothing to override."), field="cell")
    until = expires_on or usual_expiry(today)
    if until <= today:
        raise DomainError(_("Enter a day after today."), field="expires_on")
    if until > months_later(today, 12 * LONGEST):
        raise DomainError(_("Enter a day within five years: an override is to be looked at again."), field="expires_on")
    _end(account, spec.key, by, at)
    override = ClassificationOverride.objects.create(
        account=account,
        matrix=spec.key,
        cell=cell,
        computed=computed or NOT_ASSESSED,
        reason=reason.strip(),
        author=by,
        set_at=at,
        starts_on=today,
        expires_on=until,
    )
    account_changed([account.pk], by=by, at=at)
    return override


@transaction.atomic
def end_override(*, override: ClassificationOverride, by: User, at: datetime.datetime) -> ClassificationOverride:
    """The computed class counts again. Raises DomainError if the override has ended already."""
    check_open(override.account_id)
    if not _end(override.account, override.matrix, by, at, override.pk):
        raise DomainError(_("This override has ended already."))
    account_changed([override.account_id], by=by, at=at)
    override.refresh_from_db()
    return override


@transaction.atomic
def resume_override(*, override: ClassificationOverride, by: User, at: datetime.datetime) -> ClassificationOverride:
    """Takes the end of an override back. Raises DomainError if another one counts by now."""
    check_open(override.account_id)
    same = ClassificationOverride.objects.filter(account=override.account_id, matrix=override.matrix)
    if same.filter(ended_at__isnull=True).exists():
        raise DomainError(_("Another class has been set in the meantime."))
    newest = same.order_by("-set_at", "-pk").first()
    if newest is None or newest.pk != override.pk:
        raise DomainError(_("Another class has been set in the meantime."))
    newest.ended_at = newest.ended_by = None
    newest.save(update_fields=["ended_at", "ended_by"])
    account_changed([override.account_id], by=by, at=at)
    return newest


def usual_expiry(today: datetime.date) -> datetime.date:
    """The day until which an override counts if nobody says otherwise."""
    return months_later(today, int(parameters_in_force(today).number("override.expiry_months")))


def _end(account: KeyAccount, matrix: str, by: User, at: datetime.datetime, pk: int | None = None) -> int:
    rows = ClassificationOverride.objects.filter(account=account, matrix=matrix, ended_at__isnull=True)
    rows = rows if pk is None else rows.filter(pk=pk)
    return int(rows.update(ended_at=at, ended_by=by))
