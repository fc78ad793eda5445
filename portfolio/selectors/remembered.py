"""What was added up for one person over one run, remembered for the next page.

A run never changes, so what a person's accounts add up to in it changes only when accounts change hands or the person's
own reach does. Both stand in the name under which an answer is remembered: the reach as the values of its condition,
the accounts as ``scope_state``, read in the same snapshot as the page. Nothing has to be forgotten in time, and nobody
is ever given sums over other accounts than theirs (C08). While the cache is away, everything is added up again.
"""

from __future__ import annotations

import hashlib
import logging
from collections.abc import Callable, Iterator
from dataclasses import astuple
from typing import TYPE_CHECKING, Any, TypeVar, cast

from django.core.cache import cache
from django.db.models import Model, Q, QuerySet

from accounts.selectors.change_notes import scope_state

if TYPE_CHECKING:
    from portfolio.models import ClassificationRun
    from portfolio.selectors.reading import Reading

T = TypeVar("T")
FORM = 3  # of what is stored; to be raised with every change of it
SECONDS = 24 * 60 * 60
log = logging.getLogger(__name__)


def remembered(reading: Reading, what: str, compute: Callable[[], T]) -> T:
    """``compute()``, or what it gave for the same person, accounts, runs and filters; ``what`` tells answers apart.

    Searches by words are not remembered: there are too many of them, and names change without a trace.
    """
    place = reading.place
    if not place:
        return compute()
    name = "reading:" + _short((place, what))
    found: T | None = _guarded(lambda: cache.get(name))
    if found is None:
        found = compute()
        _guarded(lambda: cache.set(name, found, SECONDS))
    return found


def _guarded(ask: Callable[[], Any]) -> Any:
    try:
        return ask()
    except Exception as problem:  # noqa: BLE001  MEANT: whatever a cache raises, the page does without it
        log.warning("the cache is away: %s", problem)
        return None


def place_of(reading: Reading) -> str:
    """A name for the reader's accounts, the runs and the filters; "" when there is none. One query."""
    if reading.asked.q:
        return ""
    values = list(_values(reading.scope))
    known = (
        *(FORM, reading.user.pk, reading.user.is_active, reading.user.reach, values, astuple(reading.asked)),
        *(_run(reading.run), reading.runs.latest, _run(reading.runs.before), scope_state()),
    )
    return _short(known)


def _short(known: tuple[Any, ...]) -> str:
    return hashlib.blake2b(repr(known).encode(), digest_size=16).hexdigest()


def _run(run: ClassificationRun | None) -> tuple[Any, ...]:
    """Also what it came from: a database that was put back counts the same numbers again."""
    return () if run is None else (run.number, run.base, run.digest, run.finished_at.isoformat())


def _values(condition: Q) -> Iterator[Any]:
    """Names and values of a condition, in order; of a sub-select (accounts shared with the person, when they are many)
    ``scope_state`` knows whether it would give others."""
    yield condition.connector
    for child in condition.children:
        if isinstance(child, Q):
            yield from _values(child)
        else:
            name, value = cast("tuple[str, Any]", child)
            yield name
            yield value.pk if isinstance(value, Model) else "many" if isinstance(value, QuerySet) else value
