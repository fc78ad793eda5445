"""What cannot be known afterwards, recorded month by month: the key accounts that had a warning."""

from __future__ import annotations

from django.db import models
from django.db.models import Q


class RecordedMonth(models.Model):
    """A month whose standings were recorded, here and in the apps above; without one nothing is known of a month.

    Whoever records locks the row first, so that two records of a month never mix. ``recorded_at``: the last one.
    """

    derived = True

    month = models.DateField(primary_key=True)
    recorded_at = models.DateTimeField()

    class Meta:
        verbose_name = "recorded month"
        verbose_name_plural = "recorded months"
        constraints = [models.CheckConstraint(condition=Q(month__day=1), name="recorded_first_of_month")]

    def __str__(self) -> str:
        return f"{self.month:%Y-%m}"


class WarningStanding(models.Model):
    """A key account that had a serious warning when ``month`` was last recorded, with its ``revenue`` of twelve months
    then (company currency, 0 where none was known)."""

    derived = True  # does not keep an account from going when its import is undone

    account = models.ForeignKey("KeyAccount", models.CASCADE, related_name="+")
    month = models.DateField()
    revenue = models.DecimalField(max_digits=20, decimal_places=4)

    class Meta:
        verbose_name = "warning of a month"
        verbose_name_plural = "warnings of months"
        constraints = [
            models.UniqueConstraint(fields=["month", "account"], name="warning_standing_unique"),
            models.CheckConstraint(condition=Q(month__day=1), name="warning_standing_first_of_month"),
        ]

    def __str__(self) -> str:
        return f"{self.month:%Y-%m} {self.account_id}"
