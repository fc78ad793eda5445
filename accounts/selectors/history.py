"""Who changed what about an account, from the change record the database keeps."""

from __future__ import annotations

import datetime
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db import connection
from django.db.models import Model

from accounts.models import (
    AccountMember,
    AccountProfile,
    Contract,
    Demand,
    DmuMember,
    FinancialYear,
    KeyAccount,
    Person,
    Touch,
)

PAGE = 25


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """A recorded model: the condition on its events that leads to the account, and fields that tell people nothing."""

    model: type[Model]
    where: str
    hidden: frozenset[str] = frozenset()

    @property
    def key(self) -> str:
        """The name of the model, which is also that of its events."""
        return str(self.model._meta.model_name)


_TECHNICAL = frozenset({"id", "version", "created_at", "account", "person", "data_import", "slug"})
SOURCES = (
    Source(model=KeyAccount, where="e.pgh_obj_id = %(account)s"),
    Source(model=AccountMember, where="e.account_id = %(account)s"),
    Source(model=Person, where="e.account_id = %(account)s"),
    Source(
        model=DmuMember,
        where="e.person_id IN (SELECT p.id FROM accounts_personevent p WHERE p.account_id = %(account)s)",
    ),
    Source(model=Contract, where="e.account_id = %(account)s"),
    Source(model=FinancialYear, where="e.account_id = %(account)s"),
    Source(model=AccountProfile, where="e.account_id = %(account)s"),
    Source(model=Touch, where="e.account_id = %(account)s"),
    Source(model=Demand, where="e.account_id = %(account)s", hidden=frozenset({"rate", "recorded_at", "author"})),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """A recorded change. ``label`` is insert, update or delete; ``before`` and ``now`` are the columns of the row
    (before is None for a new one); ``who`` is the key of the person, None when it was none."""

    source: Source
    at: datetime.datetime
    key: int
    label: str
    now: Mapping[str, Any]
    before: Mapping[str, Any] | None
    who: int | None
    url: str

    def changes(self) -> list[tuple[str, Any, Any]]:
        """(field, before, now) of the fields that differ and mean something to people."""
        found = []
        for field in self.source.model._meta.concrete_fields:
            if field.name in _TECHNICAL | self.source.hidden or field.attname not in self.now:
                continue
            old = self.before.get(field.attname) if self.before is not None else None
            new = None if self.label == "delete" else self.now[field.attname]
            if self.label == "delete":
                old = self.now[field.attname]
            if old != new and not (old in _EMPTY and new in _EMPTY):
                found.append((field.name, old, new))
        return found


_EMPTY: Any = (None, "", [])


@dataclass(frozen=True, slots=True, kw_only=True)
class HistoryPage:
    """Events, the newest first; ``next`` is where the older ones begin ("" = there are none)."""

    events: Sequence[Event]
    next: str


def history_of(account: KeyAccount, *, before: str = "") -> HistoryPage:
    """A page of the changes of ``account`` and of what belongs to it, older than ``before`` (a page's ``next``).

    One query for the events and the state before each. Nonsense in ``before`` gives the first page.
    """
    until = _moment(before)
    parts = [_part(number, source, until is not None) for number, source in enumerate(SOURCES)]
    sql = " UNION ALL ".join(parts) + " ORDER BY 2 DESC, 1, 3 DESC LIMIT %(limit)s"
    with connection.cursor() as cursor:
        cursor.execute(sql, {"account": account.pk, "until": until, "limit": PAGE + 1})
        rows = [(*row[:4], *map(_read, row[4:])) for row in cursor.fetchall()]
    events = [
        Event(
            source=SOURCES[number],
            at=at,
            key=key,
            label=label,
            now=now,
            before=earlier,
            who=_user_key(context),
            url=str((context or {}).get("url", "")),
        )
        for number, at, key, label, now, earlier, context in rows
    ]
    more = len(events) > PAGE
    events = _whole_moments(events[:PAGE], events[PAGE].at) if more else events
    return HistoryPage(events=events, next=events[-1].at.isoformat() if more and events else "")


def _part(number: int, source: Source, is_later: bool) -> str:
    table = next(iter(source.model.pgh_event_models.values()))._meta.db_table  # type: ignore[attr-defined]
    later = "AND e.pgh_created_at < %(until)s" if is_later else ""
    return (
        f"(SELECT {number}, e.pgh_created_at, e.pgh_id, e.pgh_label, to_jsonb(e), "  # noqa: S608  MEANT: own tables
        f"(SELECT to_jsonb(p) FROM {table} p WHERE p.pgh_obj_id = e.pgh_obj_id AND p.pgh_id < e.pgh_id "
        "ORDER BY p.pgh_id DESC LIMIT 1), c.metadata "
        f"FROM {table} e LEFT JOIN pghistory_context c ON c.id = e.pgh_context_id "
        f"WHERE {source.where} {later} ORDER BY e.pgh_created_at DESC, e.pgh_id DESC LIMIT %(limit)s)"
    )


def _whole_moments(events: list[Event], cut: datetime.datetime) -> list[Event]:
    """Without the events of the moment at which the page was cut, so that the next page has all of them; unless the
    whole page is of one moment (an import), which is then shown as far as it goes."""
    whole = [event for event in events if event.at != cut]
    return whole or events


def _read(text: Any) -> Any:
    """What PostgreSQL gave as JSON; Django leaves it as text outside of its own fields."""
    return json.loads(text, parse_float=Decimal) if isinstance(text, str) else text


def _user_key(context: Mapping[str, Any] | None) -> int | None:
    key = (context or {}).get("user")
    return int(key) if isinstance(key, int) or (isinstance(key, str) and key.isdecimal()) else None


def _moment(text: str) -> datetime.datetime | None:
    try:
        found = datetime.datetime.fromisoformat(text) if len(text) < 40 else None
    except ValueError:
        return None
    return found if found is not None and found.tzinfo is not None and 1990 < found.year < 3000 else None
