"""What `up` tells when it is ready: how to sign in, and what it runs on."""

from __future__ import annotations

import platform
from importlib.metadata import version

from django.conf import settings
from django.core.cache import cache
from django.db import connection, connections

from kamp.operation.demo.sign_ins import sign_ins
from kamp.servers import provision
from kamp.users.models import User
from kamp.users.services import ADMINISTRATOR


def text(*, jobs: bool) -> str:
    """Lines of ``name  value`` for a terminal."""
    people = sign_ins()
    rows = [
        ("database", _database()),
        ("broker", _broker()),
        ("jobs", "worker and schedule run" if jobs else "not run (--no-jobs)"),
        ("versions", f"Python {platform.python_version()}, Django {version('django')}, Celery {version('celery')}"),
        ("data", str(settings.VAR)),
        ("stop", "Ctrl-C"),
    ]
    nobody = not User.objects.filter(role=ADMINISTRATOR, is_active=True).exists()
    connections.close_all()
    lines = [f"  {name:10}{value}" for name, value in rows]
    if people:
        width = max(len(role) for role, _, _ in people) + 2
        address = max(len(email) for _, email, _ in people) + 2
        lines += ["", "  Sign in as", *(f"  {role:{width}}{email:{address}}{word}" for role, email, word in people)]
    if nobody:
        lines += ["", "  Nobody can sign in yet. In another terminal: python3 manage.py administrator YOUR-E-MAIL"]
    return "\n".join(lines)


def _database() -> str:
    with connection.cursor() as cursor:
        cursor.execute("show server_version")
        number = cursor.fetchone()[0].split()[0]
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
