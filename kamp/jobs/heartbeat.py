"""The sign of life of a running attempt, its progress, and how it learns that it must stop."""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from enum import Enum
from typing import Any

from django.conf import settings
from django.db import DatabaseError, InterfaceError, connection

from kamp.jobs.models import ClockTimestamp, Job, JobState, Pulse
from kamp.jobs.registry import Cancelled

logger = logging.getLogger(__name__)


class Stop(Enum):
    """Why the attempt must end."""

    CANCELLED = "a person asked to stop"
    TIME = "it took too long"
    LOST = "the job is no longer ours"


class Heartbeat:
    """The ``progress`` of a handler and, in a thread with a connection of its own, the writer of its ``Pulse``.

    Inside an open transaction (tests) there is no thread: nobody else could see the row. ``stop`` once set stays.
    """

    def __init__(self, job: Job, *, time_limit: float) -> None:
        self.stop: Stop | None = None
        self._job, self._deadline = job, time.monotonic() + time_limit
        self._done, self._stage = 0, ""
        self._total: int | None = None
        self._written: tuple[Any, ...] = (0, None, "")
        self._over = threading.Event()
        self._interruptible: Any = None
        self._guard = threading.Lock()

    def __call__(self, done: int, total: int | None = None, stage: str | None = None) -> None:
        """What the handler calls. Raises Cancelled when it must not go on."""
        self._done = int(done)
        if total is not None:
            self._total = int(total)
        if stage is not None:
            self._stage = str(stage)[:120]
        if self.stop:
            raise Cancelled(self.stop.value)

    @contextmanager
    def beating(self) -> Iterator[None]:
        """Beat until the block ends; then the last progress is written."""
        thread = None
        if not connection.in_atomic_block:
            thread = threading.Thread(target=self._beat_until_over, name=f"heartbeat {self._job.pk}", daemon=True)
            thread.start()
        try:
            yield
        finally:
            self._over.set()
            if thread:
                thread.join(10)  # a database that hangs must not hold the worker

    @contextmanager
    def interrupting(self) -> Iterator[None]:
        """While the block runs, a reason to stop also ends the statement the database is busy with."""
        with self._guard:
            self._interruptible = connection.connection
        try:
            yield
        finally:
            with self._guard:
                self._interruptible = None

    def write_progress(self) -> None:
        """The last figures, for the page of a finished job."""
        if self._figures != self._written:
            done, total, stage = self._written = self._figures
            Pulse.objects.filter(job=self._job).update(done=done, total=total, stage=stage)

    @property
    def _figures(self) -> tuple[int, int | None, str]:
        return self._done, self._total, self._stage

    def _beat_until_over(self) -> None:
        try:
            while not self._over.wait(settings.KAMP_JOBS_HEARTBEAT):
                with suppress(DatabaseError, InterfaceError):
                    self._beat()
                if self.stop:
                    self._interrupt()
        except Exception:
            logger.exception("the heartbeat of job %s stopped", self._job.pk)
        finally:
            connection.close()

    def _beat(self) -> None:
        if time.monotonic() > self._deadline:
            self.stop = self.stop or Stop.TIME
        try:
            alive = self._write()
        except (DatabaseError, InterfaceError):
            connection.close()  # the next beat opens another one
            raise
        if not alive:
            self.stop = Stop.LOST
        elif Job.objects.filter(pk=self._job.pk, cancel_requested=True).exists():
            self.stop = self.stop or Stop.CANCELLED

    def _write(self) -> bool:
        """Whether the attempt is still ours."""
        done, total, stage = figures = self._figures
        ours = Pulse.objects.filter(job=self._job.pk, job__token=self._job.token, job__state=JobState.RUNNING)
        written = ours.update(heartbeat_at=ClockTimestamp(), done=done, total=total, stage=stage)
        self._written = figures
        return bool(written)

    def _interrupt(self) -> None:
        with self._guard:
            if self._interruptible is not None:
                with suppress(Exception):
                    self._interruptible.cancel()
