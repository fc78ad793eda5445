"""Violent ends of everything that takes part: each accepted job is finished, once in effect (quality C72)."""

from __future__ import annotations

import os
import random
import signal
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import ExitStack, suppress
from pathlib import Path

import pytest
from django.db import connection, transaction
from django.utils import timezone

from kamp.jobs.models import Job, JobState
from kamp.jobs.services import enqueue
from kamp.jobs.tests.conftest import kill
from kamp.jobs.tests.trial.models import Effect
from kamp.servers.embedded import Valkey
from kamp.testing.worker import Worker, running_beat, running_worker

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.slow]

ROUNDS = int(os.environ.get("KAMP_JOBS_ROUNDS", "12"))  # 200 for a release
JOBS_A_ROUND = 3
BACKLOG = 7  # so that there is always something to hurt, and not more than can be done


class Machinery:
    """Broker, worker and scheduler, and the ways in which they die; what dies is started again, as by a supervisor."""

    def __init__(self, directory: Path, broker: Valkey, stack: ExitStack, chance: random.Random) -> None:
        self._directory, self._broker, self._stack, self._chance = directory, broker, stack, chance
        self._started = 0
        self.worker = self._start_worker()
        self.beat = stack.enter_context(running_beat(directory))

    def _start_worker(self) -> Worker:
        self._started += 1
        directory = self._directory / f"worker{self._started}"
        directory.mkdir()
        return self._stack.enter_context(running_worker(directory, concurrency=2, keep_messages=True))

    def kill_worker_group(self) -> None:
        self.worker.kill()
        self.worker = self._start_worker()

    def kill_pool_child(self) -> None:
        with suppress(ProcessLookupError):
            os.kill(self._chance.choice(self.worker.children()), signal.SIGKILL)

    def kill_broker(self) -> None:
        """Everything that lies in the queue is gone with it."""
        kill(self._broker)
        time.sleep(self._chance.uniform(0, 0.3))
        self._broker.start()

    def kill_database_session(self) -> None:
        """Any session but that of the test: of a job, a heartbeat, the scheduler or its lock."""
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT pid FROM pg_stat_activity WHERE backend_type = 'client backend' AND pid <> pg_backend_pid()"
                " AND datname = current_database()"
            )
            pids = [pid for (pid,) in cursor.fetchall()]
            if pids:
                cursor.execute("SELECT pg_terminate_backend(%s)", [self._chance.choice(pids)])

    def wait_for_fewer(self, jobs: int, seconds: float = 120) -> None:
        """Until fewer jobs are alive; else fails with what there is to know about them."""
        end = time.monotonic() + seconds
        while Job.objects.live().count() >= jobs:
            assert time.monotonic() < end, "\n".join([
                *(f"{job} {job.state} {job.attempts} {job.published_at} {job.failure}" for job in Job.objects.live()),
                f"worker {self.worker.process.poll()} {self.worker.children()}:\n{self.worker.log[-3000:]}",
                f"scheduler {self.beat.process.poll()}:\n{self.beat.log[-3000:]}",
            ])  # fmt: skip
            time.sleep(0.05)

    @property
    def deaths(self) -> list[Callable[[], None]]:
        return [self.kill_worker_group, self.kill_pool_child, self.kill_broker, self.kill_database_session]


@pytest.fixture
def chance() -> random.Random:
    seed = int(os.environ.get("KAMP_JOBS_SEED", str(random.randrange(10**6))))
    print(f"KAMP_JOBS_SEED={seed}")  # noqa: T201  MEANT: shown when the test fails
    return random.Random(seed)


@pytest.fixture
def machinery(own_broker: Valkey, tmp_path: Path, chance: random.Random) -> Iterator[Machinery]:
    with ExitStack() as stack:
        yield Machinery(tmp_path, own_broker, stack, chance)


def test_each_accepted_job_is_finished_once_whatever_dies(machinery: Machinery, chance: random.Random) -> None:
    names: list[str] = []
    for number in range(ROUNDS):
        for place in range(JOBS_A_ROUND):
            names.append(f"{number}-{place}")
            with transaction.atomic():
                enqueue(kind="trial.battered", payload={"name": names[-1], "steps": 6}, at=timezone.now())
        time.sleep(chance.uniform(0, 0.4))
        machinery.deaths[number % len(machinery.deaths)]()
        machinery.wait_for_fewer(BACKLOG)
    machinery.wait_for_fewer(1)

    accepted = Job.objects.filter(kind="trial.battered")
    states = Counter(accepted.values_list("state", flat=True))
    assert states == {JobState.DONE: len(names)}
    effects = Counter(Effect.objects.filter(name__in=names).values_list("name", flat=True))
    assert effects == dict.fromkeys(names, 1)
    hurt = accepted.filter(attempts__gt=1).count()
    assert hurt > 0, "nobody died at work: the test proves nothing"
    print(f"{len(names)} jobs, {ROUNDS} deaths, {hurt} jobs hurt")  # noqa: T201  MEANT: the measured figure
