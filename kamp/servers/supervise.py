"""Runs several processes as one: one signal stops all, what crashes is started again, nothing is left behind."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
import time
from collections import deque
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, TextIO

from kamp.servers.lifeline import Watcher, die_with_parent

if TYPE_CHECKING:
    from kamp.servers.embedded import Server

PATIENCE = 60.0  # seconds in which a process may crash
CRASHES = 5  # this often before all is stopped
GRACE = 10.0  # seconds from the request to stop until what still runs is killed


@dataclass
class _Child:
    name: str
    argv: Sequence[str]
    process: subprocess.Popen[str] | None = None
    crashes: deque[float] = field(default_factory=lambda: deque(maxlen=CRASHES))

    def crashed_too_often(self, now: float) -> bool:
        self.crashes.append(now)
        return len(self.crashes) == CRASHES and now - self.crashes[0] < PATIENCE


class Supervisor:
    """Starts ``commands`` (name: argv) and keeps them and ``servers`` alive until a signal comes.

    ``ready`` is asked until it says True, and not again.
    """

    def __init__(
        self,
        commands: Mapping[str, Sequence[str]],
        *,
        servers: Sequence[Server] = (),
        ready: Callable[[], bool] = lambda: True,
        out: TextIO = sys.stdout,
    ) -> None:
        self._children = [_Child(name, argv) for name, argv in commands.items()]
        self._servers = servers
        self._ready = ready
        self._out, self._printing = out, threading.Lock()
        self._asked = 0  # how many times somebody asked to stop
        self._watcher = Watcher()

    def run(self) -> int:
        """0 after a request to stop, 1 when something crashed again and again."""
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            signal.signal(number, self._ask)
        try:
            for child in self._children:
                self._start(child)
            return self._keep()
        finally:
            self._stop()
            self._watcher.dismiss()

    def _ask(self, *_: object) -> None:
        self._asked += 1

    def _keep(self) -> int:
        waiting = True
        while not self._asked:
            time.sleep(0.1)
            waiting = waiting and not self._ready()
            if self._revive():
                return 1
        return 0

    def _revive(self) -> bool:
        """Start again what died; True when it is no use."""
        for server in self._servers:
            if server.process is not None and server.process.poll() is not None:
                self._say(f"{server.name} died with status {server.process.returncode}; starting it again")
                server.start()
        for child in self._children:
            if child.process is None or child.process.poll() is None:
                continue
            status = child.process.returncode
            if self._asked:
                return False
            if child.crashed_too_often(time.monotonic()):
                self._say(f"{child.name} ended with status {status}, {CRASHES} times; stopping everything")
                return True
            self._say(f"{child.name} ended with status {status}; starting it again")
            _kill_group(child.process.pid)
            time.sleep(0.5 * len(child.crashes))
            self._start(child)
        return False

    def _start(self, child: _Child) -> None:
        child.process = subprocess.Popen(
            child.argv,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            errors="replace",
            start_new_session=True,
            preexec_fn=die_with_parent,  # noqa: PLW1509  MEANT: one system call
        )
        self._watcher.add(child.process.pid)
        threading.Thread(target=self._pump, args=(child.name, child.process.stdout), daemon=True).start()

    def _pump(self, name: str, pipe: TextIO) -> None:
        with pipe:
            for line in pipe:
                self._say(line.rstrip("\n"), name)

    def _say(self, text: str, name: str = "kamp") -> None:
        with self._printing, suppress(OSError):  # nobody reads any more; the processes must not stop for that
            self._out.write(f"{name:7}| {text}\n")
            self._out.flush()

    def _stop(self) -> None:
        running = [child.process for child in self._children if child.process is not None]
        asked, end = self._asked, time.monotonic() + GRACE
        if any(process.poll() is None for process in running):
            self._say("stopping; Ctrl-C again to stop at once")
        for process in running:
            if process.poll() is None:
                process.terminate()
        while any(process.poll() is None for process in running) and time.monotonic() < end and self._asked == asked:
            time.sleep(0.05)
        for process in running:
            _kill_group(process.pid)
            process.wait()


def _kill_group(leader: int) -> None:
    try:
        os.killpg(leader, signal.SIGKILL)
    except ProcessLookupError:
        return
