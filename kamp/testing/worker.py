"""Real Celery worker and beat processes on the test database, for tests with ``transaction=True``."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import pytest

from kamp.servers.lifeline import die_with_parent


class Worker:
    """A running worker or scheduler: its process, its log, and ways to hurt it."""

    def __init__(self, process: subprocess.Popen[bytes], log: Path) -> None:
        self.process, self._log = process, log

    @property
    def log(self) -> str:
        return self._log.read_text(errors="replace")

    def kill(self) -> None:
        """SIGKILL to the worker and all its children, as a power cut would."""
        with suppress(ProcessLookupError):
            os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()

    def freeze(self, seconds: float = 30) -> None:
        """Stops it and its children like a closed laptop; returns when all stand still.

        The signal alone does not say that: other threads run on until the one it went to has had its turn.
        """
        os.killpg(self.process.pid, signal.SIGSTOP)
        end = time.monotonic() + seconds
        while not all(_stands_still(pid) for pid in (self.process.pid, *self.children())):
            assert time.monotonic() < end, f"still running {seconds:.0f} s after it was stopped"
            time.sleep(0.01)

    def thaw(self) -> None:
        """Goes on where ``freeze`` stopped it."""
        os.killpg(self.process.pid, signal.SIGCONT)

    def children(self) -> list[int]:
        """The processes of its pool."""
        listing = Path(f"/proc/{self.process.pid}/task/{self.process.pid}/children")
        return [int(pid) for pid in listing.read_text().split()] if listing.exists() else []

    def wait_for(self, condition: Callable[[], object], seconds: float = 60) -> None:
        """Ask ``condition`` until it is true; fails with the worker's log."""
        end = time.monotonic() + seconds
        while not condition():
            assert time.monotonic() < end, f"not so within {seconds:.0f} s; the worker says:\n{self.log[-4000:]}"
            assert self.process.poll() is None, f"the worker ended with {self.process.returncode}:\n{self.log[-4000:]}"
            time.sleep(0.05)


def _stands_still(pid: int) -> bool:
    """Whether every thread of the process is stopped."""
    states = [line.read_text().rpartition(")")[2].split()[0] for line in Path(f"/proc/{pid}/task").glob("*/stat")]
    return set(states) <= {"T", "t"}


def _environment() -> dict[str, str]:
    """This process' environment with the address of the test database in place of the one it was made from."""
    from django.db import connection

    settings = connection.settings_dict
    host, port = settings["HOST"], settings["PORT"]
    credentials = f"{settings['USER']}:{settings['PASSWORD']}" if settings["PASSWORD"] else settings["USER"]
    place = f"/{host}" if str(host).startswith("/") else f"{host}:{port}" if port else str(host)
    return {**os.environ, "DATABASE_URL": f"postgres://{credentials}@{place}/{settings['NAME']}"}


@contextmanager
def running_worker(
    directory: Path,
    *,
    beat: bool = False,
    concurrency: int = 1,
    options: tuple[str, ...] = (),
    keep_messages: bool = False,
) -> Iterator[Worker]:
    """A worker that takes the jobs of this test process, ready when the block begins and killed when it ends.

    ``directory`` takes its log and the schedule's memory. ``beat`` runs the schedule inside it. Waiting messages of
    earlier tests are removed first, unless ``keep_messages``.
    """
    from kamp.celery import app

    if not keep_messages:
        app.control.purge()
    argv = ["worker", "--loglevel", "INFO", "-c", str(concurrency)]
    argv += ["--without-gossip", "--without-mingle", "--hostname", f"test-{os.getpid()}@localhost", *options]
    if beat:
        argv += ["--beat", "--schedule", str(directory / "beat")]
    with _running(argv, directory / "worker.log") as worker:
        worker.wait_for(lambda: " ready." in worker.log)
        yield worker


@contextmanager
def running_beat(directory: Path, name: str = "beat") -> Iterator[Worker]:
    """A scheduler process, started when the block begins and killed when it ends; ``name`` tells several apart."""
    with _running(["beat", "--loglevel", "INFO", "--pidfile="], directory / f"{name}.log") as beat:
        beat.wait_for(lambda: "beat: Starting" in beat.log)
        yield beat


@contextmanager
def _running(argv: list[str], log: Path) -> Iterator[Worker]:
    with log.open("wb") as out:
        process = subprocess.Popen(
            [sys.executable, "-m", "celery", "-A", "kamp", *argv],
            env=_environment(),
            stdin=subprocess.DEVNULL,
            stdout=out,
            stderr=out,
            start_new_session=True,
            preexec_fn=lambda: die_with_parent(signal.SIGKILL),  # noqa: PLW1509  MEANT: one system call
        )
    worker = Worker(process, log)
    try:
        yield worker
    finally:
        worker.kill()


@pytest.fixture
def worker(transactional_db: None, tmp_path: Path) -> Iterator[Worker]:
    """A worker for one test; for more (schedule, several processes, a violent death) use ``running_worker``."""
    with running_worker(tmp_path) as running:
        yield running
