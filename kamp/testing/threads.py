"""Several sessions of the database at the same moment, for tests with ``transaction=True``.

Nothing waits for ever: where one thread dies before it comes to the gate, the others fail instead of standing there.
"""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import Any

from django.db import connections

SECONDS = 60


class Running:
    """An action in a thread of its own."""

    def __init__(self, action: Callable[[], Any], gate: threading.Barrier | None = None) -> None:
        self._action, self._gate = action, gate
        self._result: Any = None
        self._thread = threading.Thread(target=self._run, daemon=True)
        self._thread.start()

    def _run(self) -> None:
        try:
            if self._gate is not None:
                self._gate.wait(SECONDS)
            self._result = self._action()
        except BaseException as problem:  # noqa: BLE001  MEANT: handed to the thread of the test
            self._result = problem
        finally:
            connections.close_all()

    def outcome(self) -> Any:
        """What the action gave or raised; fails where it does not come to an end."""
        self._thread.join(SECONDS)
        assert not self._thread.is_alive(), f"still at work after {SECONDS} s: {self._action}"
        return self._result

    def join(self) -> Any:
        """What the action gave; raises what it raised."""
        result = self.outcome()
        if isinstance(result, BaseException):
            raise result
        return result


def in_thread(action: Callable[[], Any]) -> Running:
    """Starts ``action`` with a database session of its own."""
    return Running(action)


def at_once(*actions: Callable[[], Any]) -> list[Any]:
    """Runs ``actions`` in threads that begin together; gives what each gave or raised, in their order."""
    gate = threading.Barrier(len(actions))
    running = [Running(action, gate) for action in actions]
    return [each.outcome() for each in running]
