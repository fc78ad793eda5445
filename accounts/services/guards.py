"""What must hold before anything about an account is changed."""

from __future__ import annotations

from django.utils.translation import gettext as _

from accounts.models import KeyAccount
from kamp.shared.errors import DomainError


def check_open(account_id: int) -> None:
    """Raises DomainError if the account is archived. Locks it against being archived in the meantime."""
    archived = (
        KeyAccount.objects.select_for_update(no_key=True)
        .filter(pk=account_id)
        .values_list("archived_at", flat=True)
        .first()
    )
    if archived is not None:
        raise DomainError(_("This account has been archived in the meantime. Bring it back before you change it."))


def check_length(text: str, limit: int, *, field: str = "") -> None:
    """Raises DomainError for a ``text`` of more than ``limit`` characters: nothing is cut in silence."""
    if len(text) > limit:
        told = {"limit": limit, "length": len(text)}
        raise DomainError(_("At most %(limit)s characters fit here: this text has %(length)s.") % told, field=field)
