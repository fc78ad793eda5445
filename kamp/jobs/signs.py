"""Signs of life of the machinery itself, for the health page."""

from __future__ import annotations

import time

from kamp.jobs.models import ClockTimestamp, Sign

SCHEDULER = "scheduler"
WORKER = "worker"
SELDOM = 10.0  # seconds between two signs of a busy worker process

_last_seen: dict[str, float] = {}


def see(name: str) -> None:
    """Note that part ``name`` is at work now."""
    Sign.objects.bulk_create(
        [Sign(name=name, seen_at=ClockTimestamp())],
        update_conflicts=True,
        unique_fields=["name"],
        update_fields=["seen_at"],
    )


def see_seldom(name: str) -> None:
    """Note it unless this process did so a moment ago."""
    now = time.monotonic()
    if now - _last_seen.get(name, -SELDOM) >= SELDOM:
        _last_seen[name] = now
        see(name)
