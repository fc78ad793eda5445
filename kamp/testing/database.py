"""The database of a test process: a copy of one migrated template, dropped at the end whoever still holds it.

Migrating from nothing takes most of a minute of processor time; so it is done once for all processes of a run, and its
result is kept in var/schema under the fingerprint of the migrations for the next run.
"""

from __future__ import annotations

import fcntl
import hashlib
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import psycopg2
import pytest
from django.conf import settings
from django.db import connection
from pytest_django.plugin import DjangoDbBlocker

from kamp.servers.binaries import postgres_bin

TEMPLATE = "kamp_template"
END_OTHERS = (
    "SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
    "WHERE datname = current_database() AND pid <> pg_backend_pid()"
)


@pytest.fixture(scope="session")
def django_db_modify_db_settings(
    django_db_modify_db_settings_parallel_suffix: None, request: pytest.FixtureRequest
) -> None:
    """Lets the test database be made from the template; with --reuse-db a kept one is migrated further instead."""
    if not request.config.getoption("reuse_db"):
        connection.settings_dict["TEST"]["TEMPLATE"] = _template(Path(os.environ["KAMP_TEST_BASE"]))


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    """pytest-django's own; at the end no session but ours is left: that of a killed worker may outlive it a while."""
    yield
    with django_db_blocker.unblock(), connection.cursor() as cursor:
        cursor.execute(END_OTHERS)


def _template(base: Path) -> str:
    """The name of the migrated database, made by whichever process of the run comes first."""
    ready = base / "template-ready"
    with (base / "template-lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not ready.exists():
            _make()
            ready.touch()
    return TEMPLATE


def _make() -> None:
    given = {"user": settings.DATABASES["default"]["USER"], "password": settings.DATABASES["default"]["PASSWORD"]}
    server = given | {"host": settings.DATABASES["default"]["HOST"], "port": settings.DATABASES["default"]["PORT"]}
    admin = psycopg2.connect(dbname="postgres", **{key: value for key, value in server.items() if value})
    admin.autocommit = True
    with admin.cursor() as cursor:
        cursor.execute(f"DROP DATABASE IF EXISTS {TEMPLATE}")
        cursor.execute(f"CREATE DATABASE {TEMPLATE}")
    admin.close()
    kept = Path(settings.BASE_DIR) / "var" / "schema" / f"{_fingerprint()}.sql"
    own_server = "KAMP_TEST_DATABASE_URL" in os.environ  # its version may not be that of our pg_dump
    if kept.exists() and not own_server:
        _run("psql", "--quiet", "--set=ON_ERROR_STOP=1", f"--file={kept}", TEMPLATE)
        return
    url = os.environ["DATABASE_URL"].rsplit("/", 1)[0] + f"/{TEMPLATE}"
    subprocess.run(
        [sys.executable, "-m", "django", "migrate", "--verbosity", "0", "--settings", "kamp.settings.test"],
        check=True,
        cwd=settings.BASE_DIR,
        env=os.environ | {"DATABASE_URL": url},
    )
    if not own_server:
        kept.parent.mkdir(parents=True, exist_ok=True)
        for old in kept.parent.glob("*.sql"):
            old.unlink(missing_ok=True)
        made = kept.with_suffix(f".{os.getpid()}")
        _run("pg_dump", "--no-owner", f"--file={made}", TEMPLATE)
        made.replace(kept)


def _run(program: str, *words: str) -> None:
    own = settings.DATABASES["default"]
    where = [f"--host={own['HOST']}", f"--username={own['USER']}"]
    subprocess.run([postgres_bin() / program, *where, *words], check=True, stdout=subprocess.DEVNULL)


def _fingerprint() -> str:
    """Of everything that decides what the migrated database looks like."""
    root = Path(settings.BASE_DIR)
    files = [*root.glob("*/migrations/*.py"), *root.glob("kamp/*/migrations/*.py"), root / "requirements.txt"]
    found = hashlib.sha256()
    for file in sorted(files):
        found.update(f"{file.relative_to(root)}\0".encode() + file.read_bytes())
    return found.hexdigest()[:24]
