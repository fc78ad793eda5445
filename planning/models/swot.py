"""Phases 2 and 4: the customer in its market, and us at the customer."""

from __future__ import annotations

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from kamp.shared.record import recorded
from planning.enums import Quadrant
from planning.models.row import PlanRow, scale
from planning.phases.keys import phase_choices


@recorded(exclude=["updated_at"])
class SwotItem(PlanRow):
    """A line of one of the two SWOTs (``phase_key`` swot: the customer; fit: us), with evidence (method §4.3).

    Strengths and weaknesses: importance 1–5 × gap to the best rival −3…+3. Opportunities and threats: impact 1–5
    (``importance``) × probability 1–5.
    """

    phase_key = models.CharField(_("phase"), max_length=20, choices=phase_choices, editable=False)
    quadrant = models.CharField(_("quadrant"), max_length=1, choices=Quadrant.choices)
    text = models.CharField(_("text"), max_length=300)
    importance = models.PositiveSmallIntegerField(_("importance"), null=True, blank=True)
    gap = models.SmallIntegerField(_("gap to the best rival"), null=True, blank=True)
    probability = models.PositiveSmallIntegerField(_("probability"), null=True, blank=True)
    evidence = models.CharField(_("evidence"), max_length=300, blank=True)
    source = models.ForeignKey(
        "ScenarioSource", models.PROTECT, verbose_name=_("source"), null=True, blank=True, related_name="swot_items"
    )

    class Meta:
        verbose_name = _("SWOT item")
        verbose_name_plural = _("SWOT items")
        ordering = ("pk",)
        constraints = [
            scale("importance", 1, 5, constraint="swot_importance_1_to_5"),
            scale("gap", -3, 3, constraint="swot_gap_minus3_to_3"),
            scale("probability", 1, 5, constraint="swot_probability_1_to_5"),
        ]
        indexes = [models.Index(fields=["plan", "phase_key"], name="swot_plan_idx")]

    def __str__(self) -> str:
        return self.text


@recorded(exclude=["updated_at"])
class MarketPosition(PlanRow):
    """How the customer stands in its market on one criterion, beside its best rival; scores 0–10."""

    criterion = models.CharField(_("criterion"), max_length=120)
    score = models.DecimalField(
        _("customer"), max_digits=3, decimal_places=1, validators=[MinValueValidator(0), MaxValueValidator(10)]
    )
    rival = models.CharField(_("best rival"), max_length=120)
    rival_score = models.DecimalField(
        _("score of the rival"),
        max_digits=3,
        decimal_places=1,
        validators=[MinValueValidator(0), MaxValueValidator(10)],
    )

    class Meta:
        verbose_name = _("position against a rival")
        verbose_name_plural = _("positions against rivals")
        ordering = ("pk",)
        indexes = [models.Index(fields=["plan"], name="position_plan_idx")]

    def __str__(self) -> str:
        return self.criterion


@recorded(exclude=["updated_at"])
class OutsideReading(PlanRow):
    """Somebody outside the team who read a sheet and understood it (exit criterion of phase 2)."""

    phase_key = models.CharField(_("phase"), max_length=20, choices=phase_choices, editable=False)
    reader = models.CharField(_("who read it"), max_length=120)
    read_on = models.DateField(_("when"))
    remark = models.CharField(_("what was not clear"), max_length=300, blank=True)

    class Meta:
        verbose_name = _("outside reading")
        verbose_name_plural = _("outside readings")
        ordering = ("-read_on", "-pk")
        indexes = [models.Index(fields=["plan"], name="reading_plan_idx")]

    def __str__(self) -> str:
        return self.reader
