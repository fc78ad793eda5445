"""Contacts: found by e-mail address within their account; where one side has none, by name."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, ClassVar

from accounts.models import Person
from accounts.services.imports.lookups import AMBIGUOUS, UNKNOWN
from accounts.services.imports.steps.base import Values
from accounts.services.imports.steps.entities import EntityStep
from accounts.services.imports.steps.identity import judge_twice
from accounts.services.imports.steps.links import Links, Name, Pointer
from kamp.intake.errors import RowError
from kamp.shared.folding import fold

_TEXTS = ("name", "job_title", "unit", "phone", "mobile", "email")
_ROLES = "string_to_array(r.roles, ',')::varchar[]"
_ROLES_DIFFER = (
    "(r.roles IS NOT NULL AND NOT EXISTS (SELECT FROM accounts_dmumember d WHERE d.person_id = t.id "
    f"AND d.roles @> {_ROLES} AND d.roles <@ {_ROLES}))"
)


class ContactsStep(EntityStep):
    table = "accounts_person"
    edited = (*_TEXTS, "account_id")
    link = "reports_to_id"
    staged: ClassVar[Mapping[str, str]] = {
        **dict.fromkeys((*_TEXTS, "reports_to", "roles"), "text"),
        **dict.fromkeys(("email_key", "name_key", "boss_email", "boss_name"), "text"),
        "account_id": "bigint",
    }

    def shape(self, lines: Sequence[int], values: Values) -> tuple[Values, list[RowError]]:
        faults: list[RowError] = []
        ready = {name: column for name, column in values.items() if name in self.staged}
        ready |= self.resolve(lines, values, "account", self.accounts, faults)
        for key, email, name in (("", "email_key", "name_key"), ("reports_to", "boss_email", "boss_name")):
            nothing = [None] * len(lines)
            ready[email] = [text and text.lower() for text in values.get(key or "email", nothing)]
            ready[name] = [fold(text) or None for text in values.get(key or "name", nothing)]
        return ready, faults

    def judge(self) -> None:
        super().judge()
        self.cursor.execute("CREATE INDEX ON import_row (account_id, name_key)")
        judge_twice(self, "email_key", per="account_id", shown="email")
        self.staging.judge(
            "SELECT r.line, 'name', %s, r.name, 'twice', jsonb_build_object('first', min(e.line)) "
            "FROM import_row r JOIN import_row e ON e.account_id = r.account_id AND e.name_key = r.name_key "
            "AND e.line < r.line AND (e.email_key IS NULL OR r.email_key IS NULL) "
            f"WHERE {self.staging.good} GROUP BY r.line, r.name",
            [self.run.columns.get("name", "")],
        )
        self._load_people()

    def _load_people(self) -> None:
        """The people of the accounts of the file, as they are found."""
        self.cursor.execute("DROP TABLE IF EXISTS import_person")
        self.cursor.execute(
            "CREATE TEMP TABLE import_person (id bigint, account_id bigint, email_key text, name_key text) "
            "ON COMMIT DROP"
        )
        self.cursor.execute("SELECT DISTINCT account_id FROM import_row")
        accounts = [account for (account,) in self.cursor.fetchall()]
        people = Person.objects.filter(account__in=accounts).order_by().values_list("pk", "account_id", "email", "name")
        rows = ([pk, account, email.lower(), fold(name)] for pk, account, email, name in people.iterator(10_000))
        self.staging.copy("import_person", ("\t".join(str(cell).replace("\\", "\\\\") for cell in row) for row in rows))
        self.cursor.execute("CREATE INDEX ON import_person (account_id, name_key); ANALYZE import_person")

    def find(self) -> None:
        self.cursor.execute(
            "INSERT INTO import_match SELECT DISTINCT ON (r.line) r.line, p.id FROM import_row r JOIN import_person p "
            f"USING (account_id, email_key) WHERE {self.staging.good} "
            "ORDER BY r.line, p.name_key IS DISTINCT FROM r.name_key, p.id"
        )
        named = (
            "SELECT r.line, r.name, min(p.id) AS id, count(*) AS people FROM import_row r "
            "JOIN import_person p USING (account_id, name_key) "
            f"WHERE (r.email_key IS NULL OR p.email_key = '') AND {self.fresh} AND {self.staging.good} GROUP BY 1, 2"
        )
        self.staging.judge(
            f"SELECT line, 'name', %s, name, 'person-ambiguous', '{{}}' FROM ({named}) AS named WHERE people > 1",
            [self.run.columns.get("name", "")],
        )
        self.cursor.execute(f"INSERT INTO import_match SELECT line, id FROM ({named}) AS named WHERE people = 1")
        self.staging.judge(
            "SELECT line, 'name', %s, '', 'twice', jsonb_build_object('first', first) FROM ("
            "SELECT line, min(line) OVER (PARTITION BY id) AS first FROM import_match) AS seen WHERE line > first",
            [self.run.columns.get("name", "")],
        )

    def judge_found(self) -> None:
        super().judge_found()
        if "reports_to" not in self.run.columns:
            return
        self.cursor.execute(
            "SELECT r.line, r.account_id, r.email_key, r.name_key, r.reports_to, r.boss_email, r.boss_name, m.id "
            f"FROM import_row r LEFT JOIN import_match m USING (line) WHERE {self.staging.good}"
        )
        rows = self.cursor.fetchall()
        stored = self._stored()

        def look(pointer: Pointer) -> int | str:
            return stored.get(pointer.exact, stored.get(pointer.name, UNKNOWN))

        links = Links(
            pointers=[
                Pointer(line=line, text=text, exact=(account, email), name=(account, name))
                for line, account, _, _, text, email, name, _ in rows
                if text
            ],
            nodes={line: key or ("line", line) for line, *_, key in rows},
            stored=look,
            above=self._bosses_now(),
        )
        for line, account, email, name, *_ in rows:
            if email:
                links.exact[(account, email)] = line
            if name:
                links.names[(account, name)].add(links.nodes[line])
        links.follow()
        self.keep_links(links, "reports_to")

    def _stored(self) -> dict[Name, int | str]:
        """The people in the database by account and e-mail address or name."""
        self.cursor.execute("SELECT id, account_id, email_key, name_key FROM import_person")
        found: dict[Name, int | str] = {}
        for key, account, email, name in self.cursor.fetchall():
            for text in filter(None, (email, name)):
                found[(account, text)] = AMBIGUOUS if (account, text) in found else key
        return found

    def _bosses_now(self) -> dict:
        self.cursor.execute(
            "SELECT p.id, p.reports_to_id FROM accounts_person p JOIN import_person USING (id) "
            "WHERE p.reports_to_id IS NOT NULL"
        )
        return dict(self.cursor.fetchall())

    def differs(self) -> str:
        return f"{super().differs()} OR {_ROLES_DIFFER}"

    def named(self) -> dict[str, tuple[str, str]]:
        boss = "SELECT name FROM accounts_person k WHERE k.id = t.reports_to_id"
        roles = "SELECT array_to_string(d.roles, ', ') FROM accounts_dmumember d WHERE d.person_id = t.id"
        return {
            "account": self.name_of("accounts_keyaccount", "account_id"),
            "reports_to": (boss, f"coalesce(r.reports_to, ({boss}))"),
            "roles": (roles, f"coalesce(replace(r.roles, ',', ', '), ({roles}))"),
        }

    def defaults(self) -> Mapping[str, str]:
        return {**dict.fromkeys(_TEXTS, "''"), "data_import_id": "%(import)s"}

    def write(self) -> None:
        super().write()
        self._write_roles()

    def _write_roles(self) -> None:
        """The part in the decisions of those whose roles the file gives."""
        at: dict[str, Any] = {"at": self.run.at, "import": self.run.import_id}
        target = (
            "(SELECT line, id FROM import_new UNION ALL SELECT line, id FROM import_match WHERE changed) x "
            "JOIN import_row r ON r.line = x.line AND r.roles IS NOT NULL"
        )
        self.cursor.execute(
            'INSERT INTO accounts_importchange (data_import_id, "table", row_id, before, version) '
            "SELECT %(import)s, 'accounts_dmumember', d.id, jsonb_build_object('roles', d.roles), d.version + 1 "
            f"FROM {target} JOIN accounts_dmumember d ON d.person_id = x.id "
            f"WHERE NOT (d.roles @> {_ROLES} AND d.roles <@ {_ROLES})",
            at,
        )
        self.cursor.execute(
            f"UPDATE accounts_dmumember d SET roles = {_ROLES}, version = d.version + 1, updated_at = %(at)s "
            f"FROM {target} WHERE d.person_id = x.id AND NOT (d.roles @> {_ROLES} AND d.roles <@ {_ROLES})",
            at,
        )
        self.cursor.execute(
            "WITH made AS (INSERT INTO accounts_dmumember "
            "(person_id, roles, access_level, confidence, version, created_at, updated_at) "
            f"SELECT x.id, {_ROLES}, '', 'assumed', 1, %(at)s, %(at)s FROM {target} "
            "WHERE NOT EXISTS (SELECT FROM accounts_dmumember d WHERE d.person_id = x.id) RETURNING id) "
            'INSERT INTO accounts_importchange (data_import_id, "table", row_id, before, version) '
            "SELECT %(import)s, 'accounts_dmumember', id, NULL, 1 FROM made",
            at,
        )
