"""Phase 5: what we offer, for which need, in which order."""

from __future__ import annotations

from decimal import Decimal

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from kamp.shared.record import recorded
from planning.enums import Readiness
from planning.models.row import PlanRow

PERCENT = [MinValueValidator(0), MaxValueValidator(100)]


@recorded(exclude=["updated_at"])
class OfferPanelItem(PlanRow):
    """A product, service or solution of the offer panel. ``margin`` and ``probability`` are in percent, ``amount`` per
    year in the plan's currency; ``priority`` 1 comes first."""

    name = models.CharField(_("offer"), max_length=120)
    product_line = models.ForeignKey(
        "accounts.ProductLine", models.PROTECT, verbose_name=_("product line"), null=True, blank=True, related_name="+"
    )
    need = models.ForeignKey(
        "Need", models.PROTECT, verbose_name=_("need"), null=True, blank=True, related_name="offers"
    )
    unit = models.CharField(_("customer unit"), max_length=80, blank=True)
    person = models.ForeignKey(
        "accounts.Person", models.SET_NULL, verbose_name=_("interlocutor"), null=True, blank=True, related_name="+"
    )
    priority = models.PositiveSmallIntegerField(
        _("order"), default=1, validators=[MinValueValidator(1), MaxValueValidator(99)]
    )
    amount = models.DecimalField(
        _("revenue per year"), max_digits=18, decimal_places=2, null=True, blank=True, validators=[MinValueValidator(0)]
    )
    probability = models.DecimalField(
        _("probability"), max_digits=5, decimal_places=2, null=True, blank=True, validators=PERCENT
    )
    margin = models.DecimalField(
        _("reference margin"),
        max_digits=5,
        decimal_places=2,
        null=True,
        blank=True,
        validators=[MinValueValidator(-100), MaxValueValidator(100)],
    )
    target_price = models.DecimalField(
        _("target price"), max_digits=18, decimal_places=2, null=True, blank=True, validators=[MinValueValidator(0)]
    )
    starts_on = models.DateField(_("start"), null=True, blank=True)
    readiness = models.CharField(_("readiness"), max_length=8, choices=Readiness.choices, default=Readiness.READY)
    rival_alternative = models.CharField(_("what rivals offer instead"), max_length=200, blank=True)

    class Meta:
        verbose_name = _("item of the offer panel")
        verbose_name_plural = _("offer panel")
        ordering = ("priority", "pk")
        indexes = [models.Index(fields=["plan", "priority"], name="offer_plan_idx")]

    def __str__(self) -> str:
        return self.name

    @property
    def weighted(self) -> Decimal | None:
        """Revenue per year × probability; None when either is not given."""
        if self.amount is None or self.probability is None:
            return None
        return self.amount * self.probability / 100
