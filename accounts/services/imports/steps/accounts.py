"""Accounts: found by code, within the scope of the importing person before and after."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import ClassVar

from django.utils.text import slugify

from accounts.models import KeyAccount, Segment
from accounts.services.imports.lookups import UNKNOWN
from accounts.services.imports.steps.base import Counts, Run, Values
from accounts.services.imports.steps.dictionaries import keep_used, segments, teams, users
from accounts.services.imports.steps.entities import EntityStep
from accounts.services.imports.steps.identity import judge_twice
from accounts.services.imports.steps.links import Links, Node, Pointer
from accounts.services.imports.steps.scope import scope_of
from kamp.intake.errors import RowError
from kamp.shared.folding import fold

_TEXTS = (
    *("code", "name", "country", "region", "city", "postal_code", "address", "phone", "email", "website", "vat"),
    *("currency", "status"),
)


class AccountsStep(EntityStep):
    table = "accounts_keyaccount"
    edited = (*_TEXTS, "segment_id", "team_id", "owner_id", "since")
    remembered = ("name_key", "search_key")
    link = "parent_id"
    staged: ClassVar[Mapping[str, str]] = {
        **dict.fromkeys(_TEXTS, "text"),
        **dict.fromkeys(("segment_id", "team_id", "owner_id"), "bigint"),
        **dict.fromkeys(("parent", "parent_key", "name_key", "search_key", "slug"), "text"),
        "since": "date",
    }

    def __init__(self, run: Run) -> None:
        super().__init__(run)
        self.segments, self.teams, self.users = segments(run), teams(), users()

    def shape(self, lines: Sequence[int], values: Values) -> tuple[Values, list[RowError]]:
        faults: list[RowError] = []
        ready = {name: column for name, column in values.items() if name in self.staged}
        for key, lookup in (("segment", self.segments), ("team", self.teams), ("owner", self.users)):
            ready |= self.resolve(lines, values, key, lookup, faults)
        nothing = [None] * len(lines)
        names, codes = values.get("name", nothing), values["code"]
        places = (values.get("city", nothing), values.get("country", nothing))
        ready["name_key"] = [fold(name)[:200] for name in names]
        ready["search_key"] = [fold(*texts)[:400] for texts in zip(names, codes, *places, strict=True)]
        ready["slug"] = [_slug(name, code) for name, code in zip(names, codes, strict=True)]
        ready["parent_key"] = [fold(text)[:200] or None for text in values.get("parent", nothing)]
        return ready, faults

    def judge(self) -> None:
        super().judge()
        judge_twice(self, "code")

    def judge_found(self) -> None:
        super().judge_found()
        if not self.run.sees_all:
            self._judge_scope()
        self._follow_parents()

    def _judge_scope(self) -> None:
        """Only accounts one follows are changed, and one follows them afterwards too."""
        visible, params = self.run.accounts.order_by().values("pk").query.sql_with_params()
        self.staging.judge(
            "SELECT r.line, 'code', %s, r.code, 'account-taken', '{}' "
            f"FROM import_match m JOIN import_row r USING (line) WHERE m.id NOT IN ({visible})",
            [self.run.columns.get("code", ""), *params],
        )
        scope = scope_of(self.run.by)
        covered = scope.covers(
            owner=f"coalesce(r.owner_id, CASE WHEN t.id IS NULL THEN {scope.default_owner()} ELSE t.owner_id END)",
            team="coalesce(r.team_id, t.team_id)",
            segment="coalesce(r.segment_id, t.segment_id)",
            account="t.id",
        )
        named = next((key for key in ("owner", "team", "segment") if key in self.run.columns), "code")
        self.staging.judge(
            "SELECT r.line, %s, %s, '', 'account-beyond', '{}' FROM import_row r "
            "LEFT JOIN import_match m USING (line) LEFT JOIN accounts_keyaccount t ON t.id = m.id "
            f"WHERE {self.staging.good} AND NOT {covered}",
            [named, self.run.columns.get(named, "")],
        )

    def _follow_parents(self) -> None:
        if "parent" not in self.run.columns:
            return
        self.cursor.execute(
            "SELECT r.line, r.code, r.name_key, r.parent, r.parent_key, m.id FROM import_row r "
            f"LEFT JOIN import_match m USING (line) WHERE {self.staging.good}"
        )
        rows = self.cursor.fetchall()
        pointers = [
            Pointer(line=line, text=parent, exact=(0, parent), name=(0, parent_key))
            for line, _, _, parent, parent_key, _ in rows
            if parent
        ]
        parents = dict(zip((p.text for p in pointers), self.accounts.find([p.text for p in pointers]), strict=True))

        def stored(pointer: Pointer) -> int | str:
            key = parents[pointer.text]
            return int(key) if key else self.accounts.why.get(pointer.text, UNKNOWN)

        links = Links(
            pointers=pointers,
            nodes={line: key or ("line", line) for line, *_, key in rows},
            stored=stored,
            above=self._parents_now() if pointers else {},
        )
        for line, code, name, *_ in rows:
            links.exact[(0, code)] = line
            if name:
                links.names[(0, name)].add(links.nodes[line])
        links.follow()
        self.keep_links(links, "parent")

    def _parents_now(self) -> dict[Node, Node]:
        return dict(KeyAccount.objects.filter(parent__isnull=False).order_by().values_list("pk", "parent_id"))

    def compare(self) -> Counts:
        counts = super().compare()
        keep_used(self.run, Segment, self.segments, "segment_id", self.staging.good)
        return counts

    def named(self) -> dict[str, tuple[str, str]]:
        parent = "SELECT name FROM accounts_keyaccount k WHERE k.id = t.parent_id"
        return {
            "parent": (parent, f"coalesce(r.parent, ({parent}))"),
            "segment": self.name_of("accounts_segment", "segment_id"),
            "team": self.name_of("users_team", "team_id"),
            "owner": self.name_of("users_user", "owner_id"),
        }

    def defaults(self) -> dict[str, str]:
        empty = dict.fromkeys(_TEXTS, "''")
        return {
            **empty,
            "status": "'active'",
            "owner_id": "NULL" if self.run.sees_all else scope_of(self.run.by).default_owner(),
            "designation": "'none'",
            "short_name": "''",
            "name_key": "r.name_key",
            "search_key": "r.search_key",
            "slug": "r.slug",
        }

    def write(self) -> None:
        self._distinct_slugs()
        super().write()
        self._refresh_keys()

    def _distinct_slugs(self) -> None:
        """Different codes may give the same address ("A.1", "A 1"): then the line is added, which no other row has."""
        self.cursor.execute(
            "UPDATE import_row r SET slug = r.slug || '-' || %s || '-' || r.line FROM ("
            "SELECT line, slug, row_number() OVER (PARTITION BY slug ORDER BY line) AS place FROM import_row) s "
            f"WHERE s.line = r.line AND {self.fresh} AND (s.place > 1 OR EXISTS ("
            "SELECT FROM accounts_keyaccount k WHERE k.slug = r.slug))",
            [str(self.run.import_id)],
        )

    def _refresh_keys(self) -> None:
        """The folded copies of changed rows, whose city may come from the file and whose name was there before."""
        self.cursor.execute("SELECT id FROM import_match WHERE changed")
        keys = [key for (key,) in self.cursor.fetchall()]
        changed = []
        for account in KeyAccount.objects.filter(pk__in=keys).only(
            "name", "code", "city", "country", "name_key", "search_key"
        ):
            before = (account.name_key, account.search_key)
            account.refresh_keys()
            if (account.name_key, account.search_key) != before:
                changed.append(account)
        KeyAccount.objects.bulk_update(changed, ["name_key", "search_key"], batch_size=1000)


def _slug(name: str | None, code: str | None) -> str:
    """The address of a new account; its number is added where another account has the same."""
    return slugify(f"{name or ''}-{code}")[:60].strip("-") or "account"
