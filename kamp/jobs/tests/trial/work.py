"""The handlers of the trial kinds."""

from __future__ import annotations

import os
import signal
import threading
import time
from datetime import datetime
from typing import Any

from django.db import connection
from django.utils.translation import gettext as _

from kamp.jobs.models import Job, JobState
from kamp.jobs.registry import Progress
from kamp.jobs.tests.trial.models import Effect
from kamp.shared.errors import DomainError, OccupiedError
from kamp.shared.i18n import N_


def mark(*, progress: Progress, at: datetime, name: str = "mark") -> dict[str, Any]:
    """Leave one mark."""
    Effect.objects.create(name=name)
    progress(1, 1)
    return {"message": f"marked {name}"}


# For tests that run a handler in a thread of their own process: where it is, and when it may go on.
ENTERED, GATE = threading.Event(), threading.Event()
GATE_SECONDS = 30


def gated(*, progress: Progress, at: datetime) -> dict[str, int]:
    """Leave a mark, then stand still until the test opens the gate; counts the marks before and after."""
    first = Effect.objects.count()
    Effect.objects.create(name="gated")
    progress(3, 12, N_("Marking"))
    ENTERED.set()
    end = time.monotonic() + GATE_SECONDS
    while not GATE.is_set() and time.monotonic() < end:
        progress(3)
        time.sleep(0.01)
    progress(12)
    return {"first": first, "last": Effect.objects.count()}


def witness(*, progress: Progress, at: datetime, cause: int) -> None:
    """Fail unless the row that was written with the job is there."""
    Effect.objects.get(pk=cause)
    Effect.objects.create(name="witnessed", note=str(cause))


def slow(
    *, progress: Progress, at: datetime, name: str = "slow", steps: int = 10, pause: float = 0.05
) -> dict[str, Any]:
    """One mark at the beginning, then steps that take time; a kill in between must take the mark back."""
    Effect.objects.create(name=name)
    for step in range(steps):
        progress(step, steps, N_("Marking"))
        time.sleep(pause)
    progress(steps)
    return {"steps": steps}


def poison(*, progress: Progress, at: datetime, name: str = "poison") -> None:
    """Die as a process that the system kills for its memory."""
    Effect.objects.create(name=name)
    os.kill(os.getpid(), signal.SIGKILL)


def broken(*, progress: Progress, at: datetime, name: str = "broken") -> None:
    """A programming error after a write."""
    Effect.objects.create(name=name)
    raise ZeroDivisionError("secret detail of the code")


def refused(*, progress: Progress, at: datetime, name: str = "refused") -> None:
    """A rule of the product says no."""
    Effect.objects.create(name=name)
    raise DomainError(_("Only a failed or cancelled job can be tried again."))


def endless(*, progress: Progress, at: datetime, name: str = "endless") -> None:
    """One statement that keeps the database busy and never calls progress."""
    Effect.objects.create(name=name)
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_sleep(300)")


def count(*, progress: Progress, at: datetime, pause: float = 0.0) -> dict[str, Any]:
    """How many marks there are, at the beginning and at the end of one transaction."""
    first = Effect.objects.count()
    if pause:
        time.sleep(pause)
    progress(1, 1)
    return {"first": first, "last": Effect.objects.count()}


def occupied(*, progress: Progress, at: datetime, times: int = 1, changed: bool = False) -> None:
    """Meet somebody else at the same work so many times, then leave a mark; ``changed``: at a row of the job's own."""
    if Job.objects.get(kind="trial.occupied", state=JobState.RUNNING).attempts <= times:
        if changed:
            _change_what_somebody_changed()
        raise OccupiedError("somebody else is at it")
    Effect.objects.create(name="free")


def _change_what_somebody_changed() -> None:
    """What PostgreSQL answers to a transaction that changes a row which was changed since it began."""
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL client_min_messages = error")
        cursor.execute("DO $$ BEGIN RAISE 'somebody else was at it' USING ERRCODE = 'serialization_failure'; END $$")
