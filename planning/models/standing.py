"""What cannot be known afterwards, recorded month by month: what each open plan promised."""

from __future__ import annotations

from django.db import models
from django.db.models import Q


class PlanStanding(models.Model):
    """A plan that was open when ``month`` was last recorded (``accounts.RecordedMonth``), in the currency it then had.

    ``weighted``: expected revenue by probability, 0 without areas. ``benefits`` and ``investments`` are of the lines
    that had all they need (method §9.4), None when no line had.
    """

    plan = models.ForeignKey("AccountPlan", models.CASCADE, related_name="+")
    month = models.DateField()
    currency = models.CharField(max_length=3)
    weighted = models.DecimalField(max_digits=24, decimal_places=4)
    benefits = models.DecimalField(max_digits=24, decimal_places=4, null=True)
    investments = models.DecimalField(max_digits=24, decimal_places=4, null=True)

    class Meta:
        verbose_name = "plan in a month"
        verbose_name_plural = "plans in months"
        constraints = [
            models.UniqueConstraint(fields=["month", "plan"], name="plan_standing_unique"),
            models.CheckConstraint(condition=Q(month__day=1), name="plan_standing_first_of_month"),
        ]

    def __str__(self) -> str:
        return f"{self.month:%Y-%m} {self.plan_id}"
