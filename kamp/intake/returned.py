"""A file of rejected rows that comes back, mended or not: its rows as they were in the file they came from.

The column ``kamp_column`` of a row that had too few cells holds how many it had (``#3``): written out, such a row
gets the cells that it lacks, and without this mark it would pass when it comes back as it went.
"""

import re

from kamp.intake.errors import Fault
from kamp.intake.naming import Names
from kamp.intake.neutral import restore
from kamp.intake.slices import BadRow, Slice

_MARK = re.compile(r"#([0-9]{1,4})")


def short_mark(cells: int) -> str:
    """What stands in ``kamp_column`` for a row that has only so many cells."""
    return f"#{cells}"


def restored(piece: Slice, names: Names) -> Slice:
    """``piece`` with the texts as they were; rows that are still too short are bad rows again.

    The columns keep their positions. Rows of which only our own columns are filled are left out.
    """
    own = list(names.columns.values())
    result = Slice(columns=[[] for _ in piece.columns], bad=[_own(row, names) for row in piece.bad])
    for line, *row in zip(piece.lines, *piece.columns, strict=True):
        cells = [restore(str(row[position])) for position in own]
        mark = _MARK.fullmatch(str(row[names.marks])) if names.marks is not None else None
        found = int(mark[1]) if mark else len(cells)
        if found < len(cells) and not any(cells[found:]):
            result.bad.append(BadRow(int(line), tuple(cells[:found]), _missing(found, len(cells))))
        elif any(cells):
            result.lines.append(int(line))
            for position, text in zip(own, cells, strict=True):
                result.columns[position].append(text)
    result.bad.sort(key=lambda row: row.line)
    return result


def _own(row: BadRow, names: Names) -> BadRow:
    """A bad row without our own columns."""
    ours = set(range(len(names.columns) + 3)) - set(names.columns.values())
    cells = tuple(restore(cell) for position, cell in enumerate(row.cells) if position not in ours)
    expected = len(names.columns)
    if row.fault.code not in {"cells-missing", "cells-extra"}:
        return BadRow(row.line, cells, row.fault)
    if len(cells) > expected:
        return BadRow(row.line, cells, Fault("cells-extra", {"found": len(cells), "expected": expected}))
    return BadRow(row.line, cells, _missing(len(cells), expected))


def _missing(found: int, expected: int) -> Fault:
    return Fault("cells-missing", {"found": found, "expected": expected})
