"""What a review decided."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from kamp.shared.models import Versioned
from kamp.shared.record import recorded
from planning.enums import Verdict
from planning.phases.keys import phase_choices


@recorded()
class Decision(Versioned):
    """Continue, change, stop or add: what, and who sees to it. ``phase_key`` is the phase it concerns, if one."""

    review = models.ForeignKey("Review", models.CASCADE, related_name="decisions")
    verdict = models.CharField(_("decision"), max_length=10, choices=Verdict.choices)
    text = models.CharField(_("what"), max_length=500)
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, verbose_name=_("owner"), null=True, blank=True, related_name="+"
    )
    objective = models.ForeignKey(
        "Objective", models.SET_NULL, verbose_name=_("objective"), null=True, blank=True, related_name="decisions"
    )
    line = models.ForeignKey(
        "PlanLine",
        models.SET_NULL,
        verbose_name=_("area of intervention"),
        null=True,
        blank=True,
        related_name="decisions",
    )
    phase_key = models.CharField(_("phase"), max_length=20, choices=phase_choices, blank=True)
    created_at = models.DateTimeField(_("decided"))

    class Meta:
        verbose_name = _("decision")
        verbose_name_plural = _("decisions")
        ordering = ("pk",)

    def __str__(self) -> str:
        return self.text
