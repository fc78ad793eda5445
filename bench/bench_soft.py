"""The soft side of the load database: what the demo knows about its largest accounts, copied to 20,000 of them.

Copied by SQL, row by row with new keys, so that every page finds what it shows: ratings, people and their part in
decisions, contacts, contracts, audits, and the demo's plans in every phase with lines, months, reviews and actions. The
copies are not written to the record (pghistory); everything else is as the product would have stored it.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from django.db.models import Model

TEMPLATES = 300  # the accounts the demo describes fully
FIRST = TEMPLATES + 200
PLAN_EVERY = 8  # one account in so many gets one of the demo's plans
OF_THE_REP = 100
REP = "bench-rep@corvale.example"
SPREAD_DAYS = 90


def soften(accounts: int = 20_000) -> bool:
    """Copies the soft side to the first ``accounts`` accounts; False if that was done before."""
    from django.db import transaction

    from accounts.models import KeyAccount
    from kamp.users.models import User

    if User.objects.filter(email=REP).exists():
        return False
    with transaction.atomic():
        _rep()
        _pairs(min(accounts, KeyAccount.objects.count()))
        for model in _models():
            _copy(model)
        _members()
        _spread()
    _analyze()
    return True


def _rep() -> None:
    """A sales rep who owns a hundred of the accounts, as a rep would; the demo's own a third of everything."""
    from accounts.models import KeyAccount
    from kamp.operation.demo.words import PASSWORD
    from kamp.users.models import User

    rep = User.objects.create_user(email=REP, password=PASSWORD, name="Bruno Riva", role="sales_rep", language="it")
    codes = [f"C{FIRST + 1 + number * PLAN_EVERY // 2:06d}" for number in range(OF_THE_REP)]
    KeyAccount.objects.filter(code__in=codes).update(owner=rep)


def _pairs(accounts: int) -> None:
    """Which account is described like which: ``copy`` is the new account, ``old`` the one it is described like."""
    _run("SET LOCAL session_replication_role = replica")  # no triggers: no record of the copies, no check of keys
    _run(
        """
        CREATE TEMP TABLE map_accounts_keyaccount ON COMMIT DROP AS
        WITH planned AS (
            SELECT code, row_number() OVER (ORDER BY code) - 1 AS number, count(*) OVER () AS many
            FROM (SELECT code FROM accounts_keyaccount WHERE id IN (SELECT account_id FROM planning_accountplan)) c
        ), wanted AS (
            SELECT id, owner_id, n, CASE
                WHEN n %% %s = 0 THEN (SELECT code FROM planned WHERE number = (n / %s) %% many LIMIT 1)
                ELSE 'C' || lpad((1 + n %% %s)::text, 6, '0') END AS like_code
            FROM (SELECT id, owner_id, row_number() OVER (ORDER BY code) - 1 AS n FROM accounts_keyaccount) a
            WHERE n >= %s AND n < %s
        )
        SELECT wanted.id AS copy, wanted.id AS new, a.id AS old, wanted.owner_id AS new_owner, a.owner_id AS old_owner
        FROM wanted JOIN accounts_keyaccount a ON a.code = wanted.like_code
        """,
        [PLAN_EVERY, PLAN_EVERY, TEMPLATES, FIRST, accounts],
    )
    _run("CREATE INDEX ON map_accounts_keyaccount (old)")
    _run("CREATE UNIQUE INDEX ON map_accounts_keyaccount (copy)")


def _models() -> Iterator[type[Model]]:
    """What belongs to an account, what it refers to first."""
    from accounts import models as accounts
    from planning import models as planning

    yield from (accounts.Person, accounts.DmuMember, accounts.ChoiceCriterion, accounts.Rating, accounts.AccountProfile)
    yield from (accounts.EnvironmentFactor, accounts.Touch, accounts.TouchPerson, accounts.Contract)
    yield from (accounts.FinancialYear, accounts.Audit, accounts.RelationshipTarget, accounts.RelationshipBreak)
    names = """AccountPlan PlanStanding TeamMember PlanVersion PlanPhase PhaseMove CriterionWaiver Narrative
        ScenarioSource MarketFigure Finding SwotItem MarketPosition OutsideReading Need OfferPanelItem Objective
        Strategy Comment PlanLine LineRevenue Investment LineContact LineLead Milestone LineMove ReviewRhythm Review
        AgendaItem Decision Action"""
    yield from (getattr(planning, name) for name in names.split())


def _copy(model: type[Model]) -> None:
    """Rows of the described accounts, for each account like them; ``map_<table>`` keeps which row became which."""
    table, meta = model._meta.db_table, model._meta
    mapped = {f.column: f.related_model._meta.db_table for f in meta.concrete_fields if f.is_relation and _known(f)}
    parent = next(iter(mapped))
    pk = meta.pk.column
    own_key = meta.pk.is_relation  # a one-to-one whose key is its account
    new = "m.new" if own_key else f"nextval(pg_get_serial_sequence('{table}', '{pk}'))"
    if table == mapped[parent]:
        raise ValueError(f"{table} has no parent before itself")
    _run(
        f"CREATE TEMP TABLE map_{table} ON COMMIT DROP AS SELECT m.copy, t.{pk} AS old, {new} AS new "
        f"FROM {table} t JOIN map_{mapped[parent]} m ON m.old = t.{parent} ORDER BY m.copy, t.{pk}"
    )
    _run(f"CREATE INDEX ON map_{table} (copy, old)")
    _run(f"CREATE INDEX ON map_{table} (old)")
    _run(f"ANALYZE map_{table}")
    columns, joins = _columns(model, mapped)
    _run(
        f"INSERT INTO {table} ({', '.join(map(_quoted, columns))}) "
        f"SELECT {', '.join(columns.values())} FROM map_{table} me "
        f"JOIN {table} t ON t.{pk} = me.old JOIN map_accounts_keyaccount a ON a.copy = me.copy {' '.join(joins)}"
    )


def _columns(model: type[Model], mapped: dict[str, str]) -> tuple[dict[str, str], list[str]]:
    """Column → what it becomes, and the joins for keys of copied rows; who owned the original owns the copy."""
    table, columns, joins = model._meta.db_table, {}, []
    for field in model._meta.concrete_fields:
        name = field.column
        if getattr(field, "generated", False):
            continue
        if field.primary_key:
            columns[name] = "me.new"
        elif name in mapped:
            joins.append(
                f"LEFT JOIN map_{mapped[name]} m_{name} ON m_{name}.copy = me.copy AND m_{name}.old = t.{name}"
            )
            columns[name] = f"m_{name}.new"
        elif field.is_relation and field.related_model._meta.model_name == "user":
            columns[name] = f"CASE WHEN t.{name} = a.old_owner THEN a.new_owner ELSE t.{name} END"
        else:
            columns[name] = f't."{name}"'
    if table == "accounts_rating":
        joins.append(
            "LEFT JOIN map_accounts_choicecriterion about ON about.copy = me.copy AND about.old::text = t.subject"
        )
        columns["subject"] = "coalesce(about.new::text, t.subject)"
        columns["submission"] = "NULL"
    return columns, joins


def _quoted(column: str) -> str:
    return f'"{column}"'


def _known(field: Any) -> bool:
    """Whether ``field`` refers to a table whose rows are copied."""
    from accounts.models import KeyAccount

    return field.related_model is KeyAccount or field.related_model in set(_models())


def _members() -> None:
    """The team of a plan sees its account, as the service keeps it."""
    _run(
        "INSERT INTO accounts_accountmember (account_id, user_id, role) SELECT DISTINCT p.account_id, t.user_id, "
        "'plan_team' FROM planning_teammember t JOIN planning_accountplan p ON p.id = t.plan_id ON CONFLICT DO NOTHING"
    )


def _spread() -> None:
    """Days are not all the same: reviews ahead, phases and actions lie around today; what triggers keep is made up."""
    from accounts.models.guards import FILL_DISAGREEMENTS

    around = f"((id * 37) % {SPREAD_DAYS} - {SPREAD_DAYS // 3})::int"
    _run(
        f"UPDATE planning_review SET starts_at = starts_at + {around} * interval '1 day' "
        "WHERE state IN ('planned', 'prepared', 'in_meeting')"
    )
    for table, column in (("planning_planphase", "due"), ("planning_action", "due")):
        _run(f"UPDATE {table} SET {column} = {column} + {around} WHERE {column} IS NOT NULL")
    _run(FILL_DISAGREEMENTS.format(scope="TRUE"))
    _run(
        "UPDATE accounts_keyaccount SET designation = 'designated' WHERE code IN "
        "(SELECT code FROM accounts_keyaccount ORDER BY code OFFSET 16 LIMIT 44)"
    )


def remember(months: int) -> None:
    """Runs at the ends of the last ``months`` months and a last one as of today, in place of those of the demo."""
    from django.utils import timezone

    from accounts.selectors.facts_sql import newest_sale
    from kamp.jobs.runner import run_here
    from kamp.jobs.services import enqueue
    from kamp.operation.demo.history import period_ends

    if not months:
        return
    _run(
        "TRUNCATE portfolio_classificationrun, portfolio_runcell, portfolio_classmove, portfolio_classification, "
        "portfolio_changedaccount"
    )
    until, at = newest_sale() or timezone.localdate(), timezone.now()
    for as_of in [*reversed(period_ends(until, months=1, number=months)), until]:
        job = enqueue(kind="portfolio.recompute", payload={"as_of": as_of.isoformat()}, at=at)
        run_here(job.pk, at=at)
    _analyze()


def _analyze() -> None:
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE")


def _run(sql: str, params: list[Any] | None = None) -> None:
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute(sql, params)


if __name__ == "__main__":
    import django

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "kamp.settings.dev")
    django.setup()
    if soften():
        remember(int(sys.argv[1]))
