"""Contracts with the customer and the customer's own financial years."""

from __future__ import annotations

import datetime
from decimal import Decimal

from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.enums import ContractRenewal
from kamp.shared.models import Dated, Versioned
from kamp.shared.record import recorded


@recorded(exclude=["updated_at"])
class Contract(Dated, Versioned):
    """An agreement with start, end and notice. ``value`` is per year, in ``currency`` (empty: the company's)."""

    account = models.ForeignKey("KeyAccount", models.CASCADE, related_name="contracts")
    title = models.CharField(_("title"), max_length=120)
    number = models.CharField(_("number"), max_length=40, blank=True)
    start = models.DateField(_("start"))
    end = models.DateField(_("end"), null=True, blank=True)
    notice_days = models.PositiveSmallIntegerField(_("notice, days"), null=True, blank=True)
    renewal = models.CharField(
        _("renewal"), max_length=12, choices=ContractRenewal.choices, default=ContractRenewal.NEGOTIATED
    )
    value = models.DecimalField(_("value per year"), max_digits=18, decimal_places=2, null=True, blank=True)
    currency = models.CharField(_("currency"), max_length=3, blank=True)
    note = models.TextField(_("note"), blank=True)

    class Meta:
        verbose_name = _("contract")
        verbose_name_plural = _("contracts")
        ordering = ("end", "pk")
        constraints = [
            models.CheckConstraint(
                condition=models.Q(end__isnull=True) | models.Q(end__gte=models.F("start")),
                name="contract_ends_after_start",
            )
        ]
        indexes = [models.Index(fields=["account", "end"], name="contract_account_idx")]

    def __str__(self) -> str:
        return self.title

    @property
    def notice_date(self) -> datetime.date | None:
        """The last day on which notice can be given: the real deadline. None without an end date."""
        if self.end is None:
            return None
        return self.end - datetime.timedelta(days=self.notice_days or 0)


@recorded()
class FinancialYear(Versioned):
    """A year of the customer's own accounts, in ``currency`` (empty: the company's). None = not known."""

    account = models.ForeignKey("KeyAccount", models.CASCADE, related_name="financial_years")
    year = models.PositiveSmallIntegerField(_("year"))
    revenue = models.DecimalField(_("revenue"), max_digits=18, decimal_places=2, null=True, blank=True)
    ebit = models.DecimalField(_("EBIT"), max_digits=18, decimal_places=2, null=True, blank=True)
    net_profit = models.DecimalField(_("net profit"), max_digits=18, decimal_places=2, null=True, blank=True)
    capital_employed = models.DecimalField(
        _("capital employed"), max_digits=18, decimal_places=2, null=True, blank=True
    )
    currency = models.CharField(_("currency"), max_length=3, blank=True)
    source = models.CharField(_("source"), max_length=120, blank=True)

    class Meta:
        verbose_name = _("financial year")
        verbose_name_plural = _("financial years")
        ordering = ("-year",)
        constraints = [models.UniqueConstraint(fields=["account", "year"], name="financial_year_unique")]

    def __str__(self) -> str:
        return str(self.year)

    @property
    def ros(self) -> Decimal | None:
        """EBIT / revenue; None when either is not known or revenue is not positive."""
        return self.ebit / self.revenue if self.ebit is not None and self.revenue and self.revenue > 0 else None

    @property
    def roi(self) -> Decimal | None:
        """EBIT / capital employed; None when either is not known or the capital is not positive."""
        capital = self.capital_employed
        return self.ebit / capital if self.ebit is not None and capital and capital > 0 else None
