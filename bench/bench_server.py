"""A web server on the load database, and requests to it as a browser makes them."""

from __future__ import annotations

import contextlib
import gzip
import http.client
import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlencode

from django.conf import settings


@contextlib.contextmanager
def server(environment: dict[str, str]) -> Iterator[tuple[int, int]]:
    """The product's own web server with one worker; gives its port and process."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    words = ["gunicorn", "kamp.wsgi", "-b", f"127.0.0.1:{port}", "--workers", "1", "--no-control-socket"]
    process = subprocess.Popen(
        [sys.executable, "-m", *words], env=environment, cwd=settings.BASE_DIR, stderr=subprocess.DEVNULL
    )
    try:
        for _ in range(300):
            with contextlib.suppress(OSError):
                get(port, "/auth/sign-in/", "")
                break
            time.sleep(0.1)
        yield port, process.pid
    finally:
        process.terminate()
        process.wait(20)


def get(
    port: int, path: str, cookie: str, body: str | None = None, extra: dict[str, str] | None = None
) -> tuple[http.client.HTTPResponse, bytes]:
    """The answer and its content as text (unzipped)."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=120)
    headers = {"Cookie": cookie, "Accept-Encoding": "gzip", **(extra or {})}
    connection.request("POST" if body is not None else "GET", path, body, headers)
    answer = connection.getresponse()
    content = answer.read()
    connection.close()
    return answer, gzip.decompress(content) if answer.getheader("Content-Encoding") == "gzip" else content


def sign_in(port: int, email: str) -> str:
    """The cookies of somebody of the demo. Raises RuntimeError when the sign-in is refused."""
    from kamp.operation.demo.words import PASSWORD

    answer, _content = get(port, "/auth/sign-in/", "")
    token = str(answer.getheader("Set-Cookie")).split("csrftoken=")[1].split(";")[0]
    body = urlencode({"login": email, "password": PASSWORD, "csrfmiddlewaretoken": token})
    form = {"Content-Type": "application/x-www-form-urlencoded"}
    answer, _content = get(port, "/auth/sign-in/", f"csrftoken={token}", body, form)
    if answer.status != http.client.FOUND:
        raise RuntimeError(f"sign-in as {email} answered {answer.status}")
    return "; ".join(value.split(";")[0] for key, value in answer.getheaders() if key.lower() == "set-cookie")


def timed(port: int, path: str, cookie: str, extra: dict[str, str] | None = None) -> float:
    """Milliseconds of one request."""
    began = time.perf_counter()
    get(port, path, cookie, extra=extra)
    return 1000 * (time.perf_counter() - began)


def cpu_of(pid: int) -> float:
    """Seconds of processor time of a server and its workers."""
    ticks = 0
    for process in [pid, *children(pid)]:
        with contextlib.suppress(OSError):  # gone since
            fields = Path(f"/proc/{process}/stat").read_text().rsplit(")", 1)[1].split()
            ticks += int(fields[11]) + int(fields[12])
    return ticks / os.sysconf("SC_CLK_TCK")


def postmaster() -> int:
    """The process above all sessions of the database server. Of a server on another machine there is none to see."""
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        (session,) = cursor.fetchone()
    return int(Path(f"/proc/{session}/stat").read_text().rsplit(")", 1)[1].split()[1])


def database_cpu_of(pid: int) -> float:
    """Seconds of processor time of a database server, its sessions and the helpers they had."""
    ticks = 0
    for process, last in ((pid, 15), *((child, 13) for child in children(pid))):
        with contextlib.suppress(OSError):  # gone since
            fields = Path(f"/proc/{process}/stat").read_text().rsplit(")", 1)[1].split()
            ticks += sum(int(field) for field in fields[11:last])
    return ticks / os.sysconf("SC_CLK_TCK")


def children(pid: int) -> list[int]:
    """The processes a process has started."""
    return [int(child) for child in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]
