"""Scores of SWOT items and their order (method §4.3)."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Protocol, TypeVar

TOP = 5
INTERNAL = frozenset({"S", "W"})


class Item(Protocol):
    """What is scored: the fields of a SwotItem."""

    quadrant: str
    importance: int | None
    gap: int | None
    probability: int | None


ItemT = TypeVar("ItemT", bound=Item)


def score(item: Item) -> int | None:
    """Importance × gap for strengths and weaknesses (−15…+15), impact × probability for the others (1…25).

    None when a part is not given.
    """
    factor = item.gap if item.quadrant in INTERNAL else item.probability
    return None if factor is None or item.importance is None else item.importance * factor


def quadrant_of(quadrant: str, gap: int | None) -> str:
    """Where an item belongs: the sign of the gap says whether it is a strength or a weakness."""
    if quadrant not in INTERNAL or not gap:
        return quadrant
    return "S" if gap > 0 else "W"


def is_parity(item: Item) -> bool:
    """A strength or weakness without a gap to the best rival: neither, and not listed."""
    return item.quadrant in INTERNAL and item.gap == 0


def ranked(items: Iterable[ItemT]) -> list[ItemT]:
    """Highest absolute score first, items without a score at the end, each in the order given; parity left out."""
    listed = [item for item in items if not is_parity(item)]
    return sorted(listed, key=lambda item: -abs(score(item) or 0))


def least(items: Iterable[Item]) -> int:
    """How many items the emptiest quadrant has; parity does not count."""
    counts = dict.fromkeys("SWOT", 0)
    for item in items:
        if not is_parity(item):
            counts[item.quadrant] += 1
    return min(counts.values())
