"""Signs of life of the machinery itself, for the health page."""

from __future__ import annotations

from kamp.jobs.models import ClockTimestamp, Sign

SCHEDULER = "scheduler"
WORKER = "worker"


def see(name: str) -> None:
    """Note that part ``name`` is at work now."""
    Sign.objects.bulk_create(
        [Sign(name=name, seen_at=ClockTimestamp())],
        update_conflicts=True,
        unique_fields=["name"],
        update_fields=["seen_at"],
    )
