"""Statements that are the same at every request: their text is made once in a process.

Not ``functools.lru_cache``: it keeps what it is called with, and a signed-in person holds on to her whole request.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable
from typing import Any

Statement = tuple[str, tuple[Any, ...]]  # with its values


class Statements:
    """Statements by a key that says all they depend on; at most ``most`` are kept, some 5 kB each."""

    def __init__(self, most: int = 500) -> None:
        self._most = most
        self._made: dict[Hashable, Statement] = {}

    def get(self, key: Hashable, make: Callable[[], Statement]) -> Statement:
        """The statement of ``key``, made the first time it is asked for."""
        found = self._made.get(key)
        if found is None:
            found = make()
            if len(self._made) >= self._most:
                self._made.clear()
            self._made[key] = found
        return found  # not looked up again: another thread may have cleared
