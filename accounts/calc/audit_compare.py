"""What changed between two frozen audits."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

Snapshot = Mapping[str, Any]
NAMES_OF_ROWS = frozenset({"set", "key"})
"""What says which criterion a row is, and about which business: its name, nothing that changes."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """Something two audits say differently. ``part`` and ``key`` name it; None = not there, or not assessed.

    ``direction`` is 1 for a number that rose, −1 for one that fell, 0 for anything else.
    """

    part: str
    key: str
    name: str
    before: str | None
    after: str | None

    @property
    def direction(self) -> int:
        """The sign of the change, where both are numbers."""
        try:
            change = Decimal(self.after or "") - Decimal(self.before or "")
        except ArithmeticError:
            return 0
        return (change > 0) - (change < 0)


def differences(before: Snapshot, after: Snapshot) -> list[Difference]:
    """What ``after`` says differently from ``before``: scores, axes, answers, weights, facts, people; in that order."""
    return [*_scores(before, after), *_answers(before, after), *_rows(before, after)]


def _scores(before: Snapshot, after: Snapshot) -> Iterator[Difference]:
    yield from _changed("score", "", _score(before), _score(after))
    names = ("x", "y", "score", "stage", "flag")
    yield from _changed("relationship", "", _part(before, "relationship", names), _part(after, "relationship", names))
    yield from _changed("strength", "", _part(before, "strength", ("value",)), _part(after, "strength", ("value",)))


def _score(snapshot: Snapshot) -> dict[str, Any]:
    score = snapshot.get("score", {})
    return {"total": score.get("total"), **score.get("quadrants", {})}


def _part(snapshot: Snapshot, part: str, names: tuple[str, ...]) -> dict[str, Any]:
    return {name: snapshot.get(part, {}).get(name) for name in names}


def _answers(before: Snapshot, after: Snapshot) -> Iterator[Difference]:
    yield from _changed("answers", "mean", _means(before), _means(after))


def _means(snapshot: Snapshot) -> dict[str, Any]:
    answers = snapshot.get("answers", {}).items()
    return {key: each.get("mean") for key, each in answers if not key.startswith("item.")}


def _rows(before: Snapshot, after: Snapshot) -> Iterator[Difference]:
    yield from _changed("profile", "", before.get("profile", {}), after.get("profile", {}))
    for part in ("criteria", "years", "contracts", "people"):
        old, new = before.get(part, {}), after.get(part, {})
        for key in _keys(old, new):
            was, now = old.get(key, {}), new.get(key, {})
            for name in _keys(was, now):
                if name not in NAMES_OF_ROWS and _text(was.get(name)) != _text(now.get(name)):
                    yield _difference(part, key, name, was.get(name), now.get(name))


def _changed(part: str, name: str, old: Mapping[str, Any], new: Mapping[str, Any]) -> Iterator[Difference]:
    for key in _keys(old, new):
        if _text(old.get(key)) != _text(new.get(key)):
            yield _difference(part, key, name, old.get(key), new.get(key))


def _difference(part: str, key: str, name: str, before: Any, after: Any) -> Difference:
    return Difference(part=part, key=key, name=name, before=_text(before), after=_text(after))


def _keys(old: Mapping[str, Any], new: Mapping[str, Any]) -> list[str]:
    return [*new, *(key for key in old if key not in new)]


def _text(value: Any) -> str | None:
    if value is None or value in ("", []):
        return None
    return ", ".join(str(each) for each in value) if isinstance(value, list) else str(value)
