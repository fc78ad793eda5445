"""The database of a test process: emptied fast after tests that commit, dropped at the end whoever still holds it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

import pytest
from django.core.management.commands import flush
from django.db import connection
from pytest_django.plugin import DjangoDbBlocker

END_OTHERS = (
    "SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
    "WHERE datname = current_database() AND pid <> pg_backend_pid()"
)
# Written by `migrate` from the models; writing them anew took nine tenths of the time of emptying.
OF_MIGRATIONS = {"django_content_type", "auth_permission"}


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    """pytest-django's own; at the end no session but ours is left: that of a killed worker may outlive it a while."""
    with pytest.MonkeyPatch.context() as patch:
        # For every connection: under Playwright's event loop a test has another one than outside.
        patch.setattr(type(connection.ops), "sql_flush", _emptied)
        patch.setattr(flush, "emit_post_migrate_signal", lambda *_given, **_named: None)  # what it writes is left
        yield
    connection.close()  # what the last test left of it is nobody's concern
    with django_db_blocker.unblock(), connection.cursor() as cursor:
        cursor.execute(END_OTHERS)


def _emptied(_operations: Any, _style: Any, tables: Sequence[str], **_options: bool) -> list[str]:
    """The statements of Django's `flush`, for a database of many tables with a few rows in some of them.

    TRUNCATE makes new files for each table and index, filled or not; these are locked like there, so that who still
    writes is waited for, and emptied without triggers. A worker may ask for tables in another order: in the deadlock it
    is the worker that gives up and tries again, for PostgreSQL ends who has waited its ``deadlock_timeout`` first.
    """
    names = [connection.ops.quote_name(table) for table in sorted(set(tables) - OF_MIGRATIONS)]
    return [
        "SET LOCAL deadlock_timeout = '1min'",
        f"LOCK TABLE {', '.join(names)} IN ACCESS EXCLUSIVE MODE",
        "SET LOCAL session_replication_role = replica",
        ";".join(f"DELETE FROM {name}" for name in names),
        "SET LOCAL session_replication_role = origin",
    ]
