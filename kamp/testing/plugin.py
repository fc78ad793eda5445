"""pytest plugin: one throw-away PostgreSQL and one Valkey for the whole run, shared by all xdist workers.

They start before Django reads its settings. Each worker has a database of its own (pytest-django names it), a pair of
Redis databases and a directory for files. With ``--reuse-db`` the database stays in var/testing for the next run.
Servers of one's own: KAMP_TEST_DATABASE_URL and KAMP_TEST_REDIS_URL (they will be emptied).
"""

from __future__ import annotations

import fcntl
import gc
import json
import os
import shutil
import tempfile
from pathlib import Path
from typing import IO

import pytest

from kamp.servers.embedded import Postgres, Valkey
from kamp.servers.provision import var
from kamp.testing.browser import find_chromium

pytest_plugins = ["kamp.testing.fixtures"]
NO_BROWSER = "no Chromium found (KAMP_CHROMIUM, PATH)"
_BASE, _VALKEY = "KAMP_TEST_BASE", "KAMP_TEST_VALKEY"  # how the first process tells the xdist workers
_PREFIX = "kamp-test-"


class _Servers:
    """What the first process started and has to stop."""

    def __init__(self) -> None:
        self.base: Path | None = None
        self.kept = False
        self.lock: IO[str] | None = None
        self.postgres: Postgres | None = None
        self.valkey: Valkey | None = None

    def start(self, *, keep: bool) -> None:
        self.kept = keep and self._take(var() / "testing")
        if not self.kept:
            _sweep()
            self._take(Path(tempfile.mkdtemp(prefix=_PREFIX)))
        assert self.base is not None
        os.environ[_BASE] = str(self.base)
        if url := os.environ.get("KAMP_TEST_DATABASE_URL"):
            os.environ["DATABASE_URL"] = url
        else:
            self.postgres = Postgres(self.base / "postgres", durable=False)
            os.environ["DATABASE_URL"] = self.postgres.start().ensure_database("kamp")
        if not os.environ.get("KAMP_TEST_REDIS_URL"):
            self.valkey = Valkey(self.base / "valkey", durable=False)
            os.environ[_VALKEY] = str(self.valkey.start().run)

    def _take(self, base: Path) -> bool:
        """Make ``base`` ours for this run; False when another run has it."""
        base.mkdir(parents=True, exist_ok=True)
        base.chmod(0o711)  # as root the database runs as somebody else and must get through
        lock = (base / "lock").open("w")
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            lock.close()
            return False
        self.base, self.lock = base, lock
        return True

    def stop(self) -> None:
        if self.valkey is not None:
            self.valkey.stop()
        if self.postgres is not None:
            self.postgres.stop() if self.kept else self.postgres.discard()
        if self.base is not None and not self.kept:
            shutil.rmtree(self.base, ignore_errors=True)
        if self.lock is not None:
            self.lock.close()


_servers = _Servers()


def _sweep() -> None:
    """Remove what runs that were killed left behind."""
    for base in Path(tempfile.gettempdir()).glob(f"{_PREFIX}*"):
        lock = base / "lock"
        if not os.access(lock, os.W_OK):
            continue
        with lock.open("r+") as file:
            try:
                fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                continue
            shutil.rmtree(base, ignore_errors=True)


@pytest.hookimpl(tryfirst=True)
def pytest_load_initial_conftests(args: list[str]) -> None:
    """Start the servers, or in an xdist worker take up those of the first process."""
    worker = os.environ.get("PYTEST_XDIST_WORKER", "")
    if not worker:
        _servers.start(keep="--reuse-db" in args)
    _choose_own(int(worker.removeprefix("gw") or 0) + 1 if worker else 0)
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"  # Playwright keeps an event loop in the thread of the tests


def _choose_own(number: int) -> None:
    """For this process alone: a pair of Redis databases (broker and cache), and a directory for files."""
    os.environ["KAMP_VAR"] = str(Path(os.environ[_BASE]) / f"var{number}")
    if url := os.environ.get("KAMP_TEST_REDIS_URL"):
        os.environ["CELERY_BROKER_URL"] = f"{url.rstrip('/')}/{2 * number}"
        os.environ["REDIS_URL"] = f"{url.rstrip('/')}/{2 * number + 1}"
    else:
        socket = Path(os.environ[_VALKEY]) / "v.sock"
        os.environ["CELERY_BROKER_URL"] = f"redis+socket://{socket}?virtual_host={2 * number}"
        os.environ["REDIS_URL"] = f"unix://{socket}?db={2 * number + 1}"


def pytest_unconfigure() -> None:
    """Stop what this process started."""
    _servers.stop()


def pytest_report_header() -> list[str]:
    return [
        f"database: {os.environ['DATABASE_URL']}",
        f"broker: {os.environ['CELERY_BROKER_URL']}",
        f"browser: {find_chromium() or 'none found (KAMP_CHROMIUM, PATH): browser tests are skipped'}",
    ]


def pytest_make_parametrize_id(val: object, argname: str) -> str | None:
    """Contents of files are no names: they are long, and those with a time in them differ between the workers."""
    return argname if isinstance(val, bytes) and len(val) > 20 else None


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Tests that want the database are marked db, browser tests are skipped with a reason where there is no browser."""
    browser = find_chromium()
    for item in items:
        if item.get_closest_marker("django_db"):
            item.add_marker(pytest.mark.db)
        if item.get_closest_marker("browser") and not browser:
            item.add_marker(pytest.mark.skip(reason=NO_BROWSER))


def pytest_collection_finish() -> None:
    """What stands now stays to the end: looking through it for rubbish again and again is a fifth of the time."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(100_000, 50, 100)


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Write the numbers of the run to the file KAMP_TEST_COUNTS, for the closing line of `manage.py verify`."""
    target = os.environ.get("KAMP_TEST_COUNTS")
    if not target:
        return
    stats = terminalreporter.stats
    skipped = stats.get("skipped", [])
    numbers = {
        "passed": len(stats.get("passed", [])) + len(stats.get("xfailed", [])),
        "failed": len(stats.get("failed", [])) + len(stats.get("error", [])) + len(stats.get("xpassed", [])),
        "skipped": len(skipped),
        "browser_skipped": sum(NO_BROWSER in str(report.longrepr) for report in skipped),
    }
    Path(target).write_text(json.dumps(numbers))


@pytest.hookimpl(trylast=True)
def pytest_configure(config: pytest.Config) -> None:
    """Italian pages are tested in Italian: a fresh clone has no compiled translations."""
    if not hasattr(config, "workerinput"):
        from kamp.operation.translations.catalogs import compile_all

        compile_all()
