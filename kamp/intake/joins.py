"""Columns of a second file, brought to the rows of the first by a common key: order lines to their orders."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import PurePath

from kamp.intake.errors import Fault, MappingError, Notice
from kamp.intake.reading import Chunk, Table

ROWS = 1_000_000
CHARACTERS = 100_000_000
_MEGABYTE = 1_000_000


@dataclass(frozen=True, slots=True)
class JoinSpec:
    """Which file is joined: ``key`` is the column on the rows' side, ``other`` the column of the file."""

    file: str
    key: str
    other: str

    @property
    def stem(self) -> str:
        """The name of the file without folder and ending, as it stands before a column: ``Orders.OrderDate``."""
        return PurePath(self.file).stem


def parse_join(text: str) -> JoinSpec:
    """The join that ``FILE:key`` or ``FILE:key=other key`` writes. Raises ``MappingError``."""
    file, _, keys = text.rpartition(":")
    key, equals, other = (part.strip() for part in keys.partition("="))
    if not file.strip() or not key or (equals and not other):
        raise MappingError("join-syntax", text=text)
    return JoinSpec(file.strip(), key, other or key)


@dataclass(slots=True)
class Joined:
    """The rows of a joined file by key, with the columns that are needed.

    ``twice`` has the lines of every key whose rows differ.
    """

    spec: JoinSpec
    columns: dict[str, list[str]]
    rows: dict[str, int] = field(default_factory=dict)
    lines: list[int] = field(default_factory=list)
    twice: dict[str, list[int]] = field(default_factory=dict)
    bad: list[int] = field(default_factory=list)
    characters: int = 0

    @property
    def notices(self) -> list[Notice]:
        """What the user should know about the file."""
        found = []
        for key, lines in list(self.twice.items())[:1]:
            shown = {"value": key, "lines": ", ".join(map(str, lines))}
            found.append(Notice("join-duplicates", {"file": self.spec.file, "column": self.spec.other, **shown}))
        if self.bad:
            found.append(Notice("join-bad-rows", {"file": self.spec.file, "line": self.bad[0], "count": len(self.bad)}))
        return found

    def partners(self, keys: Sequence[str]) -> tuple[dict[str, list[str]], dict[int, Fault]]:
        """The columns for rows with these keys, and the faults of the rows that have no partner or several."""
        found = [self.rows.get(key.strip(), -1) for key in keys]
        faults = {position: self._fault(keys[position].strip()) for position, row in enumerate(found) if row < 0}
        if self.twice:
            for position, key in enumerate(keys):
                if key.strip() in self.twice:
                    faults[position] = self._fault(key.strip())
        columns = {
            name: [texts[row] if row >= 0 else "" for row in found] if faults else [texts[row] for row in found]
            for name, texts in self.columns.items()
        }
        return columns, faults

    def _fault(self, key: str) -> Fault:
        if not key:
            return Fault("missing")
        lines = self.twice.get(key)
        if lines:
            return Fault("join-duplicate", {"file": self.spec.file, "lines": ", ".join(map(str, lines))})
        return Fault("join-missing", {"file": self.spec.file})

    def add(self, chunk: Chunk, pools: Mapping[str, dict[str, str]]) -> None:
        """Take the rows of a chunk; equal texts are kept once. Raises ``MappingError`` when it gets too much."""
        start = len(self.lines)
        self.bad.extend(row.line for row in chunk.bad)
        self.lines.extend(chunk.lines)
        for name, texts in self.columns.items():
            keep = pools[name].setdefault
            added = [keep(text, text) if type(text) is str else text for text in chunk.columns[name]]
            texts.extend(added)
            self.characters += sum(map(len, added))
        if len(self.lines) > ROWS or self.characters > CHARACTERS:
            limits = {"limit": ROWS, "megabytes": CHARACTERS // _MEGABYTE}
            raise MappingError("join-too-large", file=self.spec.file, **limits)
        for position, key in enumerate(map(str.strip, chunk.columns[self.spec.other]), start):
            first = self.rows.setdefault(key, position) if key else position
            if first != position and any(texts[first] != texts[position] for texts in self.columns.values()):
                self.twice.setdefault(key, [self.lines[first]]).append(self.lines[position])


def load_join(spec: JoinSpec, table: Table, needed: Collection[str]) -> Joined:
    """The rows of ``table`` by the key of ``spec``, with the columns in ``needed``; all of it in memory.

    Rows with an empty key have no partner. Rows with the same key and the same texts are one; with different texts they
    are in ``twice``. Raises ``MappingError`` above 1,000,000 rows or 100 MB, and for a key column that is not there.
    """
    if spec.other not in table.columns:
        raise MappingError("column-unknown", column=spec.other, columns=", ".join(table.columns))
    joined = Joined(spec, {name: [] for name in table.columns if name in needed})
    pools: dict[str, dict[str, str]] = {name: {} for name in joined.columns}
    for chunk in table.chunks():
        joined.add(chunk, pools)
    return joined
