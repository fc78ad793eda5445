"""What changed between two snapshots, field by field, with sign and size (method §9.5, "compare")."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from typing import Any

from planning.kinds.compared import NUMERIC, PARTS, QUANTUM, Fact, Part, Unit

Snapshot = Mapping[str, Any]
_ABSENT = object()


class How(StrEnum):
    ADDED = "added"
    REMOVED = "removed"
    CHANGED = "changed"
    SAME = "same"


@dataclass(frozen=True, slots=True, kw_only=True)
class Comparison:
    """A field then and now. ``difference`` = after − before for numbers that are both known, ``share`` the same in
    parts of ``before`` (None where that is zero or negative, G6; of shares the points). For an item that came
    or went ``fact`` is None.
    """

    part: Part
    item: str
    name: str
    fact: Fact | None
    how: How
    before: Any = None
    after: Any = None
    difference: Decimal | None = None
    share: Decimal | None = None

    @property
    def direction(self) -> int:
        """1 up, −1 down, 0 neither."""
        return 0 if not self.difference else 1 if self.difference > 0 else -1

    @property
    def is_good(self) -> bool | None:
        """Whether the change is good news; None where it is neither, or not known."""
        good = self.fact.good if self.fact else ""
        return None if not good or not self.direction else (self.direction > 0) == (good == "up")


def changes(before: Snapshot, after: Snapshot, *, sensitive: bool, parts: Iterable[Part] = PARTS) -> list[Comparison]:
    """Everything that is not the same, by part; within a part what came and went, then fields, the largest first."""
    found = []
    for part in parts:
        rows = [row for row in compared(part, before, after, sensitive=sensitive) if row.how is not How.SAME]
        found += sorted(rows, key=_weight)
    return found


def compared(part: Part, before: Snapshot, after: Snapshot, *, sensitive: bool) -> list[Comparison]:
    """All fields of ``part`` then and now, the unchanged too. A part that one of the snapshots does not have was not
    recorded then and gives nothing."""
    then, now = before.get(part.key), after.get(part.key)
    if then is None or now is None:
        return []
    facts = [fact for fact in part.facts if sensitive or not fact.sensitive]
    if not part.many:
        return list(_fields(part, facts, "", "", then, now))
    found: list[Comparison] = []
    for item in dict.fromkeys([*then, *now]):
        found += _item(part, facts, item, then.get(item), now.get(item))
    return found


def _item(part: Part, facts: list[Fact], item: str, then: Any, now: Any) -> Iterator[Comparison]:
    if then is None or now is None:
        how = How.ADDED if then is None else How.REMOVED
        name = str((now if then is None else then).get("name", ""))
        yield Comparison(part=part, item=item, name=name, fact=None, how=how, before=then, after=now)
        return
    yield from _fields(part, facts, item, str(now.get("name", "")), then, now)


def _fields(
    part: Part, facts: list[Fact], item: str, name: str, then: Mapping[str, Any], now: Mapping[str, Any]
) -> Iterator[Comparison]:
    for fact in facts:
        old, new = then.get(fact.key, _ABSENT), now.get(fact.key, _ABSENT)
        if old is _ABSENT or new is _ABSENT:
            continue  # not recorded at the time: there is nothing to compare
        yield _field(part, fact, (item, name), old, new)


def _field(part: Part, fact: Fact, of: tuple[str, str], old: Any, new: Any) -> Comparison:
    difference = share = None
    if fact.unit in NUMERIC:
        old, new = _number(old), _number(new)
        if old is not None and new is not None:
            difference = new - old
            share = difference if fact.unit is Unit.SHARE else difference / old if old > 0 else None
    how = How.SAME if _is_same(fact, old, new, difference) else How.CHANGED
    return Comparison(
        part=part,
        item=of[0],
        name=of[1],
        fact=fact,
        how=how,
        before=old,
        after=new,
        difference=difference,
        share=share,
    )


def _is_same(fact: Fact, old: Any, new: Any, difference: Decimal | None) -> bool:
    if difference is None:
        return bool((old or None) == (new or None)) if fact.unit not in NUMERIC else old is new
    return not difference or abs(difference) < QUANTUM.get(fact.unit, Decimal(0))


def _number(value: Any) -> Decimal | None:
    return None if value is None else Decimal(str(value))


def _weight(row: Comparison) -> tuple[int, Decimal]:
    """Came and gone first, then by the size of the relative change; what has no size stays in the order declared."""
    return (0 if row.fact is None else 1, -abs(row.share) if row.share is not None else Decimal(0))
