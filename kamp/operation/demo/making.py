"""The whole demo, or nothing of it: whatever ends it half-way leaves the database as empty as it was."""

from __future__ import annotations

import datetime

from django.db import transaction

from kamp.dashboards.jobs import record_standings
from kamp.operation.demo.decisions import make_decisions
from kamp.operation.demo.history import compute_history
from kamp.operation.demo.plan_work import demo_people
from kamp.operation.demo.plans import make_plans
from kamp.operation.demo.portfolio import analyze, build_demo
from kamp.operation.demo.standings import note_history


@transaction.atomic
def make_demo(
    *, accounts: int, seed: int, until: datetime.date, at: datetime.datetime, sales_lines: int = 0, runs: bool = True
) -> dict[str, int]:
    """Customers, matrices of two years (unless ``runs`` is false), decisions and plans; how many of each.

    Raises DomainError when there are accounts already or a matrix cannot be computed; then nothing is kept.
    """
    counts = build_demo(accounts=accounts, seed=seed, until=until, at=at, sales_lines=sales_lines)
    analyze()
    if runs:
        counts["runs"] = compute_history(until=until, at=at)
    note_history(until=until, at=at)
    make_decisions(people=demo_people(), until=until)
    counts["plans"] = make_plans(seed=seed, until=until)
    record_standings(day=until, at=at)
    return counts
