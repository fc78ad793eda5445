"""Last days for notice, for the people who have to know of them."""

from __future__ import annotations

import datetime
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from typing import Any

from django.db.models import F, QuerySet

from accounts.models import Contract


@dataclass(frozen=True, slots=True, kw_only=True)
class Deadline:
    """A contract in the eyes of one person: ``owns`` the account, or steers its segment while nobody owns it."""

    user_id: int
    owns: bool
    contract_id: int
    title: str
    renewal: str
    end: datetime.date
    notice_on: datetime.date
    account_id: int
    account: str
    slug: str


def deadlines_for(
    user_ids: Collection[int], *, notice_until: datetime.date, still_on: datetime.date
) -> Iterator[Deadline]:
    """Contracts whose last day for notice is not after ``notice_until`` and that run on ``still_on``, archived accounts
    left out: for the owners among ``user_ids``, for the segment's managers where nobody owns it. Two queries."""
    running = Contract.objects.filter(
        notice_on__lte=notice_until, end__gte=still_on, account__archived_at__isnull=True
    ).order_by("notice_on", "pk")
    owned = running.filter(account__owner__in=user_ids)
    yield from _read(owned.annotate(person=F("account__owner")), owns=True)
    free = running.filter(account__owner__isnull=True, account__segment__managers__in=user_ids)
    yield from _read(free.annotate(person=F("account__segment__managers")), owns=False)


def _read(rows: QuerySet[Contract], *, owns: bool) -> Iterator[Deadline]:
    columns = ("person", "pk", "title", "renewal", "end", "notice_on", "account_id", "account__name", "account__slug")
    for row in rows.values_list(*columns):
        yield _deadline(row, owns=owns)


def _deadline(row: tuple[Any, ...], *, owns: bool) -> Deadline:
    user_id, contract_id, title, renewal, end, notice_on, account_id, account, slug = row
    return Deadline(
        user_id=user_id,
        owns=owns,
        contract_id=contract_id,
        title=title,
        renewal=renewal,
        end=end,
        notice_on=notice_on,
        account_id=account_id,
        account=account,
        slug=slug,
    )
