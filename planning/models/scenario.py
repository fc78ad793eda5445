"""Phase 1: what the market of the customer looks like, and where we know it from."""

from __future__ import annotations

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from kamp.shared.record import recorded
from planning.enums import FindingKind, SourceKind, SourceMeans
from planning.models.row import PlanRow, scale


@recorded(exclude=["updated_at"])
class ScenarioSource(PlanRow):
    """A source, by type and means, with its date and how far it can be relied on (1–5)."""

    title = models.CharField(_("source"), max_length=200)
    kind = models.CharField(_("type"), max_length=10, choices=SourceKind.choices)
    means = models.CharField(_("means"), max_length=16, choices=SourceMeans.choices)
    dated = models.DateField(_("date"))
    reliability = models.PositiveSmallIntegerField(
        _("reliability"),
        help_text=_("1 = hearsay, 5 = checked figures"),
        validators=[MinValueValidator(1), MaxValueValidator(5)],
    )
    url = models.URLField(_("web address"), max_length=500, blank=True)
    note = models.TextField(_("what it says"), blank=True)

    class Meta:
        verbose_name = _("source")
        verbose_name_plural = _("sources")
        ordering = ("-dated", "-pk")
        constraints = [scale("reliability", 1, 5, constraint="source_reliability_1_to_5")]
        indexes = [models.Index(fields=["plan", "-dated"], name="source_plan_idx")]

    def __str__(self) -> str:
        return self.title


@recorded(exclude=["updated_at"])
class MarketFigure(PlanRow):
    """Size and yearly growth of the customer's market in a year. ``growth`` is in percent."""

    market = models.CharField(_("market"), max_length=120, help_text=_("Sector or segment the customer works in"))
    year = models.PositiveSmallIntegerField(_("year"), validators=[MinValueValidator(1990), MaxValueValidator(2100)])
    size = models.DecimalField(
        _("size"), max_digits=20, decimal_places=2, null=True, blank=True, validators=[MinValueValidator(0)]
    )
    growth = models.DecimalField(
        _("growth per year"),
        max_digits=6,
        decimal_places=2,
        null=True,
        blank=True,
        validators=[MinValueValidator(-100), MaxValueValidator(1000)],
    )
    source = models.ForeignKey(
        ScenarioSource, models.PROTECT, verbose_name=_("source"), null=True, blank=True, related_name="figures"
    )

    class Meta:
        verbose_name = _("market figure")
        verbose_name_plural = _("market figures")
        ordering = ("market", "-year", "pk")
        indexes = [models.Index(fields=["plan", "-year"], name="market_plan_idx")]

    def __str__(self) -> str:
        return f"{self.market} {self.year}"


@recorded(exclude=["updated_at"])
class Finding(PlanRow):
    """What the team found out about the customer's rivals, customers, suppliers and trends."""

    kind = models.CharField(_("about"), max_length=12, choices=FindingKind.choices)
    text = models.TextField(_("finding"))
    meaning = models.TextField(_("what it means for us"), blank=True)
    source = models.ForeignKey(
        ScenarioSource, models.PROTECT, verbose_name=_("source"), null=True, blank=True, related_name="findings"
    )

    class Meta:
        verbose_name = _("finding")
        verbose_name_plural = _("findings")
        ordering = ("kind", "pk")
        indexes = [models.Index(fields=["plan"], name="finding_plan_idx")]

    def __str__(self) -> str:
        return self.text[:80]
