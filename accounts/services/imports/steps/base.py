"""What the steps of all kinds share: taking rows in, resolving what they point to, counting what comes of them."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING, Any, ClassVar

from accounts.kinds.spec import Kind
from accounts.models import KeyAccount
from accounts.services.imports.lookups import AccountLookup, Lookup
from accounts.services.imports.staging import Staging
from kamp.intake.errors import RowError
from kamp.users.models import User
from kamp.users.roles import Reach

if TYPE_CHECKING:
    from django.db.backends.utils import CursorWrapper
    from django.db.models import QuerySet

Values = dict[str, Sequence[str | None]]


@dataclass(slots=True, kw_only=True)
class Run:
    """One import on its way to the database.

    ``by`` is None for a command that acts for nobody: it sees everything. ``columns`` names the column of each field
    that the file fills, for messages. ``source`` is the identity of the file, ``import_id`` 0 while only checking.
    """

    kind: Kind
    by: User | None
    at: datetime
    cursor: CursorWrapper
    company_currency: str
    columns: Mapping[str, str]
    source: str
    import_id: int = 0
    added: dict[str, list[str]] = field(default_factory=dict)
    """Names that an import has added to the short lists, by table."""

    @property
    def accounts(self) -> QuerySet[KeyAccount]:
        """The accounts that the importing person sees."""
        return KeyAccount.objects.all() if self.by is None else KeyAccount.objects.visible_to(self.by)

    @property
    def sees_all(self) -> bool:
        return self.by is None or self.by.reach is Reach.ALL

    def may(self, right: str) -> bool:
        return self.by is None or self.by.has_perm(right)


@dataclass(frozen=True, slots=True, kw_only=True)
class Counts:
    """What becomes of the rows that can be read."""

    created: int = 0
    updated: int = 0
    unchanged: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """How an example is shown: ``rows`` (as ``r``, with ``line``) beside the stored ``table`` (as ``t``).

    ``title`` and the before and after of each field are SQL expressions. Fields that the file does not give are left
    out, but for those in ``always``.
    """

    table: str
    title: str
    fields: Mapping[str, tuple[str, str]]
    rows: str = "import_row"
    always: tuple[str, ...] = ()


class Step(ABC):
    """From the read rows of one kind to its tables: ``take`` each batch, then ``judge``, ``compare``, ``write``.

    After ``compare`` the counts are settled and ``write`` does what they say: a check ends there, an import goes on.
    """

    staged: ClassVar[Mapping[str, str]]
    """The columns of ``import_row`` with their SQL types."""

    def __init__(self, run: Run) -> None:
        self.run = run
        self.cursor = run.cursor
        self.staging = Staging(run.cursor, self.staged_columns())
        self.accounts = AccountLookup(scope=run.accounts)

    def staged_columns(self) -> Mapping[str, str]:
        """``staged``, with what is known only now."""
        return self.staged

    def take(self, lines: Sequence[int], values: Values) -> None:
        """Takes rows without error in; those that point to nothing become problems."""
        if not lines:
            return
        ready, faults = self.shape(lines, values)
        if faults:
            self.staging.refuse(faults)
            bad = {fault.line for fault in faults}
            keep = [position for position, line in enumerate(lines) if line not in bad]
            lines = [lines[position] for position in keep]
            ready = {name: [column[position] for position in keep] for name, column in ready.items()}
        self.staging.add(lines, ready)

    @abstractmethod
    def shape(self, lines: Sequence[int], values: Values) -> tuple[Values, list[RowError]]:
        """The columns of ``staged`` for some rows, and what is wrong with them."""

    @abstractmethod
    def judge(self) -> None:
        """Finds what only shows when all rows are in."""

    @abstractmethod
    def compare(self) -> Counts:
        """Fills ``import_match`` with the good rows whose row exists (line, id, changed); counts."""

    @abstractmethod
    def write(self) -> None:
        """Inserts, updates and remembers what was there before."""

    @abstractmethod
    def shown(self) -> Shown:
        """How a row is shown before and after."""

    def examples(self, limit: int) -> list[dict[str, Any]]:
        """Some rows that will be written, the changed ones first.

        Each is {"line", "title", "new", "fields": [[key, before, after], …]} with values as text.
        """
        shown = self.shown()
        keys = [key for key in shown.fields if key in self.run.columns or key in shown.always]
        pairs = map(shown.fields.__getitem__, keys)
        values = "".join(f", ({before})::text, ({after})::text" for before, after in pairs)
        lines = self._lines("m.changed", limit)
        lines += self._lines("m.line IS NULL", limit - len(lines))
        self.cursor.execute(
            f"SELECT r.line, ({shown.title})::text, m.id IS NULL {values} FROM {shown.rows} r "
            f"LEFT JOIN import_match m ON m.line = r.line LEFT JOIN {shown.table} t ON t.id = m.id "
            "WHERE r.line = ANY(%s) ORDER BY m.id IS NULL, r.line",
            [lines],
        )
        return [
            {
                "line": line,
                "title": title,
                "new": new,
                "fields": [[key, *pair] for key, *pair in zip(keys, cells[::2], cells[1::2], strict=True)],
            }
            for line, title, new, *cells in self.cursor.fetchall()
        ]

    def _lines(self, condition: str, limit: int) -> list[int]:
        """The first lines that meet a condition on ``import_match m`` (which is empty for new rows)."""
        self.cursor.execute(
            "SELECT r.line FROM import_row r LEFT JOIN import_match m ON m.line = r.line "
            f"WHERE {self.staging.good} AND {condition} ORDER BY r.line LIMIT {limit:d}"
        )
        return [line for (line,) in self.cursor.fetchall()]

    def resolve(self, lines: Sequence[int], values: Values, key: str, lookup: Lookup, faults: list[RowError]) -> Values:
        """The column of the keys that field ``key`` points to; what cannot be found goes to ``faults``.

        {} when the file does not give the field.
        """
        texts = values.get(key)
        if texts is None:
            return {}
        found = lookup.find(texts)
        if None in found:
            reference = self.run.kind.field(key).reference
            faults += [
                self.fault(lines[at], key, text, f"{reference}-{lookup.why[text]}")
                for at, text in enumerate(texts)
                if text is not None and found[at] is None
            ]
        return {f"{key}_id": found}

    def fault(self, line: int, key: str, value: str, code: str, **params: str | int) -> RowError:
        """Something wrong with the field ``key`` of a row."""
        return RowError(line, self.run.columns.get(key, ""), value, code, params, key)

    def count(self, condition: str) -> int:
        """How many rows of ``import_row r`` without problem meet ``condition``."""
        self.cursor.execute(f"SELECT count(*) FROM import_row r WHERE {self.staging.good} AND {condition}")
        return self.cursor.fetchone()[0]
