"""Phase 6: what a line of the sales plan costs us."""

from __future__ import annotations

import pghistory
from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from accounts.models.change_note import sums_changed
from kamp.shared.record import recorded
from planning.enums import InvestmentKind


@recorded(level=pghistory.Statement)
class Investment(models.Model):
    """Money spent on a line in the month that begins on ``month``, in the plan's currency (method §9.2, §9.4).

    With ``until`` (the first day of a month) it recurs every month up to that one. A conditional investment is made
    only if the line succeeds, and is weighted by its probability.
    """

    line = models.ForeignKey("PlanLine", models.CASCADE, related_name="investments")
    what = models.CharField(_("what for"), max_length=160, blank=True)
    kind = models.CharField(_("kind"), max_length=10, choices=InvestmentKind.choices, default=InvestmentKind.OTHER)
    month = models.DateField(_("month"))
    until = models.DateField(_("every month until"), null=True, blank=True)
    amount = models.DecimalField(_("amount"), max_digits=18, decimal_places=2, validators=[MinValueValidator(0)])
    conditional = models.BooleanField(_("only if the line succeeds"), default=False)

    class Meta:
        verbose_name = _("investment")
        verbose_name_plural = _("investments")
        ordering = ("month", "pk")
        constraints = [
            models.CheckConstraint(condition=Q(amount__gte=0), name="investment_not_negative"),
            models.CheckConstraint(
                condition=Q(until__isnull=True) | Q(until__gte=F("month")), name="investment_in_order"
            ),
            models.CheckConstraint(
                condition=Q(month__day=1) & (Q(until__isnull=True) | Q(until__day=1)), name="investment_first_of_month"
            ),
        ]
        triggers = [sums_changed()]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.amount}"

    @property
    def recurring(self) -> bool:
        return self.until is not None
