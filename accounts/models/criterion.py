"""What the customer chooses by: criteria with weights, for business there is and business there could be."""

from __future__ import annotations

from decimal import Decimal

from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.enums import ChoiceSet
from kamp.shared.models import Dated, Versioned
from kamp.shared.record import recorded


@recorded(exclude=["updated_at"])
class ChoiceCriterion(Dated, Versioned):
    """A choice criterion of an account (method §6.2). Our score and the best rival's are ratings about its id.

    ``key`` is that of the catalogue, "" for one of the account's own; ``label`` is set for own ones only, so that
    the others are shown in each person's language. Weights of a set make 100, or the set does not count.
    """

    account = models.ForeignKey("KeyAccount", models.CASCADE, related_name="choice_criteria")
    set = models.CharField(_("kind of business"), max_length=10, choices=ChoiceSet.choices, default=ChoiceSet.EXISTING)
    key = models.CharField(max_length=20, blank=True)
    label = models.CharField(_("criterion"), max_length=120, blank=True)
    weight = models.DecimalField(_("weight"), max_digits=5, decimal_places=2, default=Decimal(0))
    order = models.PositiveSmallIntegerField(default=0, editable=False)

    class Meta:
        verbose_name = _("choice criterion")
        verbose_name_plural = _("choice criteria")
        ordering = ("set", "order", "pk")
        constraints = [
            models.CheckConstraint(condition=models.Q(weight__range=(0, 100)), name="choice_weight_0_to_100"),
            models.CheckConstraint(condition=~models.Q(key="", label=""), name="choice_has_a_name"),
            models.UniqueConstraint(
                fields=["account", "set", "key"], name="choice_key_unique", condition=~models.Q(key="")
            ),
        ]

    def __str__(self) -> str:
        return self.label or self.key
