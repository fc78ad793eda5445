"""With a real worker and scheduler: doubled messages, poison, rows that must be there (quality C73, C74, C78)."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from django.db import transaction
from django.utils import timezone

from kamp.jobs import publishing, signs
from kamp.jobs.models import Failure, Job, JobState, Sign
from kamp.jobs.services import enqueue
from kamp.jobs.tests.conftest import QUICK
from kamp.jobs.tests.trial.models import Effect
from kamp.testing.threads import at_once
from kamp.testing.worker import Worker, running_beat, running_worker

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(scope="module")
def machinery(django_db_setup: None, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Worker]:
    """One worker and one scheduler for all tests of this module."""
    directory = tmp_path_factory.mktemp("machinery")
    with pytest.MonkeyPatch.context() as environment:
        for name, seconds in QUICK.items():
            environment.setenv(name, str(seconds))
        with running_worker(directory, concurrency=2) as worker, running_beat(directory):
            yield worker


def test_the_same_message_five_times_and_late_has_one_effect(machinery: Worker) -> None:
    job = enqueue(kind="trial.slow", payload={"name": "doubled", "steps": 5}, at=timezone.now())
    assert all(each is True for each in at_once(*[lambda: publishing.send([job.pk])] * 5))
    machinery.wait_for(lambda: Job.objects.get(pk=job.pk).state == JobState.DONE)
    publishing.send([job.pk, job.pk])
    machinery.wait_for(lambda: machinery.log.count(f"job {job.pk}: nothing to do") >= 7)

    assert Effect.objects.filter(name="doubled").count() == 1
    assert Job.objects.get(pk=job.pk).attempts == 1


def test_poison_ends_after_its_attempts_and_the_queue_goes_on(machinery: Worker) -> None:
    poison = enqueue(kind="trial.poison", at=timezone.now())
    good = enqueue(kind="trial.mark", payload={"name": "after poison"}, at=timezone.now())
    machinery.wait_for(lambda: not Job.objects.filter(pk__in=[poison.pk, good.pk]).live().exists())

    poison.refresh_from_db()
    assert (poison.state, poison.attempts, poison.failure) == (JobState.FAILED, 3, Failure.DIED)
    assert poison.reference
    assert Job.objects.get(pk=good.pk).state == JobState.DONE
    assert not Effect.objects.filter(name="poison").exists()


def test_committed_jobs_see_their_row_and_those_rolled_back_never_run(machinery: Worker) -> None:
    accepted = []
    for number in range(100):
        with transaction.atomic():
            cause = Effect.objects.create(name="cause")
            accepted.append(enqueue(kind="trial.witness", payload={"cause": cause.pk}, at=timezone.now()).pk)
        with transaction.atomic():
            enqueue(kind="trial.witness", payload={"cause": -number}, at=timezone.now())
            transaction.set_rollback(True)
    jobs = Job.objects.filter(kind="trial.witness")
    machinery.wait_for(lambda: not jobs.live().exists())

    assert set(jobs.values_list("pk", flat=True)) == set(accepted)
    assert set(jobs.values_list("state", "attempts")) == {(JobState.DONE, 1)}
    assert Effect.objects.filter(name="witnessed").values("note").distinct().count() == 100


def test_a_follow_up_is_run_by_the_worker(machinery: Worker) -> None:
    enqueue(kind="trial.slow", payload={"steps": 1, "pause": 0}, at=timezone.now())
    follower = Job.objects.filter(kind="trial.after", state=JobState.DONE)
    machinery.wait_for(follower.exists)
    assert follower.get().result["last"] >= 1


def test_worker_and_scheduler_give_signs_of_life(machinery: Worker, eventually: Callable[..., None]) -> None:
    eventually(lambda: set(Sign.objects.values_list("name", flat=True)) == {signs.WORKER, signs.SCHEDULER})
