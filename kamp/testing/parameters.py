"""Which parameters of its address a page asks for."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from unittest.mock import patch

from django.http import QueryDict

ALL = "*"  # the page goes through whatever is there


@contextmanager
def names_asked_for() -> Iterator[set[str]]:
    """The names that code asks the query string for while the block runs; ``ALL`` where one goes through all of it.

    A page that asks for none cannot be disturbed by any. The real query string answers, this one only listens.
    """
    asked: set[str] = set()

    class Listening(QueryDict):
        _listens = False

        def __init__(self, *args: Any, **kwargs: Any) -> None:
            super().__init__(*args, **kwargs)
            self._listens = True

        def _heard(self, name: object) -> None:
            if self._listens:
                asked.add(str(name))

        def __getitem__(self, key: str) -> Any:
            self._heard(key)
            return super().__getitem__(key)

        def __contains__(self, key: object) -> bool:
            self._heard(key)
            return super().__contains__(key)

        def getlist(self, key: str, default: Any = None) -> Any:
            self._heard(key)
            return super().getlist(key, default)

        def __iter__(self) -> Iterator[str]:
            self._heard(ALL)
            return super().__iter__()

        def items(self) -> Any:
            self._heard(ALL)
            return super().items()

        def lists(self) -> Any:
            self._heard(ALL)
            return super().lists()

    with patch("django.core.handlers.wsgi.QueryDict", Listening):
        yield asked
