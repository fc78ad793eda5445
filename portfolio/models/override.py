"""Classes that people set against the computed one (method G11)."""

from __future__ import annotations

import datetime
from typing import TYPE_CHECKING, Any, ClassVar, Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from kamp.shared.record import recorded

if TYPE_CHECKING:
    from django.db.models import Manager


class OverrideQuerySet(models.QuerySet["ClassificationOverride"]):
    """Filters over overrides only."""

    def in_force(self, day: datetime.date) -> Self:
        """Those that count on ``day``."""
        return self.filter(ended_at__isnull=True, starts_on__lte=day, expires_on__gt=day)


@recorded()
class ClassificationOverride(models.Model):
    """``cell`` instead of the computed class of an account on a matrix, for a reason, until it expires or is ended.

    ``computed`` is what was computed when it was set. Setting another one ends it.
    """

    account = models.ForeignKey("accounts.KeyAccount", models.CASCADE, related_name="class_overrides")
    matrix = models.CharField(max_length=40)
    cell = models.CharField(_("class"), max_length=40)
    computed = models.CharField(max_length=40)
    reason = models.CharField(_("reason"), max_length=500)
    author = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    set_at = models.DateTimeField(_("set"))
    starts_on = models.DateField(_("from"))
    expires_on = models.DateField(_("until"))
    ended_at = models.DateTimeField(_("ended"), null=True)
    ended_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")

    objects: ClassVar[Manager[Any]] = OverrideQuerySet.as_manager()

    class Meta:
        verbose_name = _("override of a class")
        verbose_name_plural = _("overrides of classes")
        ordering = ("-set_at", "-pk")
        constraints = [
            models.UniqueConstraint(
                fields=["account", "matrix"], name="override_one_open", condition=Q(ended_at__isnull=True)
            ),
            models.CheckConstraint(condition=Q(expires_on__gt=models.F("starts_on")), name="override_forwards"),
        ]

    def __str__(self) -> str:
        return f"{self.matrix}: {self.cell}"
