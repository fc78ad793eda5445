"""A job as a person sees it: in words, with what can be done about it."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from kamp.jobs.models import Failure, Job, JobState
from kamp.jobs.registry import JOB_KINDS
from kamp.jobs.services import may_cancel, may_retry
from kamp.users.models import User

_NBSP = "\u00a0"
LONG = 120.0  # seconds a job may wait for a worker before its page says that this is unusual

_TONES = {
    JobState.QUEUED: "",
    JobState.RUNNING: "info",
    JobState.DONE: "ok",
    JobState.FAILED: "bad",
    JobState.CANCELLED: "warn",
}
_REASONS: dict[str, Any] = {
    Failure.UNEXPECTED: lambda: _(
        "An unexpected error stopped it; nothing was changed. If it happens again, give an administrator the "
        "reference %(reference)s."
    ),
    Failure.TIME: lambda: _("It took too long and was stopped; nothing was changed. Reference %(reference)s."),
    Failure.DIED: lambda: _("The process that ran it ended; nothing was changed. Reference %(reference)s."),
    Failure.DATABASE: lambda: _(
        "The database was busy or could not be reached; nothing was changed. Reference %(reference)s."
    ),
    Failure.UNKNOWN: lambda: _("This version of KAMP does not know this kind of job; nothing was changed."),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class JobCard:
    """What the pages show of ``job`` to one person at one moment."""

    job: Job
    stage: str
    reason: str
    seconds: float | None
    can_cancel: bool
    can_retry: bool
    for_somebody_else: bool = False

    @property
    def pk(self) -> uuid.UUID:
        return self.job.pk

    @property
    def tone(self) -> str:
        """The badge of its state."""
        return _TONES[JobState(self.job.state)]

    @property
    def message(self) -> str:
        return str(self.job.result.get("message", ""))

    @property
    def url(self) -> str:
        """Where the person can see the outcome: an address of this site, or ""."""
        if self.for_somebody_else:
            return ""
        url = str(self.job.result.get("url", ""))
        return url if url.startswith("/") and not url.startswith(("//", "/\\")) else ""

    @property
    def duration(self) -> str:
        return duration(self.seconds)


def card_of(job: Job, *, user: User | None, at: datetime) -> JobCard:
    """``job`` (with pulse and author) for ``user``; None may do nothing about it."""
    return JobCard(
        job=job,
        stage=_stage(job, at),
        reason=reason(job),
        seconds=_seconds(job, at),
        can_cancel=user is not None and may_cancel(job=job, by=user),
        can_retry=user is not None and may_retry(job=job, by=user),
        for_somebody_else=_is_personal(job) and (user is None or job.created_by_id != user.pk),
    )


def _is_personal(job: Job) -> bool:
    return job.kind in JOB_KINDS and JOB_KINDS.get(job.kind).personal


def reason(job: Job) -> str:
    """Why the job failed or waits for another attempt, and what to do; "" when neither."""
    if job.state != JobState.FAILED and not job.is_retrying:
        return ""
    if job.failure == Failure.REFUSED:
        return job.error
    return _REASONS[job.failure or Failure.UNEXPECTED]() % {"reference": job.reference}


def duration(seconds: float | None) -> str:
    """12 s · 2 min 5 s · 1 h 3 min, never broken over two lines; "" for None."""
    if seconds is None:
        return ""
    whole = max(0, int(seconds))
    if whole < 60:
        text = _("%(seconds)d s") % {"seconds": whole}
    elif whole < 3600:
        text = _("%(minutes)d min %(seconds)d s") % {"minutes": whole // 60, "seconds": whole % 60}
    else:
        text = _("%(hours)d h %(minutes)d min") % {"hours": whole // 3600, "minutes": whole // 60 % 60}
    return text.replace(" ", _NBSP)


def _stage(job: Job, at: datetime) -> str:
    """What is happening now, in words; "" once it is over."""
    if job.state == JobState.RUNNING:
        return _("Stopping…") if job.cancel_requested else job.stage or _("Running")
    if job.is_retrying:
        limit = JOB_KINDS.get(job.kind).max_attempts if job.kind in JOB_KINDS else job.attempts
        tried = ngettext("Tried %(tried)d time of %(limit)d.", "Tried %(tried)d times of %(limit)d.", job.attempts)
        return f"{tried % {'tried': job.attempts, 'limit': limit}} {_next_try(job, at)}"
    if job.state == JobState.QUEUED:
        if (at - job.available_at).total_seconds() > LONG:
            return _("Waiting longer than usual: all workers are busy or stopped.")
        return _("Waiting to start")
    return ""


def _next_try(job: Job, at: datetime) -> str:
    wait = (job.available_at - at).total_seconds()
    return _("Next try in %(wait)s.") % {"wait": duration(wait)} if wait >= 1 else _("The next try starts in a moment.")


def _seconds(job: Job, at: datetime) -> float | None:
    """How long it has run, or ran; while it waits, how long it has waited."""
    if job.state == JobState.QUEUED:
        return max(0.0, (at - job.created_at).total_seconds())
    if job.started_at is None:
        return None
    return max(0.0, ((job.finished_at or at) - job.started_at).total_seconds())
