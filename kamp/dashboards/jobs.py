"""The background work of the homes: recording each month what their tiles show, so that it can be told later."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import Any

from django.db import transaction

from accounts.selectors.standings import recorded_months
from accounts.services.standings import note_months, record_warnings
from kamp.jobs.registry import Daily, JobKind, Progress
from kamp.shared.i18n import N_
from kamp.shared.months import month_at
from planning.services.standings import record_plans
from portfolio.jobs import company_day

KEY = "dashboards.record_month"
CLOSING_DAYS = 3  # of a month: a long weekend without a worker does not cost the last days of the one before

RECORD_MONTH = JobKind(
    key=KEY,
    label=N_("Record the month for the trends"),
    handler="kamp.dashboards.jobs.run_record",
    after=("portfolio.recompute",),  # which changes the figures that warnings are judged by
    join_key=KEY,
    daily=Daily(at=datetime.time(0, 15)),
)


def run_record(*, progress: Progress, at: datetime.datetime, **_later: Any) -> Mapping[str, Any]:
    """Records the month that it is where the company is."""
    return record_standings(day=company_day(at), at=at)


@transaction.atomic
def record_standings(*, day: datetime.date, at: datetime.datetime) -> dict[str, int]:
    """Records open plans and warnings, as they are now, for the month of ``day``; how many of each. The last record of
    a month is its figure; recorded again, also by two at once, nothing is there twice.

    The first record of a month is the last of the one before, too (if that one was recorded at all): what was done
    until midnight counts.
    """
    month, last = day.replace(day=1), day.replace(day=1) - datetime.timedelta(days=1)
    known = recorded_months(month_at(month, -1), month_at(month, 1))
    if day.day <= CLOSING_DAYS and month not in known and known:
        _record(last, at)
    return _record(day, at)


def _record(day: datetime.date, at: datetime.datetime) -> dict[str, int]:
    month = day.replace(day=1)
    note_months(months=[month], at=at)
    return {"plans": record_plans(months=[month]), "warnings": record_warnings(month=month, as_of=day)}
