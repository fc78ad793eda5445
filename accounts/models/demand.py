"""What the customer could buy: dated estimates of demand."""

from __future__ import annotations

import pghistory
from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.enums import Confidence
from kamp.shared.record import recorded


@recorded(level=pghistory.Statement)
class Demand(models.Model):
    """Yearly spend of the customer, with any supplier, in what we could supply (method §0.1, D).

    With a product line (and unit) it is a cell of the salesgram; without, an estimate for the whole account,
    used only while no cell of that year is filled. Rows are never overwritten: the newest of a cell is current.
    ``amount`` is in ``currency``; ``rate`` turns it into the company currency.
    """

    account = models.ForeignKey("KeyAccount", models.CASCADE, related_name="demands")
    year = models.PositiveSmallIntegerField(_("year"))
    product_line = models.ForeignKey(
        "ProductLine", models.PROTECT, verbose_name=_("product line"), null=True, blank=True, related_name="+"
    )
    unit = models.CharField(_("customer unit"), max_length=80, blank=True)
    amount = models.DecimalField(_("amount"), max_digits=18, decimal_places=4)
    currency = models.CharField(_("currency"), max_length=3, blank=True)
    rate = models.DecimalField(max_digits=18, decimal_places=8, default=1)
    source = models.CharField(_("source"), max_length=120, blank=True)
    confidence = models.CharField(
        _("confidence"), max_length=10, choices=Confidence.choices, default=Confidence.ASSUMED
    )
    author = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    recorded_at = models.DateTimeField(_("recorded"))
    data_import = models.ForeignKey("DataImport", models.PROTECT, null=True, related_name="+")

    class Meta:
        verbose_name = _("demand estimate")
        verbose_name_plural = _("demand estimates")
        ordering = ("-year", "-recorded_at", "-pk")
        constraints = [models.CheckConstraint(condition=models.Q(amount__gte=0), name="demand_not_negative")]
        indexes = [models.Index(fields=["account", "-year", "-recorded_at", "-id"], name="demand_account_idx")]

    def __str__(self) -> str:
        return f"{self.year} {self.amount}"
