"""Pages with 100,000 accounts through the real server: time, CPU and bytes, against a trivial signed-in page."""

from __future__ import annotations

import contextlib
import gzip
import http.client
import os
import socket
import statistics
import subprocess
import sys
import time
from pathlib import Path
from urllib.parse import urlencode

from bench_portfolio import load_database, manage
from django.conf import settings

TRIVIAL = "/settings/"
PAGES = {
    "list": "/accounts/",
    "list, by revenue": "/accounts/?sort=-revenue",
    "list, searched": "/accounts/?q=cartiere",
    "list, filtered": "/accounts/?status=active",
    "account": "{account}",
    "account, sales": "{account}sales/",
    "edit form": "{account}edit/",
    "portfolio": "/portfolio/",
    "matrix": "/portfolio/value-potential/",
    "matrix, table": "/portfolio/revenue-quality/",
    "concentration": "/portfolio/concentration/",
}
PEOPLE = {
    "administrator": "anna@corvale.example",
    "sales rep": "giulia@corvale.example",
    "manager": "luca@corvale.example",
}


def run(*, accounts: int = 100_000, sales_lines: int = 5_000_000, rounds: int = 40) -> dict[str, object]:
    """Milliseconds per page and person; "times" is p50 over the p50 of the trivial page measured in turn with it."""
    environment, made = load_database(accounts, sales_lines)
    found: dict[str, object] = {"demo seconds": made, "accounts": accounts, "sales lines": sales_lines}
    with _server(environment) as (port, pid):
        biggest = _biggest(environment)
        for person, email in PEOPLE.items():
            cookie = _sign_in(port, email)
            for name, path in PAGES.items():
                found[f"{person}: {name}"] = _measure(port, pid, cookie, path.replace("{account}", biggest), rounds)
    return found


def _biggest(environment: dict[str, str]) -> str:
    code = (
        "from accounts.models import AccountFigures as F;"
        "print(F.objects.filter(account__owner__email='giulia@corvale.example').order_by('-revenue')"
        ".select_related('account').first().account.get_absolute_url())"
    )
    return manage(environment, "shell", "-v0", "-c", code).strip().splitlines()[-1]


@contextlib.contextmanager
def _server(environment: dict[str, str]):
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    command = [
        sys.executable,
        "-m",
        "gunicorn",
        "kamp.wsgi",
        "-b",
        f"127.0.0.1:{port}",
        "--workers",
        "1",
        "--no-control-socket",
    ]
    process = subprocess.Popen(command, env=environment, cwd=settings.BASE_DIR, stderr=subprocess.DEVNULL)
    try:
        for _ in range(200):
            with contextlib.suppress(OSError):
                _get(port, "/auth/sign-in/", "")
                break
            time.sleep(0.1)
        yield port, process.pid
    finally:
        process.terminate()
        process.wait(20)


def _get(port: int, path: str, cookie: str, body: str | None = None, extra: dict[str, str] | None = None):
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=120)
    headers = {"Cookie": cookie, **(extra or {})}
    connection.request("POST" if body is not None else "GET", path, body, headers)
    answer = connection.getresponse()
    content = answer.read()
    connection.close()
    return answer, content


def _sign_in(port: int, email: str) -> str:
    answer, _content = _get(port, "/auth/sign-in/", "")
    token = answer.getheader("Set-Cookie").split("csrftoken=")[1].split(";")[0]
    from kamp.operation.demo.words import PASSWORD

    body = urlencode({"login": email, "password": PASSWORD, "csrfmiddlewaretoken": token})
    answer, _content = _get(
        port, "/auth/sign-in/", f"csrftoken={token}", body, {"Content-Type": "application/x-www-form-urlencoded"}
    )
    if answer.status != 302:
        raise RuntimeError(f"sign-in as {email} answered {answer.status}")
    return "; ".join(v.split(";")[0] for k, v in answer.getheaders() if k.lower() == "set-cookie")


def _measure(port: int, pid: int, cookie: str, path: str, rounds: int) -> dict[str, object]:
    answer, _first = _get(port, path, cookie)
    _again, content = _get(port, path, cookie)
    times, trivial, cpu = [], [], 0.0
    for _ in range(rounds):
        trivial.append(_timed(port, TRIVIAL, cookie))
        before = _cpu(pid)
        times.append(_timed(port, path, cookie))
        cpu += _cpu(pid) - before
    return {
        "status": answer.status,
        "p50": round(statistics.median(times), 1),
        "p95": round(sorted(times)[int(0.95 * len(times))], 1),
        "trivial p50": round(statistics.median(trivial), 1),
        "times": round(statistics.median(times) / statistics.median(trivial), 1),
        "web cpu ms": round(1000 * cpu / rounds, 1),
        "kB": round(len(content) / 1024, 1),
        "gzip kB": round(len(gzip.compress(content)) / 1024, 1),
    }


def _timed(port: int, path: str, cookie: str) -> float:
    began = time.perf_counter()
    _get(port, path, cookie)
    return 1000 * (time.perf_counter() - began)


def _cpu(pid: int) -> float:
    """Seconds of processor time of the server and its workers."""
    ticks = 0
    for process in [pid, *_children(pid)]:
        fields = Path(f"/proc/{process}/stat").read_text().rsplit(")", 1)[1].split()
        ticks += int(fields[11]) + int(fields[12])
    return ticks / os.sysconf("SC_CLK_TCK")


def _children(pid: int) -> list[int]:
    return [int(child) for child in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]
