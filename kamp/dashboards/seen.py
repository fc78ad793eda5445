"""What one person sees on a day: everything a home reads starts here, so nothing outside the scope is ever added up."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property
from typing import Any, TypeVar

from django.db.models import Q, QuerySet

from accounts.models import Audit, KeyAccount
from accounts.permissions import in_scope
from accounts.selectors.attention import revenue_of, warned
from accounts.selectors.audit import AuditScore, audit_scores
from accounts.selectors.change_notes import sum_state
from accounts.selectors.own_work import audits_of_mine, owned, to_refresh
from accounts.selectors.standings import recorded_months, warned_by_month
from kamp.shared.company import our_company
from kamp.shared.months import month_at
from kamp.users.models import User
from planning.models import AccountPlan
from planning.selectors.plans_sums import (
    Performance,
    PlansMoney,
    known_until,
    money_sums,
    performance_of,
    progress_sums,
    together_in_company_currency,
)
from planning.selectors.plans_together import open_plans
from planning.selectors.review_agenda import Counts, agenda_of, counts_of
from planning.selectors.standings import plans_ever, recorded_sums, together_by_month
from portfolio.selectors.asked import NONE, Asked
from portfolio.selectors.hues import COLOURED_BY
from portfolio.selectors.reading import CellFigures, Reading
from portfolio.selectors.remembered import remembered
from portfolio.selectors.runs import Runs, runs_for
from portfolio.selectors.totals import Move, month_ends, moves_of, total_of, totals_over

T = TypeVar("T")
OWN = 8  # own accounts a home shows
MOST = 30  # pieces of work of one kind: more is not a day's work
POINTS = 8  # of a trend, today's with them


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """A month that was recorded: what the plans open then were worth and returned, the revenue with a warning."""

    money: PlansMoney
    warned: Decimal


@dataclass(frozen=True, kw_only=True)
class Seen:
    """A person, the day where that person is, the runs shown and compared (None before the first), the segment.

    ``segment`` is an id, NONE or ""; ``before`` and ``after`` are the classes that moves are asked for, "" = all.
    What the portfolio says is as of the run; plans, reviews and warnings are as of ``today``, whatever run is shown.
    What several figures need is read once.
    """

    user: User
    today: datetime.date
    zone: Any
    runs: Runs | None
    segment: str = ""
    before: str = ""
    after: str = ""

    @classmethod
    def by(cls, user: User, *, today: datetime.date, zone: Any, segment: str = "") -> Seen:
        """The latest run beside the usual one, as on every page of the portfolio. Three queries."""
        return cls(user=user, today=today, zone=zone, runs=runs_for(), segment=segment)

    @cached_property
    def reading(self) -> Reading | None:
        """The run as the person sees it."""
        if self.runs is None:
            return None
        return Reading(user=self.user, runs=self.runs, asked=Asked(segment=self.segment))

    @cached_property
    def sums(self) -> Mapping[str, CellFigures]:
        """The cells of the matrix that gives accounts their colour; empty without a run."""
        return self.reading.sums([COLOURED_BY])[COLOURED_BY] if self.reading else {}

    @cached_property
    def total(self) -> CellFigures | None:
        """All accounts of the run."""
        return total_of({COLOURED_BY: self.sums}) if self.reading else None

    @cached_property
    def trend(self) -> list[CellFigures]:
        """The totals at the ends of the last months, the run shown last."""
        if self.reading is None:
            return []
        runs = month_ends(self.reading)
        found = totals_over(self.reading, runs)
        return [found[run.number] for run in runs]

    @cached_property
    def scope(self) -> Q:
        """The condition under which the person sees an account. One query."""
        return in_scope(self.user)

    @cached_property
    def accounts(self) -> QuerySet[KeyAccount]:
        """The accounts in scope that are not archived."""
        return self._accounts_ever.filter(archived_at__isnull=True)

    @property
    def _accounts_ever(self) -> QuerySet[KeyAccount]:
        rows = KeyAccount.objects.filter(self.scope)
        if self.segment == NONE:
            return rows.filter(segment__isnull=True)
        return rows.filter(segment=int(self.segment)) if self.segment else rows

    @cached_property
    def plans(self) -> QuerySet[AccountPlan]:
        """The open plans in scope."""
        return open_plans(self.user, self.segment, scope=self.scope)

    @cached_property
    def agenda(self) -> QuerySet[AccountPlan]:
        """The open plans with their rhythm and next review."""
        return agenda_of(self.plans, self.zone)

    @cached_property
    def own(self) -> list[KeyAccount]:
        """The largest accounts the person owns."""
        return list(owned(self.user)[:OWN])

    @cached_property
    def audits(self) -> list[Audit]:
        """Audits of the person's own accounts that are open or sent back."""
        return list(audits_of_mine(self.user)[:MOST])

    @cached_property
    def to_refresh(self) -> list[KeyAccount]:
        """The person's own key accounts and candidates."""
        return list(to_refresh(self.user)[:MOST])

    @cached_property
    def scores(self) -> Mapping[int, AuditScore]:
        """How complete and fresh the knowledge about all these accounts is."""
        keys = {row.pk for row in (*self.own, *self.to_refresh)} | {audit.account_id for audit in self.audits}
        return audit_scores(sorted(keys), self.today) if keys else {}

    @cached_property
    def moves(self) -> list[Move]:
        """The moves between two classes of the matrix that colours, since the run compared with."""
        return moves_of(self.reading, COLOURED_BY) if self.reading else []

    @cached_property
    def performance(self) -> Mapping[str, Performance]:
        """How the open plans do against sales, by class; what they add up to is remembered."""
        until = known_until(self.today)
        if until is None:
            return {}
        sums = self._kept(f"progress {until}", lambda: progress_sums(self.plans, COLOURED_BY, until))
        return performance_of(sums, self.today)

    @cached_property
    def warned(self) -> tuple[int, Decimal]:
        """How many key accounts have a serious warning, and their revenue."""
        return revenue_of(warned(self.accounts, self.today))

    @cached_property
    def reviews(self) -> Counts:
        """The open plans by group of the agenda."""
        return counts_of(self.agenda, self.today)

    @cached_property
    def money(self) -> PlansMoney:
        """What the open plans are worth and return, in the company currency; what they add up to is remembered."""
        return together_in_company_currency(self._kept("worth", lambda: money_sums(self.plans)), self.today)

    @cached_property
    def standings(self) -> list[Standing | None]:
        """What was recorded at the ends of the months before this one, oldest first, from the first of at most
        POINTS - 1 months that was recorded; None for one that was not.

        As in earlier runs, what was archived or closed since is in it. What is added up is remembered until something
        is recorded anew. One query, or three; one more where plans are in foreign currencies.
        """
        this = self.today.replace(day=1)
        recorded = recorded_months(month_at(this, 1 - POINTS), this)
        if not recorded:
            return []
        plans, warned_then = self._recorded(recorded)
        money = together_by_month({month: plans.get(month, []) for month in recorded})
        first = next(iter(recorded))
        months = (month for month in (month_at(this, back - POINTS) for back in range(1, POINTS)) if month >= first)
        return [
            Standing(money=money[month], warned=warned_then.get(month, Decimal(0))) if month in recorded else None
            for month in months
        ]

    def _recorded(self, recorded: Mapping[datetime.date, datetime.datetime]) -> tuple[Any, Any]:
        def added_up() -> tuple[Any, Any]:
            plans, months = plans_ever(self.scope, self.segment), list(recorded)
            return recorded_sums(plans, months), warned_by_month(self._accounts_ever, months)

        state = " ".join(f"{month:%Y-%m} {at.isoformat()}" for month, at in recorded.items())
        return remembered(self.reading, f"standings {state}", added_up) if self.reading else added_up()

    @cached_property
    def _state(self) -> str:
        """A name for all that plans are added up from. One query."""
        return f"{sum_state()} {our_company().currency}"

    def _kept(self, what: str, compute: Callable[[], T]) -> T:
        """``compute()`` over the plans in scope, remembered with the sums of the run while nothing changes in plans and
        sales."""
        return remembered(self.reading, f"{what} {self._state}", compute) if self.reading else compute()
