"""What it costs to serve a customer."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.enums import ServiceDriver


class ServiceCost(models.Model):
    """Quantity of one cost driver in a month × its rate (company currency; method §0.1, CTS)."""

    account = models.ForeignKey("KeyAccount", models.CASCADE, related_name="service_costs")
    month = models.DateField(_("month"))
    driver = models.CharField(_("driver"), max_length=14, choices=ServiceDriver.choices)
    quantity = models.DecimalField(_("quantity"), max_digits=14, decimal_places=4)
    unit_rate = models.DecimalField(_("unit rate"), max_digits=14, decimal_places=4)

    class Meta:
        verbose_name = _("service cost")
        verbose_name_plural = _("service costs")
        constraints = [models.UniqueConstraint(fields=["account", "month", "driver"], name="service_cost_unique")]

    def __str__(self) -> str:
        return f"{self.month} {self.driver}"
