"""The sales of some accounts in a window: by product line, product, account, month. From the monthly roll-up, exact.

A window that begins or ends inside a month takes the few days at its edge from the sales lines
(accounts.selectors.windows), so the sums equal those of the facts (method §0.1, before rebates).
"""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db import connection

from accounts.models import KeyAccount
from accounts.selectors.windows import Window, cover
from kamp.users.models import User

ZERO = Decimal(0)
_SUMS = ("lines", "quantity", "net", "costed_net", "cost", "listed_net", "list_amount", "returned")
_OVER_LINES = {
    "lines": "count(*)",
    "quantity": "coalesce(sum(quantity), 0)",
    "net": "sum(round(net_amount * rate, 4))",
    "costed_net": "coalesce(sum(round(net_amount * rate, 4)) FILTER (WHERE cost IS NOT NULL), 0)",
    "cost": "coalesce(sum(round(cost * rate, 4)), 0)",
    "listed_net": "coalesce(sum(round(net_amount * rate, 4)) FILTER (WHERE list_amount IS NOT NULL), 0)",
    "list_amount": "coalesce(sum(round(list_amount * rate, 4)), 0)",
    "returned": "coalesce(sum(round(net_amount * rate, 4)) FILTER (WHERE net_amount < 0), 0)",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Sums:
    """Sums in the company currency. ``costed_net`` and ``listed_net`` are the net amounts of the lines whose cost or
    list amount is known; ``returned`` is negative or 0; ``previous`` is the net amount of the window before."""

    lines: int = 0
    quantity: Decimal = ZERO
    net: Decimal = ZERO
    costed_net: Decimal = ZERO
    cost: Decimal = ZERO
    listed_net: Decimal = ZERO
    list_amount: Decimal = ZERO
    returned: Decimal = ZERO
    previous: Decimal = ZERO

    @property
    def growth(self) -> Decimal | None:
        """(net − previous) / previous; None without a positive amount before (method §0.1, g)."""
        return (self.net - self.previous) / self.previous if self.previous > 0 else None

    @property
    def cost_share(self) -> Decimal | None:
        """The share (0–1) of the net amount whose cost is known; None without sales."""
        return _share(self.costed_net, self.net)

    @property
    def margin(self) -> Decimal | None:
        """Contribution of the lines whose cost is known; None when it is known for none."""
        return self.costed_net - self.cost if self._is_costed else None

    @property
    def margin_share(self) -> Decimal | None:
        """Margin as a share of the net amount it is known for; None when not known or not positive."""
        return (self.costed_net - self.cost) / self.costed_net if self._is_costed and self.costed_net > 0 else None

    @property
    def discount(self) -> Decimal | None:
        """1 − net / list on the lines whose list amount is known; None when it is known for none."""
        return 1 - self.listed_net / self.list_amount if self.list_amount > 0 else None

    @property
    def list_share(self) -> Decimal | None:
        """The share (0–1) of the net amount whose list amount is known; None without sales."""
        return _share(self.listed_net, self.net)

    @property
    def returns_share(self) -> Decimal | None:
        """Returns as a share of what was sold before them; None without sales."""
        sold = self.net - self.returned
        return -self.returned / sold if sold > 0 else None

    @property
    def _is_costed(self) -> bool:
        return bool(self.cost or self.costed_net)


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """The sums of a product line, product or account; ``key`` None = sales without one (``name`` and ``code`` "")."""

    key: int | None
    name: str
    code: str
    sums: Sums


@dataclass(frozen=True, slots=True, kw_only=True)
class Period:
    """A window, the one it is compared with (None = with nothing), and the newest sales date there is."""

    window: Window
    before: Window | None
    newest: datetime.date | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """Part of the sales: a product line or a product; NO_KEY = sales without one, None = all."""

    line: int | None = None
    product: int | None = None


NO_KEY = 0


def sales_totals(accounts: Sequence[int], period: Period, part: Part = Part()) -> Sums:
    """The sums over everything, or over ``part``. One query."""
    joins, conditions, extra = "", [], []
    if part.line is not None:
        joins = "LEFT JOIN accounts_product p ON p.id = f.product_id"
    for column, key in (("p.line_id", part.line), ("f.product_id", part.product)):
        if key == NO_KEY:
            conditions.append(f"{column} IS NULL")
        elif key is not None:
            conditions.append(f"{column} = %s")
            extra.append(key)
    where = f"WHERE {' AND '.join(conditions)}" if conditions else ""
    return _grouped(accounts, period, "NULL::bigint, '', ''", joins, where, extra=extra)[0].sums


def sales_by_line(accounts: Sequence[int], period: Period) -> list[Group]:
    """By product line, the largest first; products without one are a group of their own. One query."""
    joins = "LEFT JOIN accounts_product p ON p.id = f.product_id LEFT JOIN accounts_productline l ON l.id = p.line_id"
    return _grouped(accounts, period, "l.id, coalesce(l.name, ''), ''", joins, "GROUP BY l.id, l.name")


def sales_by_product(accounts: Sequence[int], period: Period, *, text: str = "", limit: int = 50) -> list[Group]:
    """The ``limit`` largest products whose code or name contains ``text``. One query."""
    joins = "LEFT JOIN accounts_product p ON p.id = f.product_id"
    keys = "p.id, coalesce(p.name, ''), coalesce(p.code, '')"
    where = "WHERE p.name ILIKE %s OR p.code ILIKE %s" if text else ""
    like = f"%{_escaped(text)}%"
    tail = f"{where} GROUP BY p.id, p.name, p.code"
    return _grouped(accounts, period, keys, joins, tail, extra=[like, like] if text else [], limit=limit)


def sales_by_account(accounts: Sequence[int], period: Period) -> list[Group]:
    """By account, the largest first. One query."""
    joins = "JOIN accounts_keyaccount a ON a.id = f.account_id"
    return _grouped(accounts, period, "a.id, a.name, a.slug", joins, "GROUP BY a.id, a.name, a.slug")


def sales_by_month(accounts: Sequence[int]) -> dict[datetime.date, Sums]:
    """The sums of every month with sales, by its first day, in order. One query."""
    columns = ", ".join(f"sum({name})" for name in _SUMS)
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT month, {columns} FROM accounts_accountmonth "  # noqa: S608  MEANT: names of our own columns
            "WHERE account_id = ANY(%s) GROUP BY month ORDER BY month",
            [list(accounts)],
        )
        return {row[0]: Sums(**dict(zip(_SUMS, row[1:], strict=True))) for row in cursor.fetchall()}


def sales_dates(accounts: Sequence[int]) -> tuple[datetime.date | None, datetime.date | None]:
    """The dates of the first and the last sales line of ``accounts``, by index. One query."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT min(first.date), max(last.date) FROM unnest(%s) AS a(id) "
            "CROSS JOIN LATERAL (SELECT date FROM accounts_salesline WHERE account_id = a.id "
            "ORDER BY date LIMIT 1) first "
            "CROSS JOIN LATERAL (SELECT date FROM accounts_salesline WHERE account_id = a.id "
            "ORDER BY date DESC LIMIT 1) last",
            [list(accounts)],
        )
        first, last = cursor.fetchone()
        return first, last


def rebates_in(accounts: Sequence[int], window: Window) -> Decimal:
    """The allowances given off invoice in ``window``; they lower revenue (method §0.1, R). One query."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT coalesce(sum(amount), 0) FROM accounts_rebate "
            "WHERE account_id = ANY(%s) AND date BETWEEN %s AND %s",
            [list(accounts), window.first, window.last],
        )
        return Decimal(cursor.fetchone()[0])


def with_descendants(account: KeyAccount, user: User) -> list[int]:
    """Keys of ``account`` and of the accounts below it, at any depth, that ``user`` sees. Two queries."""
    with connection.cursor() as cursor:
        cursor.execute(
            "WITH RECURSIVE tree(id) AS (SELECT %s::bigint UNION "
            "SELECT a.id FROM accounts_keyaccount a JOIN tree ON a.parent_id = tree.id) SELECT id FROM tree",
            [account.pk],
        )
        keys = [row[0] for row in cursor.fetchall()]
    if len(keys) == 1:
        return keys
    return list(KeyAccount.objects.visible_to(user).filter(pk__any_of=keys).order_by("pk").values_list("pk", flat=True))


def _grouped(  # noqa: PLR0913  MEANT: the parts of one statement
    accounts: Sequence[int],
    period: Period,
    keys: str,
    joins: str,
    tail: str,
    *,
    extra: Sequence[Any] = (),
    limit: int | None = None,
) -> list[Group]:
    """Sums of the facts of ``period`` by ``keys`` (id, name, code), the largest net amount first."""
    facts, params = _facts(accounts, period.window, period.newest, now=True)
    if period.before is not None:
        before, more = _facts(accounts, period.before, period.newest, now=False)
        facts, params = f"{facts} UNION ALL {before}", [*params, *more]
    sums = ", ".join(f"coalesce(sum({name}) FILTER (WHERE now), 0)" for name in _SUMS)
    sql = (
        f"SELECT {keys}, {sums}, coalesce(sum(net) FILTER (WHERE NOT now), 0) "  # noqa: S608  MEANT: texts of this file
        f"FROM ({facts}) f {joins} {tail} ORDER BY 6 DESC, 1" + (" LIMIT %s" if limit else "")
    )
    with connection.cursor() as cursor:
        cursor.execute(sql, [*params, *extra, *([limit] if limit else [])])
        return [
            Group(key=key, name=name, code=code, sums=Sums(**dict(zip((*_SUMS, "previous"), values, strict=True))))
            for key, name, code, *values in cursor.fetchall()
        ]


def _facts(
    accounts: Sequence[int], window: Window, newest: datetime.date | None, *, now: bool
) -> tuple[str, list[Any]]:
    """Rows of account, product and sums whose total is the sales in ``window``."""
    covered = cover(window, newest)
    parts, params = [], []
    if covered.months:
        parts.append(
            f"SELECT account_id, product_id, {now} AS now, {', '.join(_SUMS)} FROM accounts_salesmonth "  # noqa: S608
            "WHERE account_id = ANY(%s) AND month BETWEEN %s AND %s"
        )
        params += [list(accounts), *covered.months]
    for days in covered.days:
        sums = ", ".join(f"{days.sign} * {_OVER_LINES[name]} AS {name}" for name in _SUMS)
        parts.append(
            f"SELECT account_id, product_id, {now} AS now, {sums} FROM accounts_salesline "  # noqa: S608
            "WHERE account_id = ANY(%s) AND date BETWEEN %s AND %s GROUP BY account_id, product_id"
        )
        params += [list(accounts), days.first, days.last]
    return " UNION ALL ".join(parts), params


def _share(part: Decimal, whole: Decimal) -> Decimal | None:
    return max(ZERO, min(part / whole, Decimal(1))) if whole > 0 else None


def _escaped(text: str) -> str:
    return text.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
