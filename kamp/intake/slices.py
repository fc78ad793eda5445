"""A stretch of a file, cut into cells: the common form of what comes out of CSV and XLSX."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from kamp.intake.errors import Fault

# Measured with 1,000,000 lines of 8 cells: 2.1 s by 1,000 rows, 2.3 by 10,000, 2.7 by 25,000, 3.7 by 50,000 (the
# processor's cache); fewer rows are more statements for those who write them.
CHUNK_ROWS = 10_000
CHUNK_CHARACTERS = 4_000_000
CHUNK_CELLS = 500_000


@dataclass(frozen=True, slots=True)
class BadRow:
    """A row that could not be cut into as many cells as there are columns: its line, its cells as found, why."""

    line: int
    cells: tuple[str, ...]
    fault: Fault


@dataclass(slots=True)
class Slice:
    """Some rows: the line of each, the columns by position (each as long as ``lines``), and the bad rows between."""

    lines: list[int] = field(default_factory=list)
    columns: list[list[str]] = field(default_factory=list)
    bad: list[BadRow] = field(default_factory=list)
    characters: int = 0

    def full(self, rows: int) -> bool:
        """Whether the slice has grown to a chunk: by rows, by characters or by cells, so that memory is bounded."""
        return (
            len(self.lines) + len(self.bad) >= rows
            or self.characters >= CHUNK_CHARACTERS
            or len(self.lines) * len(self.columns) >= CHUNK_CELLS
        )

    def extend(self, lines: Sequence[int], columns: Sequence[list[str]], characters: int) -> None:
        """Add rows that have as many cells as there are columns."""
        self.lines.extend(lines)
        self.characters += characters
        for own, added in zip(self.columns, columns, strict=True):
            own.extend(added)


def empty_slice(width: int) -> Slice:
    """A slice of ``width`` columns without rows."""
    return Slice(columns=[[] for _ in range(width)])


def fit(cells: Sequence[str], width: int, line: int) -> Sequence[str] | BadRow | None:
    """``cells`` if they are as many as there are columns; None for a blank row; else why not.

    Empty cells beyond the last column are dropped: many programs write separators at the end of lines.
    """
    if not any(cells):
        return None
    if len(cells) == width:
        return cells
    if len(cells) < width:
        return BadRow(line, tuple(cells), Fault("cells-missing", {"found": len(cells), "expected": width}))
    if any(cells[width:]):
        return BadRow(line, tuple(cells), Fault("cells-extra", {"found": len(cells), "expected": width}))
    return cells[:width]
