"""Sales lines: a million at a time, with the roll-ups in the same transaction."""

from __future__ import annotations

import datetime
from collections.abc import Mapping, Sequence
from operator import lt
from typing import Any, ClassVar

from accounts.models import Product
from accounts.services.imports.lookups import NameLookup, RateLookup
from accounts.services.imports.steps.base import Counts, Run, Shown, Step, Values
from accounts.services.rollups import LINE_COLUMNS, adjust_rollups, lock_sales
from kamp.intake.errors import RowError

_COLUMNS = (
    *("external_id", "date", "account_id", "product_id", "unit", "quantity", "unit_price", "discount"),
    *("list_amount", "net_amount", "cost", "currency", "rate"),
)
_LIST = ", ".join(_COLUMNS)
_AMOUNTS = ("quantity", "unit_price", "discount", "list_amount", "net_amount", "cost")
_LARGEST = "99999999999999.9999"
_MANY = 50_000  # from so many written rows on the planner is told at once

# A line as it will be stored; prices and costs of products are in the company currency, the line in its own.
_VALUED = """
    SELECT r.line, r.external_id, r.date, r.account_id, r.product_id, coalesce(r.unit, '') AS unit,
           r.quantity, r.unit_price, r.discount, r.currency, r.rate,
           coalesce(r.list_amount, round(r.quantity * p.list_price / r.rate, 4)) AS list_amount,
           coalesce(r.net_amount, round(r.unit_price * r.quantity * (1 - coalesce(r.discount, 0)), 4)) AS net_amount,
           coalesce(r.cost, round(r.quantity * p.unit_cost / r.rate, 4)) AS cost
    FROM import_row r LEFT JOIN accounts_product p ON p.id = r.product_id
    WHERE {good}
"""


class SalesStep(Step):
    """A line is known by its external id; one without takes the file and the line it stands on as its identity."""

    staged: ClassVar[Mapping[str, str]] = {
        "external_id": 'text COLLATE "C"',
        "date": "date",
        "account_id": "bigint",
        "product_id": "bigint",
        "unit": "text",
        "quantity": "numeric(16,4)",
        "unit_price": "numeric(18,4)",
        "discount": "numeric(12,6)",
        "list_amount": "numeric(18,4)",
        "net_amount": "numeric(18,4)",
        "cost": "numeric(18,4)",
        "currency": "text",
        "rate": "numeric(18,8)",
    }

    def __init__(self, run: Run) -> None:
        super().__init__(run)
        lock_sales(self.cursor)
        self.products = NameLookup()
        for key, code, name in Product.objects.order_by().values_list("pk", "code", "name"):
            self.products.put(key, name, code)
        self.rates = RateLookup(run.company_currency)
        self.matches = Counts()
        self.rising, self.last = True, ""

    def shape(self, lines: Sequence[int], values: Values) -> tuple[Values, list[RowError]]:
        faults: list[RowError] = []
        ready = {name: column for name, column in values.items() if name in self.staged}
        ready |= self.resolve(lines, values, "account", self.accounts, faults)
        ready |= self.resolve(lines, values, "product", self.products, faults)
        ready["external_id"] = self._identities(lines, values.get("external_id"))
        ready |= self._rates(lines, values, faults)
        return ready, faults

    def _identities(self, lines: Sequence[int], given: Sequence[str | None] | None) -> Sequence[str | None]:
        own = f"#{self.run.source}:"
        if given is None:
            return [f"{own}{line}" for line in lines]
        if None not in given:
            self._watch(given)
            return given
        self.rising = False
        return [text or f"{own}{line}" for line, text in zip(lines, given, strict=True)]

    def _watch(self, identities: Sequence[Any]) -> None:
        """Identities that only rise, as most exports have them, cannot be there twice: that saves looking."""
        self.rising = self.rising and self.last < (identities[0] or "") and all(map(lt, identities, identities[1:]))
        self.last = identities[-1] or ""

    def _rates(self, lines: Sequence[int], values: Values, faults: list[RowError]) -> Values:
        company = self.run.company_currency
        currencies = [text or company for text in values.get("currency", ())]
        if set(currencies) <= {company}:
            return {"currency": currencies} if currencies else {}
        days = list(zip(currencies, values["date"], strict=True))
        rates = {day: self.rates.get(day[0], datetime.date.fromisoformat(str(day[1]))) for day in set(days)}
        faults += [
            self.fault(lines[at], "currency", day[0], "rate-missing", date=str(day[1]))
            for at, day in enumerate(days)
            if rates[day] is None
        ]
        return {"currency": currencies, "rate": [str(rates[day]) for day in days]}

    def staged_columns(self) -> Mapping[str, str]:
        company = self.run.company_currency.replace("'", "''")
        return {
            **self.staged,
            "currency": f"text NOT NULL DEFAULT '{company}'",
            "rate": "numeric(18,8) NOT NULL DEFAULT 1",
        }

    def judge(self) -> None:
        self.staging.settle()
        if not self.rising:
            self.staging.judge(
                "SELECT r.line, 'external_id', %s, r.external_id, 'twice', jsonb_build_object('first', d.first) "
                "FROM (SELECT external_id, min(line) AS first FROM import_row GROUP BY 1 HAVING count(*) > 1) d "
                "JOIN import_row r USING (external_id) WHERE r.line > d.first",
                [self.run.columns.get("external_id", "")],
            )
        self._judge_amounts()
        self._judge_keys()

    def _judge_amounts(self) -> None:
        named = self.run.columns.get
        self.staging.judge(
            "SELECT line, field, CASE field WHEN 'discount' THEN %s ELSE %s END, "
            "coalesce(CASE field WHEN 'discount' THEN discount::text ELSE net_amount::text END, ''), "
            "CASE WHEN field = 'discount' THEN 'discount-range' WHEN net_amount IS NULL THEN 'net-missing' "
            "ELSE 'amount-large' END, '{}' FROM ("
            "SELECT line, discount, net_amount, CASE WHEN abs(discount) > 1 THEN 'discount' "
            f"WHEN net_amount IS NULL OR greatest(abs(net_amount), abs(list_amount), abs(cost)) > {_LARGEST} "
            f"THEN 'net_amount' END AS field FROM ({self._valued()}) AS valued) AS judged WHERE field IS NOT NULL",
            [named("discount", ""), named("net_amount", "")],
        )

    def _judge_keys(self) -> None:
        """Accounts and products stay until the end of this transaction; no trigger checks them line by line."""
        for table, key in (("accounts_keyaccount", "account"), ("accounts_product", "product")):
            column = f"{key}_id"
            self.cursor.execute(
                f"CREATE TEMP TABLE used ON COMMIT DROP AS SELECT DISTINCT {column} AS id FROM import_row"
            )
            self.cursor.execute(
                f"WITH kept AS (SELECT id FROM {table} WHERE id IN (SELECT id FROM used) FOR KEY SHARE) "
                "DELETE FROM used WHERE id IS NULL OR id IN (SELECT id FROM kept)"
            )
            self.staging.judge(
                f"SELECT r.line, %s, %s, '', %s, '{{}}' FROM import_row r JOIN used ON used.id = r.{column}",
                [key, self.run.columns.get(key, ""), f"{key}-unknown"],
            )
            self.cursor.execute("DROP TABLE used")

    def compare(self) -> Counts:
        same = ", ".join(f"{{0}}.{column}" for column in _COLUMNS[1:])
        self.cursor.execute(
            "CREATE TEMP TABLE import_match ON COMMIT DROP AS "
            f"SELECT v.line, s.id, s.account_id, ({same.format('s')}) IS DISTINCT FROM ({same.format('v')}) AS changed "
            f"FROM ({self._valued()}) AS v JOIN accounts_salesline s ON s.external_id = v.external_id"
        )
        self._judge_scope()
        self.cursor.execute("CREATE INDEX ON import_match (line)")
        self.cursor.execute("ANALYZE import_match")
        self.cursor.execute("SELECT count(*), count(*) FILTER (WHERE changed) FROM import_match")
        found, changed = self.cursor.fetchone()
        self.matches = Counts(created=self.count("true") - found, updated=changed, unchanged=found - changed)
        return self.matches

    def _judge_scope(self) -> None:
        """Nobody takes a line away from an account that they do not see."""
        if self.run.sees_all:
            return
        scope, params = self.run.accounts.order_by().values("pk").query.sql_with_params()
        beyond = self.staging.judge(
            "SELECT r.line, 'external_id', %s, r.external_id, 'line-taken', '{}' FROM import_row r "
            f"JOIN import_match m USING (line) WHERE m.account_id NOT IN ({scope})",
            [self.run.columns.get("external_id", ""), *params],
        )
        if beyond:
            self.cursor.execute("DELETE FROM import_match m USING import_problem p WHERE p.line = m.line")

    def write(self) -> None:
        matches, changed = self.matches, "SELECT id FROM import_match WHERE changed"
        if not matches.created + matches.updated:
            return
        fresh = f"SELECT * FROM ({self._valued()}) AS v"
        if matches.updated + matches.unchanged:
            fresh += " WHERE NOT EXISTS (SELECT FROM import_match m WHERE m.line = v.line{})"
        removed = f"SELECT {LINE_COLUMNS} FROM accounts_salesline WHERE id IN ({changed})" if matches.updated else ""
        added = fresh.format(" AND NOT m.changed")
        adjust_rollups(cursor=self.cursor, added=f"SELECT {LINE_COLUMNS} FROM ({added}) AS line", removed=removed)
        if matches.updated:
            self._update(changed)
        if matches.created:
            self.cursor.execute(
                f"INSERT INTO accounts_salesline (data_import_id, {_LIST}) "
                f"SELECT %s, {_LIST} FROM ({fresh.format('')}) AS line",
                [self.run.import_id],
            )
        if matches.created + matches.updated > _MANY:
            self.cursor.execute("ANALYZE accounts_salesline, accounts_salesmonth, accounts_accountmonth")

    def _update(self, changed: str) -> None:
        self.cursor.execute(
            'INSERT INTO accounts_importchange (data_import_id, "table", row_id, before) '
            f"SELECT %s, 'accounts_salesline', s.id, to_jsonb(s) FROM accounts_salesline s WHERE id IN ({changed})",
            [self.run.import_id],
        )
        values = ", ".join(f"{column} = v.{column}" for column in _COLUMNS)
        self.cursor.execute(
            f"UPDATE accounts_salesline s SET data_import_id = %s, {values} "
            f"FROM ({self._valued()}) AS v JOIN import_match m ON m.line = v.line WHERE m.changed AND s.id = m.id",
            [self.run.import_id],
        )

    def _valued(self) -> str:
        return _VALUED.format(good=self.staging.good)

    def shown(self) -> Shown:
        plain = ("external_id", "date", "unit", *_AMOUNTS, "currency")
        named = {"account": "accounts_keyaccount", "product": "accounts_product"}
        fields = {key: (f"t.{key}", f"r.{key}") for key in plain}
        for key, table in named.items():
            before, after = (f"SELECT name FROM {table} k WHERE k.id = {row}.{key}_id" for row in "tr")
            fields[key] = (before, after)
        return Shown(
            table="accounts_salesline",
            rows=f"({self._valued()})",
            title="SELECT name FROM accounts_keyaccount k WHERE k.id = r.account_id",
            fields={field.key: fields[field.key] for field in self.run.kind.fields},
            always=("list_amount", "net_amount", "cost"),
        )
