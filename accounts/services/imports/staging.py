"""The temporary tables that the rows of one import go through; they end with the transaction."""

from __future__ import annotations

import io
import json
from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from kamp.intake.errors import RowError

if TYPE_CHECKING:
    from django.db.backends.utils import CursorWrapper

Column = Sequence[str | None]

_ESCAPES = str.maketrans({"\\": "\\\\", "\t": "\\t", "\n": "\\n", "\r": "\\r"})
_PROBLEM_COLUMNS = 'line, field, "column", value, code, params'


class Staging:
    """``import_row`` with the readable rows, ``import_problem`` with what is wrong with the others.

    ``columns`` gives the columns of ``import_row`` besides ``line`` with their SQL types. An empty value is NULL.
    """

    def __init__(self, cursor: CursorWrapper, columns: Mapping[str, str]) -> None:
        self.cursor = cursor
        declared = "".join(f", {name} {sql_type}" for name, sql_type in columns.items())
        cursor.execute("DROP TABLE IF EXISTS import_row, import_problem, import_match")
        cursor.execute(f"CREATE TEMP TABLE import_row (line int NOT NULL{declared}) ON COMMIT DROP")
        cursor.execute(
            "CREATE TEMP TABLE import_problem "
            '(line int NOT NULL, field text, "column" text, value text, code text, params jsonb) ON COMMIT DROP'
        )
        self.has_problems = False

    def add(self, lines: Sequence[int], values: Mapping[str, Column]) -> None:
        """Takes rows in; ``values`` has one text per row for some of ``columns``, the others get their default."""
        if not lines:
            return
        empty = sum(column.count(None) for column in values.values())
        cells = [_marked(column) if None in column else column for column in values.values()]
        text = "\n".join(map("\t".join, zip(map(str, lines), *cells, strict=True)))
        # Nearly never is there anything to escape: counting tells, for all cells at once.
        marks = (text.count("\t"), text.count("\n"), text.count("\r"), text.count("\\"))
        if marks != (len(lines) * len(cells), len(lines) - 1, 0, empty):
            cells = [[_escaped(value) for value in column] for column in values.values()]
            text = "\n".join(map("\t".join, zip(map(str, lines), *cells, strict=True)))
        self._copy(f"import_row ({', '.join(('line', *values))})", text)

    def refuse(self, errors: Iterable[RowError]) -> None:
        """Notes what is wrong with some rows."""
        rows = [
            "\t".join(
                part.translate(_ESCAPES)
                for part in (str(e.line), e.field, e.column, e.value[:400], e.code, json.dumps(dict(e.params)))
            )
            for e in errors
        ]
        if rows:
            self.has_problems = True
            self.copy(f"import_problem ({_PROBLEM_COLUMNS})", rows)

    def copy(self, target: str, rows: Iterable[str]) -> None:
        """Rows in COPY's own text form into a table."""
        self._copy(target, "\n".join(rows))

    def _copy(self, target: str, text: str) -> None:
        self.cursor.copy_expert(f"COPY {target} FROM STDIN", io.BytesIO(text.encode()))

    def judge(self, select: str, params: Sequence[Any] = ()) -> int:
        """Notes what a query finds wrong: rows of line, field, column, value, code, params. Gives their number."""
        self.cursor.execute(f"INSERT INTO import_problem ({_PROBLEM_COLUMNS}) {select}", params)
        found = self.cursor.rowcount
        self.has_problems = self.has_problems or found > 0
        return found

    @property
    def good(self) -> str:
        """The condition on ``import_row r`` that nothing is wrong with the row."""
        return "NOT EXISTS (SELECT FROM import_problem p WHERE p.line = r.line)" if self.has_problems else "true"

    def settle(self) -> None:
        """To be called when all rows are in: lets the planner know how many there are."""
        self.cursor.execute("ANALYZE import_row, import_problem")


def _marked(column: Column) -> Sequence[str]:
    return ["\\N" if value is None else value for value in column]


def _escaped(value: str | None) -> str:
    return "\\N" if value is None else value.translate(_ESCAPES)
