"""What is cleared away every night, whatever apps there are."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, time
from typing import Any

from django.contrib.sessions.models import Session

from kamp.jobs.registry import Daily, JobKind, Progress
from kamp.shared.i18n import N_

CLEAR_SESSIONS = JobKind(
    key="jobs.clear_sessions",
    label=N_("Delete expired sessions"),
    handler="kamp.jobs.housekeeping.clear_sessions",
    daily=Daily(at=time(4, 0)),
)


def clear_sessions(*, progress: Progress, at: datetime, **_later: Any) -> Mapping[str, int]:
    """Deletes sessions that ended; gives how many."""
    deleted, _by_table = Session.objects.filter(expire_date__lt=at).delete()
    return {"deleted": deleted}
