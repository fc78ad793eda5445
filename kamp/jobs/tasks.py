"""What travels through the broker: the id of a job to look at, and a question whether anybody takes messages."""

from __future__ import annotations

import uuid

from celery import shared_task
from django.utils import timezone

from kamp.jobs import runner, signs


@shared_task(name="jobs.run", ignore_result=True)
def run(job_id: str, **_later: object) -> None:
    """Run the job if it still waits; a second message for it finds nothing to do."""
    runner.run(uuid.UUID(job_id), at=timezone.now())
    signs.see_seldom(signs.WORKER)


@shared_task(name="jobs.answer", ignore_result=True)
def answer(**_later: object) -> None:
    """A worker takes messages."""
    signs.see(signs.WORKER)
