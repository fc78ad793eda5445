"""Kinds of jobs as data. Apps add theirs in ``AppConfig.ready()``; one engine runs them all."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, time
from enum import StrEnum
from typing import Any, Protocol

from django.utils.module_loading import import_string

from kamp.shared.catalog import Catalog


class Cancelled(BaseException):
    """A person asked to stop: raised by ``progress()``; the job's transaction is rolled back.

    Not an Exception, so that a handler which catches those of single rows does not swallow it.
    """


class Progress(Protocol):
    """What a running job tells about itself; cheap to call often. Raises Cancelled when a person asked to stop.

    ``stage`` is a text marked with ``N_``: it is translated when shown. None leaves stage or total as they are.
    """

    def __call__(self, done: int, total: int | None = None, stage: str | None = None) -> None: ...


Handler = Callable[..., Mapping[str, Any] | None]


class Isolation(StrEnum):
    READ_COMMITTED = "read committed"
    REPEATABLE_READ = "repeatable read"


@dataclass(frozen=True, slots=True, kw_only=True)
class Daily:
    """Once a day at ``at`` in the company's time zone; a day missed while nothing ran is caught up once."""

    at: time


@dataclass(frozen=True, slots=True, kw_only=True)
class JobKind:
    """``handler(progress=…, at=…, **payload)`` runs inside one transaction; what it returns is the job's result.

    ``handler`` is a dotted path, so that the web process does not load what only a worker needs. In the result
    ``message`` (a sentence for the person who asked) and ``url`` (where to see the outcome) are shown on the job's
    page. ``after`` names kinds whose completion queues this one in the same transaction, with ``payload_defaults``
    and joined by ``join_key``; ``daily`` makes it periodic. ``max_attempts`` bounds the tries, counted in the database
    even when a process dies; ``time_limit`` (seconds) bounds one try. Jobs of one kind and key never run side by side.
    """

    key: str
    label: str
    handler: str | Handler
    max_attempts: int = 5
    time_limit: float = 1500
    after: tuple[str, ...] = ()
    join_key: str = ""
    daily: Daily | None = None
    isolation: Isolation | str = Isolation.READ_COMMITTED
    cancellable: bool = True
    personal: bool = False  # what comes out of it is given to who asked for it only
    payload_defaults: Mapping[str, Any] = field(default_factory=dict)

    def __post_init__(self) -> None:
        Isolation(self.isolation)
        if self.max_attempts < 1 or self.time_limit <= 0:
            raise ValueError(f"job kind {self.key!r}: at least one attempt and some time are needed")

    def load(self) -> Handler:
        """The function itself; imported on first use."""
        return import_string(self.handler) if isinstance(self.handler, str) else self.handler


JOB_KINDS: Catalog[JobKind] = Catalog("job kind")


@dataclass(frozen=True, slots=True, kw_only=True)
class TickStep:
    """What an app has the scheduler do at each tick: a quick look that enqueues jobs, right if left out or repeated."""

    key: str
    run: str

    def load(self) -> Callable[[datetime], None]:
        """``run(at)``, a dotted path; it gets a transaction of its own that one process at a time can be in."""
        step: Callable[[datetime], None] = import_string(self.run)
        return step


TICK_STEPS: Catalog[TickStep] = Catalog("step of the tick")


def followers_of(kind: str) -> list[JobKind]:
    """The kinds that are queued when a job of ``kind`` is done."""
    return [each for each in JOB_KINDS if kind in each.after]
