"""Runs of the matrices at earlier dates, so that moves between classes are true from the first page."""

from __future__ import annotations

import datetime

from kamp.jobs.runner import run_here
from kamp.jobs.services import enqueue

QUARTERS_BACK = 4


def compute_history(*, until: datetime.date, at: datetime.datetime) -> int:
    """Runs the recompute job at the last four quarter ends and at ``until``; returns the number of runs."""
    dates = [*reversed(_quarter_ends(until)), until]
    for as_of in dates:
        job = enqueue(kind="portfolio.recompute", payload={"as_of": as_of.isoformat()}, at=at)
        run_here(job.pk, at=at)
    return len(dates)


def _quarter_ends(until: datetime.date) -> list[datetime.date]:
    """The last quarter ends before ``until``, newest first."""
    found: list[datetime.date] = []
    day = datetime.date(until.year, 3 * ((until.month - 1) // 3) + 1, 1)
    while len(found) < QUARTERS_BACK:
        end = day - datetime.timedelta(days=1)
        found.append(end)
        day = datetime.date(end.year, end.month - 2, 1)
    return found
