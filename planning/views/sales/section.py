"""The lines with their totals, as the section of the page of phase 6."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from planning.views.sales.tabs import LINES, sales_tabs
from planning.views.sales.words import kept_words, lede, line_rows, measures_of, sales_kpis, unit_of

if TYPE_CHECKING:
    from planning.views.phase import PhasePage


def lines_section(view: PhasePage) -> dict[str, Any]:
    """Every line with its estimates and return, the totals, the objectives, what is missing."""
    sales = view.sales
    unit, divisor = unit_of(sales)
    returns, kpis = sales.totals.returns, sales_kpis(sales)
    return {
        "template": "planning/sales/_lines.html",
        "sales": sales,
        "tabs": sales_tabs(view.plan, LINES),
        "writable": not view.closed_because(),
        "rows": line_rows(sales, divisor),
        "unit": unit,
        "expected": sales.totals.expected / divisor if sales.totals.counted else None,
        "weighted": sales.totals.weighted / divisor if sales.totals.counted else None,
        "invested": returns.investments / divisor if returns else None,
        "measures": measures_of(returns),
        "revenue_kpis": kpis[:3],
        "return_kpis": kpis[3:],
        "lede": lede(sales) if sales.totals.counted else "",
        "objectives": [kept_words(kept, sales.currency) for kept in sales.objectives],
    }
