"""An attempt at a job, from taking it to giving it back: the only code that moves jobs between states while they run.

Every step names the attempt's token; who lost it changes nothing.
"""

from __future__ import annotations

import secrets
import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.db import IntegrityError, transaction
from django.db.models import Exists, F, OuterRef, Q

from kamp.jobs.models import ClockTimestamp, Failure, Job, JobState, Pulse
from kamp.jobs.registry import JOB_KINDS

LONGEST_PAUSE = 300.0  # seconds between two attempts
ATTEMPTS_IN_TIME = 2  # what took too long is tried once more, not five times


@dataclass(frozen=True, slots=True, kw_only=True)
class Setback:
    """Why an attempt ended without effect. ``error`` is a sentence for the person, where there is one."""

    failure: Failure
    error: str = ""
    reference: str = ""


def new_reference() -> str:
    """What a person can quote and an administrator find in the log."""
    return secrets.token_hex(4).upper()


def session_name(token: uuid.UUID | None) -> str:
    """How the database session of an attempt calls itself, so that the sweeper can end exactly that one."""
    return f"kamp job {token}"


def claim(job_id: uuid.UUID, *, at: datetime) -> Job | None:
    """The job as running with a new token, its attempt counted; None when there is nothing to take.

    Nothing: taken, over, not yet due, of an unknown kind, locked by who is just joining it, or another of its key runs.
    """
    try:
        with transaction.atomic():
            token = uuid.uuid4()
            taken = Job.objects.filter(pk__in=_takeable(job_id, at)).update(
                state=JobState.RUNNING, attempts=F("attempts") + 1, token=token, started_at=at
            )
            if not taken:
                return None
            _first_beat(job_id)
    except IntegrityError:  # another job of the same key was taken in this moment
        return None
    return Job.objects.select_related("created_by").get(pk=job_id, token=token)


def _takeable(job_id: uuid.UUID, at: datetime) -> Any:
    same_key_runs = Job.objects.filter(kind=OuterRef("kind"), key=OuterRef("key"), state=JobState.RUNNING)
    return (
        Job.objects.select_for_update(skip_locked=True, no_key=True)
        .filter(Q(key="") | ~Exists(same_key_runs))
        .filter(pk=job_id, state=JobState.QUEUED, available_at__lte=at, kind__in=JOB_KINDS.keys())
        .order_by()
        .values("pk")
    )


def _first_beat(job_id: uuid.UUID) -> None:
    Pulse.objects.bulk_create(
        [Pulse(job_id=job_id, heartbeat_at=ClockTimestamp(), done=0, total=None, stage="")],
        update_conflicts=True,
        unique_fields=["job"],
        update_fields=["heartbeat_at", "done", "total", "stage"],
    )


def finish(job: Job, result: Mapping[str, Any], *, at: datetime) -> bool:
    """Mark the attempt done, in the transaction of its effect; False when it is not ours any more."""
    return bool(
        Job.objects.filter(pk=job.pk, token=job.token, state=JobState.RUNNING).update(
            state=JobState.DONE, finished_at=at, result=dict(result), failure="", error="", reference=""
        )
    )


@transaction.atomic
def give_back(job: Job, setback: Setback | None, *, at: datetime) -> Job | None:
    """End the attempt without effect; None when it is not ours any more. ``setback`` is None when it was cancelled."""
    mine = Job.objects.select_for_update(no_key=True).filter(pk=job.pk, token=job.token, state=JobState.RUNNING)
    current = mine.first()
    return settle(current, setback, at=at) if current else None


def settle(job: Job, setback: Setback | None, *, at: datetime) -> Job:
    """Cancelled, failed, or waiting for the next attempt after a pause. The row of ``job`` must be locked."""
    job.token = None
    if setback is None or (job.cancel_requested and setback.failure != Failure.REFUSED):
        job.state, job.finished_at = JobState.CANCELLED, at
    else:
        job.failure, job.error, job.reference = setback.failure, setback.error, setback.reference
        if _is_final(job, setback.failure):
            job.state, job.finished_at = JobState.FAILED, at
        else:
            job.state, job.published_at = JobState.QUEUED, None
            job.available_at = at + pause_after(job.attempts)
    job.save(
        update_fields=[
            *("token", "state", "finished_at", "failure", "error", "reference", "published_at", "available_at")
        ]
    )
    return job


def _is_final(job: Job, failure: Failure) -> bool:
    if failure == Failure.REFUSED:
        return True
    limit = JOB_KINDS.get(job.kind).max_attempts if job.kind in JOB_KINDS else 1
    return job.attempts >= (min(limit, ATTEMPTS_IN_TIME) if failure == Failure.TIME else limit)


def pause_after(attempts: int) -> timedelta:
    """The wait before the next attempt: doubled each time, spread by half so that rivals do not meet again."""
    longest = min(LONGEST_PAUSE, settings.KAMP_JOBS_PAUSE * 2 ** (attempts - 1))
    return timedelta(seconds=longest * (0.75 + secrets.randbelow(500) / 1000))
