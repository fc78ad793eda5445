"""Kinds of jobs as data. Apps add theirs in ``AppConfig.ready()``; one engine runs them all."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import time
from typing import Any, Protocol

from kamp.shared.catalog import Catalog


class Progress(Protocol):
    """What a running job tells about itself; cheap to call often. Raises Cancelled when a person asked to stop."""

    def __call__(self, done: int, total: int | None = None, stage: str | None = None) -> None: ...


Handler = Callable[..., Mapping[str, Any] | None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Daily:
    """Once a day after ``at`` in the company's time zone; a day missed while nothing ran is caught up once."""

    at: time


@dataclass(frozen=True, slots=True, kw_only=True)
class JobKind:
    """``handler(progress=…, at=…, **payload)`` runs inside one transaction; what it returns is the job's result.

    ``after`` names kinds whose completion queues this one (with an empty payload and ``key``); ``daily`` makes it
    periodic. ``max_attempts`` bounds the tries, counted in the database even when a process dies.
    """

    key: str
    label: str
    handler: Handler
    max_attempts: int = 5
    after: tuple[str, ...] = ()
    join_key: str = ""
    daily: Daily | None = None
    isolation: str = "read committed"
    payload_defaults: Mapping[str, Any] = field(default_factory=dict)


JOB_KINDS: Catalog[JobKind] = Catalog("job kind")
