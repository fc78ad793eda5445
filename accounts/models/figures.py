"""The present figures of each account: what lists sort by. Derived, refreshed by jobs, never edited."""

from __future__ import annotations

from django.db import models
from django.db.models import F
from django.utils.translation import gettext_lazy as _

AMOUNT = {"max_digits": 20, "decimal_places": 4, "null": True}


def _order(field: str) -> models.Index:
    return models.Index(F(field).desc(nulls_last=True), F("account").asc(), name=f"figures_{field}_idx")


class AccountFigures(models.Model):
    """Base quantities of method §0.1 at ``as_of``, in the company currency. None = not assessed."""

    derived = True

    account = models.OneToOneField("KeyAccount", models.CASCADE, primary_key=True, related_name="figures")
    as_of = models.DateField(_("as of"))
    revenue = models.DecimalField(_("revenue, 12 months"), **AMOUNT)
    revenue_previous = models.DecimalField(_("revenue, 12 months before"), **AMOUNT)
    growth = models.DecimalField(_("growth"), max_digits=14, decimal_places=6, null=True)
    margin = models.DecimalField(_("contribution margin"), **AMOUNT)
    margin_share = models.DecimalField(_("margin %"), max_digits=14, decimal_places=6, null=True)
    cost_to_serve = models.DecimalField(_("cost to serve"), **AMOUNT)
    demand = models.DecimalField(_("demand"), **AMOUNT)
    share_of_wallet = models.DecimalField(_("share of wallet"), max_digits=9, decimal_places=6, null=True)
    gap = models.DecimalField(_("undeveloped potential"), **AMOUNT)
    first_sale = models.DateField(_("first sale"), null=True)
    last_sale = models.DateField(_("last sale"), null=True)

    class Meta:
        indexes = [
            _order("revenue"),
            _order("growth"),
            _order("margin_share"),
            _order("demand"),
            _order("share_of_wallet"),
            _order("gap"),
            _order("last_sale"),
        ]

    def __str__(self) -> str:
        return str(self.account_id)
