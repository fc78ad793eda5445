"""Runs one attempt at a job: claim, the handler in its transaction, done in the same transaction, or given back."""

from __future__ import annotations

import logging
import time
import uuid
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import datetime, timedelta
from functools import partial

import pghistory
import psycopg2
from celery.exceptions import SoftTimeLimitExceeded
from django.conf import settings
from django.db import InterfaceError, OperationalError, connection, transaction
from django.utils import timezone, translation
from psycopg2.errors import SerializationFailure

from kamp.jobs import claims, publishing
from kamp.jobs.claims import Setback
from kamp.jobs.heartbeat import Heartbeat, Stop
from kamp.jobs.models import Failure, Job, JobState
from kamp.jobs.registry import JOB_KINDS, Cancelled, Isolation, JobKind, followers_of
from kamp.jobs.services import enqueue
from kamp.shared.errors import DomainError, OccupiedError

logger = logging.getLogger(__name__)

_DATABASE_TROUBLE = (OperationalError, InterfaceError, psycopg2.OperationalError, psycopg2.InterfaceError)


class SupersededError(Exception):
    """The attempt was taken away while it ran; its effect must not be kept."""


class _Clock:
    """Moments counted on from the one the edge read."""

    def __init__(self, at: datetime) -> None:
        self._at, self._start = at, time.monotonic()

    def now(self) -> datetime:
        return self._at + timedelta(seconds=time.monotonic() - self._start)


def run(job_id: uuid.UUID, *, at: datetime) -> Job | None:
    """One attempt, if the job can be taken at ``at``; None (and a line in the log) if not."""
    job = claims.claim(job_id, at=at)
    if job is None:
        logger.info("job %s: nothing to do", job_id)
        return None
    clock = _Clock(at)
    try:
        _attempt(job, clock)
    finally:
        _wake_next(job)
    return job


def run_here(job_id: uuid.UUID, *, at: datetime | None = None) -> Job:
    """The job brought to its end by this process, or waited for where another one is quicker; every attempt of it.

    For commands that wait and for tests. ``at`` is the moment to count on from (now). Inside an open transaction the
    job takes part in it, and what cannot be run at once is given back as it is.
    """
    clock = _Clock(at or timezone.now())
    while True:
        run(job_id, at=clock.now())
        job = Job.objects.select_related("pulse", "created_by").get(pk=job_id)
        if not job.is_live or connection.in_atomic_block:
            return job
        time.sleep(0.1)


def _attempt(job: Job, clock: _Clock) -> None:
    kind = JOB_KINDS.get(job.kind)
    heartbeat = Heartbeat(job, time_limit=kind.time_limit)
    language = job.created_by.language if job.created_by else settings.LANGUAGE_CODE
    with translation.override(language):
        try:
            with heartbeat.beating():
                _run_in_transaction(job, kind, heartbeat, clock)
        except (Exception, Cancelled) as problem:  # noqa: BLE001  MEANT: whatever a handler raises, the job gets its answer
            _give_back(job, _setback(problem, heartbeat), clock, problem)
        except (KeyboardInterrupt, SystemExit) as end:
            stopped_by_hand = isinstance(end, KeyboardInterrupt)
            _give_back(job, None if stopped_by_hand else Setback(failure=Failure.DIED), clock, end)
            raise
        else:
            logger.info("job %s (%s) done", job.pk, job.kind)
    with suppress(*_DATABASE_TROUBLE):
        heartbeat.write_progress()


def _run_in_transaction(job: Job, kind: JobKind, heartbeat: Heartbeat, clock: _Clock) -> None:
    with _transaction(job, kind):
        with heartbeat.interrupting():
            result = kind.load()(progress=heartbeat, at=clock.now(), **job.payload)
        if not claims.finish(job, result or {}, at=clock.now()):
            raise SupersededError
        for follower in followers_of(job.kind):
            enqueue(kind=follower.key, by=job.created_by, at=clock.now(), key=follower.join_key, fresh=True)


@contextmanager
def _transaction(job: Job, kind: JobKind) -> Iterator[None]:
    """The handler's transaction: isolated as the kind says, recognisable to the sweeper, its changes attributed."""
    outermost = not connection.in_atomic_block
    with transaction.atomic():
        if outermost:
            with connection.cursor() as cursor:
                if kind.isolation == Isolation.REPEATABLE_READ:
                    cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")
                cursor.execute("SELECT set_config('application_name', %s, true)", [claims.session_name(job.token)])
        # After the isolation level: pghistory puts a statement of its own before the first write.
        with pghistory.context(user=job.created_by_id, job=str(job.pk), kind=job.kind):
            yield


def _setback(problem: BaseException, heartbeat: Heartbeat) -> Setback | None:
    """What to write down about ``problem``; None when the job was cancelled."""
    if isinstance(problem, DomainError):
        return Setback(failure=Failure.REFUSED, error=str(problem))
    if heartbeat.stop is Stop.TIME or isinstance(problem, SoftTimeLimitExceeded):
        return Setback(failure=Failure.TIME, reference=claims.new_reference())
    if heartbeat.stop is Stop.CANCELLED or isinstance(problem, Cancelled):
        return None
    failure = Failure.DATABASE if isinstance(problem, _DATABASE_TROUBLE) else Failure.UNEXPECTED
    return Setback(failure=failure, reference=claims.new_reference())


def _give_back(job: Job, setback: Setback | None, clock: _Clock, problem: BaseException) -> None:
    if not connection.in_atomic_block:
        connection.close()  # it may be broken, or about to be hit by a late interruption
    try:
        settled = claims.give_back(job, setback, at=clock.now())
    except _DATABASE_TROUBLE as trouble:
        logger.warning("job %s cannot be given back now, the sweeper will do it: %s", job.pk, trouble)
        return
    if settled is None:
        logger.warning("job %s is no longer ours; what this attempt did was rolled back", job.pk)
    elif setback is None:
        logger.info("job %s (%s) cancelled", job.pk, job.kind)
    elif settled.is_live and _met_another(problem):
        logger.info("job %s (%s) attempt %d is repeated: %s", job.pk, job.kind, job.attempts, problem)
    elif setback.failure == Failure.REFUSED:
        logger.info("job %s (%s) refused: %s", job.pk, job.kind, setback.error)
    else:
        told = (job.pk, job.kind, job.attempts, settled.state, setback.failure, setback.reference)
        logger.error("job %s (%s) attempt %d, now %s: %s, reference %s", *told, exc_info=problem)


def _met_another(problem: BaseException) -> bool:
    """Whether somebody else was at the same rows: nothing is wrong, and another attempt sees what they did."""
    return isinstance(problem, OccupiedError) or isinstance(problem.__cause__, SerializationFailure)


def _wake_next(job: Job) -> None:
    """What waited only for this job to end can start."""
    if not job.key:
        return
    with suppress(*_DATABASE_TROUBLE):
        waiting = Job.objects.filter(kind=job.kind, key=job.key, state=JobState.QUEUED).exclude(pk=job.pk)
        for job_id in waiting.values_list("pk", flat=True):
            transaction.on_commit(partial(publishing.publish, job_id))
