"""Asking for a job: with its cause or not at all, joined by key, once per slot."""

from __future__ import annotations

import threading
from datetime import datetime, timedelta

import pytest
from django.db import transaction

from kamp.jobs import services
from kamp.jobs.claims import claim
from kamp.jobs.models import Job, JobState
from kamp.jobs.runner import run, run_here
from kamp.jobs.services import enqueue
from kamp.jobs.tests.factories import make_job
from kamp.jobs.tests.trial.models import Effect
from kamp.shared.catalog import UnknownKeyError
from kamp.testing.threads import at_once, in_thread
from kamp.users.models import User
from kamp.users.tests.factories import make_user

pytestmark = pytest.mark.django_db
committing = pytest.mark.django_db(transaction=True)


@committing
def test_a_job_rolled_back_with_its_cause_was_never_there(now: datetime) -> None:
    with transaction.atomic():
        Effect.objects.create(name="cause")
        enqueue(kind="trial.mark", at=now)
        transaction.set_rollback(True)
    assert not Job.objects.exists()
    assert not Effect.objects.exists()


def test_unknown_kind_is_refused_at_once(now: datetime) -> None:
    with pytest.raises(UnknownKeyError, match=r"no job kind 'trial.nothing'"):
        enqueue(kind="trial.nothing", at=now)


def test_equal_requests_join_the_waiting_job_and_both_persons_see_it(now: datetime, person: User) -> None:
    other = make_user(email="other@example.com", name="Other", role="sales_rep")
    stranger = make_user(email="stranger@example.com", name="Stranger", role="sales_rep")
    first = enqueue(kind="trial.mark", key="k", by=person, at=now)
    second = enqueue(kind="trial.mark", key="k", by=other, at=now)
    again = enqueue(kind="trial.mark", key="k", by=other, at=now)

    assert first.pk == second.pk == again.pk
    assert Job.objects.visible_to(person).count() == Job.objects.visible_to(other).count() == 1
    assert Job.objects.visible_to(stranger).count() == 0


def test_other_kind_other_key_and_no_key_are_not_joined(now: datetime) -> None:
    asked = [("trial.mark", "a"), ("trial.mark", "b"), ("trial.slow", "a"), ("trial.mark", ""), ("trial.mark", "")]
    assert len({enqueue(kind=kind, key=key, at=now).pk for kind, key in asked}) == 5


def test_the_transaction_stays_usable_after_a_join(now: datetime) -> None:
    with transaction.atomic():
        enqueue(kind="trial.mark", key="k", at=now)
        enqueue(kind="trial.mark", key="k", at=now)
        Effect.objects.create(name="after")
    assert Effect.objects.count() == 1
    assert Job.objects.count() == 1


@committing
def test_two_at_the_same_moment_make_one(now: datetime) -> None:
    found = at_once(*[lambda: enqueue(kind="trial.mark", key="k", at=now).pk] * 6)
    assert set(found) == {Job.objects.get().pk}


@committing
def test_who_looks_for_a_job_is_not_overtaken_by_one_that_already_runs(
    now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The first looks, finds none, and has not written yet; the second must not write and start one in between."""
    looked, second_is_through = threading.Event(), threading.Event()
    write = services._insert

    def write_late(wanted: Job) -> Job:
        looked.set()
        second_is_through.wait(0.5)
        return write(wanted)

    def ask_and_start() -> None:
        claim(enqueue(kind="trial.mark", key="k", at=now).pk, at=now)
        second_is_through.set()

    monkeypatch.setattr(services, "_insert", write_late)
    first = in_thread(lambda: enqueue(kind="trial.mark", key="k", at=now))
    assert looked.wait(10)
    monkeypatch.setattr(services, "_insert", write)
    second = in_thread(ask_and_start)
    first.join()
    second.join()
    assert Job.objects.get().state == JobState.RUNNING


def test_a_request_joins_the_running_job_and_one_that_changed_the_data_does_not(now: datetime) -> None:
    running = make_job(key="k", state=JobState.RUNNING)

    assert enqueue(kind="trial.mark", key="k", at=now).pk == running.pk
    fresh = enqueue(kind="trial.mark", key="k", at=now, fresh=True)
    assert fresh.pk != running.pk
    assert enqueue(kind="trial.mark", key="k", at=now, fresh=True).pk == fresh.pk


def test_jobs_of_one_key_never_run_side_by_side(now: datetime) -> None:
    running = make_job(key="k", state=JobState.RUNNING)
    waiting = enqueue(kind="trial.mark", key="k", at=now, fresh=True)

    assert run(waiting.pk, at=now) is None
    Job.objects.filter(pk=running.pk).update(state=JobState.DONE)
    assert run(waiting.pk, at=now) is not None


def test_a_retried_job_and_a_fresh_one_of_its_key_may_both_wait(now: datetime) -> None:
    retried = make_job(key="k", attempts=1, available_at=now + timedelta(hours=1))
    assert enqueue(kind="trial.mark", key="k", at=now).pk == retried.pk
    assert enqueue(kind="trial.mark", key="k", at=now, fresh=True).pk == retried.pk
    make_job(key="k")  # two that wait, one of them tried before: the constraint allows it


@committing
def test_who_joins_a_waiting_job_holds_its_start_until_the_data_are_there(now: datetime) -> None:
    """Otherwise the job could read before the joining transaction commits, and nobody would read again."""
    waiting = enqueue(kind="trial.count", key="k", at=now)
    joined, started = threading.Event(), threading.Event()

    def change_and_join() -> None:
        with transaction.atomic():
            Effect.objects.create(name="late")
            assert enqueue(kind="trial.count", key="k", at=now, fresh=True).pk == waiting.pk
            joined.set()
            started.wait(10)

    changing = in_thread(change_and_join)
    assert joined.wait(10)
    assert claim(waiting.pk, at=now) is None
    started.set()
    changing.join()
    assert run_here(waiting.pk).result == {"first": 1, "last": 1}


def test_a_slot_is_filled_once_whatever_became_of_its_job(now: datetime) -> None:
    first = enqueue(kind="trial.mark", slot="night:2026-11-21", at=now)
    Job.objects.filter(pk=first.pk).update(state=JobState.FAILED)
    assert enqueue(kind="trial.mark", slot="night:2026-11-21", at=now).pk == first.pk
    assert enqueue(kind="trial.mark", slot="night:2026-11-22", at=now).pk != first.pk


def test_a_slot_is_given_to_the_equal_job_that_waits(now: datetime) -> None:
    waiting = enqueue(kind="trial.mark", key="k", at=now)
    assert enqueue(kind="trial.mark", key="k", slot="night:2026-11-21", at=now).pk == waiting.pk
    assert Job.objects.get().slot == "night:2026-11-21"


def test_a_job_with_a_due_date_waits_for_it(now: datetime) -> None:
    due = now + timedelta(hours=1)
    job = enqueue(kind="trial.mark", due=due, at=now)
    assert job.published_at is None
    assert run(job.pk, at=now) is None
    assert run(job.pk, at=due) is not None


def test_payload_keeps_the_defaults_of_the_kind_and_takes_dates(now: datetime) -> None:
    job = enqueue(kind="trial.mark", payload={"name": now.date()}, at=now)
    assert job.payload == {"name": now.date().isoformat()}


def test_what_follows_is_queued_with_the_effect_and_joined(now: datetime, person: User) -> None:
    first = enqueue(kind="trial.slow", payload={"steps": 1, "pause": 0}, by=person, at=now)
    second = enqueue(kind="trial.slow", payload={"steps": 1, "pause": 0}, at=now)
    run_here(first.pk)
    run_here(second.pk)

    follower = Job.objects.get(kind="trial.after")
    assert (follower.key, follower.created_by, follower.state) == ("all", person, JobState.QUEUED)
    assert run_here(follower.pk).result == {"first": 2, "last": 2}


def test_what_follows_runs_again_when_one_is_running_already(now: datetime) -> None:
    old = make_job(kind="trial.after", key="all", state=JobState.RUNNING)
    run_here(enqueue(kind="trial.slow", payload={"steps": 1, "pause": 0}, at=now).pk)
    assert Job.objects.filter(kind="trial.after", state=JobState.QUEUED).exclude(pk=old.pk).count() == 1


def test_nothing_follows_a_job_that_failed(now: datetime) -> None:
    job = enqueue(kind="trial.slow", payload={"steps": "not a number"}, at=now)
    Job.objects.filter(pk=job.pk).update(attempts=4)
    assert run_here(job.pk).state == JobState.FAILED
    assert not Job.objects.filter(kind="trial.after").exists()
