"""Demand estimates: nothing is overwritten, another estimate of the same cell becomes the present one."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import ClassVar

from accounts.models import ProductLine
from accounts.services.imports.steps.base import Counts, Run, Shown, Step, Values
from accounts.services.imports.steps.dictionaries import keep_used, product_lines
from kamp.intake.errors import RowError

_CELL = "account_id, year, coalesce(product_line_id, 0), coalesce(unit, '')"


class DemandStep(Step):
    staged: ClassVar[Mapping[str, str]] = {
        "account_id": "bigint",
        "year": "int",
        "product_line_id": "bigint",
        "unit": "text",
        "amount": "numeric(18,4)",
        "source": "text",
        "confidence": "text",
    }

    def __init__(self, run: Run) -> None:
        super().__init__(run)
        self.cursor.execute("SELECT pg_advisory_xact_lock(hashtext('import accounts_demand'))")
        self.lines = product_lines(run)

    def shape(self, lines: Sequence[int], values: Values) -> tuple[Values, list[RowError]]:
        faults: list[RowError] = []
        ready = {name: column for name, column in values.items() if name in self.staged}
        ready |= self.resolve(lines, values, "account", self.accounts, faults)
        ready |= self.resolve(lines, values, "product_line", self.lines, faults)
        return ready, faults

    def judge(self) -> None:
        self.staging.settle()
        self.staging.judge(
            "SELECT line, 'year', %s, year::text, 'twice', jsonb_build_object('first', first) FROM ("
            f"SELECT line, year, min(line) OVER (PARTITION BY {_CELL}) AS first FROM import_row) AS seen "
            "WHERE line > first",
            [self.run.columns.get("year", "")],
        )

    def compare(self) -> Counts:
        self.cursor.execute(
            "CREATE TEMP TABLE import_match ON COMMIT DROP AS "
            "SELECT r.line, d.id, (d.amount <> r.amount OR d.currency NOT IN ('', %s) "
            "OR d.source <> coalesce(r.source, d.source) OR d.confidence <> coalesce(r.confidence, d.confidence)) "
            f"AS changed FROM import_row r JOIN (SELECT DISTINCT ON ({_CELL}) * FROM accounts_demand "
            f"WHERE account_id IN (SELECT account_id FROM import_row) ORDER BY {_CELL}, recorded_at DESC, id DESC) d "
            "ON d.account_id = r.account_id AND d.year = r.year "
            "AND d.product_line_id IS NOT DISTINCT FROM r.product_line_id AND d.unit = coalesce(r.unit, '') "
            f"WHERE {self.staging.good}",
            [self.run.company_currency],
        )
        self.cursor.execute("SELECT count(*), count(*) FILTER (WHERE changed) FROM import_match")
        found, changed = self.cursor.fetchone()
        counts = Counts(created=self.count("true") - found, updated=changed, unchanged=found - changed)
        keep_used(self.run, ProductLine, self.lines, "product_line_id", self.staging.good)
        return counts

    def shown(self) -> Shown:
        plain = ("year", "unit", "amount", "source", "confidence")
        fields = {key: (f"t.{key}", f"coalesce(r.{key}, t.{key})") for key in plain}
        line = "SELECT name FROM accounts_productline k WHERE k.id = {}.product_line_id"
        account = "SELECT name FROM accounts_keyaccount k WHERE k.id = {}.account_id"
        fields["product_line"] = (line.format("t"), line.format("r"))
        fields["account"] = (account.format("t"), account.format("r"))
        return Shown(
            table="accounts_demand",
            title=account.format("r"),
            fields={field.key: fields[field.key] for field in self.run.kind.fields},
        )

    def write(self) -> None:
        self.cursor.execute(
            "INSERT INTO accounts_demand (account_id, year, product_line_id, unit, amount, currency, rate, source, "
            "confidence, author_id, recorded_at, data_import_id) "
            "SELECT account_id, year, product_line_id, coalesce(unit, ''), amount, '', 1, coalesce(source, ''), "
            "coalesce(confidence, 'assumed'), %s, %s, %s FROM import_row r WHERE NOT EXISTS ("
            f"SELECT FROM import_match m WHERE m.line = r.line AND NOT m.changed) AND {self.staging.good}",
            [self.run.by.pk if self.run.by else None, self.run.at, self.run.import_id],
        )
