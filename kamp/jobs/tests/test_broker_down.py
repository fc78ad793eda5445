"""The broker is down while a person asks for work: success at once, and the job runs when it is back (quality C77)."""

from __future__ import annotations

import signal
import statistics
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from kamp.jobs import publishing
from kamp.jobs.models import Job, JobState
from kamp.jobs.publishing import fuse
from kamp.jobs.services import enqueue
from kamp.jobs.tests.conftest import kill
from kamp.jobs.tests.factories import make_job
from kamp.jobs.tests.trial.models import Effect
from kamp.servers.embedded import Valkey
from kamp.testing.worker import running_beat, running_worker
from kamp.users.models import User

pytestmark = pytest.mark.django_db(transaction=True)
ALLOWED = 0.1  # seconds that a request may take longer


@pytest.fixture
def cache_too(own_broker: Valkey, settings: Any) -> Valkey:
    """Sessions and cache in the same Redis: it goes down as a whole."""
    default = {**settings.CACHES["default"], "LOCATION": own_broker.urls()["REDIS_URL"]}
    settings.CACHES = {"default": default}
    return own_broker


def seconds_of(action: Callable[[], object], times: int = 7) -> float:
    """The median duration of ``action``."""
    measured = []
    for _ in range(times):
        fuse.mend()  # each finds out for itself
        start = time.perf_counter()
        action()
        measured.append(time.perf_counter() - start)
    return statistics.median(measured)


def test_a_request_succeeds_and_its_job_runs_when_the_broker_is_back(
    cache_too: Valkey, administrator: User, tmp_path: Path, eventually: Callable[..., None]
) -> None:
    client = Client()
    client.force_login(administrator)
    jobs = iter([make_job(state=JobState.FAILED, payload={"name": "asked"}) for _ in range(16)])
    asked = 0

    def ask() -> None:
        nonlocal asked
        asked += 1
        answer = client.post(reverse("jobs:retry", kwargs={"job_id": next(jobs).pk}))
        assert answer.status_code == 302

    ask()
    with_broker = seconds_of(ask)
    kill(cache_too)
    without = seconds_of(ask)
    print(f"a request takes {1000 * with_broker:.1f} ms with, {1000 * without:.1f} ms without a broker")  # noqa: T201
    assert without - with_broker < ALLOWED
    assert Job.objects.filter(state=JobState.QUEUED, published_at=None).count() == 7

    cache_too.start()
    with running_worker(tmp_path, keep_messages=True), running_beat(tmp_path):
        eventually(lambda: Effect.objects.filter(name="asked").count() == asked, seconds=60)
    assert Job.objects.filter(state=JobState.DONE, payload__name="asked").count() == asked


def test_a_broker_that_hangs_costs_a_request_no_more(own_broker: Valkey) -> None:
    def ask() -> None:
        enqueue(kind="trial.mark", at=timezone.now())

    ask()
    before = seconds_of(ask)
    assert own_broker.process is not None
    own_broker.process.send_signal(signal.SIGSTOP)
    try:
        assert seconds_of(ask) - before < ALLOWED
        publishing.publish(make_job().pk)
        start = time.perf_counter()
        ask()  # the next one within some seconds does not even try
        assert time.perf_counter() - start < ALLOWED / 2 + before
    finally:
        own_broker.process.send_signal(signal.SIGCONT)
