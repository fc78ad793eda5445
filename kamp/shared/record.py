"""Which changes of a model the change record keeps: all of them, deletions too; and that nobody changes the record.

The tables of the record themselves take no change (``PGHISTORY_APPEND_ONLY``).
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, TypeVar

import pghistory
import pgtrigger

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


def kept_as_it_is() -> pgtrigger.Trigger:
    """For rows that are a record themselves (moves, versions): the database takes no change and no deletion."""
    return pgtrigger.Protect(name="no_change", operation=pgtrigger.Update | pgtrigger.Delete)
