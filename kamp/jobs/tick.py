"""What the scheduler does every few seconds: sweep, plan the day, relay, clear away, look for signs of life.

Each step is a transaction of its own that only one process at a time can be in, and right on its own: a tick may be
left out, repeated, or run twice at once.
"""

from __future__ import annotations

import logging
import uuid
from collections.abc import Callable
from datetime import datetime, timedelta
from functools import partial
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db import connection, transaction
from django.db.models import Exists, OuterRef, Q, Value
from django.db.models.functions import Coalesce

from kamp.jobs import claims, publishing, signs
from kamp.jobs.claims import Setback
from kamp.jobs.models import ClockTimestamp, Failure, Job, JobState, Sign
from kamp.jobs.registry import JOB_KINDS, TICK_STEPS
from kamp.jobs.services import enqueue
from kamp.jobs.slots import latest_slot

logger = logging.getLogger(__name__)

_LOCK = 0x4A0B5  # the advisory lock of the steps
RELAY_AT_ONCE = 200  # messages a tick sends at most, and that may lie in the broker before it sends none
DELETE_AT_ONCE = 500
ANSWER_EVERY = 30.0  # seconds without a sign of a worker after which one is asked for
FORGOTTEN = timedelta(days=1)  # a waiting job of a kind that nobody knows is given up after this


def tick(at: datetime) -> None:
    """All steps; one that fails does not keep the others from their turn."""
    theirs = [step.load() for step in TICK_STEPS]
    for step in (sweep, plan_the_day, *theirs, relay, clear_away, look_for_a_worker):
        _alone(step, at)
    signs.see(signs.SCHEDULER)


def _alone(step: Callable[[datetime], None], at: datetime) -> None:
    try:
        with transaction.atomic():
            with connection.cursor() as cursor:
                cursor.execute("SELECT pg_try_advisory_xact_lock(%s)", [_LOCK])
                if not cursor.fetchone()[0]:
                    return
            step(at)
    except Exception:
        if not connection.is_usable():
            raise
        logger.exception("%s of the scheduler failed", step.__name__)


def sweep(at: datetime) -> None:
    """Give back what a dead process left running, and end its session so that it holds and finishes nothing."""
    silent_since = ClockTimestamp() - Value(timedelta(seconds=settings.KAMP_JOBS_STALE))
    silent = Job.objects.filter(state=JobState.RUNNING, pulse__heartbeat_at__lt=silent_since)
    for job in silent.select_for_update(skip_locked=True, no_key=True, of=("self",)):
        _end_session(claims.session_name(job.token))
        setback = Setback(failure=Failure.DIED, reference=claims.new_reference())
        claims.settle(job, setback, at=at)
        told = (job.pk, job.kind, job.attempts, job.state, setback.reference)
        logger.error("job %s (%s) attempt %d lost its process, now %s, reference %s", *told)
    forgotten = Job.objects.filter(state=JobState.QUEUED, available_at__lt=at - FORGOTTEN)
    forgotten.exclude(kind__in=JOB_KINDS.keys()).update(state=JobState.FAILED, failure=Failure.UNKNOWN, finished_at=at)


def _end_session(name: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = %s", [name])


def plan_the_day(at: datetime) -> None:
    """Queue the latest due slot of each daily kind, if it is not there."""
    zone = ZoneInfo(settings.TIME_ZONE)
    due = {latest_slot(kind.key, kind.daily.at, at, zone): kind for kind in JOB_KINDS if kind.daily}
    there = set(Job.objects.filter(slot__in=due).values_list("slot", flat=True))
    for slot, kind in due.items():
        if slot not in there:
            enqueue(kind=kind.key, key=kind.join_key, slot=slot, at=at)


def relay(at: datetime) -> None:
    """Send a message for each due job that has none, or whose message led to nothing.

    No more than the broker can use: where many lie already, the jobs are only waiting for their turn.
    """
    overdue = ClockTimestamp() - Value(timedelta(seconds=settings.KAMP_JOBS_REPUBLISH))
    same_key_runs = Job.objects.filter(kind=OuterRef("kind"), key=OuterRef("key"), state=JobState.RUNNING)
    unheard = (
        Job.objects.select_for_update(skip_locked=True, no_key=True)
        .filter(Q(published_at=None) | Q(published_at__lt=overdue))
        .filter(Q(key="") | ~Exists(same_key_runs))
        .filter(state=JobState.QUEUED, available_at__lte=at, kind__in=JOB_KINDS.keys())
        .order_by("available_at")
        .values_list("pk", flat=True)
    )
    job_ids = list(unheard[:RELAY_AT_ONCE])
    if not job_ids or not publishing.has_room(RELAY_AT_ONCE):
        return
    Job.objects.filter(pk__in=job_ids).update(published_at=ClockTimestamp())
    # Not before the locks are gone: a worker quicker than this transaction would find the jobs locked and drop them.
    transaction.on_commit(partial(_send, job_ids))


def _send(job_ids: list[uuid.UUID]) -> None:
    if not publishing.send(job_ids):
        Job.objects.filter(pk__in=job_ids, state=JobState.QUEUED).update(published_at=None)


def clear_away(at: datetime) -> None:
    """Delete some of what was finished long ago."""
    before = at - timedelta(days=settings.KAMP_JOBS_KEEP_DAYS)
    old = Job.objects.filter(created_at__lt=before).annotate(ended=Coalesce("finished_at", "created_at"))
    old = old.exclude(state__in=[JobState.QUEUED, JobState.RUNNING]).filter(ended__lt=before)
    if ids := list(old.order_by("created_at").values_list("pk", flat=True)[:DELETE_AT_ONCE]):
        Job.objects.filter(pk__in=ids).delete()


def look_for_a_worker(at: datetime) -> None:
    """Ask for a sign of life when none was seen for a while: a worker may be up and take no messages.

    Not into a queue that nobody empties: what lies there would be answer enough.
    """
    recent = ClockTimestamp() - Value(timedelta(seconds=ANSWER_EVERY))
    if not Sign.objects.filter(name=signs.WORKER, seen_at__gt=recent).exists() and publishing.has_room(1):
        publishing.ask_for_an_answer()
