"""The rejected rows as a file that can be mended and imported again.

It has the columns of the input in their order, then the line, the column and the reason. Texts that a spreadsheet
would run are made harmless (``neutral.py``); reading the file gives them back as they were.
"""

import csv
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from io import TextIOWrapper
from itertools import groupby
from typing import BinaryIO

from kamp.intake.cells import Number
from kamp.intake.errors import RowError
from kamp.intake.neutral import KAMP_COLUMNS, neutralise
from kamp.intake.reading import Chunk, Table
from kamp.intake.returned import short_mark

_DOUBTFUL = re.compile(r"-?[0-9]{1,3}\.[0-9]{3}")
_BETWEEN = "; "


def write_rejects(
    table: Table, errors: Iterable[RowError], out: BinaryIO, message: Callable[[RowError], str] = RowError.message
) -> int:
    """Write the rows of ``table`` that have errors to ``out`` as CSV (UTF-8 with its mark); how many they are.

    ``errors`` come in the order of their lines; several of one line make one row. ``message`` gives the reason in the
    language of the reader. The file is read once more, chunk by chunk. Raises ``ValueError`` for an error on a line
    that the file does not have, or out of order.
    """
    text = TextIOWrapper(out, "utf-8-sig", newline="")
    try:
        writer = csv.writer(text, delimiter=table.delimiter or ",", lineterminator="\r\n")
        writer.writerow([*map(neutralise, table.columns), *KAMP_COLUMNS])
        count = 0
        groups = groupby(errors, key=lambda error: error.line)
        found = next(groups, None)
        for chunk in table.chunks():
            for line, cells in _rows(chunk):
                if found is None:
                    break
                if line == found[0]:
                    writer.writerow(_row(cells, len(table.columns), line, list(found[1]), message))
                    count += 1
                    found = next(groups, None)
        if found is not None:
            raise ValueError(f"no row on line {found[0]}")
    finally:
        text.flush()
        text.detach()
    return count


def _rows(chunk: Chunk) -> Iterator[tuple[int, Sequence[str]]]:
    """All rows of a chunk in the order of the file, those that could not be cut among them."""
    bad = iter(chunk.bad)
    waiting = next(bad, None)
    for line, *cells in zip(chunk.lines, *chunk.columns.values(), strict=True):
        while waiting is not None and waiting.line < line:
            yield waiting.line, waiting.cells
            waiting = next(bad, None)
        yield line, cells
    while waiting is not None:
        yield waiting.line, waiting.cells
        waiting = next(bad, None)


def _row(
    cells: Sequence[str], width: int, line: int, errors: Sequence[RowError], message: Callable[[RowError], str]
) -> list[str]:
    """A rejected row. One that is too short carries how many cells it has; cells too many stand behind our own."""
    texts = [neutralise(_written(cell)) for cell in cells]
    columns = _BETWEEN.join(dict.fromkeys(error.column for error in errors if error.column))
    if len(texts) < width:
        columns = short_mark(len(texts))
    reasons = _BETWEEN.join(dict.fromkeys(map(message, errors)))
    padding = [""] * (width - len(texts))
    return [*texts[:width], *padding, str(line), neutralise(columns), neutralise(reasons), *texts[width:]]


def _written(cell: str) -> str:
    """The text of a cell; a number of a workbook that could be read as thousands gets a fourth decimal."""
    return f"{cell}0" if type(cell) is Number and _DOUBTFUL.fullmatch(cell) else cell
