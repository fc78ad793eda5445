"""The background work of this app: classifying the whole portfolio, and the accounts of which something changed."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import Any
from zoneinfo import ZoneInfo

from django.conf import settings
from django.utils.translation import get_language, ngettext

from kamp.jobs.models import Job, JobState
from kamp.jobs.registry import Daily, Isolation, JobKind, Progress
from kamp.jobs.services import enqueue
from kamp.shared.formats import date_long
from kamp.shared.i18n import N_
from kamp.users.models import User
from portfolio.models import ChangedAccount

KEY = "portfolio.recompute"

RECOMPUTE = JobKind(
    key=KEY,
    label=N_("Classify the portfolio"),
    handler="portfolio.jobs.run_recompute",
    after=("accounts.apply_import", "accounts.undo_import"),
    join_key=KEY,
    daily=Daily(at=datetime.time(2, 30)),
    isolation=Isolation.REPEATABLE_READ,
)

CHANGED = "portfolio.reclassify"

RECLASSIFY = JobKind(
    key=CHANGED,
    label=N_("Classify changed accounts"),
    handler="portfolio.jobs.run_reclassify",
    join_key=CHANGED,
    isolation=Isolation.REPEATABLE_READ,
    max_attempts=20,  # it gives way to a run over everybody
    cancellable=False,
)


def company_day(at: datetime.datetime) -> datetime.date:
    """The date at ``at`` where the company is."""
    return at.astimezone(ZoneInfo(settings.TIME_ZONE)).date()


def request_recompute(*, at: datetime.datetime, by: User | None = None, as_of: datetime.date | None = None) -> Job:
    """A job that classifies the portfolio as of a date, today if none; joins one that will do the same."""
    if as_of is None or as_of == company_day(at):
        return enqueue(kind=KEY, key=KEY, at=at, by=by)
    return enqueue(kind=KEY, key=f"{KEY} {as_of}", at=at, by=by, payload={"as_of": as_of.isoformat()})


def queue_changed(account_ids: list[int], by: User | None, at: datetime.datetime) -> None:
    """The reaction to changed accounts: they wait for one job, which takes all that are there when it starts."""
    ChangedAccount.objects.bulk_create([ChangedAccount(account_id=each, changed_at=at) for each in account_ids])
    enqueue(kind=CHANGED, key=CHANGED, at=at, by=by, fresh=True)


def run_reclassify(*, progress: Progress, at: datetime.datetime, **_later: Any) -> Mapping[str, Any]:
    """One run over the accounts that wait, which wait no longer if it is kept."""
    from portfolio.services.reclassify import reclassify, take_changed  # noqa: PLC0415  MEANT: loads pandas

    accounts = take_changed()
    if not accounts:
        return {"accounts": 0}
    job = Job.objects.select_related("created_by").filter(kind=CHANGED, key=CHANGED, state=JobState.RUNNING).first()
    by = job.created_by if job else None
    run = reclassify(accounts=accounts, today=company_day(at), at=at, by=by, job=job)
    message = ngettext("%(count)s changed account classified.", "%(count)s changed accounts classified.", len(accounts))
    return {"run": run.number, "accounts": len(accounts), "message": message % {"count": len(accounts)}}


def run_recompute(*, progress: Progress, at: datetime.datetime, as_of: str = "", **_later: Any) -> Mapping[str, Any]:
    """One run; without ``as_of`` (ISO date) as of today."""
    from portfolio.services.recompute import recompute  # noqa: PLC0415  MEANT: loads pandas, for workers only

    day = datetime.date.fromisoformat(as_of) if as_of else company_day(at)
    key = f"{KEY} {day}" if as_of else KEY
    job = Job.objects.select_related("created_by").filter(kind=KEY, key=key, state=JobState.RUNNING).first()
    run = recompute(as_of=day, at=at, by=job.created_by if job else None, job=job, progress=progress)
    message = ngettext(
        "%(count)s account classified as of %(day)s.", "%(count)s accounts classified as of %(day)s.", run.accounts
    )
    return {
        "run": run.number,
        "as_of": day.isoformat(),
        "accounts": run.accounts,
        "changed": run.changed,
        "message": message % {"count": run.accounts, "day": date_long(day, get_language() or settings.LANGUAGE_CODE)},
    }
