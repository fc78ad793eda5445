"""What was recorded month by month while the demo's company worked: by the product's own records, at each month's end.

Plans are recorded as they come about: as each stands between two of its changes, so it stood at the ends of the months
between them. Warnings are recorded with the figures of each month's end, once the key accounts of then are designated.
"""

from __future__ import annotations

import datetime

from accounts.services.figures import refresh_figures
from accounts.services.standings import note_months, record_warnings
from kamp.operation.demo.history import MONTHS_BACK, period_ends
from kamp.operation.demo.plan_work import Work
from planning.models import AccountPlan
from planning.services.standings import record_plans


def month_ends(until: datetime.date) -> list[datetime.date]:
    """The ends of the months recorded, oldest first, and ``until``."""
    return [*reversed(period_ends(until, months=1, number=MONTHS_BACK)), until]


def note_history(*, until: datetime.date, at: datetime.datetime) -> None:
    """Notes that all of ``month_ends`` were recorded; the records themselves come with plans and decisions."""
    note_months(months=[end.replace(day=1) for end in month_ends(until)], at=at)


def stood(work: Work, since: datetime.date, before: datetime.date) -> None:
    """The plan as it is now is recorded at the month ends from ``since`` to the day before ``before``."""
    months = [end.replace(day=1) for end in month_ends(work.until)[:-1] if since <= end < before]
    if months:
        record_plans(months=months, plans=AccountPlan.objects.filter(pk=work.plan.pk))


def warnings_at(end: datetime.date, account_ids: list[int]) -> None:
    """Records the warnings of a month's end, of the key accounts there are now; ``account_ids`` are those that ever
    are, whose figures are then those of that day."""
    refresh_figures(as_of=end, account_ids=account_ids)
    record_warnings(month=end.replace(day=1), as_of=end)
