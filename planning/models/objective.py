"""Phase 5: what is to be reached, measured."""

from __future__ import annotations

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from kamp.shared.record import recorded
from planning.enums import Direction, ObjectiveKind
from planning.models.row import PlanRow


@recorded(exclude=["updated_at"])
class Objective(PlanRow):
    """An objective with baseline, target and due date (method §4.4); ``actual`` is the newest measurement (§4.6)."""

    text = models.CharField(_("objective"), max_length=200)
    kind = models.CharField(_("type"), max_length=14, choices=ObjectiveKind.choices)
    product_line = models.ForeignKey(
        "accounts.ProductLine", models.PROTECT, verbose_name=_("product line"), null=True, blank=True, related_name="+"
    )
    unit = models.CharField(_("unit of measure"), max_length=20, help_text=_("For example: k€, %, days"))
    baseline = models.DecimalField(_("baseline"), max_digits=18, decimal_places=4, null=True, blank=True)
    baseline_on = models.DateField(_("date of the baseline"), null=True, blank=True)
    target = models.DecimalField(_("target"), max_digits=18, decimal_places=4, null=True, blank=True)
    due = models.DateField(_("due"), null=True, blank=True)
    direction = models.CharField(_("direction"), max_length=4, choices=Direction.choices, default=Direction.UP)
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, verbose_name=_("owner"), null=True, blank=True, related_name="+"
    )
    weight = models.PositiveSmallIntegerField(
        _("weight"), default=1, validators=[MinValueValidator(1), MaxValueValidator(100)]
    )
    actual = models.DecimalField(_("reached so far"), max_digits=18, decimal_places=4, null=True, blank=True)
    actual_on = models.DateField(_("measured on"), null=True, blank=True)

    class Meta:
        verbose_name = _("objective")
        verbose_name_plural = _("objectives")
        ordering = ("kind", "pk")
        indexes = [models.Index(fields=["plan"], name="objective_plan_idx")]

    def __str__(self) -> str:
        return self.text
