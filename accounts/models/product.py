"""Our catalogue."""

from __future__ import annotations

import pghistory
from django.db import models
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _

from accounts.models.guards import no_delete_with_sales
from kamp.shared.models import Dated, Versioned
from kamp.shared.record import recorded


@recorded(exclude=["updated_at"], level=pghistory.Statement)
class ProductLine(Dated, Versioned):
    """A line of products or services."""

    name = models.CharField(_("name"), max_length=80)

    class Meta:
        verbose_name = _("product line")
        verbose_name_plural = _("product lines")
        ordering = ("name",)
        constraints = [models.UniqueConstraint(Lower("name"), name="product_line_name_unique")]

    def __str__(self) -> str:
        return self.name


@recorded(exclude=["updated_at"], level=pghistory.Statement)
class Product(Dated, Versioned):
    """A product or service. ``list_price`` and ``unit_cost`` are in the company currency; None = not known."""

    code = models.CharField(_("code"), max_length=40, unique=True)
    name = models.CharField(_("name"), max_length=200)
    line = models.ForeignKey(
        ProductLine, models.PROTECT, verbose_name=_("product line"), null=True, blank=True, related_name="products"
    )
    list_price = models.DecimalField(_("list price"), max_digits=18, decimal_places=4, null=True, blank=True)
    unit_cost = models.DecimalField(_("unit cost"), max_digits=18, decimal_places=4, null=True, blank=True)

    class Meta:
        verbose_name = _("product")
        verbose_name_plural = _("products")
        ordering = ("name", "pk")
        triggers = [no_delete_with_sales("product")]

    def __str__(self) -> str:
        return self.name
