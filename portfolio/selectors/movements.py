"""Who moved on a matrix between two runs, from which class to which, and what changed about them."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db import connection

from portfolio.calc.bands import Threshold
from portfolio.matrices.spec import MatrixSpec
from portfolio.models import Classification
from portfolio.selectors.explaining import explanation
from portfolio.selectors.reading import Reading

ZERO = Decimal(0)


@dataclass(frozen=True, slots=True, kw_only=True)
class Mover:
    """An account in another cell than before, with its revenue now."""

    account_id: int
    before: str
    after: str
    revenue: Decimal


def movers(reading: Reading, matrix: str) -> list[Mover]:
    """The accounts asked for in another cell of ``matrix`` than at ``runs.before``, largest first. One query, none
    without a run to compare with."""
    between = reading.between()
    if between is None:
        return []
    low, high, forwards = between
    now, now_params = reading.rows().order_by().values("account_id", "revenue").query.sql_with_params()
    then, then_params = reading.earlier_rows().order_by().values("account_id").query.sql_with_params()
    with connection.cursor() as cursor:
        cursor.execute(MOVERS.format(now=now, then=then), [matrix, low, high, *now_params, *then_params])
        rows = cursor.fetchall()
    return [
        Mover(account_id=account, before=a if forwards else b, after=b if forwards else a, revenue=revenue)
        for account, a, b, revenue in rows
    ]


MOVERS = """
    SELECT moves.account_id, before, after, shown.revenue FROM (
        SELECT account_id, (array_agg(from_cell ORDER BY run_id))[1] AS before,
            (array_agg(to_cell ORDER BY run_id DESC))[1] AS after
        FROM portfolio_classmove WHERE matrix = %s AND run_id > %s AND run_id <= %s GROUP BY account_id
    ) AS moves JOIN ({now}) AS shown USING (account_id)
    WHERE before <> after AND moves.account_id IN ({then})
    ORDER BY shown.revenue DESC, moves.account_id
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Cause:
    """Something that is not as it was: ``label`` (a msgid), the values ``before`` and ``after`` in ``unit`` (None =
    not assessed), and for a criterion of a scorecard its ``effect`` in points of the axis."""

    label: str
    unit: str
    before: float | None
    after: float | None
    effect: float | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Why:
    """What moved an account: ``causes``, the strongest first; the ``axes``; whether a person set the class (or ended
    that), or the lines (the parameters) are others now."""

    causes: tuple[Cause, ...]
    axes: tuple[Cause, ...]
    by_hand: bool
    by_lines: bool


def why_moved(spec: MatrixSpec, reading: Reading, before: Classification, now: Classification) -> Why:
    """What differs about an account between both runs. No query."""
    assert reading.runs.before is not None  # noqa: S101  MEANT: without it nobody has moved
    then, here = explanation(spec, reading.runs.before, before), explanation(spec, reading.run, now)
    axes = tuple(
        Cause(label=axis["label"], unit=axis["unit"], before=then["axes"][name]["value"], after=axis["value"])
        for name, axis in here["axes"].items()
    )
    causes = [*_criteria(then, here), *_inputs(then, here)]
    hand = (
        before.computed_on(spec.key) != before.cell_on(spec.key),
        now.computed_on(spec.key) != now.cell_on(spec.key),
    )
    return Why(
        causes=tuple(sorted(causes, key=lambda cause: -abs(cause.effect or 0))),
        axes=axes,
        by_hand=any(hand),
        by_lines=any(_line_moved(name, then, here) for name in here["axes"]),
    )


def _criteria(then: dict[str, Any], here: dict[str, Any]) -> list[Cause]:
    """The criteria of scorecards with other points than before."""
    found = []
    for name, axis in here["axes"].items():
        earlier = {line["key"]: line for line in then["axes"][name]["criteria"]}
        for line in axis["criteria"]:
            was = earlier.get(line["key"], line)
            if was["points"] == line["points"]:
                continue
            both = was["points"] is not None and line["points"] is not None
            effect = line["weight"] * (line["points"] - was["points"]) / 10 if both else None
            found.append(
                Cause(label=line["label"], unit="points", before=was["points"], after=line["points"], effect=effect)
            )
    return found


def _inputs(then: dict[str, Any], here: dict[str, Any]) -> list[Cause]:
    """The facts that are not as they were; without those that criteria stand for."""
    covered = {line["label"] for axis in here["axes"].values() for line in axis["criteria"]}
    earlier = {fact["key"]: fact["value"] for fact in then["inputs"]}
    scored = any(axis["criteria"] for axis in here["axes"].values())
    hidden = ("fit", "willingness") if covered else ()
    return [
        Cause(label=fact["label"], unit=fact["unit"], before=earlier.get(fact["key"]), after=fact["value"])
        for fact in here["inputs"]
        if earlier.get(fact["key"]) != fact["value"] and not (scored and fact["key"] in hidden)
    ]


def _line_moved(axis: str, then: dict[str, Any], here: dict[str, Any]) -> bool:
    """Whether the account is in another band only because the line is elsewhere: by the lines of then it would be where
    it was."""
    lines, value = then["thresholds"][axis], here["axes"][axis]["value"]
    if lines is None or value is None or then["axes"][axis]["band"] == here["axes"][axis]["band"]:
        return False
    threshold = Threshold.from_dict(lines)
    before = then["axes"][axis]["value"]
    return before is not None and threshold.band(value) == threshold.band(before)
