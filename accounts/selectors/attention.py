"""The accounts among some that want somebody's attention: conditions in SQL, for lists, counts and sums alike."""

from __future__ import annotations

import datetime
from decimal import Decimal
from typing import Any

from django.db.models import Count, Exists, F, Max, Min, OuterRef, Q, QuerySet, Sum

from accounts.calc.coverage import ACTIVE_DAYS, SHARE_DAYS
from accounts.enums import AuditState, ContractRenewal, Designation
from accounts.models import Audit, Contract, KeyAccount, Person, Touch, TouchPerson

NOTICE_DAYS = 120  # before the last day for notice, as the first reminder
FALL = Decimal("-0.15")  # from here on a fall of revenue is a high risk (method §8.2)
Accounts = QuerySet[KeyAccount]


def awaiting_confirmation(accounts: Accounts) -> Accounts:
    """Those whose audit is handed in and not yet confirmed."""
    return accounts.filter(Exists(Audit.objects.filter(account=OuterRef("pk"), state=AuditState.SUBMITTED)))


def with_notice_due(accounts: Accounts, today: datetime.date) -> Accounts:
    """Those with a running contract whose last day for notice is near; or passed, unless it ends by itself."""
    return accounts.filter(Exists(_deadlines(today)))


def _deadlines(today: datetime.date) -> QuerySet[Contract]:
    near = Contract.objects.filter(
        account=OuterRef("pk"), notice_on__lte=today + datetime.timedelta(days=NOTICE_DAYS), end__gte=today
    )
    return near.exclude(notice_on__lt=today, renewal=ContractRenewal.NONE)


def disagreed(accounts: Accounts) -> Accounts:
    """Those where two people answered a question of the audit two or more apart on its scale of five (four of ten)."""
    return accounts.filter(disagreement__isnull=False)


def hanging_by_one(accounts: Accounts, today: datetime.date) -> Accounts:
    """Those where contacts are written down and at most one person is in active contact (method §10.5: none, single).

    An account nobody wrote a contact for in a year is not assessed, and not among them. For many accounts: contacts are
    read once.
    """
    known = _touches_of_a_year(today).values("account")
    # By who took part, and not by all people there are: of those few have left.
    left = Person.objects.filter(left_on__isnull=False)
    lately = {f"touch__{name}": value for name, value in _lately(today).items()}
    parts = TouchPerson.objects.filter(**lately).exclude(person__in=left).order_by().values("touch__account")
    several = parts.annotate(first=Min("person"), last=Max("person")).filter(first__lt=F("last"))
    return accounts.filter(pk__in=known).exclude(pk__in=several.values("touch__account"))


def _hangs_by_one(today: datetime.date) -> Q:
    """The same as a condition on each of a few accounts."""
    several = _several(_in_contact(today).filter(account=OuterRef("pk")))
    return Q(Exists(_touches_of_a_year(today).filter(account=OuterRef("pk")))) & ~Q(Exists(several))


def _several(people: QuerySet[Person]) -> QuerySet[Person, Any]:
    """The accounts with more than one of ``people``: the first and the last are not the same. (Counting different ones
    would sort them all.)"""
    ends = people.order_by().values("account").annotate(first=Min("pk"), last=Max("pk"))
    return ends.filter(first__lt=F("last")).values("account")


def _touches_of_a_year(today: datetime.date) -> QuerySet[Touch]:
    return Touch.objects.filter(date__gt=today - datetime.timedelta(days=SHARE_DAYS), date__lte=today)


def _in_contact(today: datetime.date) -> QuerySet[Person]:
    """People who answered lately, once for each time."""
    return Person.objects.filter(
        left_on__isnull=True, **{f"touches__{name}": value for name, value in _lately(today).items()}
    )


def _lately(today: datetime.date) -> dict[str, Any]:
    """What makes a contact an active one (method §10.5)."""
    return {"two_way": True, "date__lte": today, "date__gte": today - datetime.timedelta(days=ACTIVE_DAYS)}


def falling(accounts: Accounts) -> Accounts:
    """Those whose revenue of twelve months is at least 15 % below that of the twelve before."""
    return accounts.filter(figures__growth__lte=FALL)


def key_accounts(accounts: Accounts) -> Accounts:
    """Those designated as key accounts."""
    return accounts.filter(designation=Designation.DESIGNATED)


def warned(accounts: Accounts, today: datetime.date) -> Accounts:
    """Key accounts with a serious warning: revenue falling, a contract to give notice of, hanging by one contact.

    Each has ``is_falling``, ``has_notice`` and ``by_one``, which say why.
    """
    rows = key_accounts(accounts)
    marked = rows.annotate(
        is_falling=Exists(falling(_self())),
        has_notice=Exists(_deadlines(today)),
        by_one=Exists(_self().filter(_hangs_by_one(today))),
    )
    return marked.filter(Q(is_falling=True) | Q(has_notice=True) | Q(by_one=True))


def revenue_of(accounts: Accounts) -> tuple[int, Decimal]:
    """How many ``accounts`` are, and their revenue of twelve months (0 where none is known). One query."""
    found = accounts.order_by().aggregate(number=Count("pk"), revenue=Sum("figures__revenue"))
    return found["number"], found["revenue"] or Decimal(0)


def _self() -> Accounts:
    return KeyAccount.objects.filter(pk=OuterRef("pk"))
