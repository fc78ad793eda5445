"""Where a value is drawn on an axis of classes: every band as wide as the others, values spread inside their band.

Money is so unevenly spread that a linear axis would put nearly every account into one corner. Plain Python.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from math import sqrt

FULL = 100.0
EDGE = 5.5  # of an axis is kept free at both ends of a band, so that no bubble sits on a line


def even_cuts(bands: int) -> tuple[float, ...]:
    """The lines between ``bands`` equal bands of an axis from 0 to 100.

    >>> even_cuts(2)
    (50.0,)
    """
    return tuple(FULL * line / bands for line in range(1, bands))


@dataclass(frozen=True, slots=True)
class ValueScale:
    """Values between ``cuts`` (rising), from the ``lowest`` to the ``highest`` to be drawn.

    Inside a band the distance from its lower line grows with the square root, so that the many small ones come apart.
    """

    cuts: Sequence[float]
    lowest: float
    highest: float
    zero_is_low: bool = False

    @classmethod
    def over(cls, cuts: Sequence[float], values: Iterable[float], *, zero_is_low: bool = False) -> ValueScale:
        """A scale for ``values``."""
        drawn = [*values, *cuts]
        return cls(cuts, min(drawn, default=0.0), max(drawn, default=0.0), zero_is_low)

    def place(self, value: float) -> float:
        """0–100.

        >>> ValueScale((50,), 0, 150).place(50)
        55.5
        """
        band = 0 if self.zero_is_low and value <= 0 else bisect_right(self.cuts, value)
        edges = (self.lowest, *self.cuts, self.highest)
        low, high = edges[band], edges[band + 1]
        part = min(max((value - low) / (high - low), 0.0), 1.0) if high > low else 0.5
        return _inside(band, len(self.cuts) + 1, sqrt(part))


@dataclass(frozen=True, slots=True)
class LinearScale:
    """Values as they are, from ``low`` to ``high``."""

    low: float
    high: float

    def place(self, value: float) -> float:
        """0–100; what is beyond an end is drawn at it.

        >>> LinearScale(1, 5).place(2.5)
        37.5
        """
        part = (value - self.low) / (self.high - self.low)
        return round(FULL * min(max(part, 0.0), 1.0), 3)


@dataclass(frozen=True, slots=True)
class RankScale:
    """Values by their order inside their band: shows the class and no amount of the line (C08).

    ``bands``: how many there are; ``ordered``: for each band its values, rising.
    """

    bands: int
    ordered: dict[int, list[float]]

    @classmethod
    def over(cls, bands: int, values: Iterable[tuple[int, float]]) -> RankScale:
        """A scale for (band, value) pairs."""
        ordered: dict[int, list[float]] = {}
        for band, value in values:
            ordered.setdefault(band, []).append(value)
        return cls(bands, {band: sorted(members) for band, members in ordered.items()})

    def place(self, band: int, value: float) -> float:
        """0–100; equal values at one place."""
        members = self.ordered.get(band, [value])
        rank = bisect_right(members, value) - members.count(value)
        return _inside(band, self.bands, (rank + 0.5) / len(members))


def _inside(band: int, bands: int, part: float) -> float:
    width = FULL / bands
    edge = min(EDGE, width / 4)
    return round(width * band + edge + (width - 2 * edge) * part, 3)
