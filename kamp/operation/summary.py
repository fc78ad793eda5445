"""What `up` tells when it is ready: how to sign in, and what it runs on."""

from __future__ import annotations

import platform
from importlib.metadata import version

from django.conf import settings
from django.core.cache import cache
from django.db import connection

from kamp.servers import provision


def text(*, jobs: bool) -> str:
    """Lines of ``name  value`` for a terminal."""
    rows = [
        ("database", _database()),
        ("broker", _broker()),
        ("jobs", "worker and schedule run" if jobs else "not run (--no-jobs)"),
        ("versions", f"Python {platform.python_version()}, Django {version('django')}, Celery {version('celery')}"),
        ("data", str(settings.VAR)),
        ("stop", "Ctrl-C"),
    ]
    return "\n".join(f"  {name:10}{value}" for name, value in rows)


def _database() -> str:
    with connection.cursor() as cursor:
        cursor.execute("show server_version")
        number = cursor.fetchone()[0].split()[0]
    connection.close()
    return f"PostgreSQL {number}, {_origin('postgresql', 'DATABASE_URL')}"


def _broker() -> str:
    info = cache._cache.get_client().info("server")  # type: ignore[attr-defined]
    name, number = ("Valkey", info["valkey_version"]) if "valkey_version" in info else ("Redis", info["redis_version"])
    return f"{name} {number}, {_origin('valkey', 'REDIS_URL')}"


def _origin(name: str, variable: str) -> str:
    for server in provision.owned:
        if server.name == name:
            return f"embedded, in {getattr(server, 'data', server.base)}"
    return f"from {variable}"
