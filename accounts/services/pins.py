"""Keeping accounts at hand."""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import AccountPin, KeyAccount
from kamp.shared.errors import DomainError
from kamp.users.models import User

MOST = 7  # as many as stay in sight (design 4.2)


@transaction.atomic
def pin_account(*, account: KeyAccount, user: User) -> None:
    """Puts ``account`` beside the navigation of ``user``; nothing happens if it is there. Raises DomainError when MOST
    are there already, or the account is archived."""
    if account.archived_at is not None:
        raise DomainError(_("It is archived: bring it back first."))
    User.objects.select_for_update(no_key=True).get(pk=user.pk)  # two windows may not make more than MOST
    others = AccountPin.objects.filter(user=user, account__archived_at__isnull=True).exclude(account=account)
    if others.count() >= MOST:
        raise DomainError(_("%(count)s accounts are pinned already: unpin one first.") % {"count": MOST})
    AccountPin.objects.get_or_create(user=user, account=account)


@transaction.atomic
def unpin_account(*, account: KeyAccount, user: User) -> None:
    """Takes ``account`` away from beside the navigation of ``user``."""
    AccountPin.objects.filter(user=user, account=account).delete()
