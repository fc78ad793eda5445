"""Accounts a person keeps at hand."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.models.account import KeyAccount


class AccountPin(models.Model):
    """An account that stands beside the navigation of ``user``, and of nobody else."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="pins")
    account = models.ForeignKey(KeyAccount, models.CASCADE, related_name="pins")

    class Meta:
        verbose_name = _("pinned account")
        verbose_name_plural = _("pinned accounts")
        constraints = [models.UniqueConstraint(fields=["user", "account"], name="account_pin_unique")]

    def __str__(self) -> str:
        return f"{self.user} · {self.account}"
