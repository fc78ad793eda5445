"""Names for the columns of a table: each has one and no two have the same, whatever the file says."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from kamp.intake.errors import Notice
from kamp.intake.neutral import KAMP_COLUMNS, restore

_DATA = re.compile(r"[\s0-9.,:/+€$£%-]*[0-9][\s0-9.,:/+€$£%-]*")


@dataclass(frozen=True, slots=True)
class Names:
    """The columns of a table: ``columns`` maps a name to its position in the file.

    ``returned`` says that the file is one of rejected rows that comes back: its three columns of ours are left out,
    and ``marks`` is the position of the one that says how many cells a bad row had.
    """

    columns: dict[str, int]
    notices: tuple[Notice, ...]
    returned: bool
    marks: int | None


def names_of(header: Sequence[str]) -> Names:
    """Names from the cells of a header, without line breaks and outer blanks; doubles and gaps get new names."""
    cells = [" ".join(cell.replace("\ufeff", "").split()) for cell in header]
    folded = [cell.lower() for cell in cells]
    returned = all(name in folded for name in KAMP_COLUMNS)
    columns: dict[str, int] = {}
    notices: list[Notice] = []
    for position, cell in enumerate(cells):
        if returned and folded[position] in KAMP_COLUMNS:
            continue
        wanted = restore(cell) if returned else cell
        name = _free(wanted or f"Column {position + 1}", columns)
        columns[name] = position
        if not wanted:
            notices.append(Notice("header-empty", {"renamed": name}))
        elif name != wanted:
            notices.append(Notice("header-duplicate", {"name": wanted, "renamed": name}))
    if columns and all(_DATA.fullmatch(name) for name in columns):
        notices.append(Notice("header-like-data"))
    return Names(columns, tuple(notices), returned, folded.index(KAMP_COLUMNS[1]) if returned else None)


def _free(name: str, taken: dict[str, int]) -> str:
    if name not in taken:
        return name
    number = 2
    while f"{name} ({number})" in taken:
        number += 1
    return f"{name} ({number})"
