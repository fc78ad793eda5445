"""Addresses that stand in mails: whole, and good for one person."""

from __future__ import annotations

from django.conf import settings
from django.core import signing
from django.urls import reverse

from kamp.users.models import User

_SALT = "kamp.notices.mail-off"


def absolute(path: str) -> str:
    """``path`` of this site as it stands in a mail."""
    return settings.KAMP_BASE_URL.rstrip("/") + path


def mail_off_url(user: User) -> str:
    """Where the mails to ``user`` are switched off, without signing in and by one POST (RFC 8058)."""
    token = signing.dumps(user.pk, salt=_SALT, compress=False)
    return absolute(reverse("notices:mail_off", kwargs={"token": token}))


def user_of(token: str) -> int | None:
    """The key of the person whom ``mail_off_url`` was made for; None for any other text."""
    try:
        key = signing.loads(token, salt=_SALT)
    except signing.BadSignature:
        return None
    return key if isinstance(key, int) else None
