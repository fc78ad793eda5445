"""Where names go beside their dots: the important first, in four places, left out where none is free."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

LETTER, LINE = 5.9, 12.0  # pixels of a letter, on average, and of a line at a font size of 11
GAP = 3.0
EDGE = 2.0

Box = tuple[float, float, float, float]  # left, top, right, bottom


@dataclass(frozen=True, slots=True, kw_only=True)
class Dot:
    """A dot on a picture and its name ("" = it has none)."""

    x: float
    y: float
    radius: float
    name: str = ""

    @property
    def box(self) -> Box:
        """The square around it."""
        return self.x - self.radius, self.y - self.radius, self.x + self.radius, self.y + self.radius


@dataclass(frozen=True, slots=True, kw_only=True)
class NamePlace:
    """Where a name stands: x, base line, anchor of the text."""

    x: float
    y: float
    anchor: str
    box: Box


def name_places(dots: Sequence[Dot], width: float, height: float, taken: Iterable[Box] = ()) -> dict[int, NamePlace]:
    """The places of the names by number of the dot, most important first; without those there is no room for.

    A name covers no dot, no other name, nothing of ``taken``, and stays within ``width`` by ``height``.
    """
    occupied = [*(dot.box for dot in dots), *taken]
    found: dict[int, NamePlace] = {}
    for number, dot in enumerate(dots):
        others = occupied[:number] + occupied[number + 1 :]
        place = next((each for each in _around(dot) if _is_free(each.box, others, width, height)), None)
        if dot.name and place:
            found[number] = place
            occupied.append(place.box)
    return found


def extent(text: str, x: float, y: float, anchor: str) -> Box:
    """The box a line of text fills, about."""
    wide = len(text) * LETTER
    left = {"start": x, "middle": x - wide / 2, "end": x - wide}[anchor]
    return left, y - LINE + 3, left + wide, y + 3


def _around(dot: Dot) -> Iterable[NamePlace]:
    middle = dot.y + LINE / 3
    for x, y, anchor in (
        (dot.x + dot.radius + GAP, middle, "start"),
        (dot.x - dot.radius - GAP, middle, "end"),
        (dot.x, dot.y - dot.radius - GAP, "middle"),
        (dot.x, dot.y + dot.radius + LINE, "middle"),
    ):
        yield NamePlace(x=round(x, 1), y=round(y, 1), anchor=anchor, box=extent(dot.name, x, y, anchor))


def _is_free(box: Box, taken: Iterable[Box], width: float, height: float) -> bool:
    left, top, right, bottom = box
    if left < EDGE or top < EDGE or right > width - EDGE or bottom > height - EDGE:
        return False
    return not any(left < x1 and right > x0 and top < y1 and bottom > y0 for x0, y0, x1, y1 in taken)
