"""The one statement behind the facts: monthly sums, the few single days at the edges, costs, demand."""

from __future__ import annotations

import datetime
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db import connection

from accounts.selectors.scope_sql import Accounts, Scope
from accounts.selectors.windows import Cover, Window, cover
from kamp.shared.page_memory import once_per_page

FACT_COLUMNS = (
    "account_id",
    "code",
    "revenue",
    "revenue_previous",
    "list_value",
    "direct_cost",
    "cost_to_serve",
    "demand",
    "cost_share",
)
SALES_DATES = ("first_sale", "last_sale")
FOR_A_RUN = ("demand_previous", "segment_id", "team_id", "archived_at")


@dataclass(frozen=True, slots=True, kw_only=True)
class FactRules:
    """What the facts depend on besides the data.

    ``cost_of_capital``: percent a year, for the credit a customer takes. ``cost_coverage``: the share of revenue (0–1)
    whose direct cost or list value must be known for the account's to count as known; the rest is taken at the
    same ratio, and ``cost_share`` says so.
    """

    cost_of_capital: Decimal = Decimal(6)
    cost_coverage: Decimal = Decimal("0.8")


def facts_sql(
    accounts: Accounts, window: Window, rules: FactRules, *, sales_dates: bool = False, for_a_run: bool = False
) -> tuple[str, list[Any]]:
    """A SELECT of FACT_COLUMNS (and SALES_DATES; and FOR_A_RUN: the demand of the year before that of the demand, where
    there is an estimate, and what else of the account a run asks for) for ``accounts``, None for all, with its
    parameters.

    Sums come from the monthly roll-up, except for the days of months that are only partly inside. It asks the
    database for the newest sales date first.
    """
    scope = Scope(accounts)
    newest = newest_sale()
    previous = window.previous()
    parts = [
        ("sales", _sums(scope, cover(window, newest), cover(previous, newest))),
        ("rebates", _rebates(scope, window, previous)),
        ("service", _service(scope, window)),
        ("demands", demands_sql(scope, window.last.year)),
    ]
    coverage = rules.cost_coverage
    select: list[tuple[str, list[Any]]] = [
        ("a.id", []),
        ("a.code", []),
        (REVENUE, []),
        ("coalesce(sales.net_before, 0) - coalesce(rebates.previous, 0)", []),
        (KNOWN_PART.format(part="list_amount", net="listed_net"), [coverage]),
        (KNOWN_PART.format(part="cost", net="costed_net"), [coverage]),
        (COST_TO_SERVE, [rules.cost_of_capital]),
        ("demands.amount", []),
        (COST_SHARE, []),
    ]
    if sales_dates:
        select += [(EDGE_DATE.format(direction=direction), [window.last]) for direction in ("ASC", "DESC")]
    if for_a_run:
        select += [("demands.before", []), *((f"a.{name}", []) for name in FOR_A_RUN[1:])]
    names = FACT_COLUMNS + (SALES_DATES if sales_dates else ()) + (FOR_A_RUN if for_a_run else ())
    columns = ", ".join(f"{sql} AS {name}" for (sql, _), name in zip(select, names, strict=True))
    joins = " ".join(f"LEFT JOIN {name} ON {name}.account_id = a.id" for name, _ in parts)
    where, where_params = scope.where("a.id")
    sql = (
        f"WITH {', '.join(f'{name} AS ({part})' for name, (part, _) in parts)} "
        f"SELECT {columns} FROM accounts_keyaccount a {joins} WHERE {where}"
    )
    params = [value for _, (_, values) in parts for value in values]
    return sql, [*params, *(value for _, values in select for value in values), *where_params]


def newest_sale() -> datetime.date | None:
    """The date of the newest sales line there is, by index, once per page; None without sales."""
    return once_per_page("newest sale", _newest_sale)


def _newest_sale() -> datetime.date | None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT max(date) FROM accounts_salesline")
        found: datetime.date | None = cursor.fetchone()[0]
        return found


# name, column of the roll-up, the same sum over lines
SUMS = (
    ("net", "sum(net_amount * rate)"),
    ("costed_net", "coalesce(sum(net_amount * rate) FILTER (WHERE cost IS NOT NULL), 0)"),
    ("cost", "coalesce(sum(cost * rate), 0)"),
    ("listed_net", "coalesce(sum(net_amount * rate) FILTER (WHERE list_amount IS NOT NULL), 0)"),
    ("list_amount", "coalesce(sum(list_amount * rate), 0)"),
)

ABSENT = "NULL::numeric"

REVENUE = "coalesce(sales.net, 0) - coalesce(rebates.present, 0)"

# Nothing is known without a single known line; a part that is known well enough stands for the whole.
KNOWN_PART = """CASE
    WHEN sales.{net} = 0 AND sales.{part} = 0 THEN NULL
    WHEN sales.{net} = sales.net THEN sales.{part}
    WHEN least(sales.{net}, sales.net) > 0
        AND least(sales.{net}, sales.net) >= %s * greatest(sales.{net}, sales.net)
    THEN round(sales.{part} * sales.net / sales.{net}, 4)
END"""

COST_SHARE = """CASE
    WHEN sales.net IS NULL OR (sales.net = 0 AND sales.costed_net = 0) THEN NULL
    WHEN sales.costed_net = sales.net THEN 1
    WHEN least(sales.costed_net, sales.net) > 0
    THEN round(least(sales.costed_net, sales.net) / greatest(sales.costed_net, sales.net), 6)
    ELSE 0
END"""

# Credit is part of the cost to serve, but does not make it known: no driver, no cost to serve.
COST_TO_SERVE = f"""round(
    service.cost + coalesce(greatest({REVENUE}, 0) * a.payment_days / 365 * %s / 100, 0), 4
)"""

EDGE_DATE = """(
    SELECT date FROM accounts_salesline edge WHERE edge.account_id = a.id AND edge.date <= %s
    ORDER BY edge.date {direction} LIMIT 1
)"""


Part = tuple[str, list[Any]]


def _sums(scope: Scope, present: Cover, past: Cover) -> Part:
    """The SUMS of ``present``, and of ``past`` the first of them as ``net_before``.

    The rows are sorted by account first: sums of one account after the other take half the time of sums of all accounts
    at once, which do not fit in the processor's cache. ``+ 0`` because the index on accounts would give that order too,
    but fetching rows from all over the table takes longer than sorting them.
    """
    names = [name for name, _ in SUMS]
    stretches = [
        *_stretches(scope, present, [*(over for _, over in SUMS), ABSENT], [*names, ABSENT]),
        *_stretches(scope, past, [*[ABSENT] * len(SUMS), SUMS[0][1]], [*[ABSENT] * len(SUMS), names[0]]),
    ]
    names.append("net_before")
    totals = ", ".join(f"sum({name}) AS {name}" for name in names)
    rows = " UNION ALL ".join(sql for sql, _ in stretches)
    sql = (
        f"SELECT account_id, {totals} FROM (SELECT account_id + 0 AS account_id, {', '.join(names)} "
        f"FROM ({rows}) s (account_id, {', '.join(names)}) ORDER BY 1) sorted GROUP BY account_id"
    )
    return sql, [value for _, values in stretches for value in values]


def _stretches(scope: Scope, covered: Cover, over_lines: Sequence[str], over_months: Sequence[str]) -> Iterator[Part]:
    """A SELECT for the whole months of ``covered`` and one for each stretch of days: an account, then the columns."""
    where, params = scope.where()
    if covered.months:
        sql = f"SELECT account_id, {', '.join(over_months)} FROM accounts_accountmonth WHERE month BETWEEN %s AND %s"
        yield f"{sql} AND {where}", [*covered.months, *params]
    for days in covered.days:
        columns = [each if each == ABSENT else f"{days.sign} * round({each}, 4)" for each in over_lines]
        sql = f"SELECT account_id, {', '.join(columns)} FROM accounts_salesline WHERE date BETWEEN %s AND %s"
        yield f"{sql} AND {where} GROUP BY account_id", [days.first, days.last, *params]


def _rebates(scope: Scope, window: Window, previous: Window) -> Part:
    where, params = scope.where()
    sql = (
        "SELECT account_id, sum(amount) FILTER (WHERE date >= %s) AS present, "
        "sum(amount) FILTER (WHERE date < %s) AS previous "
        f"FROM accounts_rebate WHERE date BETWEEN %s AND %s AND {where} GROUP BY account_id"
    )
    return sql, [window.first, window.first, previous.first, window.last, *params]


def _service(scope: Scope, window: Window) -> Part:
    where, params = scope.where()
    sql = (
        "SELECT account_id, sum(quantity * unit_rate) AS cost FROM accounts_servicecost "
        f"WHERE month BETWEEN %s AND %s AND {where} GROUP BY account_id"
    )
    return sql, [window.first, window.last, *params]


def demands_sql(scope: Scope, year: int) -> Part:
    """A SELECT of the demand by ``account_id``, with its parameters: ``amount`` of the newest year up to ``year``, and
    ``before`` of the year before that one (NULL without an estimate). Of a year counts the newest estimate of each
    cell; without any cell that of the account."""
    where, params = scope.where()
    sums = ", ".join(
        f"round(coalesce(sum({name}) FILTER (WHERE is_cell), sum({name})), 4) AS {name}"
        for name in ("amount", "before")
    )
    sql = (
        f"SELECT account_id, {sums} FROM ("
        "SELECT account_id, is_cell, CASE WHEN year = newest THEN amount END AS amount, "
        "CASE WHEN year = newest - 1 THEN amount END AS before FROM ("
        "SELECT *, first_value(year) OVER (PARTITION BY account_id) AS newest FROM ("
        "SELECT DISTINCT ON (account_id, year, product_line_id, unit) account_id, year, amount * rate AS amount, "
        "product_line_id IS NOT NULL OR unit <> '' AS is_cell FROM accounts_demand "
        f"WHERE year <= %s AND {where} "
        "ORDER BY account_id, year DESC, product_line_id, unit, recorded_at DESC, id DESC"
        ") cells) aged) estimates GROUP BY account_id"
    )
    return sql, [year, *params]
