"""What one person sees of one run: rows, sums, moves."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from functools import cached_property
from typing import Any

from django.db import connection
from django.db.models import Q, Sum

from accounts.models import KeyAccount
from accounts.permissions import in_scope
from kamp.shared.paging import few_or_many
from kamp.users.models import User
from kamp.users.roles import Reach
from portfolio.enums import NO_CLASS
from portfolio.models import Classification, ClassificationRun, ClassMove, RunCell
from portfolio.models.classification import ClassificationQuerySet
from portfolio.selectors.asked import Asked, place_condition, sees_everything
from portfolio.selectors.remembered import place_of, remembered
from portfolio.selectors.runs import Runs

ZERO = Decimal(0)


@dataclass(frozen=True, slots=True, kw_only=True)
class CellFigures:
    """A cell for one reader. ``margin`` is the sum of the known margins, ``margin_revenue`` the revenue they are of."""

    accounts: int = 0
    revenue: Decimal = ZERO
    margin: Decimal = ZERO
    margin_revenue: Decimal = ZERO

    @property
    def margin_share(self) -> Decimal | None:
        """Margin on the revenue whose margin is known, None if none is."""
        return self.margin / self.margin_revenue if self.margin_revenue > 0 else None

    def __add__(self, other: CellFigures) -> CellFigures:
        return CellFigures(
            accounts=self.accounts + other.accounts,
            revenue=self.revenue + other.revenue,
            margin=self.margin + other.margin,
            margin_revenue=self.margin_revenue + other.margin_revenue,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Transition:
    """How many accounts went from one cell to another."""

    matrix: str
    before: str
    after: str
    accounts: int

    @property
    def is_class_change(self) -> bool:
        """Whether both ends are classes; else something became known, or missing."""
        return not {self.before, self.after} & NO_CLASS


@dataclass(frozen=True, kw_only=True)
class Reading:
    """One person's reading of ``runs.shown`` (and of ``runs.before``) through the filters ``asked``."""

    user: User
    runs: Runs
    asked: Asked = field(default_factory=Asked)

    @property
    def run(self) -> ClassificationRun:
        return self.runs.shown

    @cached_property
    def scope(self) -> Q:
        """The condition under which the person sees an account. One query, the first time."""
        return in_scope(self.user)

    @cached_property
    def place(self) -> str:
        """Under which name answers are remembered. One query, the first time."""
        return place_of(self)

    def everybody(self) -> ClassificationQuerySet:
        """Every account of the run that the person sees, unfiltered."""
        return self._seen().at(self.run, latest=self.runs.latest)

    def _seen(self) -> ClassificationQuerySet:
        """Classifications of the person's accounts, of all runs. Without an account of their own: of key 0, which there
        is not, for statements by hand are made of this one."""
        if self.few is None:
            return Classification.objects.visible_to(self.user, self.scope)
        return Classification.objects.filter(account__in=self.few or [0])

    @cached_property
    def few(self) -> list[int] | None:
        """The accounts of somebody who sees but few, by key; None for the others. One query, or none.

        Their condition is on accounts, the order of every list on classifications: without the keys the database would
        walk the order of the whole company until it has met enough of them.
        """
        if self.user.reach is not Reach.OWN or not self.user.is_active:
            return None
        return few_or_many(KeyAccount.objects.filter(self.scope))[1]

    def rows(self) -> ClassificationQuerySet:
        """The accounts asked for."""
        return self.asked.apply(self.everybody(), self.user)

    def listed(self, *metrics: str) -> ClassificationQuerySet:
        """``rows`` with account, segment and owner joined and the values of ``metrics`` to sort by."""
        return self.rows().with_values(*metrics).select_related("account__segment", "account__owner")

    def sums(self, matrices: Iterable[str]) -> dict[str, dict[str, CellFigures]]:
        """By matrix and cell (also NOT_ASSESSED, EXCLUDED) the figures of the accounts asked for. One query.

        From the stored sums of the run for whoever sees everything and filters by place only; else from the rows, of
        all matrices at once, and remembered.
        """
        if sees_everything(self.user) and self.asked.by_place_only():
            found = self._stored_sums(list(matrices))
        else:
            wanted = set(matrices)
            found = (row for row in remembered(self, "sums", self._summed_rows) if row[0] in wanted)
        sums: dict[str, dict[str, CellFigures]] = {matrix: {} for matrix in matrices}
        for matrix, cell, *values in found:
            sums[matrix][cell] = CellFigures(
                accounts=values[0], revenue=values[1], margin=values[2], margin_revenue=values[3]
            )
        return sums

    def _stored_sums(self, matrices: list[str]) -> Iterable[Sequence[Any]]:
        cells = RunCell.objects.filter(run__gte=self.run.base, run__lte=self.run.number, matrix__in=matrices)
        cells = cells.filter(place_condition(self.asked.segment, self.asked.team))
        totals = {f"sum_{name}": Sum(name) for name in ("accounts", "revenue", "margin", "margin_revenue")}
        return cells.order_by().values_list("matrix", "cell").annotate(**totals)

    def _summed_rows(self) -> list[Sequence[Any]]:
        rows = self.rows().order_by().values("cells", "revenue", "margin")
        inner, params = rows.query.sql_with_params()
        with connection.cursor() as cursor:
            cursor.execute(SUMMED.format(rows=inner), params)
            return list(cursor.fetchall())

    def transitions(self, matrices: Iterable[str]) -> list[Transition]:
        """The accounts asked for whose cell differs from that at ``runs.before``, counted. One query, none without it.

        From the recorded moves, so its cost grows with what changed and not with the portfolio; remembered.
        """
        keys = sorted(matrices)
        if self.between() is None:
            return []
        return remembered(self, f"transitions {keys}", lambda: self._transitions(keys))

    def _transitions(self, matrices: list[str]) -> list[Transition]:
        between = self.between()
        assert between is not None  # noqa: S101  MEANT: asked before
        low, high, forwards = between
        now, now_params = self.rows().order_by().values("account_id").query.sql_with_params()
        then, then_params = self.earlier_rows().order_by().values("account_id").query.sql_with_params()
        with connection.cursor() as cursor:
            cursor.execute(TRANSITIONS.format(now=now, then=then), [matrices, low, high, *now_params, *then_params])
            rows = cursor.fetchall()
        ordered = rows if forwards else [(matrix, after, before, count) for matrix, before, after, count in rows]
        return [Transition(matrix=m, before=b, after=a, accounts=n) for m, b, a, n in ordered]

    def moved_from(self, matrix: str, accounts: Iterable[int]) -> dict[int, str]:
        """The ``accounts`` (ids) in another cell of ``matrix`` than at ``runs.before``, with that cell. One query."""
        between = self.between()
        ids = list(accounts)
        if between is None or not ids:
            return {}
        low, high, forwards = between
        known = self.earlier_rows().filter(account__in=ids).values("account")
        moves = ClassMove.objects.filter(matrix=matrix, run__gt=low, run__lte=high, account__in=known)
        path: dict[int, list[str]] = defaultdict(list)
        for account, start, end in moves.order_by("run_id").values_list("account", "from_cell", "to_cell"):
            path[account] += [start, end]
        ends = {account: (cells[0], cells[-1]) for account, cells in path.items()}
        return {account: (a if forwards else b) for account, (a, b) in ends.items() if a != b}

    def earlier(self, accounts: Iterable[int]) -> Mapping[int, Classification]:
        """The classifications of ``accounts`` (ids, in scope) at ``runs.before``, by account. One query."""
        ids = list(accounts)
        if self.runs.before is None or not ids:
            return {}
        return {row.account_id: row for row in self.earlier_rows().filter(account__in=ids)}

    def earlier_rows(self) -> ClassificationQuerySet:
        """Everybody in the run that is compared with."""
        rows: ClassificationQuerySet = Classification.objects.all()
        return rows.at(self.runs.before) if self.runs.before else rows.none()

    def between(self) -> tuple[int, int, bool] | None:
        """(low, high] are the runs whose moves lie between both states; backwards if ``before`` was computed later."""
        if self.runs.before is None:
            return None
        before, shown = self.runs.before.number, self.run.number
        return (before, shown, True) if before < shown else (shown, before, False)


# Few sets of cells occur, so they are added up first and taken apart after.
SUMMED = """
    SELECT split_part(m, ':', 1), split_part(m, ':', 2), sum(accounts)::bigint, coalesce(sum(revenue), 0),
        coalesce(sum(margin), 0), coalesce(sum(known), 0)
    FROM (
        SELECT cells, count(*) AS accounts, sum(revenue) AS revenue, sum(margin) AS margin,
            sum(revenue) FILTER (WHERE margin IS NOT NULL) AS known
        FROM ({rows}) AS reading GROUP BY cells
    ) AS together CROSS JOIN unnest(cells) AS m
    GROUP BY m
"""
# Who was there then and is there now, and not where it was: from the first and last of its moves in between.
TRANSITIONS = """
    SELECT matrix, before, after, count(*) FROM (
        SELECT matrix, account_id, (array_agg(from_cell ORDER BY run_id))[1] AS before,
            (array_agg(to_cell ORDER BY run_id DESC))[1] AS after
        FROM portfolio_classmove
        WHERE matrix = ANY(%s) AND run_id > %s AND run_id <= %s
        GROUP BY matrix, account_id
    ) AS moves
    WHERE before <> after AND account_id IN ({now}) AND account_id IN ({then})
    GROUP BY matrix, before, after ORDER BY matrix, before, after
"""
