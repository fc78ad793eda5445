"""The rows of a worksheet, cut from its XML into windows that each make a small worksheet of their own.

The parser allocates the whole rectangle between the first and the last filled cell. So the rectangle of a window is
worked out from its row numbers and cell references first, and a window whose rectangle is too large is cut again.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from kamp.intake.dialects import COLUMN_LIMIT
from kamp.intake.errors import Refused
from kamp.intake.rectangles import Rectangle, column_number, middle, rectangle

ROW_LIMIT = 1 << 20
"""Rows of a sheet (Excel's own limit)."""

UNVALUED = "\ue000"
"""First character of the text that stands for a formula without value."""

_DECLARED_LIMIT = 100_000_000
_WINDOW = 1 << 22
_LONGEST = 1 << 24
_RECTANGLE = 1 << 21

_OPENING = re.compile(rb"<(?:([A-Za-z_][\w.-]*):)?sheetData(?:\s[^<>]*?)?(/)?>")
_DIMENSION = re.compile(rb"<(?:[\w.-]+:)?dimension\s[^<>]*?ref\s*=\s*[\"']([^\"']*)")
_REFERENCE = re.compile(r"\$?([A-Z]{1,3})\$?([0-9]{1,7})")
_ERROR = re.compile(rb"(<(?:[\w.-]+:)?c\s[^<>]*?\bt=)([\"'])e\2")
_FORMULA = re.compile(
    rb"<((?:[\w.-]+:)?)c(\s[^<>]*?)?>\s*<(?:[\w.-]+:)?f(?:\s[^<>]*?)?(?:/>|>([^<]*)</(?:[\w.-]+:)?f>)"
    rb"\s*(?:<(?:[\w.-]+:)?v\s*/>|<(?:[\w.-]+:)?v>\s*</(?:[\w.-]+:)?v>)?\s*</(?:[\w.-]+:)?c>"
)
_TYPE = re.compile(rb"\st\s*=\s*[\"']([^\"']*)[\"']")


@dataclass(frozen=True, slots=True)
class Window:
    """Some rows as a worksheet document. ``offset`` is added to its row numbers; ``share`` is read so far (0 to 1)."""

    document: bytes
    offset: int
    share: float
    unvalued: bool


def windows(pieces: Iterable[bytes], sheet: str, size: int) -> Iterator[Window]:
    """The windows of a worksheet that comes in ``pieces`` (``size`` bytes in all). Raises ``Refused``."""
    stream = _Stream(pieces, sheet)
    opening, closing = stream.prolog()
    last = 0
    while stream.rows:
        taken = stream.take()
        for rows, box in _fitting(taken, last, sheet):
            unvalued = b"<f" in rows or b":f" in rows
            document = opening + _told(rows, formulas=unvalued) + closing
            yield Window(document, 0 if box.numbered else box.first - 1, min(1.0, stream.seen / (size or 1)), unvalued)
            last = box.last


class _Stream:
    """The XML of a sheet: first what stands before the rows, then rows, whole ones only."""

    def __init__(self, pieces: Iterable[bytes], sheet: str) -> None:
        self._pieces = iter(pieces)
        self._sheet = sheet
        self._buffer = b""
        self._prefix = b""
        self.seen = 0
        self.rows = True

    def _more(self) -> bool:
        """Read another stretch; False at the end of the part."""
        parts = [self._buffer]
        added = 0
        for piece in self._pieces:
            parts.append(piece)
            added += len(piece)
            if added >= _WINDOW:
                break
        self._buffer = b"".join(parts)
        self.seen += added
        return added > 0

    def prolog(self) -> tuple[bytes, bytes]:
        """What opens and what closes every window."""
        found = None
        while found is None:
            if len(self._buffer) > _LONGEST or not self._more():
                raise Refused("archive-damaged", part=self._sheet)
            found = _OPENING.search(self._buffer)
        opening = self._buffer[: found.end()]
        self._buffer = self._buffer[found.end() :]
        _check_dimension(opening, self._sheet)
        self._prefix = found[1] + b":" if found[1] else b""
        self.rows = found[2] is None
        return opening, b"</%bsheetData></%bworksheet>" % (self._prefix, self._prefix)

    def take(self) -> bytes:
        """The next whole rows; afterwards ``rows`` says whether there may be more."""
        end = b"</%bsheetData" % self._prefix
        start = b"<%brow" % self._prefix
        while True:
            at = self._buffer.find(end)
            self.rows = at < 0
            at = self._buffer.rfind(start) if at < 0 else at
            if at > 0 or not self.rows:
                break
            if len(self._buffer) > _LONGEST:
                raise Refused("sheet-row-too-long", sheet=self._sheet)
            if not self._more():
                raise Refused("archive-damaged", part=self._sheet)
        rows, self._buffer = self._buffer[:at], self._buffer[at:]
        if (b"!" in rows and b"<!" in rows) or (
            b"?" in rows and b"<?" in rows
        ):  # comments and the like could hide rows from us that a parser sees
            raise Refused("archive-entities", part=self._sheet)
        return rows


def _check_dimension(opening: bytes, sheet: str) -> None:
    declared = _DIMENSION.search(opening)
    corner = declared[1].decode("ascii", "replace").upper().rpartition(":")[2] if declared else ""
    found = _REFERENCE.fullmatch(corner)
    if found and column_number(found[1]) * int(found[2]) > _DECLARED_LIMIT:
        raise Refused("sheet-size", sheet=sheet, reach=corner)


def _fitting(rows: bytes, last: int, sheet: str) -> Iterator[tuple[bytes, Rectangle]]:
    """``rows``, cut into parts whose rectangles are small enough; ``last`` is the number of the row before."""
    box = rectangle(rows, last)
    if box.columns > COLUMN_LIMIT:
        raise Refused("too-many-columns", limit=COLUMN_LIMIT)
    if box.last > ROW_LIMIT:
        raise Refused("sheet-size", sheet=sheet, reach=str(box.last))
    if (box.first <= last and box.columns) or not box.ordered:
        raise Refused("sheet-order", sheet=sheet, row=box.first)
    if box.cells <= _RECTANGLE:
        yield rows, box
        return
    half_way = middle(rows)
    if not half_way:
        raise Refused("sheet-order", sheet=sheet, row=box.first)
    for half in (rows[:half_way], rows[half_way:]):
        for part, part_box in _fitting(half, last, sheet):
            yield part, part_box
            last = max(last, part_box.last)


def _told(rows: bytes, *, formulas: bool) -> bytes:
    """``rows`` with errors and formulas without value as texts: the parser would make them empty cells."""
    if b'"e"' in rows or b"'e'" in rows:
        rows = _ERROR.sub(rb"\1\2str\2", rows)
    return _FORMULA.sub(_formula_text, rows) if formulas else rows


def _formula_text(found: re.Match[bytes]) -> bytes:
    prefix, attributes, formula = found[1], found[2] or b"", found[3] or b""
    kind = _TYPE.search(attributes)
    if kind and kind[1] == b"str":  # the value is an empty text
        return found[0]
    attributes = _TYPE.sub(b"", attributes)
    text = UNVALUED.encode() + b"=" + formula
    return b'<%bc%b t="str"><%bv>%b</%bv></%bc>' % (prefix, attributes, prefix, text, prefix, prefix)
