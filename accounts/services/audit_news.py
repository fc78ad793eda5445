"""Tells people what happened to an audit, in the transaction in which it happened."""

from __future__ import annotations

import datetime

from django.urls import reverse

from accounts.enums import AuditState
from accounts.models import Audit, KeyAccount
from kamp.notices.services import tell
from kamp.notices.sources import Due
from kamp.shared.i18n import N_
from kamp.users.models import User

SOURCE = "audits"
STEER = N_("You steer the portfolio this account belongs to.")


def tell_of_audit(audit: Audit, *, by: User, at: datetime.datetime) -> None:
    """A submitted audit to who can confirm it; one confirmed or sent back to who submitted it. Nobody is told of what
    she did herself."""
    submitted = audit.state == AuditState.SUBMITTED
    people = _who_confirms(audit.account) if submitted else {audit.submitted_by_id}
    address = reverse("accounts:audit_version", kwargs={"slug": audit.account.slug, "number": audit.number})
    dues = [
        Due(
            user_id=user_id,
            key=f"audit:{audit.pk}",
            stage=f"{audit.state}:{audit.version}",
            variant=audit.state,
            account_id=audit.account_id,
            url=address,
            why=STEER if submitted else "",
            params={"account": audit.account.name, "by": by.name, "reason": audit.reason},
        )
        for user_id in people
        if user_id not in (None, by.pk)
    ]
    tell(source=SOURCE, dues=dues, at=at)


def _who_confirms(account: KeyAccount) -> set[int]:
    """The managers of its segment and of its team."""
    people = [*account.segment.managers.all()] if account.segment else []
    people += [*account.team.users.all()] if account.team else []
    return {user.pk for user in people if user.has_perm("accounts.confirm_audit")}
