"""Verbs about the profile of an account: how to reach it, what it sells and to whom."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone

from accounts.models import AccountProfile, KeyAccount
from accounts.services.accounts import update_account
from accounts.services.guards import check_open
from kamp.shared.changes import account_changed
from kamp.shared.conflicts import claim_version
from kamp.users.models import User

REACH = ("address", "postal_code", "city", "region", "country", "phone", "email", "website")
"""Columns of the account that say where it is and how to reach it."""
PROFILE = ("whatsapp", "products_sold", "markets_served")
"""Columns of its profile."""


@transaction.atomic
def save_profile(*, account: KeyAccount, values: dict[str, Any], by: User, at: datetime) -> AccountProfile:
    """Saves ``values`` (of REACH and PROFILE) and remembers the day on which that part was looked at.

    Raises StaleError if somebody saved the account since it was read, DomainError for an archived one.
    """
    check_open(account.pk)
    reach = {name: value for name, value in values.items() if name in REACH}
    if reach:
        for name, value in reach.items():
            setattr(account, name, value)
        update_account(account=account, by=by, at=at)
    profile = AccountProfile.objects.select_for_update().filter(account=account).first()
    profile = profile or AccountProfile(account=account)
    for name in values.keys() & set(PROFILE):
        setattr(profile, name, values[name])
    day = timezone.localtime(at).date()
    if reach or "whatsapp" in values:
        profile.contacts_on = day
    if values.keys() & {"products_sold", "markets_served"}:
        profile.products_on = day
    if profile.pk is not None:
        claim_version(profile)
    profile.save()
    account_changed([account.pk], by=by, at=at)
    return profile
