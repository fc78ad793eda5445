"""The lines of sales plans with all that belongs to them. As many queries for many plans as for one."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, TypeVar

from django.db.models import Exists, Model, OuterRef
from django.utils.functional import cached_property

from accounts.models import Person
from kamp.users.models import User
from planning.calc.lines import LineFacts, Outcome, Outlay, line_returns
from planning.calc.months import month_number, months_between
from planning.calc.returns import Returns
from planning.enums import InvestmentType, LineKind, LineState
from planning.kinds.lines import LINE_GAPS
from planning.models import AccountPlan, Investment, LineContact, LineLead, LineRevenue, Milestone, PlanLine
from planning.selectors.account_facts import PRESCRIBED
from planning.selectors.plan_money import discount_rate
from portfolio.enums import mark
from portfolio.models import Classification
from portfolio.models.classification import OPEN

RowT = TypeVar("RowT", bound=Model)
HUNDRED = Decimal(100)
CLASS_MATRIX = "class"
_OUTCOMES = {LineState.WON: Outcome.WON, LineState.LOST: Outcome.LOST}


class _Around:
    """Milestones and people of some lines, read for all of them when a page asks for the first: three queries."""

    def __init__(self, lines: Sequence[PlanLine]) -> None:
        self._keys = [line.pk for line in lines]

    @cached_property
    def milestones(self) -> dict[int, list[Milestone]]:
        return _grouped(Milestone, self._keys, "due", "pk")

    @cached_property
    def contacts(self) -> dict[int, list[LineContact]]:
        return _grouped(LineContact, self._keys, "person__name", "pk", related="person")

    @cached_property
    def leads(self) -> dict[int, list[LineLead]]:
        return _grouped(LineLead, self._keys, "user__name", "pk", related="user")


@dataclass(frozen=True, slots=True, kw_only=True)
class LineSheet:
    """A line with its months, investments, people and return. ``gaps`` are keys of LINE_GAPS: what it still needs."""

    line: PlanLine
    facts: LineFacts
    returns: Returns | None
    revenue: dict[datetime.date, Decimal]
    investments: list[Investment]
    gaps: tuple[str, ...]
    around: _Around

    @property
    def milestones(self) -> list[Milestone]:
        return self.around.milestones[self.line.pk]

    @property
    def contacts(self) -> list[Person]:
        """The customer's people of the line."""
        return [row.person for row in self.around.contacts[self.line.pk]]

    @property
    def leads(self) -> list[User]:
        """Our people of the line."""
        return [row.user for row in self.around.leads[self.line.pk]]

    @property
    def invested(self) -> Decimal | None:
        """Σ investments in the months of the plan; None while neither given nor said not to be needed."""
        if not self.investments and not self.line.without_investment:
            return None
        return sum((outlay.total for outlay in self.facts.outlays), Decimal(0))

    @property
    def is_dead(self) -> bool:
        """Whether the line was lost: it stays in sight, and nothing more is asked of it."""
        return self.line.state == LineState.LOST


def line_sheets(plans: Sequence[AccountPlan], rate: Decimal) -> dict[int, list[LineSheet]]:
    """The sheets of every plan, by plan; lines by start. Four queries, however many plans. ``rate`` discounts."""
    by_plan = {plan.pk: plan for plan in plans}
    rows = PlanLine.objects.live().filter(plan__in=by_plan).select_related("offer", "product_line")
    lines = list(rows.annotate(has_contact=_any(LineContact), has_lead=_any(LineLead)))
    parts, types = _parts_of(lines), investment_types(plans)
    found: dict[int, list[LineSheet]] = {key: [] for key in by_plan}
    for line in sorted(lines, key=lambda each: (each.starts_on or datetime.date.max, each.pk)):
        found[line.plan_id].append(
            _sheet(by_plan[line.plan_id], line, parts, _Rules(rate=rate, investment_type=types[line.plan_id]))
        )
    return found


def plan_sheets(plan: AccountPlan, as_of: datetime.date) -> list[LineSheet]:
    """The sheets of one plan."""
    return line_sheets([plan], discount_rate(as_of))[plan.pk]


def investment_types(plans: Sequence[AccountPlan]) -> dict[int, str]:
    """The investment type of each plan: the one chosen for it, else what the class of its account prescribes (§6.3),
    else "". One query, none when all are chosen."""
    open_plans = [plan for plan in plans if not plan.investment_type]
    prescribed: dict[int, str] = {}
    if open_plans:
        marks = {mark(CLASS_MATRIX, cell): str(kind) for cell, kind in PRESCRIBED.items()}
        rows = Classification.objects.filter(OPEN, account__in={plan.account_id for plan in open_plans})
        for account, cells in rows.filter(cells__overlap=list(marks)).values_list("account", "cells"):
            prescribed[account] = next(marks[cell] for cell in cells if cell in marks)
    return {plan.pk: str(plan.investment_type or prescribed.get(plan.account_id, "")) for plan in plans}


@dataclass(frozen=True, slots=True, kw_only=True)
class _Rules:
    rate: Decimal
    investment_type: str


def _any(model: type[Model]) -> Exists:
    return Exists(model._default_manager.filter(line=OuterRef("pk")))


@dataclass(frozen=True, slots=True, kw_only=True)
class _Parts:
    revenues: dict[int, list[LineRevenue]]
    investments: dict[int, list[Investment]]
    around: _Around


def _parts_of(lines: Sequence[PlanLine]) -> _Parts:
    keys = [line.pk for line in lines]
    return _Parts(
        revenues=_grouped(LineRevenue, keys, "month"),
        investments=_grouped(Investment, keys, "month", "pk"),
        around=_Around(lines),
    )


def _grouped(model: type[RowT], lines: Sequence[int], *order: str, related: str = "") -> dict[int, list[RowT]]:
    """The rows of ``lines`` by line, in order; a line without has an empty list."""
    rows = model._default_manager.filter(line__in=lines).order_by(*order)
    found: dict[int, list[RowT]] = {key: [] for key in lines}
    for row in rows.select_related(related) if related else rows:
        found[row.line_id].append(row)  # type: ignore[attr-defined]
    return found


def _sheet(plan: AccountPlan, line: PlanLine, parts: _Parts, rules: _Rules) -> LineSheet:
    revenue = {row.month: row.amount for row in parts.revenues[line.pk]}
    investments = parts.investments[line.pk]
    facts = facts_of(plan, line, revenue, investments)
    returns = line_returns(facts, len(months_between(plan.starts_on, plan.ends_on)), rules.rate)
    asked = {
        "contacts": line.has_contact,  # type: ignore[attr-defined]
        "leads": line.has_lead,  # type: ignore[attr-defined]
        "revenue": revenue,
        "investments": investments,
        "type": rules.investment_type,
    }
    return LineSheet(
        line=line,
        facts=facts,
        returns=returns,
        revenue=revenue,
        investments=investments,
        gaps=gaps_of(plan, line, facts, returns, asked),
        around=parts.around,
    )


def facts_of(
    plan: AccountPlan, line: PlanLine, revenue: dict[datetime.date, Decimal], investments: Sequence[Investment]
) -> LineFacts:
    """What the arithmetic needs of ``line``; what lies outside the months of the plan is left out."""
    months = range(len(months_between(plan.starts_on, plan.ends_on)))
    numbered = {month_number(plan.starts_on, month): amount for month, amount in revenue.items()}
    return LineFacts(
        key=line.pk or 0,
        revenue={number: amount for number, amount in numbered.items() if number in months},
        probability=None if line.probability is None else line.probability / HUNDRED,
        contribution=_contribution(line),
        outlays=[_outlay(plan, each, months) for each in investments],
        outcome=_OUTCOMES.get(LineState(line.state), Outcome.OPEN),
        defends=line.kind == LineKind.DEFENCE,
    )


def _contribution(line: PlanLine) -> Decimal | None:
    """What the line says, else the reference margin of its offer (method §9.2); None when neither is known."""
    offered = line.offer.margin if line.offer is not None else None
    percent = line.contribution if line.contribution is not None else offered
    return None if percent is None else percent / HUNDRED


def _outlay(plan: AccountPlan, investment: Investment, months: range) -> Outlay:
    numbers = [month_number(plan.starts_on, month) for month in _spent_in(investment)]
    inside = [number for number in numbers if number in months]
    return Outlay(months=inside, amount=investment.amount, conditional=investment.conditional)


def _spent_in(investment: Investment) -> list[datetime.date]:
    return months_between(investment.month, investment.until or investment.month)


def gaps_of(
    plan: AccountPlan, line: PlanLine, facts: LineFacts, returns: Returns | None, parts: dict[str, Any]
) -> tuple[str, ...]:
    """Keys of LINE_GAPS in their order. A lost line needs nothing more."""
    if line.state == LineState.LOST:
        return ()
    found = {
        "result": not line.result.strip(),
        "measure": not line.result_measure.strip() or line.result_baseline is None or line.result_target is None,
        "worth": line.customer_benefit is None,
        "span": line.starts_on is None or line.ends_on is None,
        "contacts": not parts["contacts"],
        "leads": not parts["leads"],
        "investments": not parts["investments"] and not line.without_investment,
        **dict.fromkeys(facts.missing, True),
        **_broken_rules(plan, line, facts, returns, parts),
    }
    return tuple(gap.key for gap in LINE_GAPS if found.get(gap.key))


def _broken_rules(
    plan: AccountPlan, line: PlanLine, facts: LineFacts, returns: Returns | None, parts: dict[str, Any]
) -> dict[str, bool]:
    """The rules of §9.4: a loss needs a reason, cash no investment, selective investment a first month of benefits."""
    amount = sum((outlay.total for outlay in facts.outlays), Decimal(0))
    return {
        "benefits_from": parts["type"] == InvestmentType.SELECTIVE and line.benefits_from is None,
        "no_investment": parts["type"] == InvestmentType.CASH and amount > 0,
        "outside": _is_outside(plan, parts["revenue"], parts["investments"]),
        "loss_reason": returns is not None and returns.npv < 0 and not line.return_reason.strip(),
    }


def _is_outside(plan: AccountPlan, revenue: dict[datetime.date, Decimal], investments: Sequence[Investment]) -> bool:
    months = set(months_between(plan.starts_on, plan.ends_on))
    spent = {month for each in investments for month in _spent_in(each)}
    return not (spent | {month for month, amount in revenue.items() if amount}) <= months
