"""The rectangle between the first and the last cell of some rows of a worksheet, from its XML.

A parser allocates all of it, so it has to be known before: no cell may hide from the measuring. Where every row and
cell plainly begins with its place, the places are counted; else every tag is read.
"""

import re
from dataclasses import dataclass
from operator import lt

from kamp.intake.errors import Refused

_CELL = re.compile(rb'<c r="[A-Z]{1,3}([0-9]{1,7})"')
_WIDE = re.compile(rb'<c r="([A-Z]{2,3})[0-9]')
_ROW = re.compile(rb'<row r="([0-9]{1,7})"')
_OPENED = re.compile(rb"<(?:[\w.-]+:)?(?:row|c)(?![\w.:-])")
_PREFIXED = re.compile(rb"<[\w.-]+:(?:row|c)(?![\w.:-])")
_TAG = re.compile(rb"<(?:[\w.-]+:)?(row|c)((?:\s+[^\s=<>\"']+\s*=\s*(?:\"[^\"<]*\"|'[^'<]*'))*)\s*/?>")
_ATTRIBUTE = re.compile(rb"([^\s=]+)\s*=\s*(\"[^\"]*\"|'[^']*')")
_PLACE = re.compile(rb"([A-Za-z]{0,3})([0-9]{1,7})")


@dataclass(frozen=True, slots=True)
class Rectangle:
    """The rectangle of some rows: row numbers from 1, number of columns.

    ``numbered`` says that the rows give their numbers, ``ordered`` that each is greater than the one before.
    """

    first: int
    last: int
    columns: int
    numbered: bool
    ordered: bool

    @property
    def cells(self) -> int:
        """How many cells it has, filled or not."""
        return (self.last - self.first + 1) * self.columns


def column_number(letters: str) -> int:
    """The number of a column from its letters: A is 1."""
    number = 0
    for letter in letters.upper():
        number = number * 26 + ord(letter) - 64
    return number


def middle(rows: bytes) -> int:
    """A place between two rows, near the middle."""
    starts = [tag.start() for tag in _TAG.finditer(rows) if tag[1] == b"row"]
    return starts[len(starts) // 2] if len(starts) > 1 else 0


def rectangle(rows: bytes, last: int) -> Rectangle:
    """The rectangle of ``rows``, quickly when every row and cell says plainly where it is."""
    cells, numbers = _CELL.findall(rows), _ROW.findall(rows)
    if not numbers or len(cells) != rows.count(b"<c") or len(numbers) != rows.count(b"<row"):
        return _by_tags(rows, last)
    if b":" in rows and _PREFIXED.search(rows):
        return _by_tags(rows, last)
    places = list(map(int, numbers))
    ordered = all(map(lt, places, places[1:]))
    found = {*map(int, set(cells)), places[0], places[-1]}
    columns = max((column_number(letters.decode()) for letters in set(_WIDE.findall(rows))), default=26)
    return Rectangle(min(found), max(found), columns, numbered=True, ordered=ordered)


def _by_tags(rows: bytes, last: int) -> Rectangle:
    """The rectangle of rows of which some leave out where they are: then they follow the row or cell before."""
    tags = _TAG.findall(rows)
    if len(tags) != len(_OPENED.findall(rows)):
        raise Refused("archive-damaged", part="sheet")
    row, column, columns = last, 0, 0
    seen: list[int] = []
    ordered = True
    placed = {b"row": set[bool](), b"c": set[bool]()}
    for name, attributes in tags:
        letters, number = _place(attributes)
        placed[name].add(number > 0)
        if name == b"row":
            ordered = ordered and (not number or number > row)
            row, column = number or row + 1, 0
        else:
            column = column_number(letters) or column + 1
            columns = max(columns, column)
        seen.append(number or row)
    if placed[b"row"] != {True} and len(placed[b"row"] | placed[b"c"]) > 1 and placed[b"c"] != {True}:
        raise Refused("archive-damaged", part="sheet")
    numbered = True in placed[b"row"] | placed[b"c"]
    return Rectangle(min(seen, default=last + 1), max(seen, default=last), columns, numbered, ordered)


def _place(attributes: bytes) -> tuple[str, int]:
    """The letters and the number of the attribute ``r``, or nothing."""
    for name, value in _ATTRIBUTE.findall(attributes):
        if name == b"r":
            found = _PLACE.fullmatch(value[1:-1])
            if not found:
                raise Refused("archive-damaged", part="sheet")
            return found[1].decode(), int(found[2])
    return "", 0
