"""Reading jobs: for a person, for the administrators' page, and the health of the whole."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Count, Max, Min, Q, QuerySet

from kamp.jobs import publishing, signs
from kamp.jobs.models import Job, JobState, Sign
from kamp.users.models import User

SCHEDULER_MAY_BE_SILENT = timedelta(minutes=1)
WORKER_MAY_BE_SILENT = timedelta(minutes=2)
MAY_WAIT = timedelta(minutes=15)
RECENT = timedelta(days=1)


def job_for(user: User, job_id: uuid.UUID) -> Job | None:
    """The job with its progress and author, or None outside the scope of ``user``. One query."""
    return Job.objects.visible_to(user).select_related("pulse", "created_by").filter(pk=job_id).first()


def latest_job(*, kind: str, key: str | None = None) -> Job | None:
    """The job of ``kind`` (and ``key``) that was asked for last, live ones first; for a page that shows its progress.

    Not limited to a person: show of it only what everybody may know, or check ``visible_to``.
    """
    jobs = Job.objects.filter(kind=kind).select_related("pulse", "created_by")
    if key is not None:
        jobs = jobs.filter(key=key)
    return jobs.live().order_by("-state", "-created_at").first() or jobs.order_by("-created_at").first()


def live_jobs(user: User) -> QuerySet[Job]:
    """Running, then waiting, the oldest first."""
    jobs = Job.objects.visible_to(user).live().select_related("pulse", "created_by")
    return jobs.order_by("-state", "available_at", "pk")


def recent_jobs(user: User, *, at: datetime) -> QuerySet[Job]:
    """Ended within the last day."""
    ended = Job.objects.visible_to(user).filter(state__in=[JobState.DONE, JobState.CANCELLED])
    return ended.filter(finished_at__gt=at - RECENT).select_related("pulse", "created_by")


def failed_jobs(user: User) -> QuerySet[Job]:
    """Failed and not tried again, as long as they are kept."""
    return Job.objects.visible_to(user).filter(state=JobState.FAILED).select_related("pulse", "created_by")


@dataclass(frozen=True, slots=True, kw_only=True)
class Health:
    """The state of the machinery. Ages are in seconds; None means never seen, and for waiting jobs that none waits."""

    broker: bool
    scheduler_age: float | None
    worker_age: float | None
    waiting: int
    oldest_waiting_age: float | None
    running: int

    @property
    def scheduler(self) -> bool:
        return _within(self.scheduler_age, SCHEDULER_MAY_BE_SILENT)

    @property
    def worker(self) -> bool:
        return _within(self.worker_age, WORKER_MAY_BE_SILENT)

    @property
    def queue(self) -> bool:
        return self.oldest_waiting_age is None or _within(self.oldest_waiting_age, MAY_WAIT)

    @property
    def ok(self) -> bool:
        return self.broker and self.scheduler and self.worker and self.queue

    def as_json(self) -> dict[str, Any]:
        names = ("ok", "broker", "scheduler", "worker", "queue", *self.__dataclass_fields__)
        return {name: getattr(self, name) for name in dict.fromkeys(names)}


def health(*, at: datetime) -> Health:
    """How the broker, the scheduler, the workers and the queue are, seen at ``at``. Two queries and a ping.

    A worker is seen when it takes a message or keeps a running job alive.
    """
    seen = dict(Sign.objects.values_list("name", "seen_at"))
    waits, runs = Q(state=JobState.QUEUED, available_at__lte=at), Q(state=JobState.RUNNING)
    jobs = Job.objects.live().aggregate(
        waiting=Count("pk", filter=waits),
        oldest=Min("available_at", filter=waits),
        running=Count("pk", filter=runs),
        beat=Max("pulse__heartbeat_at", filter=runs),
    )
    worker_seen = max(filter(None, (seen.get(signs.WORKER), jobs["beat"])), default=None)
    return Health(
        broker=publishing.broker_answers(),
        scheduler_age=_age(seen.get(signs.SCHEDULER), at),
        worker_age=_age(worker_seen, at),
        waiting=jobs["waiting"],
        oldest_waiting_age=_age(jobs["oldest"], at),
        running=jobs["running"],
    )


def _age(moment: datetime | None, at: datetime) -> float | None:
    return None if moment is None else max(0.0, round((at - moment).total_seconds(), 1))


def _within(age: float | None, limit: timedelta) -> bool:
    return age is not None and age <= limit.total_seconds()
