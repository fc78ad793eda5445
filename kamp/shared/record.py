"""Which changes of a model the change record keeps: all of them, deletions too."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, TypeVar

import pghistory

ModelT = TypeVar("ModelT")


def recorded(*, exclude: Sequence[str] = (), level: Any = None) -> Callable[[type[ModelT]], type[ModelT]]:
    """A class decorator: triggers of the database write an event for each inserted, changed and deleted row.

    ``exclude`` are columns that are not kept (and whose change alone is no event); ``level`` is pghistory.Statement for
    tables that are written in bulk.
    """
    trackers = (pghistory.InsertEvent(), pghistory.UpdateEvent(), pghistory.DeleteEvent())
    options: dict[str, Any] = {"exclude": list(exclude)} if exclude else {}
    decorate: Callable[[type[ModelT]], type[ModelT]] = pghistory.track(*trackers, level=level, **options)
    return decorate
