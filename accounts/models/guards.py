"""Database guards that stand in for foreign-key triggers on the sales lines, which are too many to check one by one."""

from __future__ import annotations

import pgtrigger


def no_delete_with_sales(column: str) -> pgtrigger.Trigger:
    """Refuses to delete a row that sales lines point to by ``<column>_id``."""
    return pgtrigger.Trigger(
        name="no_delete_with_sales",
        when=pgtrigger.Before,
        operation=pgtrigger.Delete,
        func=(
            f"IF EXISTS (SELECT 1 FROM accounts_salesline WHERE {column}_id = OLD.id) THEN "
            f"RAISE EXCEPTION 'sales lines point to this {column}' USING ERRCODE = 'foreign_key_violation'; "
            "END IF; RETURN OLD;"
        ),
    )
