"""What is decided or happens about a relationship as a whole: the stage wanted, and what undoes it."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.enums import UncouplingCause, UncouplingEvent
from kamp.shared.models import Dated, Versioned
from kamp.shared.record import recorded


@recorded(exclude=["updated_at"])
class RelationshipTarget(Dated, Versioned):
    """The stage (1–5, method §1) an account is to reach, and by when. At most one per account."""

    account = models.OneToOneField("KeyAccount", models.CASCADE, related_name="relationship_target")
    stage = models.PositiveSmallIntegerField(_("stage wanted"), null=True, blank=True)
    by = models.DateField(_("by when"), null=True, blank=True)

    class Meta:
        verbose_name = _("stage wanted")
        verbose_name_plural = _("stages wanted")
        constraints = [
            models.CheckConstraint(
                condition=models.Q(stage__isnull=True) | models.Q(stage__range=(1, 5)), name="target_stage_1_to_5"
            )
        ]

    def __str__(self) -> str:
        return str(self.stage or "")


@recorded(exclude=["updated_at"])
class RelationshipBreak(Dated, Versioned):
    """Something explicit that undoes the relationship (uncoupling, method §1). It counts until ``over_on``."""

    account = models.ForeignKey("KeyAccount", models.CASCADE, related_name="relationship_breaks")
    kind = models.CharField(_("what happened"), max_length=12, choices=UncouplingEvent.choices)
    cause = models.CharField(_("cause"), max_length=12, choices=UncouplingCause.choices)
    happened_on = models.DateField(_("when"))
    over_on = models.DateField(_("over since"), null=True, blank=True)
    note = models.TextField(_("note"), blank=True)
    author = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")

    class Meta:
        verbose_name = _("break in the relationship")
        verbose_name_plural = _("breaks in the relationship")
        ordering = ("-happened_on", "-pk")
        constraints = [
            models.CheckConstraint(
                condition=models.Q(over_on__isnull=True) | models.Q(over_on__gte=models.F("happened_on")),
                name="break_ends_after_start",
            )
        ]

    def __str__(self) -> str:
        return self.get_kind_display()
