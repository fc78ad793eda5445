"""Phase 3: what the customer needs, said or not."""

from __future__ import annotations

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from kamp.shared.record import recorded
from planning.enums import NeedKind
from planning.models.row import PlanRow, scale


@recorded(exclude=["updated_at"])
class Need(PlanRow):
    """A need of the customer: where, how important (1–5), whose, and what of ours answers it."""

    text = models.CharField(_("need"), max_length=300)
    kind = models.CharField(_("kind"), max_length=12, choices=NeedKind.choices)
    unit = models.CharField(_("customer unit"), max_length=80, blank=True, help_text=_("Site, division or process"))
    priority = models.PositiveSmallIntegerField(
        _("priority"),
        help_text=_("5 = most important to the customer"),
        validators=[MinValueValidator(1), MaxValueValidator(5)],
    )
    person = models.ForeignKey(
        "accounts.Person", models.SET_NULL, verbose_name=_("whose"), null=True, blank=True, related_name="+"
    )
    product_line = models.ForeignKey(
        "accounts.ProductLine", models.PROTECT, verbose_name=_("product line"), null=True, blank=True, related_name="+"
    )
    answer = models.CharField(_("what of ours answers it"), max_length=200, blank=True)

    class Meta:
        verbose_name = _("need")
        verbose_name_plural = _("needs")
        ordering = ("-priority", "pk")
        constraints = [scale("priority", 1, 5, constraint="need_priority_1_to_5")]
        indexes = [models.Index(fields=["plan"], name="need_plan_idx")]

    def __str__(self) -> str:
        return self.text
