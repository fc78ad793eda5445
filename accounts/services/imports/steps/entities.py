"""Rows that people also edit (accounts, contacts, products): found by their identity, changed field by field.

An empty cell leaves what is there. Each changed row gets a new version and remembers what the import replaced.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import ClassVar

from accounts.services.imports.steps.base import Counts, Run, Shown, Step
from accounts.services.imports.steps.links import Links


class EntityStep(Step):
    """``edited`` are the columns that stand in ``import_row`` as they do in ``table``.

    ``link`` is a column that points to another row of the table; subclasses that have one fill ``import_link``
    (line → row in the database, or on another line) with ``keep_links``.
    """

    table: ClassVar[str]
    edited: ClassVar[tuple[str, ...]]
    remembered: ClassVar[tuple[str, ...]] = ()
    """Further columns to put back when the import is undone."""
    link: ClassVar[str] = ""
    identity: ClassVar[str] = "t.code = r.code"
    """The condition under which row ``t`` of the table is the one that ``import_row r`` means."""
    fresh: ClassVar[str] = "NOT EXISTS (SELECT FROM import_match m WHERE m.line = r.line)"
    """The condition that the row of ``import_row r`` is new."""

    @staticmethod
    def name_of(table: str, column: str, name: str = "name") -> tuple[str, str]:
        """Before and after of a column that points to ``table``, shown by name."""
        before = f"SELECT {name} FROM {table} k WHERE k.id = t.{column}"
        return before, f"SELECT {name} FROM {table} k WHERE k.id = coalesce(r.{column}, t.{column})"

    def __init__(self, run: Run) -> None:
        super().__init__(run)
        self.cursor.execute("SELECT pg_advisory_xact_lock(hashtext(%s))", [f"import {self.table}"])
        self.cursor.execute("DROP TABLE IF EXISTS import_link, import_new")
        self.cursor.execute(
            "CREATE TEMP TABLE import_link (line int PRIMARY KEY, target_id bigint, target_line int) ON COMMIT DROP"
        )

    def judge(self) -> None:
        self.staging.settle()

    def find(self) -> None:
        """Fills ``import_match`` with the rows that exist."""
        self.cursor.execute(
            f"INSERT INTO import_match SELECT r.line, t.id FROM import_row r JOIN {self.table} t ON {self.identity} "
            f"WHERE {self.staging.good}"
        )

    def compare(self) -> Counts:
        self.cursor.execute(
            "CREATE TEMP TABLE import_match (line int, id bigint, changed boolean DEFAULT false) ON COMMIT DROP"
        )
        self.find()
        self.cursor.execute("CREATE INDEX ON import_match (line); ANALYZE import_match")
        self.judge_found()
        if self.staging.has_problems:
            self.cursor.execute("DELETE FROM import_match m USING import_problem p WHERE p.line = m.line")
        self.cursor.execute(
            f"UPDATE import_match m SET changed = true FROM import_row r, {self.table} t "
            f"WHERE r.line = m.line AND t.id = m.id AND ({self.differs()})"
        )
        self.cursor.execute("SELECT count(*), count(*) FILTER (WHERE changed) FROM import_match")
        found, changed = self.cursor.fetchone()
        return Counts(created=self.count("true") - found, updated=changed, unchanged=found - changed)

    def judge_found(self) -> None:
        """Finds what is wrong once it is known which rows exist: here, new rows without what new rows need."""
        for needed in (field for field in self.run.kind.fields if field.needed):
            self.staging.judge(
                "SELECT r.line, %s, %s, '', 'needed', '{}' FROM import_row r "
                f"WHERE r.{needed.key} IS NULL AND {self.fresh} AND {self.staging.good}",
                [needed.key, self.run.columns.get(needed.key, "")],
            )

    def keep_links(self, links: Links, key: str) -> None:
        """Where the rows point to, and what is wrong with those that point nowhere."""
        reference = self.run.kind.field(key).reference
        texts = {pointer.line: pointer.text for pointer in links.pointers}
        self.staging.refuse(
            self.fault(line, key, texts[line], f"{reference}-{why}") for line, why in links.faults.items()
        )
        self.staging.copy(
            "import_link",
            (
                f"{line}\t{node}\t\\N" if isinstance(node, int) else f"{line}\t\\N\t{node[1]}"
                for line, node in links.targets.items()
            ),
        )

    def differs(self) -> str:
        """Whether row ``t`` of the table changes by ``import_row r``."""
        parts = [f"(r.{name} IS NOT NULL AND r.{name} IS DISTINCT FROM t.{name})" for name in self.edited]
        if self.link:
            parts.append(
                "EXISTS (SELECT FROM import_link l LEFT JOIN import_match tm ON tm.line = l.target_line "
                f"WHERE l.line = r.line AND t.{self.link} IS DISTINCT FROM coalesce(l.target_id, tm.id))"
            )
        return " OR ".join(parts)

    def shown(self) -> Shown:
        plain = {name: (f"t.{name}", f"coalesce(r.{name}, t.{name})") for name in self.edited}
        fields = {**plain, **self.named()}
        keys = [field.key for field in self.run.kind.fields]
        return Shown(
            table=self.table,
            title="coalesce(r.name, t.name)",
            fields={key: fields[key] for key in keys},
        )

    def named(self) -> dict[str, tuple[str, str]]:
        """Before and after of the fields that point elsewhere, as SQL."""
        return {}

    def write(self) -> None:
        self.cursor.execute(
            f"CREATE TEMP TABLE import_new ON COMMIT DROP AS SELECT r.line, nextval('{self.table}_id_seq') AS id "
            f"FROM import_row r WHERE {self.fresh} AND {self.staging.good}"
        )
        self.cursor.execute("CREATE INDEX ON import_new (line); ANALYZE import_new, import_link")
        self.cursor.execute(
            "UPDATE import_link l SET target_id = coalesce("
            "(SELECT id FROM import_match m WHERE m.line = l.target_line), "
            "(SELECT id FROM import_new n WHERE n.line = l.target_line)) WHERE target_line IS NOT NULL"
        )
        self._insert()
        self._remember()
        self._update()

    def defaults(self) -> Mapping[str, str]:
        """What stands for the empty columns of new rows, and for those that the file never gives, as SQL."""
        return {}

    def _insert(self) -> None:
        defaults = self.defaults()
        values = {
            name: f"coalesce(r.{name}, {defaults[name]})" if name in defaults else f"r.{name}" for name in self.edited
        }
        values.update({name: sql for name, sql in defaults.items() if name not in values})
        if self.link:
            values[self.link] = "l.target_id"
        values |= {"id": "n.id", "version": "1", "created_at": "%(at)s", "updated_at": "%(at)s"}
        self.cursor.execute(
            f"INSERT INTO {self.table} ({', '.join(values)}) SELECT {', '.join(values.values())} "
            "FROM import_new n JOIN import_row r ON r.line = n.line LEFT JOIN import_link l ON l.line = n.line",
            {"at": self.run.at, "import": self.run.import_id},
        )

    def _remember(self) -> None:
        columns = (*self.edited, *self.remembered, *((self.link,) if self.link else ()))
        before = ", ".join(f"'{name}', t.{name}" for name in columns)
        self.cursor.execute(
            'INSERT INTO accounts_importchange (data_import_id, "table", row_id, before, version) '
            "SELECT %(import)s, %(table)s, id, NULL::jsonb, 1 FROM import_new UNION ALL "
            f"SELECT %(import)s, %(table)s, t.id, jsonb_build_object({before}), t.version + 1 "
            f"FROM {self.table} t JOIN import_match m ON m.id = t.id WHERE m.changed",
            {"import": self.run.import_id, "table": self.table},
        )

    def _update(self) -> None:
        values = [f"{name} = coalesce(r.{name}, t.{name})" for name in self.edited]
        if self.link:
            values.append(f"{self.link} = CASE WHEN l.line IS NULL THEN t.{self.link} ELSE l.target_id END")
        self.cursor.execute(
            f"UPDATE {self.table} t SET {', '.join(values)}, version = t.version + 1, updated_at = %s "
            "FROM import_match m JOIN import_row r ON r.line = m.line LEFT JOIN import_link l ON l.line = m.line "
            "WHERE m.changed AND t.id = m.id",
            [self.run.at],
        )
