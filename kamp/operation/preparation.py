"""What must be in place before the processes start: tables, translations, something to look at."""

from __future__ import annotations

from collections.abc import Callable

from django.apps import apps
from django.conf import settings
from django.core.management import call_command, get_commands
from django.db import connection, connections
from django.db.migrations.executor import MigrationExecutor


def prepare(*, demo: bool, say: Callable[[str], None]) -> None:
    """Bring the database up to date and, with ``demo``, fill one that holds no account. Does nothing twice."""
    settings.STATIC_ROOT.mkdir(parents=True, exist_ok=True)  # whitenoise warns about a missing one
    if _migrations_wait():
        say("bringing the database up to date …")
        call_command("migrate", verbosity=0, interactive=False)
    if "compile_translations" in get_commands():
        call_command("compile_translations", verbosity=0)
    if demo and "demo" in get_commands() and _no_account():
        say("making the demo portfolio (once) …")
        call_command("demo", verbosity=0)
    connections.close_all()


def _migrations_wait() -> bool:
    executor = MigrationExecutor(connection)
    return bool(executor.migration_plan(executor.loader.graph.leaf_nodes()))


def _no_account() -> bool:
    return not apps.get_model("accounts", "KeyAccount")._default_manager.exists()
