"""CSV text cut into columns of cells, stretch by stretch, with the line of every row.

Three ways that give the same: blocks without quotation marks and with equal rows are cut by ``str.split`` (twice as
fast), blocks of equal rows by the csv module in one go, every other block by the csv module row by row. What it cannot
read costs one line: that line is reported, and reading goes on with the next one, so that every line of the file ends
up as a row, as a blank line or as a bad row.
"""

import csv
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from io import TextIOWrapper
from itertools import repeat

from kamp.intake.errors import Fault
from kamp.intake.slices import BadRow, Slice, empty_slice, fit

CELL_LIMIT = 131_072
"""Characters of one cell (the limit that the csv module keeps)."""

_BLOCK = 1 << 16
_RECORD = 1 << 20


@dataclass(frozen=True, slots=True)
class Shape:
    """How to cut: the separator, the number of columns, and the line of the file on which the text stands."""

    delimiter: str
    width: int
    line: int


def slices(text: TextIOWrapper, shape: Shape, rows: int) -> Iterator[Slice]:
    """The rest of ``text`` as slices of about ``rows`` rows. ``text`` is opened with ``newline=""``."""
    line = shape.line
    piece = empty_slice(shape.width)
    pending: list[str] = []
    while block := text.readlines(_BLOCK):
        used = _add(piece, pending + block, shape, line, final=False)
        pending = (pending + block)[used:]
        line += used
        if piece.full(rows):
            yield piece
            piece = empty_slice(shape.width)
    if pending:
        _add(piece, pending, shape, line, final=True)
    if piece.lines or piece.bad:
        yield piece


def _add(piece: Slice, block: Sequence[str], shape: Shape, line: int, *, final: bool) -> int:
    """Cut ``block`` into ``piece``; the number of lines used, which leaves a row that is not complete for later."""
    columns = _split(block, shape) or _read(block, shape)
    if columns is None:
        return _Careful(piece, shape, line).add(block, final=final)
    piece.extend(range(line, line + len(block)), columns, sum(map(len, block)))
    return len(block)


def _split(block: Sequence[str], shape: Shape) -> list[list[str]] | None:
    """The columns of a block in which every line is a row of plain cells, or None if it is any other."""
    width, delimiter = shape.width, shape.delimiter
    text = "".join(block)
    if (
        width == 1
        or '"' in text
        or set(map(str.count, block, repeat(delimiter))) != {width - 1}
        or max(map(len, block)) > CELL_LIMIT
    ):
        return None
    text = text.replace("\r\n", "\n").removesuffix("\n")
    blank = delimiter * (width - 1)
    if "\r" in text or f"\n{blank}\n" in f"\n{text}\n":
        return None
    cells = text.replace("\n", delimiter).split(delimiter)
    return [cells[position::width] for position in range(width)]


def _read(block: Sequence[str], shape: Shape) -> list[list[str]] | None:
    """The columns of a block that the csv module reads as one whole row per line, or None if it is any other."""
    reader = csv.reader(block, delimiter=shape.delimiter, strict=True)
    try:
        rows = list(reader)
    except csv.Error:
        return None
    if len(rows) != len(block) or set(map(len, rows)) != {shape.width} or [""] * shape.width in rows:
        return None
    return [list(column) for column in zip(*rows, strict=True)]


class _Careful:
    """Cuts a block row by row with the csv module."""

    def __init__(self, piece: Slice, shape: Shape, line: int) -> None:
        self.piece = piece
        self.shape = shape
        self.line = line
        self.rows: list[Sequence[str]] = []
        self.lines: list[int] = []

    def add(self, block: Sequence[str], *, final: bool) -> int:
        used = 0
        while used < len(block):
            error, used = self._read(block, used)
            if error is None:
                break
            if _open_at_end(error) and not final and sum(map(len, block[used:])) < _RECORD:
                break
            self._refuse(block[used], used, error)
            used += 1
        columns = [list(column) for column in zip(*self.rows, strict=True)] if self.rows else [[]] * self.shape.width
        self.piece.extend(self.lines, columns, sum(map(len, block[:used])))
        return used

    def _read(self, block: Sequence[str], start: int) -> tuple[csv.Error | None, int]:
        """Rows from ``block[start]`` on: the error that ended them, if any, and the first line not read."""
        remaining = map(block.__getitem__, range(start, len(block)))
        reader = csv.reader(remaining, delimiter=self.shape.delimiter, strict=True)
        at = start
        try:
            for cells in reader:
                self._take(cells, self.line + at)
                at = start + reader.line_num
        except csv.Error as error:
            return error, at
        return None, at

    def _take(self, cells: list[str], line: int) -> None:
        row = fit(cells, self.shape.width, line)
        if isinstance(row, BadRow):
            self.piece.bad.append(row)
        elif row is not None:
            self.rows.append(row)
            self.lines.append(line)

    def _refuse(self, raw: str, at: int, error: csv.Error) -> None:
        raw = raw.rstrip("\r\n")
        if len(raw) > CELL_LIMIT:
            fault = Fault("cell-too-long", {"limit": CELL_LIMIT})
        else:
            fault = Fault("quote-open" if _open_at_end(error) or "larger" in str(error) else "quote-stray")
        self.piece.bad.append(BadRow(self.line + at, (raw,), fault))


def _open_at_end(error: csv.Error) -> bool:
    return "unexpected end" in str(error)
