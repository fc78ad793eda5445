"""What the rows of a plan have in common."""

from __future__ import annotations

from typing import Self, TypeVar

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from kamp.shared.models import Dated, Versioned

RowT = TypeVar("RowT", bound=models.Model)


class RowQuerySet(models.QuerySet[RowT]):
    """Filters over rows that can be taken away and brought back."""

    def live(self) -> Self:
        """Rows that were not taken away."""
        return self.filter(deleted_at__isnull=True)


class PlanRow(Dated, Versioned):
    """A row in a section of a plan. Taken away by ``deleted_at``, so that it can be brought back; never deleted."""

    plan = models.ForeignKey("planning.AccountPlan", models.CASCADE, related_name="%(class)s_rows")
    author = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, editable=False, related_name="+")
    deleted_at = models.DateTimeField(_("taken away"), null=True, blank=True, editable=False)

    objects = RowQuerySet.as_manager()

    class Meta:
        abstract = True


def scale(name: str, low: int, high: int, *, constraint: str) -> models.CheckConstraint:
    """A constraint that ``name`` is empty or within ``low`` and ``high``."""
    within = models.Q(**{f"{name}__isnull": True}) | models.Q(**{f"{name}__range": (low, high)})
    return models.CheckConstraint(condition=within, name=constraint)
