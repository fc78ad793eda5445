"""Background jobs as rows. The row is the truth and the outbox; the broker only says "look again"."""

from __future__ import annotations

import uuid
from typing import TYPE_CHECKING, ClassVar, Self

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

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


class JobQuerySet(models.QuerySet["Job"]):
    """Filters over jobs only."""

    def visible_to(self, user: User) -> Self:
        """One's own jobs; those who may see all jobs see them."""
        return self if user.has_perm("jobs.view_all") else self.filter(created_by=user)

    def live(self) -> Self:
        """Waiting or running."""
        return self.filter(state__in=LIVE)


class Job(models.Model):
    """One piece of background work.

    Written in the transaction of its cause. ``key`` joins equal requests while one is live; ``slot`` is unique for
    ever (a nightly run of one date). ``token`` names the present attempt: only its holder may finish the job, in the
    transaction of the job's effect, so each effect happens once however often the message is delivered.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    kind = models.CharField(_("kind"), max_length=60)
    payload = models.JSONField(default=dict)
    key = models.CharField(max_length=120, blank=True)
    slot = models.CharField(max_length=120, null=True, unique=True)  # noqa: DJ001  MEANT: unique only when given
    state = models.CharField(_("state"), max_length=10, choices=JobState.choices, default=JobState.QUEUED)
    attempts = models.PositiveSmallIntegerField(default=0)
    token = models.UUIDField(null=True)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="jobs")
    created_at = models.DateTimeField(_("created"))
    available_at = models.DateTimeField()
    published_at = models.DateTimeField(null=True)
    started_at = models.DateTimeField(_("started"), null=True)
    heartbeat_at = models.DateTimeField(null=True)
    finished_at = models.DateTimeField(_("finished"), null=True)
    cancel_requested = models.BooleanField(default=False)
    stage = models.CharField(max_length=120, blank=True)
    done = models.BigIntegerField(default=0)
    total = models.BigIntegerField(null=True)
    result = models.JSONField(default=dict)
    error = models.TextField(blank=True)

    objects: ClassVar[Manager[Job]] = JobQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        verbose_name = _("job")
        verbose_name_plural = _("jobs")
        ordering = ("-created_at",)
        constraints = [
            models.UniqueConstraint(
                fields=["key"], name="job_key_live", condition=models.Q(state__in=LIVE) & ~models.Q(key="")
            )
        ]
        indexes = [
            models.Index(
                fields=["available_at"], name="job_live_idx", condition=models.Q(state__in=["queued", "running"])
            ),
            models.Index(fields=["created_by", "-created_at"], name="job_author_idx"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.id}"

    @property
    def is_live(self) -> bool:
        return self.state in LIVE

    @property
    def percent(self) -> int | None:
        """0–100 of the known total, None while the total is not known."""
        if not self.total:
            return None
        return min(100, int(100 * self.done / self.total))
