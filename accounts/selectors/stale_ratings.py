"""Assessments of key accounts that are older than they should be, for the people who can renew them."""

from __future__ import annotations

import datetime
from collections.abc import Collection, Iterator
from dataclasses import dataclass

from accounts.criteria.catalog import ITEMS
from accounts.criteria.spec import AuditItem
from accounts.enums import Designation
from accounts.models import KeyAccount
from accounts.selectors.evidence import known_items

ASSESSED = ("ss5", "ss2")  # items that people judge: the relationship, the choice criteria
WATCHED = (Designation.CANDIDATE, Designation.DESIGNATED)


@dataclass(frozen=True, slots=True, kw_only=True)
class Stale:
    """An item of an account that was due to be assessed again on ``due_on``, its age being past its interval."""

    owner_id: int
    account_id: int
    account: str
    slug: str
    item: AuditItem
    rated_on: datetime.date
    due_on: datetime.date


def stale_ratings(owner_ids: Collection[int], today: datetime.date) -> Iterator[Stale]:
    """The old assessments of the key accounts and candidates of these owners; what was never assessed is not old.

    As many queries for one account as for all.
    """
    rows = KeyAccount.objects.current().filter(owner__in=owner_ids, designation__in=WATCHED).order_by("name_key", "pk")
    accounts = {row[0]: row[1:] for row in rows.values_list("pk", "owner_id", "name", "slug")}
    if not accounts:
        return
    for account_id, items in known_items(accounts, today).items():
        owner_id, name, slug = accounts[account_id]
        for item in (ITEMS.get(key) for key in ASSESSED):
            known = items.get(item.key)
            if known is not None and known.on is not None and (today - known.on).days > item.interval:
                yield Stale(
                    owner_id=owner_id,
                    account_id=account_id,
                    account=name,
                    slug=slug,
                    item=item,
                    rated_on=known.on,
                    due_on=known.on + datetime.timedelta(days=item.interval),
                )
