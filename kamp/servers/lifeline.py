"""No process outlives the one that started it."""

from __future__ import annotations

import ctypes  # loaded here, not in the child: one that gave up root may no longer be able to read the library
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

_LIBC = ctypes.CDLL(None) if sys.platform == "linux" else None
_PR_SET_PDEATHSIG = 1
GRACE = 2.0  # seconds between asking and killing


def die_with_parent(number: int = signal.SIGTERM) -> None:
    """Have the kernel send ``number`` to this process when its parent dies (Linux; elsewhere the watcher does it)."""
    if _LIBC is not None:
        _LIBC.prctl(_PR_SET_PDEATHSIG, number)


class Watcher:
    """A small process that outlives a killed supervisor just long enough to end what it left, children of children too.

    It reads from a pipe that only the supervisor holds open: when the supervisor ends, however it ends, the pipe does.
    """

    def __init__(self) -> None:
        self._process = subprocess.Popen(
            [sys.executable, "-S", "-E", str(Path(__file__))],
            stdin=subprocess.PIPE,
            start_new_session=True,
            cwd="/",
        )

    def add(self, pid: int) -> None:
        """Watch the process group that ``pid`` leads."""
        if self._process.stdin is not None:
            self._process.stdin.write(f"{pid}\n".encode())
            self._process.stdin.flush()

    def dismiss(self) -> None:
        """The supervisor has ended everything itself."""
        self._process.kill()
        self._process.wait()
        if self._process.stdin is not None:
            self._process.stdin.close()


def _signal_groups(groups: set[int], number: int) -> set[int]:
    alive = set()
    for group in groups:
        try:
            os.killpg(group, number)
        except (ProcessLookupError, PermissionError):
            continue
        alive.add(group)
    return alive


def _watch() -> None:
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, signal.SIG_IGN)
    groups = {int(line) for line in sys.stdin if line.strip()}
    alive = _signal_groups(groups, signal.SIGTERM)
    end = time.monotonic() + GRACE
    while alive and time.monotonic() < end:
        time.sleep(0.1)
        alive = _signal_groups(alive, 0)
    _signal_groups(alive, signal.SIGKILL)


if __name__ == "__main__":
    _watch()
