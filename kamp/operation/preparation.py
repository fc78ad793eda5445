"""What must be in place before the processes start: tables, translations, something to look at."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable

from django.conf import settings
from django.core.cache import cache
from django.core.management import CommandError, call_command
from django.db import connection, connections
from django.db.migrations.executor import MigrationExecutor
from django.db.utils import OperationalError
from redis.exceptions import RedisError

from accounts.models import KeyAccount
from kamp.servers.bootstrap import ROOT


def prepare(*, demo: bool, say: Callable[[str], None]) -> None:
    """Bring the database up to date and, with ``demo``, fill one that holds no account. Does nothing twice."""
    check_servers()
    settings.STATIC_ROOT.mkdir(parents=True, exist_ok=True)  # whitenoise warns about a missing one
    if migrations_wait():
        say("bringing the database up to date …")
        call_command("migrate", verbosity=0, interactive=False)
    call_command("compile_translations", verbosity=0)
    make_demo = demo and not KeyAccount.objects.exists()
    connections.close_all()
    if make_demo:
        say("making the demo portfolio (once) …")
        _make_demo()


def check_servers() -> None:
    """Raise CommandError when the database or the broker does not answer, with what it said."""
    try:
        connection.ensure_connection()
    except OperationalError as problem:
        raise CommandError(f"The database does not answer (DATABASE_URL):\n{str(problem).strip()}") from None
    try:
        cache._cache.get_client().ping()
    except RedisError as problem:
        raise CommandError(f"The broker does not answer (REDIS_URL): {problem}") from None


def migrations_wait() -> bool:
    """Whether the database lacks migrations of this version."""
    executor = MigrationExecutor(connection)
    return bool(executor.migration_plan(executor.loader.graph.leaf_nodes()))


def _make_demo() -> None:
    """In a process of its own, so that the frames it works on do not stay in the supervisor's memory."""
    argv = [sys.executable, str(ROOT / "manage.py"), "demo", "--verbosity", "0"]
    environment = {**os.environ, "KAMP_NO_BOOTSTRAP": "1"}
    done = subprocess.run(argv, env=environment, capture_output=True, text=True, errors="replace", check=False)
    if done.returncode:
        raise CommandError(
            f"{done.stdout}{done.stderr}\nThe demo portfolio could not be made, and nothing of it was kept. "
            "The next `up` tries again; `up --empty` starts without it."
        )
