"""The extension point: what upper apps do when what is known about accounts has changed.

The audit (accounts) saves a rating and the portfolio classifies the account anew, without being imported: it adds a
reaction in ``AppConfig.ready()``.
"""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from kamp.shared.catalog import Catalog


@dataclass(frozen=True, slots=True, kw_only=True)
class Reaction:
    """What an app does about changed accounts. ``run(account_ids, by, at)`` is called in the transaction of the change
    and only queues work: whoever typed is waiting for it."""

    key: str
    run: Callable[[list[int], Any, datetime.datetime], None]


ACCOUNT_CHANGED: Catalog[Reaction] = Catalog("reaction")


def account_changed(account_ids: Iterable[int], *, by: Any = None, at: datetime.datetime) -> None:
    """Says that facts or ratings of ``account_ids`` changed ``at`` this moment through ``by`` (a user, None = nobody).

    Call it in the transaction that writes them.
    """
    changed = sorted(set(account_ids))
    for reaction in ACCOUNT_CHANGED if changed else ():
        reaction.run(changed, by, at)
