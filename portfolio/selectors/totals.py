"""What a run adds up to for one person, run by run, and who moved between its classes."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db import connection
from django.db.models import Count, Q, Sum
from django.db.models.expressions import RawSQL

from portfolio.enums import NO_CLASS
from portfolio.models import Classification, ClassificationRun
from portfolio.models.classification import OPEN, ClassificationQuerySet
from portfolio.selectors.asked import NONE, sees_everything
from portfolio.selectors.hues import COLOURED_BY
from portfolio.selectors.reading import CellFigures, Reading
from portfolio.selectors.remembered import remembered

ZERO = Decimal(0)


@dataclass(frozen=True, slots=True, kw_only=True)
class Move:
    """The accounts that went from one class to another, and the revenue they have now."""

    before: str
    after: str
    accounts: int
    revenue: Decimal


def total_of(sums: Mapping[str, Mapping[str, CellFigures]]) -> CellFigures:
    """All accounts of ``Reading.sums``, whatever their class: those of any one matrix added up."""
    return sum(next(iter(sums.values()), {}).values(), CellFigures())


def run_rows(reading: Reading) -> ClassificationQuerySet:
    """The accounts whose figures ``total_of`` adds up, with what a list of them shows."""
    return reading.rows().select_related("account__segment", "account__owner")


def totals_over(reading: Reading, runs: Sequence[ClassificationRun]) -> dict[int, CellFigures]:
    """The totals of earlier runs by number, for the person and the filters of ``reading``. One query.

    Whoever sees everything and filters by place reads the stored sums; for the others the rows of all runs are added.
    """
    numbers = [run.number for run in runs]
    if not numbers:
        return {}
    if sees_everything(reading.user) and reading.asked.by_place_only():
        return _stored_totals(reading, numbers)
    return remembered(reading, f"totals {numbers}", lambda: _added_totals(reading, numbers))


def _added_totals(reading: Reading, numbers: list[int]) -> dict[int, CellFigures]:
    parts: dict[str, Any] = {}
    for number in numbers:
        there = Q(from_run__lte=number) & (Q(to_run__gt=number) | OPEN)
        parts[f"accounts_{number}"] = Count("pk", filter=there)
        parts[f"revenue_{number}"] = Sum("revenue", filter=there)
        parts[f"margin_{number}"] = Sum("margin", filter=there)
        parts[f"known_{number}"] = Sum("revenue", filter=there & Q(margin__isnull=False))
    rows = Classification.objects.visible_to(reading.user, reading.scope)
    found = reading.asked.apply(rows, reading.user).order_by().aggregate(**parts)
    return {
        number: CellFigures(
            accounts=found[f"accounts_{number}"],
            revenue=found[f"revenue_{number}"] or ZERO,
            margin=found[f"margin_{number}"] or ZERO,
            margin_revenue=found[f"known_{number}"] or ZERO,
        )
        for number in numbers
    }


def _stored_totals(reading: Reading, numbers: list[int]) -> dict[int, CellFigures]:
    places, params = "", []
    for column, value in (("segment_id", reading.asked.segment), ("team_id", reading.asked.team)):
        if value == NONE:
            places += f" AND c.{column} IS NULL"
        elif value:
            places += f" AND c.{column} = %s"
            params.append(int(value))
    with connection.cursor() as cursor:
        cursor.execute(STORED.format(places=places), [COLOURED_BY, *params, numbers])
        return {
            number: CellFigures(accounts=accounts, revenue=revenue, margin=margin, margin_revenue=known)
            for number, accounts, revenue, margin, known in cursor.fetchall()
        }


STORED = """
    SELECT r.number, coalesce(sum(c.accounts), 0), coalesce(sum(c.revenue), 0), coalesce(sum(c.margin), 0),
        coalesce(sum(c.margin_revenue), 0)
    FROM portfolio_classificationrun r
    LEFT JOIN portfolio_runcell c ON c.run_id BETWEEN r.base AND r.number AND c.matrix = %s {places}
    WHERE r.number = ANY(%s) GROUP BY r.number
"""


def month_ends(reading: Reading, most: int = 8) -> list[ClassificationRun]:
    """The run shown and the last one of each earlier month, oldest first, at most ``most``: the points of a trend."""
    months: dict[tuple[int, int], ClassificationRun] = {}
    for run in reading.runs.offered:
        if run.as_of < reading.run.as_of and (run.as_of.year, run.as_of.month) not in months:
            months[run.as_of.year, run.as_of.month] = run
    months.pop((reading.run.as_of.year, reading.run.as_of.month), None)
    return [*reversed(list(months.values())[: most - 1]), reading.run]


def moved_rows(reading: Reading, matrix: str, *, before: str = "", after: str = "") -> ClassificationQuerySet:
    """The accounts asked for whose class on ``matrix`` is another than at ``runs.before``; from and to one class if
    given. Accounts that had or have no class are left out: something became known, nobody moved."""
    if reading.runs.before is None:
        return Classification.objects.none()
    low, high = sorted((reading.runs.before.number, reading.run.number))
    forwards = reading.runs.before.number < reading.run.number
    start, end = ("first", "last") if forwards else ("last", "first")
    found = RawSQL(  # noqa: S611  MEANT: our own text; the values go as parameters
        MOVED.format(start=start, end=end),
        [matrix, low, high, list(NO_CLASS), before, before, after, after],
    )
    return run_rows(reading).filter(account_id__in=found)


def unmoved_rows(reading: Reading, matrix: str, cell: str = "") -> ClassificationQuerySet:
    """The accounts of ``cell`` ("" = of any class) that did not come from another class: those ``unmoved`` counts."""
    rows = run_rows(reading).in_cell(matrix, cell) if cell else run_rows(reading).on(matrix)
    moved = moved_rows(reading, matrix).order_by().select_related(None)
    return rows.exclude(account_id__in=moved.values("account_id"))


# From the first and last of the moves in between, so that there and back is no move.
MOVED = """(
    SELECT account_id FROM (
        SELECT account_id, (array_agg(from_cell ORDER BY run_id))[1] AS first,
            (array_agg(to_cell ORDER BY run_id DESC))[1] AS last
        FROM portfolio_classmove WHERE matrix = %s AND run_id > %s AND run_id <= %s GROUP BY account_id
    ) AS path
    WHERE first <> last AND NOT first = ANY(%s) AND NOT last = ANY(ARRAY['not_assessed', 'excluded'])
        AND (%s = '' OR {start} = %s) AND (%s = '' OR {end} = %s)
)"""


def moves_of(reading: Reading, matrix: str) -> list[Move]:
    """The moves between two classes since ``runs.before``, counted, with the revenue of now; remembered. Two queries,
    else none."""
    if reading.runs.before is None:
        return []
    return remembered(reading, f"moves {matrix}", lambda: _counted_moves(reading, matrix))


def _counted_moves(reading: Reading, matrix: str) -> list[Move]:
    moved = moved_rows(reading, matrix).order_by().select_related(None)
    rows = list(moved.values_list("account_id", "revenue", "cells"))
    before = reading.moved_from(matrix, [account for account, _revenue, _cells in rows])
    found: dict[tuple[str, str], tuple[int, Decimal]] = {}
    for account, revenue, cells in rows:
        if account not in before:
            continue
        key = (before[account], _cell_on(cells, matrix))
        number, amount = found.get(key, (0, ZERO))
        found[key] = (number + 1, amount + revenue)
    return [
        Move(before=start, after=end, accounts=number, revenue=amount)
        for (start, end), (number, amount) in sorted(found.items())
    ]


def unmoved(sums: Mapping[str, CellFigures], moves: Iterable[Move], cell: str) -> int:
    """How many accounts of ``cell`` did not come from another class: they were there, or had none before."""
    entered = sum(move.accounts for move in moves if move.after == cell)
    return sums.get(cell, CellFigures()).accounts - entered


def _cell_on(cells: Iterable[str], matrix: str) -> str:
    return next((mark.removeprefix(f"{matrix}:") for mark in cells if mark.startswith(f"{matrix}:")), "")
