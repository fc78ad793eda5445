"""Who made a customer a key account, and why (method §8.4)."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.enums import Designation
from kamp.shared.record import recorded


@recorded()
class KeyAccountDecision(models.Model):
    """A step in the designation of an account. Rows are added; one taken back stays, with who took it back."""

    account = models.ForeignKey("accounts.KeyAccount", models.CASCADE, related_name="key_account_decisions")
    from_state = models.CharField(max_length=12, choices=Designation.choices)
    to_state = models.CharField(_("designation"), max_length=12, choices=Designation.choices)
    reason = models.CharField(_("reason"), max_length=500)
    author = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    decided_on = models.DateField(_("decided on"))
    recorded_at = models.DateTimeField(_("recorded"))
    undone_at = models.DateTimeField(null=True)
    undone_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")

    class Meta:
        verbose_name = _("key account decision")
        verbose_name_plural = _("key account decisions")
        ordering = ("-recorded_at", "-pk")
        indexes = [models.Index(fields=["account", "-recorded_at"], name="decision_account_idx")]

    def __str__(self) -> str:
        return f"{self.from_state} → {self.to_state}"
