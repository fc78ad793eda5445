"""The sales plan as tables: its lines month by month, and planned against actual. Numbers exact, dates ISO."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from planning.selectors.sales_plan import SalesPlan
from planning.selectors.tracking import Tracked, Tracking

Row = list[Any]


def line_labels(sales: SalesPlan) -> list[str]:
    """The head of the table of lines; amounts are in the plan's currency, shares are fractions."""
    money = sales.currency
    return [
        _("Area of intervention"),
        _("Kind"),
        _("State"),
        _("Item of the offer panel"),
        _("Product line"),
        _("Unit of the customer"),
        _("Result for the customer"),
        _("Measured by"),
        _("Today"),
        _("Target"),
        _("Unit of measure"),
        f"{_('Worth to the customer per year')}, {money}",
        _("Start"),
        _("End"),
        _("People at the customer"),
        _("Our people"),
        _("Probability"),
        _("Contribution"),
        f"{_('Expected revenue')}, {money}",
        f"{_('Weighted revenue')}, {money}",
        f"{_('Investments')}, {money}",
        _("ROI"),
        f"{_('Net present value')}, {money}",
        _("Payback, months"),
        _("Profitability index"),
        *(f"{month:%Y-%m}" for month in sales.months),
    ]


def line_rows(sales: SalesPlan) -> Iterator[Row]:
    """A row for each line. What is not known is empty, never 0."""
    for sheet in sales.sheets:
        line, facts, returns = sheet.line, sheet.facts, sheet.returns
        yield [
            line.area,
            str(line.get_kind_display()),
            str(line.get_state_display()),
            str(line.offer or ""),
            str(line.product_line or ""),
            line.unit,
            line.result,
            line.result_measure,
            line.result_baseline,
            line.result_target,
            line.result_unit,
            line.customer_benefit,
            line.starts_on,
            line.ends_on,
            ", ".join(str(person) for person in sheet.contacts),
            ", ".join(str(user) for user in sheet.leads),
            facts.likelihood,
            facts.contribution,
            facts.expected,
            facts.weighted,
            sheet.invested,
            returns.roi if returns else None,
            returns.npv if returns else None,
            returns.payback if returns else None,
            returns.index if returns else None,
            *(sheet.revenue.get(month) for month in sales.months),
        ]


def actual_labels(tracking: Tracking) -> list[str]:
    """The head of the table of planned against actual."""
    money = tracking.currency
    return [
        _("Lines"),
        _("Product line"),
        _("Unit of the customer"),
        _("Month"),
        f"{pgettext('amount', 'Planned')}, {money}",
        f"{_('Same month before the plan')}, {money}",
        f"{_('Sales')}, {money}",
        f"{_('Came in')}, {money}",
    ]


def actual_rows(tracking: Tracking) -> Iterator[Row]:
    """A row for each group of lines and month, the total last."""
    for tracked in [*tracking.groups, *([tracking.total] if tracking.total else [])]:
        for month in tracked.months:
            yield [
                name_of(tracked),
                str(tracked.product_line or ""),
                tracked.unit,
                month.month,
                month.planned,
                month.baseline,
                month.sales,
                month.brought,
            ]


def name_of(tracked: Tracked) -> str:
    """The lines of a comparison in words."""
    return _("Total") if tracked.is_total else ", ".join(line.area for line in tracked.lines)
