"""Jobs in any state, without running them."""

from __future__ import annotations

import uuid
from datetime import datetime, timedelta
from typing import Any

from django.utils import timezone

from kamp.jobs.models import Job, JobState, Pulse


def make_job(kind: str = "trial.mark", *, state: JobState = JobState.QUEUED, ago: float = 0, **fields: Any) -> Job:
    """A job as it looks ``ago`` seconds after it came into ``state``."""
    moment: datetime = timezone.now() - timedelta(seconds=ago)
    defaults: dict[str, Any] = {"created_at": moment, "available_at": moment}
    if state != JobState.QUEUED:
        defaults |= {"attempts": 1, "started_at": moment}
    if state == JobState.RUNNING:
        defaults |= {"token": uuid.uuid4()}
    elif state != JobState.QUEUED:
        defaults |= {"finished_at": moment}
    job = Job.objects.create(kind=kind, state=state, **defaults | fields)
    if state == JobState.RUNNING:
        Pulse.objects.create(job=job, heartbeat_at=moment)
    return job
