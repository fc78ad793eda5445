"""The rows of one sheet of a workbook."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from kamp.intake.dialects import COLUMN_LIMIT, SampleRow, header_row
from kamp.intake.errors import Notice, Refused
from kamp.intake.slices import BadRow, Slice, empty_slice, fit
from kamp.intake.workbook import Cells, Workbook

_SAMPLE_ROWS = 200


@dataclass(frozen=True, slots=True)
class SheetRows:
    """A sheet whose row with the column names is known."""

    workbook: Workbook
    sheet: str
    header: tuple[str, ...]
    header_line: int
    notices: tuple[Notice, ...]

    def slices(self, rows: int) -> Iterator[tuple[Slice, float]]:
        """The rows below the header, with the share of the sheet that is read."""
        width = len(self.header)
        piece, share = empty_slice(width), 0.0
        for cells in self.workbook.rows(self.sheet):
            _add(piece, cells, width, self.header_line)
            share = cells.share
            if piece.full(rows):
                yield piece, share
                piece = empty_slice(width)
        if piece.lines or piece.bad:
            yield piece, 1.0


def sheet_rows(workbook: Workbook, *, sheet: str | None, header_line: int | None) -> SheetRows:
    """The sheet of that name, else the first one that is shown. Raises ``Refused``."""
    name = sheet or next(iter(workbook.sheets))
    if name not in workbook.sheets:
        raise Refused("sheet-unknown", sheet=name, sheets=", ".join(workbook.sheets))
    sample = _sample(workbook, name, header_line or 1)
    if not sample or (header_line and sample[0].line != header_line):
        raise Refused("header-line", line=header_line) if header_line else Refused("file-no-header")
    header = sample[0] if header_line else header_row(sample)
    if len(header.cells) > COLUMN_LIMIT:
        raise Refused("too-many-columns", limit=COLUMN_LIMIT)
    notices = (Notice("lines-skipped", {"line": header.line}),) if header is not sample[0] else ()
    return SheetRows(workbook, name, tuple(header.cells), header.line, notices)


def _sample(workbook: Workbook, sheet: str, first: int) -> list[SampleRow]:
    """The first filled rows from row ``first`` on."""
    sample: list[SampleRow] = []
    for cells in workbook.rows(sheet):
        for line, row in zip(cells.rows, _rows(cells), strict=True):
            if line >= first and any(row):
                last = max(position for position, text in enumerate(row) if text)
                sample.append(SampleRow(line, line + 1, row[: last + 1]))
            if len(sample) == _SAMPLE_ROWS:
                return sample
    return sample


def _rows(cells: Cells) -> Iterator[list[str]]:
    left = [""] * cells.start
    for row in zip(*cells.columns, strict=True):
        yield left + list(row)


def _add(piece: Slice, cells: Cells, width: int, header_line: int) -> None:
    """Add the rows of ``cells`` below the header."""
    below = max(0, header_line + 1 - cells.rows.start)
    lines = cells.rows[below:]
    empty = [""] * len(lines)
    columns = [empty] * cells.start + [column[below:] for column in cells.columns]
    columns += [empty] * (width - len(columns))
    beyond = any(map(any, columns[width:]))
    if not beyond and any("" not in column for column in columns[:width]):
        piece.extend(lines, columns[:width], _characters(columns[:width]))
        return
    good: list[Sequence[str]] = []
    kept: list[int] = []
    for line, row in zip(lines, zip(*columns, strict=True), strict=True):
        fitted = fit(row, width, line)
        if isinstance(fitted, BadRow):
            piece.bad.append(fitted)
        elif fitted is not None:
            good.append(fitted)
            kept.append(line)
    if good:
        chosen = [list(column) for column in zip(*good, strict=True)]
        piece.extend(kept, chosen, _characters(chosen))


def _characters(columns: Sequence[Sequence[str]]) -> int:
    return sum(sum(map(len, column)) for column in columns)
