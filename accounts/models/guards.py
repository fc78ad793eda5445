"""What the database itself sees to, whoever writes: pages, imports, commands or plain SQL."""

from __future__ import annotations

import pgtrigger


def no_delete_with_sales(column: str) -> pgtrigger.Trigger:
    """Refuses to delete a row that sales lines point to by ``<column>_id``."""
    return pgtrigger.Trigger(
        name="no_delete_with_sales",
        when=pgtrigger.Before,
        operation=pgtrigger.Delete,
        func=(
            f"IF EXISTS (SELECT 1 FROM accounts_salesline WHERE {column}_id = OLD.id) THEN "  # noqa: S608  MEANT: names of our own columns
            f"RAISE EXCEPTION 'sales lines point to this {column}' USING ERRCODE = 'foreign_key_violation'; "
            "END IF; RETURN OLD;"
        ),
    )


_NAMED = {"segment": "accounts_segment", "team": "users_team", "owner": "users_user"}


def sort_key_triggers() -> list[pgtrigger.Trigger]:
    """The names of segment, team and owner are copied into the account, so that an index can give that order.

    The folding is PostgreSQL's: it only has to agree with itself. What happens when one of those is renamed is in the
    migration that made the columns: the triggers stand on tables of another app.
    """
    return [
        pgtrigger.Trigger(
            name=f"{column}_key",
            when=pgtrigger.Before,
            operation=pgtrigger.Insert | pgtrigger.UpdateOf(f"{column}_id"),
            func=(
                f"NEW.{column}_key := (SELECT lower(name) FROM {table} "  # noqa: S608  MEANT: names of our own
                f"WHERE id = NEW.{column}_id); RETURN NEW;"
            ),
        )
        for column, table in _NAMED.items()
    ]


def figures_row() -> pgtrigger.Trigger:
    """Every account has a row of figures from its first moment, so that lists may join the two without losing one."""
    return pgtrigger.Trigger(
        name="figures_row",
        level=pgtrigger.Statement,
        when=pgtrigger.After,
        operation=pgtrigger.Insert,
        referencing=pgtrigger.Referencing(new="new_values"),
        func=(
            "INSERT INTO accounts_accountfigures (account_id, as_of) SELECT id, current_date FROM new_values "
            "ON CONFLICT DO NOTHING; RETURN NULL;"
        ),
    )
