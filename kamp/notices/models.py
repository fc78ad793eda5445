"""What a person was told, the mails that carried it, and when she wants them."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from kamp.notices.scope import sees_account
from kamp.notices.sources import SOURCES
from kamp.shared.record import recorded

if TYPE_CHECKING:
    import datetime

    from kamp.users.models import User


@recorded(exclude=["last_day"])
class ReminderPreference(models.Model):
    """When a person wants the mail; without a row the defaults count. ``last_day`` is the last morning looked after."""

    user = models.OneToOneField(
        settings.AUTH_USER_MODEL, models.CASCADE, primary_key=True, related_name="reminder_preference"
    )
    by_mail = models.BooleanField(_("by e-mail"), default=True)
    hour = models.PositiveSmallIntegerField(_("hour"), default=8)
    weekends = models.BooleanField(_("on weekends too"), default=True)
    last_day = models.DateField(null=True, editable=False)

    class Meta:
        verbose_name = _("reminder preference")
        verbose_name_plural = _("reminder preferences")
        constraints = [models.CheckConstraint(condition=Q(hour__lte=23), name="reminder_hour_of_day")]

    def __str__(self) -> str:
        return f"{self.user_id} {self.hour}"


class DigestState(models.TextChoices):
    """How far a mail is. Until HANDING nothing has left the house; see docs/decisions/one-digest-a-day.md."""

    MADE = "made", _("Waiting to be sent")
    SENDING = "sending", _("Being sent")
    HANDING = "handing", _("Being handed over")
    SENT = "sent", _("Sent")
    UNKNOWN = "unknown", _("Not known whether it arrived")
    FAILED = "failed", _("Not sent")
    WITHDRAWN = "withdrawn", _("Not needed any more")


TROUBLED = (DigestState.FAILED, DigestState.UNKNOWN)


class Trouble(models.TextChoices):
    """Why a mail was not sent."""

    REFUSED = "refused", _("The mail server refused it")
    UNREACHABLE = "unreachable", _("The mail server could not be reached")
    DIED = "died", _("The process that sent it ended")
    UNEXPECTED = "unexpected", _("An unexpected error")


class Digest(models.Model):
    """The one mail of a person on her day. ``day`` and ``due_at``: the morning it belongs to; ``late``: it came late.

    ``message_id`` is made once and never changes, so that a mail server can tell a second copy. ``token`` names the
    attempt that may go on, until ``lease_until``; ``next_try_at`` is when the next attempt may begin. She asked for it
    once more at ``resent_at``, let it be at ``dismissed_at``.
    """

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="digests")
    day = models.DateField(_("day"))
    due_at = models.DateTimeField()
    late = models.BooleanField(default=False)
    message_id = models.CharField(max_length=200, unique=True)
    state = models.CharField(_("state"), max_length=10, choices=DigestState.choices, default=DigestState.MADE)
    trouble = models.CharField(max_length=12, choices=Trouble.choices, blank=True)
    answer = models.CharField(max_length=300, blank=True)
    token = models.UUIDField(null=True)
    lease_until = models.DateTimeField(null=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    next_try_at = models.DateTimeField()
    made_at = models.DateTimeField()
    sent_at = models.DateTimeField(null=True)
    sent_to = models.CharField(max_length=254, blank=True)
    resent_at = models.DateTimeField(null=True)
    dismissed_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("daily mail")
        verbose_name_plural = _("daily mails")
        ordering = ("-day", "pk")
        constraints = [models.UniqueConstraint(fields=["user", "day"], name="digest_once_a_day")]
        indexes = [
            models.Index(
                fields=["next_try_at"], name="digest_live_idx", condition=Q(state__in=["made", "sending", "handing"])
            ),
            models.Index(fields=["user"], name="digest_trouble_idx", condition=Q(state__in=["failed", "unknown"])),
        ]

    def __str__(self) -> str:
        return f"{self.user_id} {self.day} {self.state}"

    @property
    def troubled(self) -> bool:
        """Whether the person should decide what to do about it."""
        return self.state in TROUBLED and self.dismissed_at is None


class NoticeQuerySet(models.QuerySet["Notice"]):
    """Filters over notices only."""

    def visible_to(self, user: User) -> Self:
        """A person's own notices of kinds she may see, about accounts she sees now. One condition, no query."""
        if not user.is_authenticated or not user.is_active:
            return self.none()
        kinds = [source.key for source in SOURCES if not source.permission or user.has_perm(source.permission)]
        return self.filter(sees_account(user), user=user, source__in=kinds)

    def open(self) -> Self:
        """Neither read nor settled."""
        return self.filter(read_at=None, settled_at=None)

    def unread(self, today: datetime.date) -> Self:
        """Open and not put off beyond ``today``."""
        return self.open().filter(Q(snoozed_until=None) | Q(snoozed_until__lte=today))

    def snoozed(self, today: datetime.date) -> Self:
        """Put off until after ``today``."""
        return self.open().filter(snoozed_until__gt=today)

    def over(self) -> Self:
        """Read or settled."""
        return self.exclude(read_at=None, settled_at=None)


class Notice(models.Model):
    """One thing told to one person, once for each stage of it (kamp.notices.sources.Due).

    ``looked_at`` is when it was first considered for a mail, ``digest`` the mail that carried it. ``settled_at``: it is
    not due any more, or a later stage took its place. ``account_id`` is an account's key without a foreign key: this
    app lies below the accounts.
    """

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="notices")
    source = models.CharField(max_length=60)
    key = models.CharField(max_length=120)
    stage = models.CharField(max_length=40, blank=True)
    due_on = models.DateField(_("due"), null=True)
    account_id = models.BigIntegerField(null=True)
    params = models.JSONField(default=dict)
    url = models.CharField(max_length=500)
    why = models.CharField(max_length=300, blank=True)
    variant = models.CharField(max_length=40, blank=True)
    event = models.JSONField(null=True)
    created_at = models.DateTimeField(_("received"))
    read_at = models.DateTimeField(null=True)
    snoozed_until = models.DateField(null=True)
    settled_at = models.DateTimeField(null=True)
    looked_at = models.DateTimeField(null=True)
    digest = models.ForeignKey(Digest, models.SET_NULL, null=True, related_name="notices")

    objects: ClassVar[models.Manager[Notice]] = NoticeQuerySet.as_manager()

    class Meta:
        verbose_name = _("notice")
        verbose_name_plural = _("notices")
        ordering = ("-created_at", "-pk")
        constraints = [
            models.UniqueConstraint(
                fields=["user", "source", "key", "stage", "due_on"], name="notice_told_once", nulls_distinct=False
            )
        ]
        indexes = [
            models.Index(
                fields=["user", "created_at", "id"],
                name="notice_open_idx",
                condition=Q(read_at=None, settled_at=None),
            ),
            models.Index(fields=["user", "created_at", "id"], name="notice_user_idx"),
        ]

    def __str__(self) -> str:
        return f"{self.user_id} {self.source} {self.key} {self.stage}"
