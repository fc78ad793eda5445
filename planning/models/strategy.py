"""Phase 5: how the objectives are to be reached."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from kamp.shared.record import recorded
from planning.enums import Crossing, StrategyTool
from planning.models.row import PlanRow


@recorded(exclude=["updated_at"])
class Strategy(PlanRow):
    """A tool used to reach objectives, built on items of the SWOTs (methods §4.3 TOWS, §4.5)."""

    text = models.CharField(_("strategy"), max_length=300)
    tool = models.CharField(_("tool"), max_length=14, choices=StrategyTool.choices)
    crossing = models.CharField(_("how it uses the SWOT"), max_length=2, choices=Crossing.choices)
    objectives = models.ManyToManyField(
        "Objective", verbose_name=_("objectives"), blank=True, related_name="strategies"
    )
    swot_items = models.ManyToManyField("SwotItem", verbose_name=_("SWOT items"), blank=True, related_name="strategies")

    class Meta:
        verbose_name = _("strategy")
        verbose_name_plural = _("strategies")
        ordering = ("pk",)
        indexes = [models.Index(fields=["plan"], name="strategy_plan_idx")]

    def __str__(self) -> str:
        return self.text
