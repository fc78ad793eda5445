"""Asking for background work: enqueue, cancel, retry."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from functools import partial
from typing import Any

from django.db import connection, transaction
from django.utils.translation import gettext as _

from kamp.jobs import publishing
from kamp.jobs.models import ClockTimestamp, Job, JobState
from kamp.jobs.registry import JOB_KINDS
from kamp.shared.errors import Denied, DomainError
from kamp.users.models import User

_LOCKS = 0x4A0B  # first half of the advisory locks on keys and slots
OVER_WITHOUT_EFFECT = frozenset({JobState.FAILED, JobState.CANCELLED})


class JobOverError(DomainError):
    """The job is finished; there is nothing left to cancel."""


class JobNotFailedError(DomainError):
    """Only a failed or cancelled job can be tried again."""


@transaction.atomic
def enqueue(  # noqa: PLR0913  MEANT: every call names what it gives, and most give three
    *,
    kind: str,
    at: datetime,
    payload: Mapping[str, Any] | None = None,
    by: User | None = None,
    key: str = "",
    slot: str | None = None,
    fresh: bool = False,
    due: datetime | None = None,
) -> Job:
    """A job of ``kind``, written in the caller's transaction and published when that commits.

    A live job of the same kind and ``key`` is joined instead: ``by`` then follows it. With ``fresh`` a running one is
    not joined, since it may have read what this transaction is about to replace: the job given then starts after this
    transaction has ended. A job that already has ``slot`` is given back whatever its state (a slot is fresh by
    nature). ``due`` postpones it. Publishing never raises: what the broker misses the relay repeats.
    Raises UnknownKeyError for an undeclared kind.
    """
    declared = JOB_KINDS.get(kind)
    wanted = Job(
        kind=kind,
        payload={**declared.payload_defaults, **(payload or {})},
        key=key,
        slot=slot,
        created_by=by,
        created_at=at,
        available_at=due or at,
        published_at=None if due else ClockTimestamp(),
    )
    _one_at_a_time(*([f"slot {slot}"] if slot else []), *([f"key {kind} {key}"] if key else []))
    job = _same_slot(slot) or _live(wanted, fresh=fresh or bool(slot)) or _insert(wanted)
    _follow(job, by)
    if job.state == JobState.QUEUED and not due:
        transaction.on_commit(partial(publishing.publish, job.pk), robust=True)
    return job


def _one_at_a_time(*names: str) -> None:
    """Hold what looks for a job of a name and then makes one until the transaction ends."""
    with connection.cursor() as cursor:
        for name in names:
            cursor.execute("SELECT pg_advisory_xact_lock(%s, hashtext(%s))", [_LOCKS, name])


def _same_slot(slot: str | None) -> Job | None:
    return Job.objects.filter(slot=slot).first() if slot else None


def _live(wanted: Job, *, fresh: bool) -> Job | None:
    """The job that does what ``wanted`` asks, or None.

    A waiting one is locked: nobody starts it before this transaction has ended, so it will see what this one writes.
    """
    if not wanted.key:
        return None
    same = Job.objects.filter(kind=wanted.kind, key=wanted.key)
    running = None if fresh else same.filter(state=JobState.RUNNING).first()
    if running:
        return running
    waiting = same.select_for_update(no_key=True).filter(state=JobState.QUEUED).order_by("attempts").first()
    if waiting and wanted.slot:
        Job.objects.filter(pk=waiting.pk).update(slot=wanted.slot)
        waiting.slot = wanted.slot
    return waiting


def _insert(wanted: Job) -> Job:
    """``wanted`` as a row, or the one that got there first where the lock could not prevent it."""
    Job.objects.bulk_create([wanted], ignore_conflicts=True)
    rows = Job.objects.filter(pk=wanted.pk)
    return rows.first() or _same_slot(wanted.slot) or _live(wanted, fresh=False) or rows.get()


def _follow(job: Job, by: User | None) -> None:
    if by is not None and job.created_by_id != by.pk:
        through = Job.followers.through
        through.objects.bulk_create([through(job_id=job.pk, user_id=by.pk)], ignore_conflicts=True)


@transaction.atomic
def request_cancel(*, job: Job, by: User) -> Job:
    """A waiting job is cancelled at once; a running one is asked to stop, which it does within about a second.

    Raises Denied unless ``by`` asked for the job or may see all jobs, JobOverError when there is nothing to cancel.
    """
    if not _is_theirs(job, by):
        raise Denied(_("Only the person who started this job can cancel it."))
    if not _is_cancellable(job.kind):
        raise Denied(_("A job of this kind cannot be cancelled."))
    current = Job.objects.select_for_update(no_key=True).get(pk=job.pk)
    if not current.is_live:
        raise JobOverError(_("This job is over; there is nothing to cancel."))
    current.cancel_requested = True
    if current.state == JobState.QUEUED:
        current.state, current.finished_at = JobState.CANCELLED, ClockTimestamp()
    current.save(update_fields=["cancel_requested", "state", "finished_at"])
    current.refresh_from_db()
    return current


def may_cancel(*, job: Job, by: User) -> bool:
    """Whether ``by`` is offered to cancel ``job``."""
    return job.is_live and not job.cancel_requested and _is_theirs(job, by) and _is_cancellable(job.kind)


def may_retry(*, job: Job, by: User) -> bool:
    """Whether ``by`` is offered to try ``job`` again."""
    return job.state in OVER_WITHOUT_EFFECT and by.has_perm("jobs.view_all")


def _is_theirs(job: Job, user: User) -> bool:
    return job.created_by_id == user.pk or user.has_perm("jobs.view_all")


def _is_cancellable(kind: str) -> bool:
    return kind not in JOB_KINDS or JOB_KINDS.get(kind).cancellable


@transaction.atomic
def retry(*, job: Job, by: User, at: datetime) -> Job:
    """The failed or cancelled job again, with all its attempts; a live one of its key is joined instead.

    Raises Denied unless ``by`` may see all jobs, JobNotFailedError for any other state.
    """
    if not by.has_perm("jobs.view_all"):
        raise Denied(_("Only an administrator can try a job again."))
    if job.key:
        _one_at_a_time(f"key {job.kind} {job.key}")
    current = Job.objects.select_for_update(no_key=True).get(pk=job.pk)
    if current.state not in OVER_WITHOUT_EFFECT:
        raise JobNotFailedError(_("Only a failed or cancelled job can be tried again."))
    if joined := _live(current, fresh=False):
        _follow(joined, by)
        return joined
    Job.objects.filter(pk=job.pk).update(
        state=JobState.QUEUED,
        attempts=0,
        token=None,
        cancel_requested=False,
        failure="",
        error="",
        reference="",
        available_at=at,
        published_at=ClockTimestamp(),
        started_at=None,
        finished_at=None,
    )
    _follow(current, by)
    transaction.on_commit(partial(publishing.publish, job.pk), robust=True)
    current.refresh_from_db()
    return current
