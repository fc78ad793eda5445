"""The prose of a plan: one text per section."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from kamp.shared.models import Dated, Versioned
from kamp.shared.record import recorded
from planning.phases.keys import phase_choices


@recorded(exclude=["updated_at"])
class Narrative(Dated, Versioned):
    """What the team wrote in a section of a phase."""

    plan = models.ForeignKey("AccountPlan", models.CASCADE, related_name="narratives")
    phase_key = models.CharField(_("phase"), max_length=20, choices=phase_choices)
    section_key = models.CharField(_("section"), max_length=40)
    text = models.TextField(_("text"), blank=True, max_length=8000)
    author = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")

    class Meta:
        verbose_name = _("text of a plan")
        verbose_name_plural = _("texts of plans")
        ordering = ("pk",)
        constraints = [models.UniqueConstraint(fields=["plan", "phase_key", "section_key"], name="narrative_unique")]

    def __str__(self) -> str:
        return self.section_key
