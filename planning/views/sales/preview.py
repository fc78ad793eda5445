"""What a line comes to: its return, its estimate, the customer's side, and how it was computed."""

from __future__ import annotations

import datetime
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from kamp.shared.parts import Kpi
from planning.calc.lines import (
    CustomerValue,
    Estimate,
    LineFacts,
    customer_value,
    line_flows,
    line_returns,
    three_point,
)
from planning.calc.returns import Returns
from planning.models import Investment, PlanLine
from planning.selectors.plan_lines import LineSheet, facts_of
from planning.views.sales.returns import FlowRow, flow_rows
from planning.views.sales.words import return_kpis

if TYPE_CHECKING:
    from planning.forms.lines import LineForm
    from planning.views.sales.base import SalesPage


@dataclass(frozen=True, slots=True, kw_only=True)
class Preview:
    """A line in figures; ``missing`` names what the return needs. ``years``: the sum of the months by year."""

    facts: LineFacts
    returns: Returns | None
    missing: Sequence[str]
    kpis: Sequence[Kpi]
    estimate: Estimate | None
    customer: CustomerValue | None
    flows: Sequence[FlowRow]
    years: Mapping[int, Decimal]


def saved_preview(page: SalesPage, sheet: LineSheet | None) -> Preview:
    """Of a line as it is saved; of an empty one for None."""
    if sheet is None:
        return _preview(page, PlanLine(plan=page.plan), {}, [])
    return _preview(page, sheet.line, sheet.revenue, sheet.investments)


def draft_preview(page: SalesPage, form: LineForm) -> Preview:
    """Of a form that was checked, as far as it is valid."""
    drafts = [
        Investment(month=each.month, until=each.until, amount=each.amount, conditional=each.conditional)
        for each in form.investments()
    ]
    return _preview(page, form.instance, form.revenue(), drafts)


def _preview(
    page: SalesPage, line: PlanLine, revenue: dict[datetime.date, Decimal], investments: Sequence[Investment]
) -> Preview:
    sales = page.sales
    facts = facts_of(page.plan, line, revenue, investments)
    returns = line_returns(facts, len(sales.months), sales.rate)
    flows = line_flows(facts, len(sales.months))
    names = {"revenue": _("revenue by month"), "probability": _("probability"), "contribution": _("contribution")}
    return Preview(
        facts=facts,
        returns=returns,
        missing=[names[key] for key in facts.missing],
        kpis=return_kpis(returns, sales),
        estimate=_estimate(line, facts),
        customer=customer_value(line.customer_benefit, line.customer_cost, line.adoption_cost),
        flows=flow_rows(sales, flows, sales.rate) if flows else (),
        years=_by_year(revenue),
    )


def _estimate(line: PlanLine, facts: LineFacts) -> Estimate | None:
    """Mean and deviation of the three points; None while one is missing or they are out of order."""
    best = facts.expected
    if line.low is None or line.high is None or best is None or not line.low <= best <= line.high:
        return None
    return three_point(line.low, best, line.high)


def _by_year(revenue: Mapping[datetime.date, Decimal]) -> dict[int, Decimal]:
    found: dict[int, Decimal] = {}
    for month, amount in revenue.items():
        found[month.year] = found.get(month.year, Decimal(0)) + amount
    return found
