"""What the accounts a person owns want from that person."""

from __future__ import annotations

import datetime
from typing import TYPE_CHECKING

from django.db.models import F, QuerySet

from accounts.enums import AuditState, ContractRenewal, Designation
from accounts.models import Audit, Contract, KeyAccount
from accounts.selectors.attention import NOTICE_DAYS

if TYPE_CHECKING:
    from kamp.users.models import User


def notices_of_mine(user: User, today: datetime.date) -> QuerySet[Contract]:
    """Running contracts of the accounts ``user`` owns whose last day for notice is near, or passed without the contract
    ending by itself; the earliest day first."""
    near = Contract.objects.filter(
        account__owner=user,
        account__archived_at__isnull=True,
        notice_on__lte=today + datetime.timedelta(days=NOTICE_DAYS),
        end__gte=today,
    ).exclude(notice_on__lt=today, renewal=ContractRenewal.NONE)
    return near.select_related("account").order_by("notice_on", "pk")


def audits_of_mine(user: User) -> QuerySet[Audit]:
    """Audits of the accounts ``user`` owns that are open or were sent back; those sent back first."""
    rows = Audit.objects.filter(account__owner=user, account__archived_at__isnull=True)
    rows = rows.filter(state__in=[AuditState.OPEN, AuditState.SENT_BACK]).defer("snapshot")
    return rows.select_related("account").order_by("-state", "opened_at", "pk")


def to_refresh(user: User) -> QuerySet[KeyAccount]:
    """Key accounts and candidates that ``user`` owns, the largest first: those whose knowledge has to be fresh."""
    rows = KeyAccount.objects.filter(owner=user, archived_at__isnull=True)
    rows = rows.filter(designation__in=[Designation.DESIGNATED, Designation.CANDIDATE])
    return rows.order_by(F("figures__revenue").desc(nulls_last=True), "pk")


def owned(user: User) -> QuerySet[KeyAccount]:
    """The accounts ``user`` owns, with figures and segment, the largest first."""
    rows = KeyAccount.objects.filter(owner=user, archived_at__isnull=True)
    return rows.select_related("segment", "figures").order_by(F("figures__revenue").desc(nulls_last=True), "pk")
