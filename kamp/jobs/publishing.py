"""Telling the workers to look at a job. Best effort and quick: what the broker misses, the relay repeats."""

from __future__ import annotations

import logging
import time
import uuid
from collections.abc import Callable, Iterable
from typing import Any

from django.conf import settings
from kombu import pools

from kamp.jobs.application import app
from kamp.jobs.models import Job, JobState

logger = logging.getLogger(__name__)

# A request waits for the broker no longer than this, and for a broker that just failed not at all.
PATIENCE = 0.05
_QUICK = {
    "socket_timeout": PATIENCE,
    "socket_connect_timeout": PATIENCE,
    "retry_on_timeout": False,
    "max_retries": 0,
}


class _Fuse:
    """Remembers for a moment that the broker does not answer, so that not every request has to find out."""

    blown_until = 0.0

    def is_blown(self) -> bool:
        return time.monotonic() < self.blown_until

    def blow(self) -> None:
        self.blown_until = time.monotonic() + settings.KAMP_JOBS_TICK

    def mend(self) -> None:
        self.blown_until = 0.0


fuse = _Fuse()


def _producers() -> Any:
    """The pool of quick connections; Celery's own would retry for seconds."""
    return pools.producers[app.connection_for_write(transport_options=_QUICK)]


def publish(job_id: uuid.UUID) -> bool:
    """Whether the broker took the message. Never raises; a failure hands the job to the relay at its next tick."""
    if not fuse.is_blown() and send([job_id]):
        return True
    Job.objects.filter(pk=job_id, state=JobState.QUEUED).update(published_at=None)
    return False


def send(job_ids: Iterable[uuid.UUID]) -> bool:
    """Whether the broker took a message for each; stops at the first it did not."""

    def send_each(producer: Any) -> None:
        for job_id in job_ids:
            _send(producer, "jobs.run", job_id=str(job_id))

    return _quietly(send_each)


def ask_for_an_answer() -> bool:
    """Have any worker that takes messages leave its sign."""
    return _quietly(lambda producer: _send(producer, "jobs.answer", expires=60))


def broker_answers() -> bool:
    """Whether the broker is there."""
    return _quietly(lambda producer: producer.channel.client.ping())


def has_room(limit: int) -> bool:
    """Whether the broker is there and fewer than ``limit`` messages lie in it."""
    found: list[int] = []
    # To declare the queue passively would count too, but an empty queue does not exist for Redis.
    counted = _quietly(lambda producer: found.append(producer.channel._size(app.conf.task_default_queue)))
    return counted and found[0] < limit


def _send(producer: Any, task: str, *, expires: float | None = None, **kwargs: str) -> None:
    app.send_task(task, kwargs=kwargs, producer=producer, retry=False, expires=expires, ignore_result=True)


def _quietly(action: Callable[[Any], object]) -> bool:
    try:
        with _producers().acquire(block=True, timeout=PATIENCE) as producer:
            action(producer)
    except Exception as problem:  # noqa: BLE001  MEANT: kombu and redis raise many kinds; none may reach the request
        fuse.blow()
        logger.warning("the broker did not take a message: %s", problem)
        return False
    fuse.mend()
    return True
