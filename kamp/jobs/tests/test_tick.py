"""The steps of the scheduler, each by itself: sweep, day, relay, clearing away."""

from __future__ import annotations

import threading
import time
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.db import connection, transaction
from django.utils import timezone

from kamp.jobs import signs
from kamp.jobs.application import app
from kamp.jobs.models import Failure, Job, JobState, Pulse, Sign
from kamp.jobs.tests.conftest import kill
from kamp.jobs.tests.factories import make_job
from kamp.jobs.tick import clear_away, plan_the_day, relay, sweep, tick
from kamp.servers.embedded import Valkey
from kamp.testing.threads import at_once, in_thread

pytestmark = pytest.mark.django_db
committing = pytest.mark.django_db(transaction=True)
NIGHTLY = "trial.nightly"


def messages() -> int:
    """How many messages lie in the broker."""
    with app.connection_for_read() as found:
        return int(found.default_channel._size(app.conf.task_default_queue))


@pytest.fixture(autouse=True)
def empty_queue() -> None:
    app.control.purge()


def test_a_silent_job_waits_again_with_a_pause(now: datetime) -> None:
    job = make_job(state=JobState.RUNNING, ago=60)
    alive = make_job(state=JobState.RUNNING)
    with transaction.atomic():
        sweep(now)
    job.refresh_from_db()
    alive.refresh_from_db()
    assert (job.state, job.token, job.failure, job.published_at) == (JobState.QUEUED, None, Failure.DIED, None)
    assert job.available_at > now
    assert alive.state == JobState.RUNNING


def test_a_silent_job_at_its_last_attempt_has_failed(now: datetime) -> None:
    job = make_job(state=JobState.RUNNING, ago=60, attempts=5)
    sweep_once(now)
    job.refresh_from_db()
    assert (job.state, job.finished_at) == (JobState.FAILED, now)
    assert job.reference


def relay_once() -> None:
    """As at a tick some seconds after the jobs were made."""
    with transaction.atomic():
        relay(timezone.now())


def sweep_once(now: datetime) -> None:
    with transaction.atomic():
        sweep(now)


def test_a_silent_job_somebody_cancelled_is_cancelled(now: datetime) -> None:
    job = make_job(state=JobState.RUNNING, ago=60, cancel_requested=True)
    sweep_once(now)
    job.refresh_from_db()
    assert job.state == JobState.CANCELLED


def test_a_kind_nobody_knows_is_left_to_newer_workers_for_a_day(now: datetime) -> None:
    young, old = make_job("gone.kind", ago=3600), make_job("gone.kind", ago=90000)
    sweep_once(now)
    young.refresh_from_db()
    old.refresh_from_db()
    assert young.state == JobState.QUEUED
    assert (old.state, old.failure) == (JobState.FAILED, Failure.UNKNOWN)


@committing
def test_relay_sends_what_has_no_message_and_what_nobody_took(now: datetime) -> None:
    from kamp.jobs.models import ClockTimestamp

    make_job(published_at=None)
    make_job(published_at=now - timedelta(minutes=1))
    make_job(published_at=ClockTimestamp())
    make_job(published_at=None, available_at=now + timedelta(hours=1))
    make_job(published_at=None, state=JobState.DONE)
    make_job(key="k", state=JobState.RUNNING)
    make_job(key="k", published_at=None)  # its turn comes after the other
    relay_once()
    assert messages() == 2
    relay_once()
    assert messages() == 2


@committing
def test_relay_does_not_fill_a_broker_that_nobody_empties(now: datetime, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("kamp.jobs.tick.RELAY_AT_ONCE", 3)
    for _ in range(9):
        make_job(published_at=now - timedelta(minutes=1))
    for _ in range(3):
        relay_once()
    assert messages() == 3


@committing
def test_relay_without_a_broker_tries_again_at_the_next_tick(now: datetime, own_broker: Valkey) -> None:
    job = make_job(published_at=now - timedelta(minutes=1))
    kill(own_broker)
    started = time.monotonic()
    relay_once()
    assert time.monotonic() - started < 1
    job.refresh_from_db()
    assert job.published_at == now - timedelta(minutes=1)
    own_broker.start()
    relay_once()
    assert messages() == 1


def test_the_night_is_planned_once_and_a_missed_one_is_caught_up(settings: Any) -> None:
    settings.TIME_ZONE = "Europe/Rome"
    first = datetime(2026, 11, 21, 1, 30, tzinfo=UTC)
    for moment in (first - timedelta(seconds=1), first, first + timedelta(hours=20), first + timedelta(days=3)):
        for _ in range(2):
            with transaction.atomic():
                plan_the_day(moment)
    slots = Job.objects.filter(kind=NIGHTLY).order_by("slot").values_list("slot", flat=True)
    assert list(slots) == [f"{NIGHTLY}:2026-11-{day}" for day in (20, 21, 24)]


@committing
def test_two_schedulers_at_once_plan_each_night_once(settings: Any) -> None:
    """Even without the lock of the tick: the slot is unique."""
    settings.TIME_ZONE = "Europe/Rome"
    nights = [datetime(2026, 10, 20, 3, tzinfo=UTC) + timedelta(days=day) for day in range(10)]
    start = threading.Barrier(2)

    def plan() -> None:
        for night in nights:
            start.wait(10)
            with transaction.atomic():
                plan_the_day(night)

    assert at_once(plan, plan) == [None, None]
    assert Job.objects.filter(kind=NIGHTLY).count() == len(nights)


def test_old_jobs_are_deleted_and_live_ones_never(now: datetime) -> None:
    year = 365 * 86400
    make_job(state=JobState.DONE, ago=year)
    make_job(state=JobState.FAILED, ago=year)
    kept = [
        make_job(state=JobState.DONE, ago=3600),
        make_job(state=JobState.RUNNING, ago=year),
        make_job(ago=year),
        make_job(state=JobState.DONE, created_at=now - timedelta(days=365), available_at=now, finished_at=now),
    ]
    clear_away(now)
    assert set(Job.objects.values_list("pk", flat=True)) == {job.pk for job in kept}
    assert Pulse.objects.count() == 1


@committing
def test_a_step_that_fails_does_not_stop_the_others(now: datetime, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(at: datetime) -> None:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1 / 0")

    monkeypatch.setattr("kamp.jobs.tick.sweep", fail)
    fail.__name__ = "sweep"
    tick(now)
    assert Job.objects.filter(kind=NIGHTLY).count() == 1
    assert Sign.objects.filter(name=signs.SCHEDULER).exists()


@committing
def test_a_tick_leaves_the_steps_to_one_that_is_at_them(now: datetime) -> None:
    from kamp.jobs.tick import _LOCK

    held, done = threading.Event(), threading.Event()

    def hold() -> None:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_LOCK])
            held.set()
            done.wait(10)

    holder = in_thread(hold)
    assert held.wait(10)
    tick(now)
    assert not Job.objects.exists()
    done.set()
    holder.join()
    tick(now)
    assert Job.objects.filter(kind=NIGHTLY).count() == 1
