"""Notes that something changed, on which remembered sums depend.

The database writes one in the transaction of the change, so whoever sees the change sees the note. Sums that were
remembered are right as long as the same notes are visible (``accounts.selectors.change_notes``).
"""

from __future__ import annotations

import pgtrigger
from django.db import models

# Of an account, what decides who sees it, and what the filters of the portfolio ask about it as it is now.
SCOPE = ("owner_id", "team_id", "segment_id", "designation", "country")
# Of an account, whether its plans count, and in which money they are written.
SUMS = ("archived_at", "currency")
_SCOPE_NOTE = "INSERT INTO accounts_scopechange DEFAULT VALUES;"
_SUM_NOTE = "INSERT INTO accounts_sumchange DEFAULT VALUES;"


class ChangeNote(models.Model):
    """One statement that changed something; the number says which came later."""

    derived = True

    id = models.BigAutoField(primary_key=True)

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return str(self.pk)


class ScopeChange(ChangeNote):
    """A statement that gave accounts another owner, team, segment, designation or country, shared some with somebody,
    ended that, or deleted some."""

    class Meta:
        verbose_name = "scope change"
        verbose_name_plural = "scope changes"


class SumChange(ChangeNote):
    """A statement that changed plans, their lines or what they were sold, or an account in what its plans are added up
    by."""

    class Meta:
        verbose_name = "change of sums"
        verbose_name_plural = "changes of sums"


def scope_change_triggers() -> list[pgtrigger.Trigger]:
    """Note every change of ``SCOPE`` and every deletion of accounts, once for each statement."""
    return [
        _noted_if_changed("scope_changed", SCOPE, _SCOPE_NOTE),
        _noted("scope_gone", pgtrigger.Delete, _SCOPE_NOTE),
    ]


def sharing_trigger() -> pgtrigger.Trigger:
    """Notes that accounts are shared with other people than before."""
    return _noted("sharing_changed", pgtrigger.Insert | pgtrigger.Update | pgtrigger.Delete, _SCOPE_NOTE)


def sums_changed() -> pgtrigger.Trigger:
    """Notes every statement that writes to the table."""
    return _noted("sums_changed", pgtrigger.Insert | pgtrigger.Update | pgtrigger.Delete, _SUM_NOTE)


def account_counts_otherwise() -> pgtrigger.Trigger:
    """Notes changes of ``SUMS``, once for each statement."""
    return _noted_if_changed("counts_otherwise", SUMS, _SUM_NOTE)


def _noted(name: str, operation: pgtrigger.Operation, note: str) -> pgtrigger.Trigger:
    return pgtrigger.Trigger(
        name=name, level=pgtrigger.Statement, when=pgtrigger.After, operation=operation, func=f"{note} RETURN NULL;"
    )


def _noted_if_changed(name: str, columns: tuple[str, ...], note: str) -> pgtrigger.Trigger:
    then, now = (", ".join(f"{row}.{column}" for column in columns) for row in ("o", "n"))
    return pgtrigger.Trigger(
        name=name,
        level=pgtrigger.Statement,
        when=pgtrigger.After,
        operation=pgtrigger.Update,
        referencing=pgtrigger.Referencing(old="old_values", new="new_values"),
        func=(
            "IF EXISTS (SELECT 1 FROM old_values o JOIN new_values n USING (id) "  # noqa: S608  MEANT: our own names
            f"WHERE ({then}) IS DISTINCT FROM ({now})) THEN {note} END IF; RETURN NULL;"
        ),
    )
