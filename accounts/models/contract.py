"""Contracts with the customer and the customer's own financial years."""

from __future__ import annotations

import datetime

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import DateField, ExpressionWrapper, F
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _

from accounts.enums import Confidence, ContractRenewal, YearFigure
from kamp.shared.models import Dated, Versioned
from kamp.shared.record import recorded


@recorded(exclude=["updated_at", "notice_on"])
class Contract(Dated, Versioned):
    """An agreement with start, end and notice. ``value`` is per year, in ``currency`` (empty: the company's).

    ``notice_on`` is ``notice_date`` as the database keeps it, for queries over many contracts.
    """

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
    notice_on = models.GeneratedField(
        expression=ExpressionWrapper(F("end") - Coalesce(F("notice_days"), 0), output_field=DateField()),
        output_field=DateField(null=True),
        db_persist=True,
        verbose_name=_("last day for notice"),
    )

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
        indexes = [
            models.Index(fields=["account", "end"], name="contract_account_idx"),
            models.Index(fields=["notice_on", "account"], name="contract_notice_idx"),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def notice_date(self) -> datetime.date | None:
        """The last day on which notice can be given: the real deadline. None without an end date."""
        if self.end is None:
            return None
        return self.end - datetime.timedelta(days=self.notice_days or 0)


@recorded(exclude=["updated_at"])
class FinancialYear(Dated, Versioned):
    """A year of the customer's own accounts, in ``currency`` (empty: the company's). None = not known.

    ``unavailable`` names the figures (YearFigure) that are known not to be had: the customer does not publish them.
    """

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
    confidence = models.CharField(
        _("confidence"), max_length=10, choices=Confidence.choices, default=Confidence.ASSUMED
    )
    unavailable = ArrayField(
        models.CharField(max_length=20, choices=YearFigure.choices),
        verbose_name=_("not available"),
        default=list,
        blank=True,
    )

    class Meta:
        verbose_name = _("financial year")
        verbose_name_plural = _("financial years")
        ordering = ("-year",)
        constraints = [models.UniqueConstraint(fields=["account", "year"], name="financial_year_unique")]

    def __str__(self) -> str:
        return str(self.year)
