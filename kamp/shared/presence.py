"""Who is on a page at the moment, and in which field. Kept in the cache only: while it is away, nobody is seen."""

from __future__ import annotations

import datetime
import logging
from dataclasses import dataclass
from typing import Any

from django.core.cache import cache

SECONDS = 45
_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True, kw_only=True)
class Presence:
    """Somebody who showed a sign of life on the page; ``field`` is the input they are in, "" for none."""

    name: str
    field: str


def others_here(place: str, user: Any, field: str, at: datetime.datetime) -> list[Presence]:
    """Who else is at ``place`` (an address), by name; remembers that ``user`` is. Empty while the cache is away.

    Two signs at the same moment may hide one of them until the next one, seconds later.
    """
    key = f"presence:{place}"
    now = at.timestamp()
    try:
        found = cache.get(key)
        here = {who: sign for who, sign in (found or {}).items() if now - sign[2] < SECONDS}
        here[user.pk] = (str(user), field, now)
        cache.set(key, here, SECONDS)
    except Exception as problem:  # noqa: BLE001  MEANT: whatever a cache raises, the page does without it
        _log.info("presence is not known: %s", problem)
        return []
    others = (Presence(name=name, field=where) for who, (name, where, _when) in here.items() if who != user.pk)
    return sorted(others, key=lambda each: each.name)
