"""What surrounds the customer and moves it (information item S-G1, method §3)."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.enums import FactorHorizon, FactorKind
from kamp.shared.models import Dated, Versioned
from kamp.shared.record import recorded


@recorded(exclude=["updated_at"])
class EnvironmentFactor(Dated, Versioned):
    """Something around the customer that helps or harms it, now or within 24 months; ``impact`` −2 to +2.

    None as impact = not assessed. Taken away by ``deleted_at``, so that it can be brought back.
    """

    account = models.ForeignKey("KeyAccount", models.CASCADE, related_name="environment_factors")
    text = models.CharField(_("factor"), max_length=300)
    kind = models.CharField(_("type"), max_length=14, choices=FactorKind.choices)
    horizon = models.CharField(_("when"), max_length=8, choices=FactorHorizon.choices, default=FactorHorizon.NOW)
    impact = models.SmallIntegerField(_("impact on the customer"), null=True, blank=True)
    meaning = models.CharField(_("what it means for us"), max_length=300, blank=True)
    source = models.CharField(_("source"), max_length=200, blank=True)
    author = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, editable=False, related_name="+")
    deleted_at = models.DateTimeField(_("taken away"), null=True, blank=True, editable=False)

    class Meta:
        verbose_name = _("environment factor")
        verbose_name_plural = _("environment factors")
        ordering = ("horizon", "kind", "pk")
        constraints = [
            models.CheckConstraint(
                condition=models.Q(impact__isnull=True) | models.Q(impact__range=(-2, 2)),
                name="factor_impact_minus2_to_2",
            )
        ]
        indexes = [models.Index(fields=["account", "updated_at"], name="factor_account_idx")]

    def __str__(self) -> str:
        return self.text
