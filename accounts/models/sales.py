"""Sales: the lines as they came, and the monthly roll-ups every page reads (docs/decisions)."""

from __future__ import annotations

from django.contrib.postgres.indexes import BrinIndex
from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.models.change_note import sums_changed

MONEY = {"max_digits": 18, "decimal_places": 4}


class SalesLine(models.Model):
    """One invoiced line; returns and credit notes are negative. Written by imports only, in bulk.

    Amounts are in ``currency``; ``rate`` turns them into the company currency. ``list_amount`` and ``cost`` are
    None when not known. ``external_id`` is the line's identity in the source system. A line counts in the company
    currency as round(amount × rate, 4), so that sums of sums are exact.
    Account and product are checked by the import's own joins instead of per-row triggers; a trigger
    refuses to delete an account or product that has lines.
    """

    data_import = models.ForeignKey(
        "DataImport", models.PROTECT, null=True, related_name="+", db_constraint=False, db_index=False
    )
    external_id = models.CharField(_("external id"), max_length=80, null=True, db_collation="C")
    date = models.DateField(_("date"))
    account = models.ForeignKey(
        "KeyAccount", models.PROTECT, related_name="sales_lines", db_constraint=False, db_index=False
    )
    product = models.ForeignKey(
        "Product", models.PROTECT, related_name="+", null=True, db_constraint=False, db_index=False
    )
    unit = models.CharField(_("customer unit"), max_length=80, blank=True)
    quantity = models.DecimalField(_("quantity"), max_digits=16, decimal_places=4, null=True)
    unit_price = models.DecimalField(_("unit price"), **MONEY, null=True)
    discount = models.DecimalField(_("discount"), max_digits=9, decimal_places=6, null=True)
    list_amount = models.DecimalField(_("list amount"), **MONEY, null=True)
    net_amount = models.DecimalField(_("net amount"), **MONEY)
    cost = models.DecimalField(_("direct cost"), **MONEY, null=True)
    currency = models.CharField(_("currency"), max_length=3)
    rate = models.DecimalField(max_digits=18, decimal_places=8, default=1)

    class Meta:
        verbose_name = _("sales line")
        verbose_name_plural = _("sales lines")
        constraints = [
            models.UniqueConstraint(
                fields=["external_id"],
                name="sales_line_external_id",
                condition=models.Q(external_id__isnull=False),
            ),
            models.CheckConstraint(condition=models.Q(rate__gt=0), name="sales_line_rate_positive"),
        ]
        indexes = [
            models.Index(fields=["account", "date"], name="sales_line_account_idx"),
            models.Index(fields=["date"], name="sales_line_date_idx"),
            # Numbers of imports rise with time as the lines do: a thousandth of the size of a tree, and free to keep.
            BrinIndex(fields=["data_import"], name="sales_line_import_idx", pages_per_range=32, autosummarize=True),
        ]

    def __str__(self) -> str:
        return f"{self.date} {self.net_amount}"


class MonthSums(models.Model):
    """Sums of one month in the company currency.

    ``costed_net`` is the net amount of the lines whose cost is known, ``listed_net`` of those whose list amount is
    known: a margin or a discount is stated on that part only. ``returned`` is the (negative) sum of returns.
    """

    derived = True

    month = models.DateField()
    lines = models.IntegerField()
    quantity = models.DecimalField(max_digits=20, decimal_places=4)
    net = models.DecimalField(max_digits=20, decimal_places=4)
    costed_net = models.DecimalField(max_digits=20, decimal_places=4)
    cost = models.DecimalField(max_digits=20, decimal_places=4)
    listed_net = models.DecimalField(max_digits=20, decimal_places=4)
    list_amount = models.DecimalField(max_digits=20, decimal_places=4)
    returned = models.DecimalField(max_digits=20, decimal_places=4)

    class Meta:
        abstract = True


class SalesMonth(MonthSums):
    """Account × product × month."""

    account = models.ForeignKey(
        "KeyAccount", models.CASCADE, related_name="sales_months", db_constraint=False, db_index=False
    )
    product = models.ForeignKey(
        "Product", models.PROTECT, related_name="+", null=True, db_constraint=False, db_index=False
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["account", "month", "product"], name="sales_month_unique", nulls_distinct=False
            )
        ]

    def __str__(self) -> str:
        return f"{self.month}"


class AccountMonth(MonthSums):
    """Account × month: what the matrices read."""

    account = models.ForeignKey(
        "KeyAccount", models.CASCADE, related_name="account_months", db_constraint=False, db_index=False
    )

    class Meta:
        constraints = [models.UniqueConstraint(fields=["account", "month"], name="account_month_unique")]
        triggers = [sums_changed()]

    def __str__(self) -> str:
        return f"{self.month}"


class Rebate(models.Model):
    """An allowance given off invoice; lowers revenue in the window its date falls in (company currency)."""

    account = models.ForeignKey("KeyAccount", models.CASCADE, related_name="rebates")
    date = models.DateField(_("date"))
    amount = models.DecimalField(_("amount"), **MONEY)
    note = models.CharField(_("note"), max_length=200, blank=True)

    class Meta:
        verbose_name = _("rebate")
        verbose_name_plural = _("rebates")
        indexes = [models.Index(fields=["account", "date"], name="rebate_account_idx")]

    def __str__(self) -> str:
        return f"{self.date} {self.amount}"
