"""Which column of a file is which field: headers compared with the names that a field is known by."""

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Protocol

from kamp.intake.texts import folded

LEAST = 0.6
"""The score below which a header is not taken for a field."""

_CLOSE = 0.85


class FieldNames(Protocol):
    """A field with the headers that mean it, the most usual one first (``fields.Field`` is one)."""

    @property
    def key(self) -> str: ...

    @property
    def aliases(self) -> Sequence[str]: ...


@dataclass(frozen=True, slots=True)
class Guess:
    """A column taken for a field; ``score`` is 1 for its very name and at least ``LEAST``."""

    field: str
    column: str
    score: float


def guess(columns: Sequence[str], fields: Sequence[FieldNames]) -> dict[str, Guess]:
    """The best column for each field that has one, by field; no column is taken twice."""
    candidates = [
        (-score(column, field), order, position, field.key, column)
        for order, field in enumerate(fields)
        for position, column in enumerate(columns)
    ]
    found: dict[str, Guess] = {}
    taken: set[str] = set()
    for negative, _, _, key, column in sorted(candidates):
        if -negative >= LEAST and key not in found and column not in taken:
            found[key] = Guess(key, column, round(-negative, 3))
            taken.add(column)
    return found


def score(column: str, field: FieldNames) -> float:
    """How well a header fits a field, 0 to 1. Case, accents, signs and the way words are joined do not matter."""
    header = folded(column)
    names = [field.key, *field.aliases]
    return max((_alike(header, folded(name)) - 0.001 * rank for rank, name in enumerate(names)), default=0.0)


def signature(columns: Iterable[str]) -> str:
    """The same text for the same column names in whatever order: what a remembered mapping is found by."""
    return hashlib.sha256("\n".join(sorted(columns)).encode()).hexdigest()


def _alike(header: str, name: str) -> float:
    if not header or not name:
        return 0.0
    if header.replace(" ", "") == name.replace(" ", ""):
        return 1.0 if header == name else 0.98
    words, own = set(header.split()), set(name.split())
    if words == own:
        return 0.95
    if own < words:
        return 0.5 + 0.4 * len(own) / len(words)
    if words < own:
        return 0.4 + 0.4 * len(words) / len(own)
    ratio = SequenceMatcher(None, header, name).ratio()
    return 0.8 * ratio if ratio >= _CLOSE else 0.0
