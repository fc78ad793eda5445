"""What matrices ask about accounts besides sums of sales and ratings: the demand of the year before, contracts, whether
anything was ever invoiced."""

from __future__ import annotations

import datetime
from typing import TYPE_CHECKING

from accounts.selectors.frames import read_frame
from accounts.selectors.scope_sql import Accounts, Scope

if TYPE_CHECKING:
    import pandas as pd

LONG = "interval '2 years' - interval '1 day'"  # from the first to the last day of a contract over several years
SOON = "interval '6 months'"

FRAME = dict.fromkeys(("demand_previous", "invoiced", "long_contract", "contract_ending"), "float64")


def further_frame(accounts: Accounts, as_of: datetime.date, *, dated: str = "") -> pd.DataFrame:
    """These facts as a frame, sorted by account id; one query.

    Index: ``account_id`` (int64). Columns, all float64: ``demand_previous`` (company currency; NaN = no estimate for
    the year before that of the demand), and as 1 or 0 ``invoiced`` (a sales line up to ``as_of``), ``long_contract`` (a
    running contract of two years or more, or without an end), ``contract_ending`` (the last running contract ends
    within six months, none renews by itself and none follows).

    ``dated`` names a table of the transaction with ``account_id`` and ``first_sale``, if there is one.
    """
    scope = Scope(accounts)
    (inner, params), (outer, outer_params) = scope.where(), scope.where("a.id")
    invoiced, joined = ("f.first_sale IS NOT NULL", f"JOIN {dated} f ON f.account_id = a.id") if dated else (SOLD, "")
    sql = SQL.format(inner=inner, outer=outer, invoiced=invoiced, joined=joined)
    sold = [] if dated else [as_of]
    return read_frame(
        sql, [as_of.year, *params, *[as_of] * 4, *params, *sold, *outer_params], FRAME, index="account_id"
    )


SOLD = "EXISTS (SELECT 1 FROM accounts_salesline s WHERE s.account_id = a.id AND s.date <= %s)"
SQL = f"""
WITH cells AS (
    SELECT DISTINCT ON (account_id, product_line_id, unit, year) account_id, year, amount * rate AS amount,
        product_line_id IS NOT NULL OR unit <> '' AS is_cell
    FROM accounts_demand WHERE year <= %s AND {{inner}}
    ORDER BY account_id, product_line_id, unit, year, recorded_at DESC, id DESC
),
years AS (
    SELECT account_id, year, round(coalesce(sum(amount) FILTER (WHERE is_cell), sum(amount)), 4) AS amount,
        max(year) OVER (PARTITION BY account_id) AS newest
    FROM cells GROUP BY account_id, year
),
terms AS (
    SELECT account_id,
        bool_or("start" <= %s AND ("end" IS NULL OR "end" >= "start" + {LONG})) AS long,
        bool_and("end" IS NOT NULL AND renewal <> 'automatic' AND "end" < %s::date + {SOON} AND "start" <= %s)
            AS ending
    FROM accounts_contract WHERE ("end" IS NULL OR "end" >= %s) AND {{inner}} GROUP BY account_id
)
SELECT a.id AS account_id, years.amount AS demand_previous, ({{invoiced}})::int AS invoiced,
    coalesce(terms.long, FALSE)::int AS long_contract, coalesce(terms.ending, FALSE)::int AS contract_ending
FROM accounts_keyaccount a {{joined}}
LEFT JOIN years ON years.account_id = a.id AND years.year = years.newest - 1
LEFT JOIN terms ON terms.account_id = a.id
WHERE {{outer}}
"""  # noqa: S608  MEANT: our own words and intervals
