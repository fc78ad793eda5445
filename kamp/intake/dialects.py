"""How a CSV file is laid out: its separator and the line with the column names, told from its first lines."""

import csv
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import islice

from kamp.intake.errors import Notice, Refused
from kamp.intake.neutral import KAMP_COLUMNS

DELIMITERS = (",", ";", "\t", "|")
COLUMN_LIMIT = 1000
_SAMPLE_ROWS = 200
_HEADER_LINES = 50
_WIDE = 3


@dataclass(frozen=True, slots=True)
class Layout:
    """Where the table of a CSV file begins.

    ``header`` are the cells with the column names as they stand, ``header_line`` their (first) line, and
    ``first_line`` the line after them.
    """

    delimiter: str
    header: tuple[str, ...]
    header_line: int
    first_line: int
    notices: tuple[Notice, ...] = ()


@dataclass(frozen=True, slots=True)
class SampleRow:
    """One of the first rows of a table, with the line on which it begins and the line after it."""

    line: int
    next_line: int
    cells: list[str]

    @property
    def filled(self) -> int:
        """How many cells have text."""
        return sum(map(bool, map(str.strip, self.cells)))


def layout_of(lines: Sequence[str], *, delimiter: str | None = None, header_line: int | None = None) -> Layout:
    """The layout told from the first ``lines`` of a file (whole lines, with their ends).

    A first line ``sep=;``, as Excel knows it, decides. Else the separator is the one that cuts most rows into as
    many cells as the line with the names. Title lines (one cell filled, above wider rows) are skipped with a notice;
    ``header_line`` says instead where the names are. Raises ``Refused``.
    """
    if delimiter is not None and delimiter not in DELIMITERS:
        raise Refused("delimiter-name", delimiter=delimiter)
    declared = _declared(lines)
    skip = header_line - 1 if header_line else bool(declared)
    candidates = (delimiter or declared,) if delimiter or declared else DELIMITERS
    tables = {candidate: _rows(lines, skip, candidate) for candidate in candidates}
    rows = max(tables.values(), key=_likeness)
    if not rows:
        raise Refused("header-line", line=header_line) if header_line else Refused("file-no-header")
    header = rows[0] if header_line else header_row(rows)
    if header.next_line - header.line > _HEADER_LINES:
        raise Refused("header-quote", line=header.line)
    if not any(letter.isalnum() for cell in header.cells for letter in cell):
        raise Refused("file-no-header")
    if len(header.cells) > COLUMN_LIMIT:
        raise Refused("too-many-columns", limit=COLUMN_LIMIT)
    chosen = next(candidate for candidate, table in tables.items() if table is rows)
    notices = (Notice("lines-skipped", {"line": header.line}),) if header is not rows[0] else ()
    return Layout(chosen, tuple(header.cells), header.line, header.next_line, notices)


def _declared(lines: Sequence[str]) -> str:
    """The separator that a first line ``sep=;`` declares, or nothing."""
    first = lines[0].rstrip("\r\n") if lines else ""
    return first[-1] if first[:-1].lower() == "sep=" and first[-1] in DELIMITERS else ""


def _rows(lines: Sequence[str], skip: int, delimiter: str) -> list[SampleRow]:
    """The first rows that are not blank, cut by ``delimiter``, with the lines on which they begin and end."""
    reader = csv.reader(lines[skip:], delimiter=delimiter)
    rows: list[SampleRow] = []
    line = skip + 1
    try:
        for cells in islice(reader, _SAMPLE_ROWS):
            if any(cells):
                rows.append(SampleRow(line, skip + reader.line_num + 1, cells))
            line = skip + reader.line_num + 1
    except csv.Error as error:  # a cell without end
        if not rows:
            raise Refused("header-quote", line=line) from error
    return rows


def _likeness(rows: Sequence[SampleRow]) -> tuple[bool, bool, bool, bool, float, int]:
    """How much it looks like a table.

    In this order: our own columns are there, it is cut at all, most rows are as wide as the names, the names come
    first, the share of rows as wide, the width.
    """
    if not rows:
        return (False, False, False, False, 0, 0)
    header = header_row(rows)
    width = len(header.cells)
    share = sum(len(row.cells) == width for row in rows) / len(rows)
    ours = set(KAMP_COLUMNS) <= {cell.lower() for cell in header.cells}
    return (ours, width > 1, share >= 0.5, header is rows[0], round(share, 1), width)


def header_row(rows: Sequence[SampleRow]) -> SampleRow:
    """The first row, unless rows with a single filled cell stand above a wider table."""
    wide = [row for row in rows if row.filled > 1]
    if rows[0].filled > 1 or len(wide) < max(2, len(rows) / 2) or wide[0].filled < _WIDE:
        return rows[0]
    return wide[0]
