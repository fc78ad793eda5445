"""Background jobs as rows. The row is the truth and the outbox; the broker only says "look again"."""

from __future__ import annotations

import uuid
from datetime import datetime
from typing import TYPE_CHECKING, ClassVar, Self

from django.conf import settings
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from kamp.jobs.registry import JOB_KINDS
from kamp.users.models import User

if TYPE_CHECKING:
    from django.db.models import Manager


class JobState(models.TextChoices):
    QUEUED = "queued", _("Waiting")
    RUNNING = "running", _("Running")
    DONE = "done", _("Done")
    FAILED = "failed", _("Failed")
    CANCELLED = "cancelled", _("Cancelled")


LIVE = (JobState.QUEUED, JobState.RUNNING)


class Failure(models.TextChoices):
    """Why an attempt did not succeed."""

    REFUSED = "refused", _("Refused by a rule of the product")
    UNEXPECTED = "unexpected", _("An unexpected error")
    TIME = "time", _("It took too long")
    DIED = "died", _("The process that ran it ended")
    DATABASE = "database", _("The database was busy or could not be reached")
    UNKNOWN = "unknown", _("This version of KAMP does not know this kind of job")


class ClockTimestamp(models.Func):
    """The database's own clock: lives and deaths of processes are judged by one clock, whichever machine asks."""

    function = "clock_timestamp"
    output_field = models.DateTimeField()


class JobQuerySet(models.QuerySet["Job"]):
    """Filters over jobs only."""

    def visible_to(self, user: User) -> Self:
        """The jobs a person asked for or joined; those who may see all jobs see them."""
        if user.has_perm("jobs.view_all"):
            return self
        follows = Job.followers.through.objects.filter(job=OuterRef("pk"), user=user.pk)
        return self.filter(Q(created_by=user) | Exists(follows))

    def live(self) -> Self:
        """Waiting or running."""
        return self.filter(state__in=LIVE)


class Job(models.Model):
    """One piece of background work.

    Written in the transaction of its cause. ``key`` joins equal requests: of one kind and key at most one runs and at
    most one waits for its first attempt. ``slot`` is unique for ever (a nightly run of one date). ``token`` names the
    present attempt: only its holder may finish the job, in the transaction of the job's effect, so each effect happens
    once however often the message is delivered. What changes while it runs is in ``Pulse``: a row that others touch
    could not be finished by a repeatable-read transaction.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    kind = models.CharField(_("kind"), max_length=60)
    payload = models.JSONField(default=dict, encoder=DjangoJSONEncoder)
    key = models.CharField(max_length=120, blank=True)
    slot = models.CharField(max_length=120, null=True, unique=True)
    state = models.CharField(_("state"), max_length=10, choices=JobState.choices, default=JobState.QUEUED)
    attempts = models.PositiveSmallIntegerField(default=0)
    token = models.UUIDField(null=True)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="jobs")
    followers = models.ManyToManyField(settings.AUTH_USER_MODEL, related_name="+")
    created_at = models.DateTimeField(_("created"))
    available_at = models.DateTimeField()
    published_at = models.DateTimeField(null=True)
    started_at = models.DateTimeField(_("started"), null=True)
    finished_at = models.DateTimeField(_("finished"), null=True)
    cancel_requested = models.BooleanField(default=False)
    result = models.JSONField(default=dict, encoder=DjangoJSONEncoder)
    failure = models.CharField(max_length=12, choices=Failure.choices, blank=True)
    error = models.TextField(blank=True)
    reference = models.CharField(max_length=12, blank=True)

    objects: ClassVar[Manager[Job]] = JobQuerySet.as_manager()

    class Meta:
        verbose_name = _("job")
        verbose_name_plural = _("jobs")
        ordering = ("-created_at",)
        constraints = [
            models.UniqueConstraint(
                fields=["kind", "key"],
                name="job_key_waiting",
                condition=Q(state="queued", attempts=0) & ~Q(key=""),
            ),
            models.UniqueConstraint(
                fields=["kind", "key"], name="job_key_running", condition=Q(state="running") & ~Q(key="")
            ),
        ]
        indexes = [
            models.Index(fields=["available_at"], name="job_live_idx", condition=Q(state__in=["queued", "running"])),
            models.Index(fields=["kind", "key"], name="job_live_key_idx", condition=Q(state__in=["queued", "running"])),
            models.Index(fields=["-created_at", "id"], name="job_created_idx"),
            models.Index(fields=["created_by", "-created_at"], name="job_author_idx"),
            models.Index(fields=["-finished_at"], name="job_failed_idx", condition=Q(state="failed")),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.id}"

    @property
    def label(self) -> str:
        """What kind of work it is, in the present language."""
        return gettext(JOB_KINDS.get(self.kind).label) if self.kind in JOB_KINDS else self.kind

    @property
    def is_live(self) -> bool:
        return self.state in LIVE

    @property
    def is_retrying(self) -> bool:
        """Waiting again after an attempt that did not succeed."""
        return self.state == JobState.QUEUED and self.attempts > 0

    @property
    def _pulse(self) -> Pulse | None:
        return getattr(self, "pulse", None)

    @property
    def done(self) -> int:
        return self._pulse.done if self._pulse else 0

    @property
    def total(self) -> int | None:
        return self._pulse.total if self._pulse else None

    @property
    def stage(self) -> str:
        """What it is doing, in the present language; empty when it said nothing."""
        return gettext(self._pulse.stage) if self._pulse and self._pulse.stage else ""

    @property
    def heartbeat_at(self) -> datetime | None:
        return self._pulse.heartbeat_at if self._pulse else None

    @property
    def percent(self) -> int | None:
        """0–100 of the known total, 100 when done, None while the total is not known."""
        if self.state == JobState.DONE:
            return 100
        return min(100, int(100 * self.done / self.total)) if self.total else None


class Pulse(models.Model):
    """Sign of life and progress of the present attempt, written about once a second by the process that runs it."""

    job = models.OneToOneField(Job, models.CASCADE, primary_key=True, related_name="pulse")
    heartbeat_at = models.DateTimeField()
    done = models.BigIntegerField(default=0)
    total = models.BigIntegerField(null=True)
    stage = models.CharField(max_length=120, blank=True)

    def __str__(self) -> str:
        return f"{self.job_id} {self.heartbeat_at:%H:%M:%S}"


class Sign(models.Model):
    """When a part of the machinery was last seen at work: the scheduler, a worker that takes messages."""

    name = models.CharField(max_length=20, primary_key=True)
    seen_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.name} {self.seen_at:%H:%M:%S}"
