"""One attempt at a job in this process: the same code path as in the worker."""

from __future__ import annotations

import logging
import threading
import time
import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.db import connection, transaction
from django.utils import translation
from django.utils.translation import gettext

from kamp.jobs import claims
from kamp.jobs.models import Failure, Job, JobState, Pulse
from kamp.jobs.runner import run, run_here
from kamp.jobs.services import JobNotFailedError, JobOverError, enqueue, request_cancel, retry
from kamp.jobs.tests.factories import make_job
from kamp.jobs.tests.trial import work
from kamp.jobs.tests.trial.models import Effect
from kamp.jobs.tick import sweep
from kamp.shared.errors import Denied
from kamp.testing.threads import in_thread
from kamp.users.models import User
from kamp.users.tests.factories import make_user

pytestmark = pytest.mark.django_db
committing = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def gate() -> Iterator[None]:
    """The gate of the trial is closed when a test begins, and nobody waits at it when it has ended."""
    work.ENTERED.clear()
    work.GATE.clear()
    yield
    work.GATE.set()


@contextmanager
def running(job: Job, entered: Callable[[], object] = work.ENTERED.is_set) -> Iterator[None]:
    """``job`` run by another thread, as another process would: in its handler when the block begins.

    The gate opens at the end of the block; then the job is waited for.
    """
    other = in_thread(lambda: run_here(job.pk))
    try:
        _until(entered)
        yield
    finally:
        work.GATE.set()
        other.join()


def _state(job: Job) -> str:
    return Job.objects.get(pk=job.pk).state


def _until(condition: Callable[[], object], seconds: float = 30) -> None:
    end = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < end, f"not so within {seconds} s"
        time.sleep(0.02)


@committing
def test_done_with_its_effect(now: datetime) -> None:
    job = run_here(enqueue(kind="trial.mark", payload={"name": "one"}, at=now).pk)

    assert (job.state, job.attempts, job.percent) == (JobState.DONE, 1, 100)
    assert job.result == {"message": "marked one"}
    assert Effect.objects.filter(name="one").count() == 1
    assert job.started_at is not None
    assert job.finished_at is not None
    assert (job.done, job.total) == (1, 1)


def test_a_second_message_finds_nothing_to_do(now: datetime, caplog: pytest.LogCaptureFixture) -> None:
    job = enqueue(kind="trial.mark", at=now)
    run_here(job.pk)
    with caplog.at_level(logging.INFO, "kamp.jobs"):
        assert run(job.pk, at=now) is None
        assert run(uuid.uuid4(), at=now) is None
    assert [record.message for record in caplog.records if "nothing to do" in record.message] != []
    assert Effect.objects.count() == 1


def test_a_refusal_fails_at_once_in_the_language_of_who_asked(now: datetime) -> None:
    """The trial kind refuses with a translated message; nothing of what it wrote stays."""
    person = make_user(role="sales_rep", language="it")
    with translation.override("it"):
        expected = gettext("Only a failed or cancelled job can be tried again.")
    with translation.override("en"):
        job = run_here(enqueue(kind="trial.refused", by=person, at=now).pk)
    assert (job.state, job.attempts, job.failure, job.error) == (JobState.FAILED, 1, Failure.REFUSED, expected)
    assert not Effect.objects.exists()


@committing
def test_an_error_is_tried_again_and_then_told_by_a_reference_only(
    now: datetime, caplog: pytest.LogCaptureFixture
) -> None:
    job = run_here(enqueue(kind="trial.broken", at=now).pk)

    assert (job.state, job.attempts, job.failure) == (JobState.FAILED, 3, Failure.UNEXPECTED)
    assert job.error == ""
    assert len(job.reference) == 8
    assert not Effect.objects.exists()
    told = [record for record in caplog.records if job.reference in record.message]
    assert len(told) == 1
    assert told[0].exc_info is not None
    assert "secret detail" in str(told[0].exc_info[1])


@committing
@pytest.mark.parametrize("changed", [False, True])
@pytest.mark.parametrize(("times", "state", "levels"), [(2, JobState.DONE, set()), (3, JobState.FAILED, {"ERROR"})])
def test_who_meets_somebody_at_the_same_work_tries_again_and_tells_only_when_it_was_in_vain(
    now: datetime, caplog: pytest.LogCaptureFixture, times: int, state: str, levels: set[str], changed: bool
) -> None:
    with caplog.at_level(logging.INFO, "kamp.jobs"):
        job = run_here(enqueue(kind="trial.occupied", at=now, payload={"times": times, "changed": changed}).pk)
    assert (job.state, job.attempts) == (state, 3)
    assert sum("is repeated: somebody else" in record.message for record in caplog.records) == 2
    assert {record.levelname for record in caplog.records if record.levelno > logging.INFO} == levels


def test_pauses_between_attempts_grow_and_end_somewhere() -> None:
    pauses = [claims.pause_after(attempt).total_seconds() for attempt in (1, 4, 40)]
    assert 0.0375 <= pauses[0] <= 0.0625
    assert 0.3 <= pauses[1] <= 0.5
    assert pauses[2] <= claims.LONGEST_PAUSE * 1.25


@committing
def test_progress_is_seen_by_others_while_the_effect_is_not(now: datetime) -> None:
    job = enqueue(kind="trial.gated", at=now)
    with running(job):
        _until(lambda: Pulse.objects.get(job=job).done == 3)
        seen = Job.objects.select_related("pulse").get(pk=job.pk)
        assert (seen.state, seen.total, seen.percent, seen.stage) == (JobState.RUNNING, 12, 25, "Marking")
        assert not Effect.objects.exists()
    done = Job.objects.select_related("pulse").get(pk=job.pk)
    assert (done.state, done.done, done.total) == (JobState.DONE, 12, 12)
    assert Effect.objects.count() == 1


@committing
def test_cancelled_while_it_runs(now: datetime, person: User) -> None:
    job = enqueue(kind="trial.gated", by=person, at=now)
    with running(job):
        request_cancel(job=job, by=person)
        _until(lambda: _state(job) == JobState.CANCELLED)
    job.refresh_from_db()
    assert job.finished_at is not None
    assert not Effect.objects.exists()


@committing
def test_cancelled_in_the_middle_of_a_long_statement(now: datetime, person: User) -> None:
    job = enqueue(kind="trial.endless", by=person, at=now)
    with running(job, entered=_somebody_sleeps):
        request_cancel(job=job, by=person)
        _until(lambda: _state(job) == JobState.CANCELLED)
    assert not Effect.objects.exists()


def _somebody_sleeps() -> bool:
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM pg_stat_activity WHERE query LIKE 'SELECT pg_sleep%' AND state = 'active'")
        return bool(cursor.fetchone()[0])


def test_cancelled_before_it_starts(now: datetime, person: User) -> None:
    job = request_cancel(job=enqueue(kind="trial.mark", by=person, at=now), by=person)
    assert (job.state, job.attempts) == (JobState.CANCELLED, 0)
    assert run(job.pk, at=now) is None


def test_who_may_cancel(now: datetime, person: User, administrator: User) -> None:
    job = enqueue(kind="trial.mark", by=person, at=now)
    with pytest.raises(Denied):
        request_cancel(job=job, by=make_user(role="sales_rep"))
    kept = enqueue(kind="trial.kept", by=person, at=now)
    with translation.override("en"), pytest.raises(Denied, match="cannot be cancelled"):
        request_cancel(job=kept, by=person)
    request_cancel(job=job, by=administrator)
    with pytest.raises(JobOverError):
        request_cancel(job=job, by=person)


@committing
def test_what_takes_too_long_is_stopped_and_tried_once_more(now: datetime) -> None:
    job = run_here(enqueue(kind="trial.overtime", at=now).pk)
    assert (job.state, job.attempts, job.failure) == (JobState.FAILED, claims.ATTEMPTS_IN_TIME, Failure.TIME)
    assert not Effect.objects.exists()


@committing
def test_an_attempt_taken_away_changes_nothing(now: datetime, caplog: pytest.LogCaptureFixture) -> None:
    """As when a machine sleeps longer than its heartbeat may be silent, and the job is done elsewhere meanwhile."""
    job = enqueue(kind="trial.gated", at=now)
    with running(job):
        Job.objects.filter(pk=job.pk).update(token=uuid.uuid4(), state=JobState.DONE)
        _until(lambda: any("no longer ours" in record.message for record in caplog.records))
    assert not Effect.objects.exists()
    assert _state(job) == JobState.DONE


@committing
def test_an_attempt_taken_away_at_the_last_moment_changes_nothing(now: datetime, settings: Any) -> None:
    settings.KAMP_JOBS_HEARTBEAT = 60.0  # it learns nothing before the end
    job = enqueue(kind="trial.gated", at=now)
    with running(job):
        Job.objects.filter(pk=job.pk).update(token=uuid.uuid4(), state=JobState.CANCELLED)
    assert not Effect.objects.exists()


@committing
def test_a_lost_connection_is_another_attempt(now: datetime) -> None:
    job = enqueue(kind="trial.gated", at=now)
    with running(job), connection.cursor() as cursor:
        token = Job.objects.get(pk=job.pk).token
        cursor.execute(
            "SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity WHERE application_name = %s",
            [claims.session_name(token)],
        )
        assert cursor.fetchone()[0] == 1
    job.refresh_from_db()
    assert (job.state, job.attempts) == (JobState.DONE, 2)
    assert Effect.objects.count() == 1


@committing
@pytest.mark.parametrize(("kind", "last"), [("trial.snapshot", 2), ("trial.gated", 3)])
def test_a_kind_sees_one_moment_or_what_others_commit(now: datetime, kind: str, last: int) -> None:
    """The one of one moment is finished although heartbeats are written, which it could not be in the same row."""
    Effect.objects.create(name="before")
    job = enqueue(kind=kind, at=now)
    with running(job):
        heartbeat = Pulse.objects.get(job=job).heartbeat_at
        _until(lambda: Pulse.objects.get(job=job).heartbeat_at > heartbeat)
        Effect.objects.create(name="meanwhile")
    job.refresh_from_db()
    assert (job.state, job.attempts, job.result) == (JobState.DONE, 1, {"first": 1, "last": last})


@committing
def test_inside_a_transaction_it_takes_part(now: datetime) -> None:
    with transaction.atomic():
        job = run_here(enqueue(kind="trial.mark", at=now).pk)
        assert job.state == JobState.DONE
        transaction.set_rollback(True)
    assert not Job.objects.exists()
    assert not Effect.objects.exists()


@committing
def test_waits_for_who_is_quicker(now: datetime) -> None:
    job = enqueue(kind="trial.gated", at=now)
    with running(job):
        threading.Timer(0.3, work.GATE.set).start()
        assert run_here(job.pk).state == JobState.DONE
    assert Effect.objects.count() == 1


@committing
def test_a_failed_job_is_tried_again_by_an_administrator(now: datetime, person: User, administrator: User) -> None:
    job = run_here(enqueue(kind="trial.broken", by=person, at=now).pk)
    with pytest.raises(Denied):
        retry(job=job, by=person, at=now)
    again = retry(job=job, by=administrator, at=now)
    assert (again.pk, again.state, again.attempts, again.reference) == (job.pk, JobState.QUEUED, 0, "")
    with pytest.raises(JobNotFailedError):
        retry(job=job, by=administrator, at=now)


def test_a_retry_joins_the_live_job_of_its_key(now: datetime, administrator: User) -> None:
    failed = make_job(key="k", state=JobState.FAILED)
    live = enqueue(kind="trial.mark", key="k", at=now)
    assert retry(job=failed, by=administrator, at=now).pk == live.pk
    failed.refresh_from_db()
    assert failed.state == JobState.FAILED


@committing
def test_changes_name_the_person_and_the_job(now: datetime, person: User) -> None:
    """The change record of what a job does says who asked for it."""
    from pghistory.models import Context

    from kamp.jobs.registry import JOB_KINDS, JobKind

    if "trial.rename" not in JOB_KINDS:
        JOB_KINDS.add(JobKind(key="trial.rename", label="Rename", handler=_rename))
    job = run_here(enqueue(kind="trial.rename", by=person, at=now).pk)
    assert job.state == JobState.DONE, job.failure
    assert Context.objects.get().metadata == {"user": person.pk, "job": str(job.pk), "kind": "trial.rename"}


def _rename(*, progress: object, at: datetime) -> None:
    User.objects.update(name="Renamed")


@committing
def test_swept_while_silent_and_its_session_ended(now: datetime, settings: Any) -> None:
    """A process that hangs holds locks: the sweeper ends its session, so that the next attempt is not held up."""
    settings.KAMP_JOBS_HEARTBEAT = 60.0
    job = enqueue(kind="trial.gated", at=now)
    with running(job):
        session = claims.session_name(Job.objects.get(pk=job.pk).token)
        assert _sessions(session) == 1
        Pulse.objects.filter(job=job).update(heartbeat_at=now - timedelta(minutes=1))
        with transaction.atomic():
            sweep(now)
        _until(lambda: _sessions(session) == 0)  # though its handler still stands at the gate
        job.refresh_from_db()
        assert (job.state, job.token, job.failure) == (JobState.QUEUED, None, Failure.DIED)
    job.refresh_from_db()
    assert (job.state, job.attempts) == (JobState.DONE, 2)
    assert Effect.objects.count() == 1


def _sessions(name: str) -> int:
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM pg_stat_activity WHERE application_name = %s", [name])
        return int(cursor.fetchone()[0])
