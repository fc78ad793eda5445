"""An uploaded file as a table: named columns of text, chunk by chunk, and the rows that could not be cut.

    table = open_table(Path("sales.csv"))
    for chunk in table.chunks():
        chunk.lines, chunk.columns["Customer"], chunk.bad

Opening looks at every byte once (what the file is, its encoding, its archive). A table can be read any number of
times, and no more of it than one chunk is in memory. Values are the text of the file: 'NA' is 'NA', zeros in front
stay. A file of rejected rows that comes back is read without the columns added to it, its texts as they were.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import BinaryIO

from kamp.intake.archive import checked_archive
from kamp.intake.csv_table import CsvRows, csv_rows
from kamp.intake.errors import Notice, Refused
from kamp.intake.naming import Names, names_of
from kamp.intake.returned import restored
from kamp.intake.sheet_table import SheetRows, sheet_rows
from kamp.intake.slices import CHUNK_ROWS, BadRow, Slice
from kamp.intake.source import Source, sort_of, source_of
from kamp.intake.workbook import workbook_of


@dataclass(frozen=True, slots=True)
class ReadOptions:
    """What the user chose instead of what is found: encoding, separator, sheet, line of the column names."""

    encoding: str | None = None
    delimiter: str | None = None
    sheet: str | None = None
    header_line: int | None = None


@dataclass(frozen=True, slots=True)
class Chunk:
    """Some rows of a table.

    ``lines`` is the line of each row (of the sheet for XLSX); ``columns`` has one text per row and name; ``bad`` are
    the rows between them that could not be cut; ``share`` is how much of the file is read by now (0 to 1).
    """

    lines: Sequence[int]
    columns: dict[str, list[str]]
    bad: Sequence[BadRow]
    share: float


@dataclass(frozen=True, slots=True)
class Table:
    """A file that can be read: what it turned out to be, and its columns in the order of the file."""

    source: Source
    rows: CsvRows | SheetRows
    names: Names

    @property
    def name(self) -> str:
        """What the file is called."""
        return self.source.name

    @property
    def columns(self) -> tuple[str, ...]:
        """The names of the columns, each different."""
        return tuple(self.names.columns)

    @property
    def notices(self) -> tuple[Notice, ...]:
        """What the user should know about the header."""
        own = self.rows.layout.notices if isinstance(self.rows, CsvRows) else self.rows.notices
        return (*own, *self.names.notices)

    @property
    def header_line(self) -> int:
        """The line with the column names."""
        return self.rows.layout.header_line if isinstance(self.rows, CsvRows) else self.rows.header_line

    @property
    def encoding(self) -> str:
        """The encoding of a CSV file; empty for a workbook."""
        return self.rows.encoding if isinstance(self.rows, CsvRows) else ""

    @property
    def delimiter(self) -> str:
        """The separator of a CSV file; empty for a workbook."""
        return self.rows.layout.delimiter if isinstance(self.rows, CsvRows) else ""

    @property
    def sheet(self) -> str:
        """The sheet that is read; empty for a CSV file."""
        return self.rows.sheet if isinstance(self.rows, SheetRows) else ""

    @property
    def sheets(self) -> tuple[str, ...]:
        """The sheets of the workbook, those that are shown first; none for a CSV file."""
        return tuple(self.rows.workbook.sheets) if isinstance(self.rows, SheetRows) else ()

    def chunks(self, rows: int = CHUNK_ROWS) -> Iterator[Chunk]:
        """All rows, from the first on, about ``rows`` at a time (fewer if they are long).

        Raises ``Refused`` for a workbook whose sheet turns out to be damaged or of monstrous size.
        """
        for piece, share in self.rows.slices(rows):
            yield self._chunk(piece, share)

    def head(self, rows: int = 20) -> Chunk:
        """The first rows, for a preview."""
        chunk = next(self.chunks(rows))
        columns = {name: texts[:rows] for name, texts in chunk.columns.items()}
        return Chunk(chunk.lines[:rows], columns, tuple(islice(chunk.bad, rows)), chunk.share)

    def _chunk(self, piece: Slice, share: float) -> Chunk:
        if self.names.returned:
            piece = restored(piece, self.names)
        columns = {name: piece.columns[position] for name, position in self.names.columns.items()}
        return Chunk(piece.lines, columns, piece.bad, share)


def open_table(file: Path | BinaryIO, *, name: str | None = None, options: ReadOptions | None = None) -> Table:
    """The table in ``file``: a path, or an open binary file (used by one reader at a time, left open).

    ``name`` is what messages and joins call it. Raises ``Refused`` when it is no table, has no rows, or is damaged or
    dangerous.
    """
    options = options or ReadOptions()
    source = source_of(file, name)
    rows: CsvRows | SheetRows
    if sort_of(source) == "archive":
        workbook = workbook_of(checked_archive(source))
        rows = sheet_rows(workbook, sheet=options.sheet, header_line=options.header_line)
        header: Sequence[str] = rows.header
    else:
        chosen = {"encoding": options.encoding, "delimiter": options.delimiter}
        rows = csv_rows(source, header_line=options.header_line, **chosen)
        header = rows.layout.header
    table = Table(source, rows, names_of(header))
    if not table.columns:
        raise Refused("file-no-header")
    if not any(chunk.lines or chunk.bad for chunk in table.chunks(1)):
        raise Refused("file-no-rows")
    return table


def sheet_names(file: Path | BinaryIO) -> tuple[str, ...]:
    """The sheets of a workbook, those that are shown first; none for a CSV file. Raises ``Refused``.

    For a workbook whose first sheet is refused (a cover, an empty one), so that the user can choose another.
    """
    source = source_of(file)
    return tuple(workbook_of(checked_archive(source)).sheets) if sort_of(source) == "archive" else ()
