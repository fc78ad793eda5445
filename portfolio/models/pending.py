"""Accounts that wait for their new class."""

from __future__ import annotations

from django.db import models


class ChangedAccount(models.Model):
    """An account of which something changed since the last run.

    A row per change, written in its transaction; the job takes those it sees and deletes them with what it computed
    from them. No constraint joins equal rows: one that is being taken away must not swallow a later change.
    """

    derived = True

    account = models.ForeignKey(
        "accounts.KeyAccount", models.CASCADE, related_name="+", db_constraint=False, db_index=False
    )
    changed_at = models.DateTimeField()

    class Meta:
        verbose_name = "changed account"
        verbose_name_plural = "changed accounts"

    def __str__(self) -> str:
        return str(self.account_id)
