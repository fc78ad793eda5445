"""The load database, made once beside the present one: 100,000 accounts and 5,000,000 sales lines by default."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from urllib.parse import urlsplit, urlunsplit

import psycopg2
from django.conf import settings


def load_database(accounts: int, sales_lines: int) -> tuple[dict[str, str], float | None]:
    """Environment of the load database, and the seconds its making took (None if it was there already)."""
    name = f"kamp_load_{accounts}_{sales_lines}"
    parts = urlsplit(os.environ["DATABASE_URL"])
    environment = dict(
        os.environ, DATABASE_URL=urlunsplit(parts._replace(path=parts.path.rsplit("/", 1)[0] + "/" + name))
    )
    own = settings.DATABASES["default"]
    connection = psycopg2.connect(
        dbname="postgres",
        user=own["USER"],
        password=own["PASSWORD"],
        host=own["HOST"] or None,
        port=own["PORT"] or None,
    )
    connection.autocommit = True
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1 FROM pg_database WHERE datname = %s", [name])
        if cursor.fetchone():
            connection.close()
            return environment, None
        cursor.execute(f'CREATE DATABASE "{name}"')
    connection.close()
    began = time.perf_counter()
    manage(environment, "migrate", "-v0")
    manage(environment, "demo", "--accounts", str(accounts), "--sales-lines", str(sales_lines), "-v0")
    return environment, time.perf_counter() - began


def manage(environment: dict[str, str], *words: str) -> str:
    """Runs a management command on the load database and gives its output. Raises when it fails."""
    command = [sys.executable, str(settings.BASE_DIR / "manage.py"), *words]
    return subprocess.run(command, env=environment, check=True, text=True, stdout=subprocess.PIPE).stdout
