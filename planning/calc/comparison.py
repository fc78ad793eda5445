"""Two versions of a plan, part by part, row by row, field by field (method §9.5, versioning)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

Snapshot = Mapping[str, Sequence[Mapping[str, Any]]]


@dataclass(frozen=True, slots=True, kw_only=True)
class FieldChange:
    """A field that is not the same; None or "" = empty."""

    field: str
    before: Any
    after: Any


@dataclass(frozen=True, slots=True, kw_only=True)
class RowChange:
    """A row that is in both versions and differs."""

    name: str
    fields: tuple[FieldChange, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class PartChange:
    """What differs in a part: names of rows that came and went, and rows that changed."""

    key: str
    added: tuple[str, ...]
    removed: tuple[str, ...]
    changed: tuple[RowChange, ...]

    @property
    def number(self) -> int:
        """How many rows differ."""
        return len(self.added) + len(self.removed) + len(self.changed)


def compare(before: Snapshot, after: Snapshot) -> list[PartChange]:
    """The parts that differ, in the order of ``after``; rows are matched by their id. Fields that only one of the two
    versions knows are not compared."""
    found = [_part(key, before.get(key, ()), after.get(key, ())) for key in dict.fromkeys([*after, *before])]
    return [part for part in found if part.number]


def _part(key: str, before: Sequence[Mapping[str, Any]], after: Sequence[Mapping[str, Any]]) -> PartChange:
    old, new = {row["id"]: row for row in before}, {row["id"]: row for row in after}
    both = [(old[key], row) for key, row in new.items() if key in old]
    changes = [RowChange(name=row["name"], fields=_fields(was["fields"], row["fields"])) for was, row in both]
    return PartChange(
        key=key,
        added=tuple(row["name"] for key, row in new.items() if key not in old),
        removed=tuple(row["name"] for key, row in old.items() if key not in new),
        changed=tuple(change for change in changes if change.fields),
    )


def _fields(before: Mapping[str, Any], after: Mapping[str, Any]) -> tuple[FieldChange, ...]:
    return tuple(
        FieldChange(field=name, before=before[name], after=after[name])
        for name in after
        if name in before and before[name] != after[name]
    )
