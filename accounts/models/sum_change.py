"""That plans or sales changed: what anything remembered about their sums depends on."""

from __future__ import annotations

import pgtrigger
from django.db import models

NOTE = "INSERT INTO accounts_sumchange DEFAULT VALUES;"
WATCHED = ("archived_at", "currency")  # of an account: whether its plans count, and in which money they are written


class SumChange(models.Model):
    """A statement that changed plans, their lines or what they were sold, or an account in what its plans are added up
    by.

    Written by the database in the transaction of the change, as ``ScopeChange``.
    """

    derived = True

    id = models.BigAutoField(primary_key=True)

    class Meta:
        verbose_name = "change of sums"
        verbose_name_plural = "changes of sums"

    def __str__(self) -> str:
        return str(self.pk)


def sums_changed() -> pgtrigger.Trigger:
    """Notes every statement that writes to the table."""
    return pgtrigger.Trigger(
        name="sums_changed",
        level=pgtrigger.Statement,
        when=pgtrigger.After,
        operation=pgtrigger.Insert | pgtrigger.Update | pgtrigger.Delete,
        func=f"{NOTE} RETURN NULL;",
    )


def account_counts_otherwise() -> pgtrigger.Trigger:
    """Notes changes of ``WATCHED``, once for each statement."""
    then, now = (", ".join(f"{row}.{column}" for column in WATCHED) for row in ("o", "n"))
    return pgtrigger.Trigger(
        name="counts_otherwise",
        level=pgtrigger.Statement,
        when=pgtrigger.After,
        operation=pgtrigger.Update,
        referencing=pgtrigger.Referencing(old="old_values", new="new_values"),
        func=(
            "IF EXISTS (SELECT 1 FROM old_values o JOIN new_values n USING (id) "  # noqa: S608  MEANT: our own names
            f"WHERE ({then}) IS DISTINCT FROM ({now})) THEN {NOTE} END IF; RETURN NULL;"
        ),
    )
