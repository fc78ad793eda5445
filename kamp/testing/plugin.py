"""pytest plugin: one throw-away PostgreSQL and one Valkey for the whole run, shared by all xdist workers.

They start before Django reads its settings. Each worker has a database of its own (pytest-django names it) and a pair
of Redis databases of its own. Servers of one's own: KAMP_TEST_DATABASE_URL and KAMP_TEST_REDIS_URL (will be emptied).
"""

from __future__ import annotations

import json
import os
import shutil
import tempfile
from pathlib import Path

import pytest

from kamp.servers.embedded import Postgres, Server, Valkey
from kamp.testing.browser import find_chromium

pytest_plugins = ["kamp.testing.fixtures"]
NO_BROWSER = "no Chromium found (KAMP_CHROMIUM, PATH)"
_BASE, _VALKEY = "KAMP_TEST_BASE", "KAMP_TEST_VALKEY"  # how the first process tells the xdist workers
_started: list[Server] = []


@pytest.hookimpl(tryfirst=True)
def pytest_load_initial_conftests() -> None:
    """Start the servers, or in an xdist worker take up those of the first process."""
    worker = os.environ.get("PYTEST_XDIST_WORKER", "")
    if not worker:
        _start()
    _choose_redis(int(worker.removeprefix("gw") or 0) + 1 if worker else 0)
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"  # Playwright keeps an event loop in the thread of the tests


def _start() -> None:
    base = Path(tempfile.mkdtemp(prefix="kamp-test-"))
    base.chmod(0o711)  # as root the database runs as somebody else and must get through
    os.environ[_BASE] = str(base)
    os.environ["KAMP_VAR"] = str(base / "var")
    if url := os.environ.get("KAMP_TEST_DATABASE_URL"):
        os.environ["DATABASE_URL"] = url
    else:
        postgres = Postgres(base / "postgres", durable=False)
        _started.append(postgres)
        os.environ["DATABASE_URL"] = postgres.start().ensure_database("kamp")
    if not os.environ.get("KAMP_TEST_REDIS_URL"):
        valkey = Valkey(base / "valkey", durable=False)
        _started.append(valkey)
        os.environ[_VALKEY] = str(valkey.start().run)


def _choose_redis(pair: int) -> None:
    """A pair of Redis databases for this process: broker and cache, told apart by number."""
    if url := os.environ.get("KAMP_TEST_REDIS_URL"):
        os.environ["CELERY_BROKER_URL"] = f"{url.rstrip('/')}/{2 * pair}"
        os.environ["REDIS_URL"] = f"{url.rstrip('/')}/{2 * pair + 1}"
    else:
        socket = Path(os.environ[_VALKEY]) / "v.sock"
        os.environ["CELERY_BROKER_URL"] = f"redis+socket://{socket}?virtual_host={2 * pair}"
        os.environ["REDIS_URL"] = f"unix://{socket}?db={2 * pair + 1}"


def pytest_unconfigure(config: pytest.Config) -> None:
    """Stop what this process started."""
    if not _started:
        return
    while _started:
        _started.pop().stop()
    shutil.rmtree(os.environ.pop(_BASE), ignore_errors=True)


def pytest_report_header() -> list[str]:
    return [
        f"database: {os.environ['DATABASE_URL']}",
        f"broker: {os.environ['CELERY_BROKER_URL']}",
        f"browser: {find_chromium() or 'none found (KAMP_CHROMIUM, PATH): browser tests are skipped'}",
    ]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Tests that want the database are marked db, browser tests are skipped with a reason where there is no browser."""
    browser = find_chromium()
    for item in items:
        if item.get_closest_marker("django_db"):
            item.add_marker(pytest.mark.db)
        if item.get_closest_marker("browser") and not browser:
            item.add_marker(pytest.mark.skip(reason=NO_BROWSER))


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
