"""That accounts changed hands: what anything remembered about somebody's accounts depends on."""

from __future__ import annotations

import pgtrigger
from django.db import models

# What decides who sees an account, and what the filters of the portfolio ask about it as it is now.
WATCHED = ("owner_id", "team_id", "segment_id", "designation", "country")
NOTE = "INSERT INTO accounts_scopechange DEFAULT VALUES;"


class ScopeChange(models.Model):
    """A statement that gave accounts another owner, team, segment, designation or country, shared some with somebody,
    ended that, or deleted some.

    Written by the database in the transaction of the change, so whoever sees the change sees the row. Sums that were
    remembered are right as long as the same rows are visible (``accounts.selectors.scope_changes``).
    """

    derived = True

    id = models.BigAutoField(primary_key=True)

    class Meta:
        verbose_name = "scope change"
        verbose_name_plural = "scope changes"

    def __str__(self) -> str:
        return str(self.pk)


def scope_change_triggers() -> list[pgtrigger.Trigger]:
    """Note every change of ``WATCHED`` and every deletion of accounts, once for each statement."""
    then, now = (", ".join(f"{row}.{column}" for column in WATCHED) for row in ("o", "n"))
    return [
        pgtrigger.Trigger(
            name="scope_changed",
            level=pgtrigger.Statement,
            when=pgtrigger.After,
            operation=pgtrigger.Update,
            referencing=pgtrigger.Referencing(old="old_values", new="new_values"),
            func=(
                "IF EXISTS (SELECT 1 FROM old_values o JOIN new_values n USING (id) "  # noqa: S608  MEANT: our own names
                f"WHERE ({then}) IS DISTINCT FROM ({now})) THEN {NOTE} END IF; RETURN NULL;"
            ),
        ),
        pgtrigger.Trigger(
            name="scope_gone",
            level=pgtrigger.Statement,
            when=pgtrigger.After,
            operation=pgtrigger.Delete,
            func=f"{NOTE} RETURN NULL;",
        ),
    ]


def sharing_trigger() -> pgtrigger.Trigger:
    """Notes that accounts are shared with other people than before."""
    return pgtrigger.Trigger(
        name="sharing_changed",
        level=pgtrigger.Statement,
        when=pgtrigger.After,
        operation=pgtrigger.Insert | pgtrigger.Update | pgtrigger.Delete,
        func=f"{NOTE} RETURN NULL;",
    )
