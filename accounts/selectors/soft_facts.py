"""What people judged about accounts, ready for the matrices (method §1, §6.2): axes, stage, strength, fit."""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from django.db import connection

from accounts.calc.choice import ChoiceSums, relative_strength, willingness
from accounts.calc.relationship import INVOLVEMENT, NATURE, Signs, Standing, Trading, standing
from accounts.criteria.catalog import DAYS_LATE, INDICATORS, JUDGED, OURS, RIVAL
from accounts.selectors.facts import Facts, facts_of
from accounts.selectors.frames import read_frame
from accounts.selectors.ratings import NEWEST
from accounts.selectors.scope_sql import Accounts, Scope
from accounts.selectors.windows import Window
from kamp.shared.page_memory import once_per_page

if TYPE_CHECKING:
    import pandas as pd

FIT, WILLINGNESS = JUDGED.keys()
KEYS = [*INDICATORS.keys(), *JUDGED.keys(), DAYS_LATE.key]
CHOICE = [OURS, RIVAL]


@dataclass(frozen=True, slots=True, kw_only=True)
class SoftFacts:
    """What was judged about an account; None = not assessed, and ``missing`` says what is not there.

    ``standing`` holds the axes 1–5, the stage 1–6 and its reasons. ``fit`` and ``willingness`` 0–10; ``strength`` 0–100
    (50 = parity), ``strength_by`` "criteria" or "stage" (its stand-in, method §6.2). ``days_late`` is a mean.
    ``rated_on`` is the newest day on which anything of it was answered. ``missing`` names keys of questions, and
    "choice.weights" for weights that do not make 100.
    """

    account_id: int
    standing: Standing
    fit: Decimal | None
    willingness: Decimal | None
    days_late: Decimal | None
    strength: Decimal | None
    strength_by: str
    rated_on: datetime.date | None
    missing: tuple[str, ...]

    @property
    def relation_x(self) -> Decimal | None:
        """The nature of the relationship, 1–5."""
        return self.standing.x

    @property
    def relation_y(self) -> Decimal | None:
        """The involvement with the customer, 1–5."""
        return self.standing.y

    @property
    def relation_stage(self) -> int | None:
        """1–5, 6 when coming undone."""
        return self.standing.stage


def soft_facts(
    accounts: Accounts, as_of: datetime.date, *, facts: dict[int, Facts] | None = None
) -> dict[int, SoftFacts]:
    """What was judged, per account; each account asked for has an entry. Three queries however many accounts, one
    with ``facts`` (those of twelve months, where the caller has them).

    For a page's worth, of the same accounts read once per page; ``soft_frame`` is for a portfolio.
    """
    if facts is not None or not isinstance(accounts, list):
        return _soft_facts(accounts, as_of, facts)
    return dict(once_per_page(("soft", as_of, *accounts), lambda: _soft_facts(accounts, as_of, None)))


def _soft_facts(accounts: Accounts, as_of: datetime.date, facts: dict[int, Facts] | None) -> dict[int, SoftFacts]:
    sql, params = _statement(accounts, as_of)
    with connection.cursor() as cursor:
        cursor.execute(f"{sql} ORDER BY a.id", params)
        names = [column.name for column in cursor.description]
        rows = [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]
    if facts is None:
        found = facts_of([row["account_id"] for row in rows], Window.trailing(as_of))
        facts = {each.account_id: each for each in found}
    return {row["account_id"]: _judged(row, facts[row["account_id"]]) for row in rows}


def soft_frame(accounts: Accounts, as_of: datetime.date) -> pd.DataFrame:
    """What was judged as a frame, sorted by account id; one query. The stage and the stand-in for strength are left to
    the caller, who has revenue at hand.

    Index: ``account_id`` (int64). Columns, all float64, NaN = not assessed: ``relation_x``, ``relation_y`` (1–5),
    ``fit``, ``willingness`` (0–10), ``days_late``, ``strength`` (0–100, by choice criteria only), ``choice_scored``
    (1 when any choice criterion has a score), ``broken`` (1 when something explicit has undone the relationship),
    ``score_before`` (S at the last confirmed audit), ``sponsor_gone`` (days since the last sponsor left).
    """
    sql, params = _statement(accounts, as_of)
    return read_frame(sql, params, FRAME, index="account_id")


_COLUMNS = (
    "relation_x",
    "relation_y",
    "fit",
    "willingness",
    "days_late",
    "strength",
    "choice_scored",
    "broken",
    "score_before",
    "sponsor_gone",
)
FRAME = dict.fromkeys(_COLUMNS, "float64")

_MEANS = """
    SELECT account_id, key, subject, avg(value) AS mean, max(rated_on) AS rated_on
    FROM ({newest}) newest WHERE answer <> 'cleared' GROUP BY account_id, key, subject
"""
# Answers about the account itself and about its choice criteria are summed up apart: the database does both at once.
_SQL = """
WITH answers AS (
    SELECT account_id, TRUE AS is_own, array_agg(key) FILTER (WHERE mean IS NOT NULL) AS keys,
        array_agg(mean) FILTER (WHERE mean IS NOT NULL) AS means, max(rated_on) AS rated_on,
        avg(mean) FILTER (WHERE key LIKE 'relationship.x_') AS x,
        count(mean) FILTER (WHERE key LIKE 'relationship.x_') AS x_count,
        avg(mean) FILTER (WHERE key LIKE 'relationship.y_') AS y,
        count(mean) FILTER (WHERE key LIKE 'relationship.y_') AS y_count,
        max(mean) FILTER (WHERE key = 'relationship.x4') AS x4,
        max(mean) FILTER (WHERE key = 'attractiveness.fit') AS fit,
        max(mean) FILTER (WHERE key = 'attractiveness.willingness') AS willing,
        max(mean) FILTER (WHERE key = 'attractiveness.days_late') AS days_late,
        NULL AS subject, NULL::numeric AS ours, NULL::numeric AS rival
    FROM ({means}) means WHERE subject = '' GROUP BY account_id
    UNION ALL
    SELECT account_id, FALSE, NULL, NULL, max(rated_on), NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, subject,
        max(mean) FILTER (WHERE key = 'choice.ours'), max(mean) FILTER (WHERE key = 'choice.rival')
    FROM ({means}) means WHERE subject <> '' GROUP BY account_id, subject
),
sets AS (
    SELECT c.account_id, c.set, sum(c.weight) AS weight, max(s.rated_on) AS rated_on,
        coalesce(sum(c.weight) FILTER (WHERE s.ours IS NOT NULL AND s.rival IS NOT NULL), 0) AS answered,
        coalesce(sum(c.weight * (s.ours - s.rival)), 0) AS lead,
        bool_or(s.ours IS NOT NULL OR s.rival IS NOT NULL) AS scored
    FROM accounts_choicecriterion c
    LEFT JOIN answers s ON s.account_id = c.account_id AND NOT s.is_own AND s.subject = c.id::text
    WHERE {criteria} GROUP BY c.account_id, c.set
),
choice AS (SELECT DISTINCT ON (account_id) * FROM sets ORDER BY account_id, scored DESC, set),
broken AS (
    SELECT account_id FROM accounts_relationshipbreak
    WHERE happened_on <= %s AND (over_on IS NULL OR over_on > %s) AND {own} GROUP BY account_id
),
before AS (
    SELECT DISTINCT ON (account_id) account_id, (snapshot -> 'relationship' ->> 'score')::numeric AS score
    FROM accounts_audit WHERE state = 'confirmed' AND confirmed_at::date <= %s AND {own}
    ORDER BY account_id, number DESC
),
sponsors AS (
    SELECT p.account_id, max(p.left_on) FILTER (WHERE p.left_on <= %s) AS left_on,
        bool_or(p.left_on IS NULL OR p.left_on > %s) AS there
    FROM accounts_person p JOIN accounts_dmumember d ON d.person_id = p.id
    WHERE d.attitude = 2 AND {people} GROUP BY p.account_id
)
SELECT a.id AS account_id, judged.keys, judged.means, greatest(judged.rated_on, choice.rated_on) AS rated_on,
    CASE WHEN x_count >= 5 THEN x END AS relation_x, CASE WHEN y_count >= 4 THEN y END AS relation_y,
    fit, willing, coalesce(willing, (x4 - 1) * 2.5) AS willingness, days_late,
    weight, answered, lead, coalesce(scored, FALSE)::int AS choice_scored,
    CASE WHEN scored AND weight = 100 AND answered >= 60 THEN 50 + 5 * lead / answered END AS strength,
    (broken.account_id IS NOT NULL)::int AS broken, before.score AS score_before,
    CASE WHEN NOT sponsors.there THEN %s - sponsors.left_on END AS sponsor_gone
FROM accounts_keyaccount a
LEFT JOIN answers judged ON judged.account_id = a.id AND judged.is_own
LEFT JOIN choice ON choice.account_id = a.id
LEFT JOIN broken ON broken.account_id = a.id LEFT JOIN before ON before.account_id = a.id
LEFT JOIN sponsors ON sponsors.account_id = a.id
WHERE {accounts}
"""


def _statement(accounts: Accounts, as_of: datetime.date) -> tuple[str, list[Any]]:
    scope = Scope(accounts)
    (own, own_params), (criteria, criteria_params) = scope.where("account_id"), scope.where("c.account_id")
    (people, people_params), (where, where_params) = scope.where("p.account_id"), scope.where("a.id")
    means = _MEANS.format(newest=NEWEST.replace("{scope}", own))
    sql = _SQL.format(means=means, criteria=criteria, own=own, people=people, accounts=where)
    broken, before = [as_of, as_of, *own_params], [as_of, *own_params]
    sponsors = [as_of, as_of, *people_params, as_of]
    judged, compared = [KEYS, as_of, *own_params], [CHOICE, as_of, *own_params]
    return sql, [*judged, *compared, *criteria_params, *broken, *before, *sponsors, *where_params]


def _judged(row: dict[str, Any], facts: Facts) -> SoftFacts:
    answers = dict(zip(row["keys"] or (), row["means"] or (), strict=True))
    signs = Signs(growth=growth_of(facts), sponsor_gone=row["sponsor_gone"])
    trading = Trading(ever=facts.first_sale is not None, revenue=facts.revenue)
    stands = standing(answers, trading, signs, event=bool(row["broken"]))
    if row["score_before"] is not None and stands.score is not None:
        signs = Signs(
            growth=signs.growth, sponsor_gone=signs.sponsor_gone, score_change=stands.score - row["score_before"]
        )
        stands = standing(answers, trading, signs, event=bool(row["broken"]))
    sums = ChoiceSums(
        weight=row["weight"] or Decimal(0),
        answered=row["answered"] or Decimal(0),
        lead=row["lead"] or Decimal(0),
        scored=bool(row["choice_scored"]),
    )
    strength = relative_strength(sums, stands.before)
    willing = willingness(row["willing"], answers.get("relationship.x4"))
    return SoftFacts(
        account_id=row["account_id"],
        standing=stands,
        fit=row["fit"],
        willingness=willing,
        days_late=row["days_late"],
        strength=strength.value,
        strength_by=strength.by,
        rated_on=row["rated_on"],
        missing=_missing(stands, row, willing, sums),
    )


def _missing(stands: Standing, row: dict[str, Any], willing: Decimal | None, sums: ChoiceSums) -> tuple[str, ...]:
    axes = {key for axis, keys in ((stands.x, NATURE), (stands.y, INVOLVEMENT)) if axis is None for key in keys}
    found = [key for key in stands.missing if key in axes]
    found += [key for key, value in ((FIT, row["fit"]), (WILLINGNESS, willing)) if value is None]
    if not sums.scored:
        return (*found, OURS, RIVAL)
    return (*found, "choice.weights") if sums.weight != 100 else tuple(found)


def growth_of(facts: Facts) -> Decimal | None:
    """g in percent; None when there was no revenue to grow from."""
    if facts.revenue_previous <= 0:
        return None
    return (facts.revenue - facts.revenue_previous) / facts.revenue_previous * 100
