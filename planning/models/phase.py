"""How far a phase of a plan is, what moved it, and what was accepted as not given."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from kamp.shared.models import Versioned
from kamp.shared.record import kept_as_it_is, recorded
from planning.enums import PhaseState
from planning.phases.keys import phase_choices


@recorded()
class PlanPhase(Versioned):
    """One of the seven phases of a plan: its state, who answers for it and until when."""

    plan = models.ForeignKey("AccountPlan", models.CASCADE, related_name="phases")
    phase_key = models.CharField(_("phase"), max_length=20, choices=phase_choices)
    state = models.CharField(_("state"), max_length=20, choices=PhaseState.choices, default=PhaseState.NOT_STARTED)
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        verbose_name=_("responsible"),
        null=True,
        blank=True,
        related_name="plan_phases",
    )
    due = models.DateField(_("due"), null=True, blank=True)
    started_at = models.DateTimeField(_("started"), null=True, blank=True, editable=False)
    submitted_at = models.DateTimeField(_("submitted"), null=True, blank=True, editable=False)
    closed_at = models.DateTimeField(_("closed"), null=True, blank=True, editable=False)
    closed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, editable=False, related_name="+"
    )

    class Meta:
        verbose_name = _("phase of a plan")
        verbose_name_plural = _("phases of plans")
        ordering = ("pk",)
        constraints = [models.UniqueConstraint(fields=["plan", "phase_key"], name="plan_phase_unique")]
        indexes = [models.Index(fields=["owner", "due"], name="plan_phase_owner_idx")]

    def __str__(self) -> str:
        return self.phase_key


class PhaseMove(models.Model):
    """A step a phase took, with who, when and why; append-only."""

    plan = models.ForeignKey("AccountPlan", models.CASCADE, related_name="moves")
    phase_key = models.CharField(_("phase"), max_length=20, choices=phase_choices)
    move = models.CharField(_("move"), max_length=20)
    from_state = models.CharField(max_length=20, choices=PhaseState.choices)
    to_state = models.CharField(max_length=20, choices=PhaseState.choices)
    reason = models.TextField(_("reason"), blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField(_("when"))

    class Meta:
        verbose_name = _("move of a phase")
        verbose_name_plural = _("moves of phases")
        ordering = ("-at", "-pk")
        indexes = [models.Index(fields=["plan", "-at", "-id"], name="phase_move_plan_idx")]
        triggers = [kept_as_it_is()]

    def __str__(self) -> str:
        return f"{self.phase_key} {self.move}"


@recorded()
class CriterionWaiver(models.Model):
    """An exit criterion of a phase that the market manager accepts as not met, and why."""

    plan = models.ForeignKey("AccountPlan", models.CASCADE, related_name="waivers")
    phase_key = models.CharField(_("phase"), max_length=20, choices=phase_choices)
    criterion = models.CharField(_("criterion"), max_length=40)
    reason = models.CharField(_("reason"), max_length=300)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField(_("when"))

    class Meta:
        verbose_name = _("accepted gap")
        verbose_name_plural = _("accepted gaps")
        ordering = ("pk",)
        constraints = [models.UniqueConstraint(fields=["plan", "phase_key", "criterion"], name="waiver_unique")]

    def __str__(self) -> str:
        return self.criterion
