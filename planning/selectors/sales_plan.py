"""A sales plan as a whole: totals, what it returns, whether it keeps what the objectives promise."""

from __future__ import annotations

import datetime
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db.models import Case, DecimalField, F, QuerySet, Sum, Value, When

from kamp.shared import formats
from planning.calc.consistency import Comparison, Promise, compare, money_factor
from planning.calc.lines import Totals, scaled, totals_of
from planning.calc.months import month_number, months_between
from planning.enums import LineState, ObjectiveKind
from planning.kinds.lines import LINE_GAPS
from planning.models import AccountPlan, LineRevenue, Objective
from planning.selectors.counted_facts import LOSS_REASON, counted_facts
from planning.selectors.objectives import objectives_of
from planning.selectors.plan_lines import LineSheet, line_sheets
from planning.selectors.plan_money import currency_of, discount_rate

Facts = dict[int, dict[str, Any]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Kept:
    """A sales objective and what the lines bring towards it; ``comparison`` None = its unit is not money, or it
    promises no increase."""

    objective: Objective
    comparison: Comparison | None


@dataclass(frozen=True, slots=True, kw_only=True)
class SalesPlan:
    """The sheets of a plan, their totals and how they keep the objectives. ``currency`` is that of all amounts."""

    plan: AccountPlan
    currency: str
    months: list[datetime.date]
    rate: Decimal
    sheets: list[LineSheet]
    totals: Totals
    objectives: list[Kept]
    loss_reason: str

    @property
    def gap_count(self) -> int:
        return sum(len(sheet.gaps) for sheet in self.sheets)

    @property
    def needs_reason(self) -> bool:
        """Whether the plan as a whole is worth less than nothing and nobody wrote why it is done all the same."""
        returns = self.totals.returns
        return returns is not None and returns.npv < 0 and not self.loss_reason


@dataclass(frozen=True, slots=True, kw_only=True)
class PlannedSums:
    """Expected revenue of the lines of a plan, as it is and weighted by probability."""

    expected: Decimal
    weighted: Decimal


def sales_plan_of(plan: AccountPlan, as_of: datetime.date) -> SalesPlan:
    """The whole sales plan. Ten queries at most, however many lines."""
    return _sales_plans([plan], as_of)[plan.pk]


def _sales_plans(plans: Sequence[AccountPlan], as_of: datetime.date) -> dict[int, SalesPlan]:
    """The sales plan of each plan, by plan; as many queries for many as for one."""
    rate = discount_rate(as_of)
    sheets = line_sheets(plans, rate)
    kept, counted = _kept(plans, sheets), counted_facts(plans, as_of)
    found = {}
    for plan in plans:
        months = months_between(plan.starts_on, plan.ends_on)
        found[plan.pk] = SalesPlan(
            plan=plan,
            currency=currency_of(plan),
            months=months,
            rate=rate,
            sheets=sheets[plan.pk],
            totals=totals_of([sheet.facts for sheet in sheets[plan.pk]], len(months), rate),
            objectives=kept[plan.pk],
            loss_reason=counted[plan.pk]["loss_reason"] or "",
        )
    return found


@dataclass(frozen=True, slots=True, kw_only=True)
class Scenarios:
    """The totals with the low and with the high estimates of the lines that have them; the others keep the best."""

    low: Totals
    high: Totals
    estimated: int


def scenarios_of(sales: SalesPlan) -> Scenarios | None:
    """What comes out if all goes badly or well; None while no line has a low or a high estimate. No query."""
    estimated = [each for each in sales.sheets if each.line.low is not None or each.line.high is not None]
    if not estimated:
        return None
    months = len(sales.months)
    low = [scaled(sheet.facts, sheet.line.low) for sheet in sales.sheets]
    high = [scaled(sheet.facts, sheet.line.high) for sheet in sales.sheets]
    return Scenarios(
        low=totals_of(low, months, sales.rate),
        high=totals_of(high, months, sales.rate),
        estimated=len(estimated),
    )


def plan_totals(plan: AccountPlan, as_of: datetime.date) -> Totals:
    """Expected and weighted revenue and the return of one plan."""
    return plans_totals([plan], as_of)[plan.pk]


def plans_totals(plans: Sequence[AccountPlan], as_of: datetime.date) -> dict[int, Totals]:
    """The totals of a page of plans, by plan. As many queries for many as for one; all lines are read."""
    rate = discount_rate(as_of)
    sheets = line_sheets(plans, rate)
    return {
        plan.pk: totals_of(
            [sheet.facts for sheet in sheets[plan.pk]], len(months_between(plan.starts_on, plan.ends_on)), rate
        )
        for plan in plans
    }


def planned_sums(plans: QuerySet[AccountPlan] | Sequence[int]) -> dict[int, PlannedSums]:
    """Expected and weighted revenue by plan, for any number of plans: one grouped query, nothing else.

    Months outside their plan and lines without a probability are left out, as in ``plans_totals``.
    """
    likelihood = Case(
        When(line__state=LineState.WON, then=Value(Decimal(100))),
        When(line__state=LineState.LOST, then=Value(Decimal(0))),
        default=F("line__probability"),
        output_field=DecimalField(max_digits=5, decimal_places=2),
    )
    rows = (
        LineRevenue.objects.filter(line__plan__in=plans, line__deleted_at__isnull=True)
        .filter(month__gte=F("line__plan__starts_on"), month__lte=F("line__plan__ends_on"))
        .annotate(likelihood=likelihood)
        .filter(likelihood__isnull=False)
        .order_by()
        .values("line__plan")
        .annotate(expected=Sum("amount"), weighted=Sum(F("amount") * F("likelihood"), output_field=DecimalField()))
    )
    return {row["line__plan"]: PlannedSums(expected=row["expected"], weighted=row["weighted"] / 100) for row in rows}


def sales_facts(plans: Sequence[AccountPlan], as_of: datetime.date) -> Facts:
    """What is known for the exit criteria of phase 6."""
    return {key: facts_of_sales(sales) for key, sales in _sales_plans(plans, as_of).items()}


def facts_of_sales(sales: SalesPlan) -> dict[str, Any]:
    """The same from a sales plan that was read already."""
    alive = [sheet for sheet in sales.sheets if not sheet.is_dead]
    whole = [not _unfinished(sheet) for sheet in alive]
    returns = sales.totals.returns
    explained = not sales.needs_reason and not any(LOSS_REASON in sheet.gaps for sheet in alive)
    return {
        "plan_lines": len(sales.sheets),
        "whole_lines": sum(whole) / len(whole) if whole else None,
        "returns_computed": _share_assessed(alive),
        "loss_explained": None if returns is None else int(explained),
        "total_fits": _fits(sales.objectives),
    }


def _unfinished(sheet: LineSheet) -> list[str]:
    return [key for key in sheet.gaps if LINE_GAPS.get(key).key != LOSS_REASON]


def _share_assessed(sheets: Sequence[LineSheet]) -> float | None:
    return sum(sheet.returns is not None for sheet in sheets) / len(sheets) if sheets else None


def _fits(kept: Sequence[Kept]) -> int | None:
    comparisons = [each.comparison for each in kept if each.comparison is not None]
    return int(all(each.fits for each in comparisons)) if comparisons else None


def _kept(plans: Sequence[AccountPlan], sheets: dict[int, list[LineSheet]]) -> dict[int, list[Kept]]:
    """Every sales objective of ``plans`` beside what the lines bring. One query."""
    found: dict[int, list[Kept]] = defaultdict(list)
    by_plan = {plan.pk: plan for plan in plans}
    for key, rows in objectives_of(plans).items():
        facts = [sheet.facts for sheet in sheets[key]]
        for objective in rows:
            if objective.kind == ObjectiveKind.SALES:
                promise = _promise(by_plan[key], objective, sheets[key])
                compared = compare([promise], facts) if promise is not None else []
                found[key].append(Kept(objective=objective, comparison=compared[0] if compared else None))
    return found


def _promise(plan: AccountPlan, objective: Objective, sheets: Sequence[LineSheet]) -> Promise | None:
    currency = currency_of(plan)
    factor = money_factor(objective.unit, currency, formats.currency_symbol(currency, "en"))
    if factor is None or objective.baseline is None or objective.target is None:
        return None
    tied = [sheet.line.pk for sheet in sheets if sheet.line.product_line_id == objective.product_line_id]
    return Promise(
        key=objective.pk,
        increase=(objective.target - objective.baseline) * factor,
        due=month_number(plan.starts_on, objective.due or plan.ends_on),
        cumulative=objective.baseline == 0,
        lines=None if objective.product_line_id is None else frozenset(tied),
    )
