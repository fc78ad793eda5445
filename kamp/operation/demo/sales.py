"""Sales lines of the demo, drawn inside the database: 5,000,000 of them are as easy as 5,000."""

from __future__ import annotations

import datetime

from django.db import connection

from accounts.models import KeyAccount
from kamp.operation.demo.profiles import MONTHS, Profile, month_of

# A number in [0, 1) that depends on the seed and on what it is drawn for, and on nothing else.
DICE = "((hashint8extended(p.rank * 1000003 + m * 101 + k, {salt} + {seed}) & 1048575) / 1048576.0)"


def make_sales(
    *, accounts: list[KeyAccount], profiles: list[Profile], until: datetime.date, seed: int, lines_per_month: float = 0
) -> int:
    """Inserts the lines of 36 months up to ``until`` and returns how many.

    ``lines_per_month`` (if given) replaces each customer's own number of lines a month by that mean, for load data.
    """
    with connection.cursor() as cursor:
        cursor.execute("DROP TABLE IF EXISTS demo_profile, demo_product")
        _load_profiles(cursor, accounts, profiles)
        cursor.execute(
            "CREATE TEMP TABLE demo_product ON COMMIT DROP AS "
            "SELECT id, list_price, unit_cost, row_number() OVER (ORDER BY code) - 1 AS n FROM accounts_product"
        )
        cursor.execute(_insert(seed, lines_per_month), {"months": MONTHS, "start": month_of(until, 0), "until": until})
        return int(cursor.rowcount)


def _load_profiles(cursor: object, accounts: list[KeyAccount], profiles: list[Profile]) -> None:
    import io  # noqa: PLC0415  MEANT: only here

    text = io.StringIO()
    for rank, (account, p) in enumerate(zip(accounts, profiles, strict=True)):
        fields = (
            account.pk,
            rank,
            p.monthly,
            p.trend,
            p.season,
            p.phase,
            p.first,
            p.last,
            p.lines,
            p.discount,
            p.cost_factor,
            p.returns,
        )
        text.write("\t".join(str(field) for field in fields) + "\n")
    text.seek(0)
    cursor.execute(
        "CREATE TEMP TABLE demo_profile (account_id bigint, rank bigint, monthly float8, trend float8, "
        "season float8, phase int, first int, last int, lines int, discount float8, cost_factor float8, "
        "returns float8) ON COMMIT DROP"
    )
    cursor.copy_expert("COPY demo_profile FROM STDIN", text)


def _insert(seed: int, lines_per_month: float) -> str:
    """The one statement. A line's money is the month's target shared among its lines; returns are every n-th line."""

    def dice(salt: int) -> str:
        return DICE.format(salt=salt, seed=int(seed) * 7919)

    # A mean below one line a month is drawn month by month, so that small customers buy now and then.
    drawn = f"(hashint8extended(p.rank * 613 + m, {int(seed)}) & 65535) / 65536.0"
    count = f"floor({lines_per_month!r} + {drawn})::int" if lines_per_month else "p.lines"
    return f"""
    INSERT INTO accounts_salesline (external_id, date, account_id, product_id, unit, quantity, unit_price, discount,
                                    list_amount, net_amount, cost, currency, rate)
    SELECT format('DEMO-%%s-%%s-%%s', rank + 1, m, k), day, account_id, product_id, '',
           quantity, list_price, discount, quantity * list_price,
           round(quantity * list_price * (1 - discount), 2),
           round((quantity * unit_cost * cost_factor)::numeric, 2), 'EUR', 1
    FROM (
        SELECT p.account_id, p.rank, m, k, q.id AS product_id, q.list_price, q.unit_cost, p.cost_factor,
               (%(start)s::date + (m || ' months')::interval)::date + floor({dice(2)} * 27)::int AS day,
               least(0.6, greatest(0, round((p.discount + ({dice(3)} - 0.5) * 0.06)::numeric, 2))) AS discount,
               (CASE WHEN {dice(4)} < p.returns THEN -0.3 ELSE 1 END
                * greatest(1, round((p.monthly * power(p.trend, m - 35)
                    * (1 + p.season * sin(2 * pi() * (m + p.phase) / 12.0)) * (0.75 + 0.5 * {dice(5)})
                    / greatest(1, c.lines) / q.list_price::float8)::numeric, 0)))::numeric(16, 0) AS quantity
        FROM demo_profile p
        CROSS JOIN generate_series(0, %(months)s - 1) AS m
        CROSS JOIN LATERAL (SELECT {count} AS lines) c
        CROSS JOIN LATERAL generate_series(1, c.lines) AS k
        JOIN demo_product q ON q.n = (p.rank + floor({dice(1)} * 6)::int * 5 + k)
                                     %% (SELECT count(*) FROM demo_product)
        WHERE m BETWEEN p.first AND p.last
    ) drawn
    WHERE day <= %(until)s AND quantity <> 0
    """  # noqa: S608  MEANT: only numbers of our own are put in
