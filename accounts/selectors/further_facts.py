"""What matrices ask about accounts besides sums of sales and ratings: the demand of the year before, contracts, whether
anything was ever invoiced."""

from __future__ import annotations

import datetime
from typing import TYPE_CHECKING, Any

from accounts.selectors.facts_sql import demands_sql
from accounts.selectors.frames import read_frame
from accounts.selectors.scope_sql import Accounts, Scope

if TYPE_CHECKING:
    import pandas as pd

LONG = "interval '2 years' - interval '1 day'"  # from the first to the last day of a contract over several years
SOON = "interval '6 months'"

FRAME = dict.fromkeys(("demand_previous", "invoiced", "long_contract", "contract_ending"), "float64")


def further_frame(
    accounts: Accounts, as_of: datetime.date, *, dated: str = "", estimated: bool = False
) -> pd.DataFrame:
    """These facts as a frame, sorted by account id; one query.

    Index: ``account_id`` (int64). Columns, all float64: ``demand_previous`` (company currency; NaN = no estimate for
    the year before that of the demand), and as 1 or 0 ``invoiced`` (a sales line up to ``as_of``), ``long_contract`` (a
    running contract of two years or more, or without an end), ``contract_ending`` (the last running contract ends
    within six months, none renews by itself and none follows).

    ``dated`` names a table of the transaction with ``account_id`` and ``first_sale``, if there is one; ``estimated``
    says that it has the ``demand_previous`` of the year of ``as_of`` as well.
    """
    scope = Scope(accounts)
    (inner, params), (outer, outer_params) = scope.where(), scope.where("a.id")
    parts: list[tuple[str, list[Any]]] = [(TERMS.format(inner=inner), [*[as_of] * 4, *params])]
    invoiced, joins, sold = SOLD, "", [as_of]
    if dated:
        invoiced, joins, sold = "f.first_sale IS NOT NULL", f"JOIN {dated} f ON f.account_id = a.id ", []
    before = "f.demand_previous"
    if not estimated:
        demands, values = demands_sql(scope, as_of.year)
        parts.append((f"demands AS ({demands})", values))
        before, joins = "demands.before", f"{joins}LEFT JOIN demands ON demands.account_id = a.id "
    sql = SQL.format(
        parts=", ".join(part for part, _ in parts), before=before, invoiced=invoiced, joins=joins, outer=outer
    )
    values = [value for _, given in parts for value in given]
    return read_frame(sql, [*values, *sold, *outer_params], FRAME, index="account_id")


SOLD = "EXISTS (SELECT 1 FROM accounts_salesline s WHERE s.account_id = a.id AND s.date <= %s)"
TERMS = f"""terms AS (
    SELECT account_id,
        bool_or("start" <= %s AND ("end" IS NULL OR "end" >= "start" + {LONG})) AS long,
        bool_and("end" IS NOT NULL AND renewal <> 'automatic' AND "end" < %s::date + {SOON} AND "start" <= %s)
            AS ending
    FROM accounts_contract WHERE ("end" IS NULL OR "end" >= %s) AND {{inner}} GROUP BY account_id
)"""  # noqa: S608  MEANT: our own words and intervals
SQL = """
WITH {parts}
SELECT a.id AS account_id, {before} AS demand_previous, ({invoiced})::int AS invoiced,
    coalesce(terms.long, FALSE)::int AS long_contract, coalesce(terms.ending, FALSE)::int AS contract_ending
FROM accounts_keyaccount a {joins}LEFT JOIN terms ON terms.account_id = a.id
WHERE {outer}
"""
