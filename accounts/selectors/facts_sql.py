"""The one statement behind the facts: monthly sums, the few single days at the edges, costs, demand."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
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
    accounts: Accounts, window: Window, rules: FactRules, *, sales_dates: bool = False
) -> tuple[str, list[Any]]:
    """A SELECT of FACT_COLUMNS (and SALES_DATES) for ``accounts``, None for all, with its parameters.

    Sums come from the monthly roll-up, except for the days of months that are only partly inside. It asks the
    database for the newest sales date first.
    """
    scope = Scope(accounts)
    newest = newest_sale()
    previous = window.previous()
    parts = [
        ("present", _sums(scope, cover(window, newest), SUMS)),
        ("past", _sums(scope, cover(previous, newest), SUMS[:1])),
        ("rebates", _rebates(scope, window, previous)),
        ("service", _service(scope, window)),
        ("demands", _demands(scope, window.last.year)),
    ]
    coverage = rules.cost_coverage
    select: list[tuple[str, list[Any]]] = [
        ("a.id", []),
        ("a.code", []),
        (REVENUE, []),
        ("coalesce(past.net, 0) - coalesce(rebates.previous, 0)", []),
        (KNOWN_PART.format(part="list_amount", net="listed_net"), [coverage]),
        (KNOWN_PART.format(part="cost", net="costed_net"), [coverage]),
        (COST_TO_SERVE, [rules.cost_of_capital]),
        ("demands.amount", []),
        (COST_SHARE, []),
    ]
    if sales_dates:
        select += [(EDGE_DATE.format(direction=direction), [window.last]) for direction in ("ASC", "DESC")]
    names = FACT_COLUMNS + (SALES_DATES if sales_dates else ())
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

REVENUE = "coalesce(present.net, 0) - coalesce(rebates.present, 0)"

# Nothing is known without a single known line; a part that is known well enough stands for the whole.
KNOWN_PART = """CASE
    WHEN present.{net} = 0 AND present.{part} = 0 THEN NULL
    WHEN present.{net} = present.net THEN present.{part}
    WHEN least(present.{net}, present.net) > 0
        AND least(present.{net}, present.net) >= %s * greatest(present.{net}, present.net)
    THEN round(present.{part} * present.net / present.{net}, 4)
END"""

COST_SHARE = """CASE
    WHEN present.net IS NULL OR (present.net = 0 AND present.costed_net = 0) THEN NULL
    WHEN present.costed_net = present.net THEN 1
    WHEN least(present.costed_net, present.net) > 0
    THEN round(least(present.costed_net, present.net) / greatest(present.costed_net, present.net), 6)
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


def _sums(scope: Scope, covered: Cover, sums: Sequence[tuple[str, str]]) -> Part:
    where, params = scope.where()
    names = ", ".join(name for name, _ in sums)
    stretches: list[str] = []
    values: list[Any] = []
    if covered.months:
        stretches.append(
            f"SELECT account_id, {names} FROM accounts_accountmonth WHERE month BETWEEN %s AND %s AND {where}"
        )
        values += [*covered.months, *params]
    for days in covered.days:
        columns = ", ".join(f"{days.sign} * round({over_lines}, 4) AS {name}" for name, over_lines in sums)
        stretches.append(
            f"SELECT account_id, {columns} FROM accounts_salesline WHERE date BETWEEN %s AND %s AND {where} "
            "GROUP BY account_id"
        )
        values += [days.first, days.last, *params]
    totals = ", ".join(f"sum({name}) AS {name}" for name, _ in sums)
    return f"SELECT account_id, {totals} FROM ({' UNION ALL '.join(stretches)}) s GROUP BY account_id", values


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


def _demands(scope: Scope, year: int) -> Part:
    """Of the newest year up to ``year`` the newest estimate of each cell; without any cell that of the account."""
    where, params = scope.where()
    sql = (
        "SELECT account_id, round(coalesce(sum(amount) FILTER (WHERE is_cell), sum(amount)), 4) AS amount FROM ("
        "SELECT account_id, amount, is_cell, year, max(year) OVER (PARTITION BY account_id) AS newest FROM ("
        "SELECT DISTINCT ON (account_id, product_line_id, unit) account_id, year, amount * rate AS amount, "
        "product_line_id IS NOT NULL OR unit <> '' AS is_cell FROM accounts_demand "
        f"WHERE year <= %s AND {where} "
        "ORDER BY account_id, product_line_id, unit, year DESC, recorded_at DESC, id DESC"
        ") cells) estimates WHERE year = newest GROUP BY account_id"
    )
    return sql, [year, *params]
