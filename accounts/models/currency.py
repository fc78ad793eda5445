"""The company that uses KAMP, its currency, and dated exchange rates."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from kamp.shared.models import Versioned
from kamp.shared.record import recorded


@recorded()
class Company(Versioned):
    """The one row (id 1) about ourselves: name and the currency every total is shown in."""

    name = models.CharField(_("company name"), max_length=120)
    currency = models.CharField(_("currency"), max_length=3, default="EUR")

    class Meta:
        verbose_name = _("company")
        verbose_name_plural = _("company")
        constraints = [models.CheckConstraint(condition=models.Q(pk=1), name="company_single_row")]

    def __str__(self) -> str:
        return self.name


@recorded()
class ExchangeRate(Versioned):
    """How much of the company currency one unit of ``currency`` is worth from ``date`` on."""

    currency = models.CharField(_("currency"), max_length=3)
    date = models.DateField(_("from"))
    rate = models.DecimalField(_("rate"), max_digits=18, decimal_places=8)

    class Meta:
        verbose_name = _("exchange rate")
        verbose_name_plural = _("exchange rates")
        ordering = ("currency", "-date")
        constraints = [
            models.UniqueConstraint(fields=["currency", "date"], name="exchange_rate_unique"),
            models.CheckConstraint(condition=models.Q(rate__gt=0), name="exchange_rate_positive"),
        ]

    def __str__(self) -> str:
        return f"{self.currency} {self.date}"
