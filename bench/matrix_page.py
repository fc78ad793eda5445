"""The matrix page with 100,000 accounts in a cold browser: until it is drawn, bytes without plotly.js, queries."""

from __future__ import annotations

import contextlib
import os
import socket
import statistics
import subprocess
import sys
import time
import urllib.request
from typing import Any

from bench_portfolio import load_database
from django.conf import settings

PLOTLY = "plotly.min"
PAGES = {"overview": "/portfolio/", "matrix": "/portfolio/value-potential/", "quality": "/portfolio/revenue-quality/"}
PEOPLE = {"administrator": "anna@corvale.example", "manager": "luca@corvale.example", "rep": "giulia@corvale.example"}


def run(*, accounts: int = 100_000, sales_lines: int = 5_000_000, rounds: int = 5) -> dict[str, Any]:
    """Milliseconds until the chart stands, kB sent before plotly.js, and queries, for each page and person."""
    environment, made = load_database(accounts, sales_lines)
    found: dict[str, Any] = {"demo seconds": made, "accounts": accounts}
    with _server(environment) as port:
        for person, email in PEOPLE.items():
            cookie, queries = _sign_in(environment, email)
            for name, path in PAGES.items():
                found[f"{person}: {name}"] = {**_drawn(port, cookie, path, rounds), "queries": queries[name]}
    return found


@contextlib.contextmanager
def _server(environment: dict[str, str]):
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    command = [sys.executable, "-m", "gunicorn", "kamp.wsgi", "-b", f"127.0.0.1:{port}", "--workers", "1"]
    process = subprocess.Popen(command, env=environment, cwd=settings.BASE_DIR, stderr=subprocess.DEVNULL)
    try:
        for _ in range(300):
            with contextlib.suppress(OSError):
                urllib.request.urlopen(f"http://127.0.0.1:{port}/auth/sign-in/", timeout=30).close()
                break
            time.sleep(0.1)
        yield port
    finally:
        process.terminate()
        process.wait(20)


_SESSION = """
from django.conf import settings
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from kamp.users.models import User
import json
client = Client(SERVER_NAME='127.0.0.1')
client.force_login(User.objects.get(email={email!r}))
counts = {{}}
for name, path in {pages!r}.items():
    client.get(path)
    with CaptureQueriesContext(connection) as queries:
        assert client.get(path).status_code == 200
    counts[name] = len(queries)
print(json.dumps([client.cookies[settings.SESSION_COOKIE_NAME].value, counts]))
"""


def _sign_in(environment: dict[str, str], email: str) -> tuple[str, dict[str, int]]:
    import json

    command = [sys.executable, "manage.py", "shell", "-v0", "-c", _SESSION.format(email=email, pages=PAGES)]
    done = subprocess.run(
        command, env=environment, cwd=settings.BASE_DIR, check=True, text=True, stdout=subprocess.PIPE
    )
    cookie, counts = json.loads(done.stdout.splitlines()[-1])
    return cookie, counts


def _drawn(port: int, cookie: str, path: str, rounds: int) -> dict[str, Any]:
    from playwright.sync_api import sync_playwright

    from kamp.testing.browser import ARGUMENTS, find_chromium

    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"
    address, times, first_answers, sent = f"http://127.0.0.1:{port}", [], [], 0
    ready = "() => !document.querySelector('[data-chart]') || document.querySelector('[data-drawn=yes]')"
    with sync_playwright() as playwright:
        for _ in range(rounds):
            browser = playwright.chromium.launch(executable_path=find_chromium(), args=["--no-sandbox", *ARGUMENTS])
            context = browser.new_context(viewport={"width": 1280, "height": 900})
            context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": cookie, "url": address}])
            page = context.new_page()
            sizes: dict[str, int] = {}
            page.on("requestfinished", lambda request, seen=sizes: seen.update({request.url: _bytes_of(request)}))
            began = time.perf_counter()
            page.goto(address + path, wait_until="commit")
            first_answers.append(1000 * (time.perf_counter() - began))
            page.wait_for_function(ready)
            times.append(1000 * (time.perf_counter() - began))
            page.wait_for_load_state("networkidle")
            sent = sum(size for url, size in sizes.items() if PLOTLY not in url)
            browser.close()
    return {
        "drawn ms": round(statistics.median(times)),
        "first byte ms": round(statistics.median(first_answers)),
        "kB without plotly": round(sent / 1024),
    }


def _bytes_of(request: Any) -> int:
    sizes = request.sizes()
    return int(sizes["responseBodySize"] + sizes["responseHeadersSize"])
