"""Runs of the matrices at earlier dates, so that moves between classes are true from the first page."""

from __future__ import annotations

import datetime

from accounts.models import KeyAccount
from kamp.jobs.models import JobState
from kamp.jobs.runner import run_here
from kamp.jobs.services import enqueue
from kamp.shared.errors import DomainError

MONTHS_BACK = 24
LARGE = 1_000  # from so many accounts on a run takes seconds: quarters must do
QUARTERS_BACK = 4


def compute_history(*, until: datetime.date, at: datetime.datetime) -> int:
    """Runs the recompute job at the month ends of two years and at ``until``; returns the number of runs.

    A large portfolio (load data) gets the last four quarter ends instead. Raises DomainError for a run that fails.
    """
    step, number = (3, QUARTERS_BACK) if KeyAccount.objects.count() >= LARGE else (1, MONTHS_BACK)
    dates = [*reversed(period_ends(until, months=step, number=number)), until]
    for as_of in dates:
        job = enqueue(kind="portfolio.recompute", payload={"as_of": as_of.isoformat()}, at=at)
        done = run_here(job.pk, at=at)
        if done.state != JobState.DONE:
            raise DomainError(f"The matrices as of {as_of} could not be computed: {done.error or done.state}")
    return len(dates)


def period_ends(until: datetime.date, *, months: int, number: int) -> list[datetime.date]:
    """The last ``number`` ends of periods of so many ``months`` before ``until``, newest first."""
    first = until.year * 12 + until.month - 1
    first -= first % months
    starts = (first - months * back for back in range(number))
    return [datetime.date(start // 12, start % 12 + 1, 1) - datetime.timedelta(days=1) for start in starts]
