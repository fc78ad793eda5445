"""What the database itself sees to, whoever writes: pages, imports, commands or plain SQL."""

from __future__ import annotations

from collections.abc import Iterable

import pgtrigger

from accounts.criteria.catalog import INDICATORS, JUDGED

APART = 2
"""From this distance between two assessors on a scale of 1 to 5 they disagree; twice as much on 0 to 10."""


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


def raters_apart() -> pgtrigger.Trigger:
    """Whenever something was answered about an account: whether two of its assessors now disagree.

    The account is locked first, so that of two people who answer at once the second sees what the first said.
    """
    return pgtrigger.Trigger(
        name="raters_apart",
        level=pgtrigger.Statement,
        when=pgtrigger.After,
        operation=pgtrigger.Insert,
        referencing=pgtrigger.Referencing(new="new_values"),
        func=(
            "PERFORM 1 FROM accounts_keyaccount WHERE id IN (SELECT account_id FROM new_values) "  # noqa: S608  MEANT: our own
            "ORDER BY id FOR NO KEY UPDATE; "
            "DELETE FROM accounts_disagreement WHERE account_id IN (SELECT account_id FROM new_values); "
            + FILL_DISAGREEMENTS.format(scope="account_id IN (SELECT account_id FROM new_values)")
            + " RETURN NULL;"
        ),
    )


def _quoted(keys: Iterable[str]) -> str:
    return ", ".join(f"'{key}'" for key in keys)


# The newest answer of each assessor; questions on ten points count half.
FILL_DISAGREEMENTS = f"""
    INSERT INTO accounts_disagreement (account_id) SELECT DISTINCT account_id FROM (
        SELECT account_id FROM (
            SELECT DISTINCT ON (account_id, key, subject, author_id) account_id, key, subject, value, answer
            FROM accounts_rating WHERE key IN ({_quoted([*INDICATORS.keys(), *JUDGED.keys()])}) AND {{scope}}
            ORDER BY account_id, key, subject, author_id, rated_on DESC, id DESC
        ) newest WHERE answer <> 'cleared' GROUP BY account_id, key, subject
        HAVING (max(value) - min(value)) / CASE WHEN key IN ({_quoted(JUDGED.keys())}) THEN 2 ELSE 1 END
            >= {APART}
    ) apart ON CONFLICT DO NOTHING;
"""  # noqa: S608  MEANT: keys of our own catalogue
