"""What came of reading a file: counts, problems grouped by what mends them, the file of rejected rows."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import asdict, dataclass, field
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.db import connection

from accounts.services.imports.files import new_path
from accounts.services.imports.messages import told
from kamp.intake.errors import RowError
from kamp.intake.reading import Table
from kamp.intake.rejects import write_rejects

if TYPE_CHECKING:
    from django.db.backends.utils import CursorWrapper

EXAMPLES_PER_PROBLEM = 5
_SELECT = 'SELECT line, "column", value, code, params, field FROM import_problem'


@dataclass(slots=True, kw_only=True)
class Outcome:
    """``rows`` are all rows of the file; ``problems`` the refused ones by code and column, the most frequent first:
    {"code", "column", "field", "count", "rows": [{"line", "value", "params"}]}. ``notices`` is what to know anyway.
    """

    rows: int = 0
    created: int = 0
    updated: int = 0
    unchanged: int = 0
    rejected: int = 0
    added: dict[str, list[str]] = field(default_factory=dict)
    already: int = 0
    problems: list[dict[str, Any]] = field(default_factory=list)
    notices: list[dict[str, Any]] = field(default_factory=list)
    examples: list[dict[str, Any]] = field(default_factory=list)

    def counts(self) -> dict[str, Any]:
        """What ``DataImport.counts`` keeps."""
        kept = asdict(self)
        return {key: value for key, value in kept.items() if key not in {"problems", "examples"}}


def rejected_rows(cursor: CursorWrapper) -> int:
    """How many rows of the file have a problem."""
    cursor.execute("SELECT count(DISTINCT line) FROM import_problem")
    return cursor.fetchone()[0]


def grouped_problems(cursor: CursorWrapper) -> list[dict[str, Any]]:
    """The problems as ``Outcome.problems`` has them."""
    cursor.execute(
        'SELECT code, "column", field, count(*), '
        "jsonb_agg(jsonb_build_object('line', line, 'value', value, 'params', params) ORDER BY line) "
        "FILTER (WHERE place <= %s) FROM ("
        'SELECT *, row_number() OVER (PARTITION BY code, "column", field ORDER BY line) AS place FROM import_problem'
        ') AS numbered GROUP BY code, "column", field ORDER BY count(*) DESC, min(line) LIMIT 100',
        [EXAMPLES_PER_PROBLEM],
    )
    names = ("code", "column", "field", "count", "rows")
    return [dict(zip(names, (*row[:-1], _from_json(row[-1])), strict=True)) for row in cursor.fetchall()]


def message(error: RowError) -> str:
    """The reason in the present language."""
    return told(error.code, {"line": error.line, "column": error.column, "value": error.value, **error.params})


def keep_rejects(table: Table) -> str:
    """Writes the rejected rows to a new file; its path for ``DataImport.rejects_path``."""
    path = new_path("rejects")
    try:
        with path.open("xb") as out:
            write_rejects(table, _errors(), out, message)
    except BaseException:
        path.unlink(missing_ok=True)
        raise
    return str(path.relative_to(settings.MEDIA_ROOT))


def _errors() -> Iterator[RowError]:
    """All problems in the order of their lines, without holding them in memory."""
    with connection.chunked_cursor() as cursor:
        cursor.execute(f"{_SELECT} ORDER BY line, code")
        for line, column, value, code, params, field_key in cursor:
            yield RowError(line, column, value, code, _from_json(params) or {}, field_key)


def _from_json(value: Any) -> Any:
    """A jsonb value: Django takes the decoding out of the driver, for its own fields do it."""
    return json.loads(value) if isinstance(value, str) else value
