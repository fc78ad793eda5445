"""Audits: dated rounds of what is known about an account, each frozen when it is submitted."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.enums import AuditState
from kamp.shared.models import Versioned
from kamp.shared.record import recorded


@recorded(exclude=["snapshot"])
class Audit(Versioned):
    """One round. ``snapshot`` holds every answer as it was when the audit was submitted, and never changes after.

    An account has at most one audit that is open, submitted or sent back. ``completeness`` is the total of method §3
    at submission, 0–100. ``reason`` says why it was sent back.
    """

    account = models.ForeignKey("KeyAccount", models.CASCADE, related_name="audits")
    number = models.PositiveIntegerField(_("number"))
    state = models.CharField(_("state"), max_length=10, choices=AuditState.choices, default=AuditState.OPEN)
    opened_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    opened_at = models.DateTimeField(_("opened"))
    submitted_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    submitted_at = models.DateTimeField(_("submitted"), null=True)
    confirmed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    confirmed_at = models.DateTimeField(_("confirmed"), null=True)
    reason = models.TextField(_("reason"), blank=True)
    completeness = models.DecimalField(_("completeness"), max_digits=6, decimal_places=3, null=True)
    snapshot = models.JSONField(default=dict, blank=True)

    class Meta:
        verbose_name = _("audit")
        verbose_name_plural = _("audits")
        ordering = ("account", "-number")
        constraints = [
            models.UniqueConstraint(fields=["account", "number"], name="audit_number_unique"),
            models.UniqueConstraint(
                fields=["account"], name="audit_one_under_way", condition=~models.Q(state="confirmed")
            ),
        ]
        indexes = [models.Index(fields=["state", "submitted_at"], name="audit_state_idx")]

    def __str__(self) -> str:
        return _("Audit %(number)s") % {"number": self.number}

    @property
    def number_text(self) -> str:
        """The number as it stands in an address."""
        return str(self.number)

    @property
    def under_way(self) -> bool:
        """Whether answers still belong to this audit: open, or sent back for mending."""
        return self.state in {AuditState.OPEN, AuditState.SENT_BACK}
