"""Rows as typed values: the one way for preview, dry run and import.

    conversion = prepare(table, fields, recipe, {"Orders.csv": orders})
    for batch in conversion.batches():
        lines, values = batch.good()

What a row becomes depends on the files and the recipe, never on how many rows are asked for.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import chain

from kamp.intake.conventions import Convention
from kamp.intake.errors import Fault, Notice, RowError
from kamp.intake.evaluation import compute, joined_texts
from kamp.intake.expressions import Node, columns_of
from kamp.intake.fields import TEXTS, Field, Parsed
from kamp.intake.joins import Joined
from kamp.intake.reading import Chunk, Table
from kamp.intake.recipes import Place, Recipe
from kamp.intake.slices import CHUNK_ROWS
from kamp.intake.values import parse_column


@dataclass(slots=True)
class Batch:
    """Some rows as typed values.

    ``lines`` has the line of each row, ``values`` one value per row for every field that the recipe gives (None where
    it is empty or wrong), ``errors`` everything wrong with these rows and with rows between them that could not be cut,
    by line. ``faulty`` are the positions of rows with an error, ``uncut`` the number of rows without position.
    ``rounded`` counts the values per field that lost decimals; ``share`` is how much of the file is read (0 to 1).
    """

    lines: Sequence[int]
    values: dict[str, list[str | None]]
    errors: list[RowError]
    faulty: set[int]
    uncut: int
    share: float
    rounded: dict[str, int]

    @property
    def rows(self) -> int:
        """All rows of the file that this batch covers."""
        return len(self.lines) + self.uncut

    def good(self) -> tuple[Sequence[int], dict[str, list[str | None]]]:
        """Lines and values of the rows without error."""
        if not self.faulty:
            return self.lines, self.values
        kept = [position for position in range(len(self.lines)) if position not in self.faulty]
        values = {key: [column[position] for position in kept] for key, column in self.values.items()}
        return [self.lines[position] for position in kept], values

    def first(self, rows: int) -> "Batch":
        """The first ``rows`` of the rows with a position, and what could not be cut before and between them."""
        if rows >= len(self.lines):
            return self
        values = {key: column[:rows] for key, column in self.values.items()}
        errors = [error for error in self.errors if error.line < self.lines[rows]]
        faulty = {position for position in self.faulty if position < rows}
        uncut = len({error.line for error in errors}) - len(faulty)
        return Batch(self.lines[:rows], values, errors, faulty, uncut, self.share, self.rounded)


@dataclass(frozen=True, slots=True)
class Way:
    """How one field comes about: by a column, by an expression, or by a constant (the rest)."""

    field: Field
    place: Place | None = None
    node: Node | None = None
    constant: str | None = None


@dataclass(slots=True)
class _Wide:
    """A chunk with the columns of the joined files; ``lost`` are the rows without partner, by join."""

    chunk: Chunk
    columns: dict[str, Sequence[str]]
    errors: list[RowError] = field(default_factory=list)
    lost: list[set[int]] = field(default_factory=list)
    faulty: set[int] = field(default_factory=set)


@dataclass(frozen=True, slots=True)
class Conversion:
    """Everything settled about reading a file; made by ``preparing.prepare``.

    ``conventions`` tells how each column is written and why; ``recipe`` has them settled, so that a conversion prepared
    from it reads the same without looking through the file again. ``notices`` are for the user.
    """

    table: Table
    recipe: Recipe
    ways: Sequence[Way]
    keys: Sequence[Place]
    joined: Sequence[Joined]
    conventions: Mapping[str, Convention]
    places: Mapping[str, Place]

    @property
    def notices(self) -> list[Notice]:
        """What the user should know before the import."""
        assumed = (convention.notice for convention in self.conventions.values())
        joined = chain.from_iterable(join.notices for join in self.joined)
        return [*self.table.notices, *joined, *filter(None, assumed)]

    def batches(self, rows: int = CHUNK_ROWS) -> Iterator[Batch]:
        """All rows, about ``rows`` at a time. Raises ``Refused`` for a workbook that turns out to be damaged."""
        for chunk in self.table.chunks(rows):
            yield self._batch(self._wide(chunk))

    def preview(self, rows: int = 20) -> Batch:
        """The first rows (good and bad), exactly as the import will read them."""
        return next(self.batches(rows)).first(rows)

    def _wide(self, chunk: Chunk) -> _Wide:
        """``chunk`` with its joined columns."""
        wide = _Wide(chunk, dict(chunk.columns))
        for number, (key, joined) in enumerate(zip(self.keys, self.joined, strict=True)):
            columns, faults = joined.partners(wide.columns[key.name])
            before = wide.lost[key.join] if key.join is not None else set[int]()
            for position, fault in faults.items():
                if position not in before:
                    wide.errors.append(_error(wide, position, key.name, fault))
            wide.lost.append(before | faults.keys())
            wide.faulty |= faults.keys()
            for place in self.places.values():
                if place.join == number:
                    wide.columns[place.name] = columns[place.column]
        return wide

    def _batch(self, wide: _Wide) -> Batch:
        values: dict[str, list[str | None]] = {}
        rounded: dict[str, int] = {}
        for way in self.ways:
            parsed = self._parsed(way, wide)
            values[way.field.key] = parsed.values
            if parsed.rounded:
                rounded[way.field.key] = parsed.rounded
            if parsed.faults:
                self._report(way, parsed, wide)
        uncut = [RowError(row.line, "", _shown(row.cells), row.fault.code, row.fault.params) for row in wide.chunk.bad]
        errors = sorted([*uncut, *wide.errors], key=lambda error: error.line)
        return Batch(wide.chunk.lines, values, errors, wide.faulty, len(uncut), wide.chunk.share, rounded)

    def _parsed(self, way: Way, wide: _Wide) -> Parsed:
        rows = len(wide.chunk.lines)
        if way.place:
            return parse_column(wide.columns[way.place.name], way.field, self._written(way.place.name))
        if way.node:
            named = {column.name for column in columns_of(way.node)}
            columns = {name: wide.columns[name] for name in named}
            if way.field.kind in TEXTS:
                return parse_column(joined_texts([columns[column.name] for column in columns_of(way.node)]), way.field)
            return compute(way.node, columns, rows, way.field, {name: self._written(name) for name in named})
        return Parsed([way.constant] * rows, {})

    def _written(self, column: str) -> str:
        convention = self.conventions.get(column)
        return convention.value if convention else ""

    def _report(self, way: Way, parsed: Parsed, wide: _Wide) -> None:
        """Put the faults of a field among the errors, but for rows whose partner is missing: that is said already."""
        names = [way.place.name] if way.place else [column.name for column in columns_of(way.node)] if way.node else []
        joins = {self.places[name].join for name in names}
        lost = set[int]().union(*(wide.lost[join] for join in joins if join is not None))
        for position, fault in parsed.faults.items():
            if position not in lost:
                column = way.place.name if way.place else str(fault.params.get("operand", ""))
                wide.errors.append(_error(wide, position, column, fault, way.field.key))
        wide.faulty |= parsed.faults.keys()


def _error(wide: _Wide, position: int, column: str, fault: Fault, key: str = "") -> RowError:
    value = wide.columns[column][position] if column else ""
    return RowError(wide.chunk.lines[position], column, value, fault.code, fault.params, key)


def _shown(cells: Sequence[str]) -> str:
    """The cells of a row that could not be cut, as one value."""
    return " | ".join(cells)[:200]
