"""What was recorded at the ends of the months behind: which of them, and the revenue with a warning in each."""

from __future__ import annotations

import datetime
from collections.abc import Collection
from decimal import Decimal

from django.db.models import QuerySet, Sum

from accounts.models import KeyAccount, RecordedMonth, WarningStanding


def recorded_months(first: datetime.date, before: datetime.date) -> dict[datetime.date, datetime.datetime]:
    """The recorded months from ``first`` to before ``before`` (first days), in order, each with its last record. One
    query; what was recorded is the same as long as this is."""
    found = RecordedMonth.objects.filter(month__gte=first, month__lt=before).order_by("month")
    return dict(found.values_list("month", "recorded_at"))


def warned_by_month(accounts: QuerySet[KeyAccount], months: Collection[datetime.date]) -> dict[datetime.date, Decimal]:
    """Revenue of the key accounts among ``accounts`` that had a serious warning, by recorded month; company currency.

    A month in which none of them had one is left out. One query."""
    rows = WarningStanding.objects.filter(month__in=months, account__in=accounts.order_by().values("pk"))
    return dict(rows.order_by().values_list("month").annotate(together=Sum("revenue")))
