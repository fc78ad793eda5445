"""The processes that make up a running KAMP."""

from __future__ import annotations

import http.client
import socket
import sys
from pathlib import Path

HOST = "127.0.0.1"
FIRST_PAGE = "/auth/sign-in/"
# Celery's warning is about unpickling as root; ours accepts nothing but JSON, and the trial may run as root.
NO_ROOT_WARNING = ("-W", "ignore:You're running the worker with superuser privileges")


def commands(port: int, *, jobs: bool, keep: Path) -> dict[str, list[str]]:
    """Name and argv of each process; ``keep`` is where the schedule remembers its last run."""
    run = [sys.executable, "-m"]
    web = [*run, "gunicorn", "kamp.wsgi", "--bind", f"{HOST}:{port}", "--worker-class", "gthread"]
    # Loaded once, then forked: half the memory and half the start.
    web += ["--workers", "2", "--threads", "4", "--preload", "--graceful-timeout", "5", "--log-level", "warning"]
    if not jobs:
        return {"web": web}
    celery = [sys.executable, *NO_ROOT_WARNING, "-m", "celery", "--quiet", "-A", "kamp"]
    worker = [*celery, "worker", "--concurrency", "2", "--loglevel", "WARNING", "--without-gossip", "--without-mingle"]
    beat = [*celery, "beat", "--loglevel", "WARNING", "--pidfile=", "--schedule", str(keep / "beat-schedule")]
    return {"web": web, "worker": worker, "beat": beat}


def port_problem(port: int) -> str:
    """Why the web server cannot listen on ``port``, or an empty text."""
    with socket.socket() as listener:
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            listener.bind((HOST, port))
        except PermissionError:
            return f"Port {port} may only be used by root; choose one above 1023 with --port."
        except OSError:
            return f"Port {port} is taken by another program; choose another one with --port."
        except OverflowError:
            return f"{port} is not a port; choose one between 1024 and 65535 with --port."
    return ""


def status_of_first_page(port: int) -> int | None:
    """The HTTP status the web server answers with; None as long as it does not."""
    connection = http.client.HTTPConnection(HOST, port, timeout=2)
    try:
        connection.request("GET", FIRST_PAGE)
        return connection.getresponse().status
    except (OSError, http.client.HTTPException):
        return None
    finally:
        connection.close()
