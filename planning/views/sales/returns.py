"""What the sales plan returns, and how it was computed."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from kamp.shared import formats
from kamp.shared.templatetags.formats import language
from planning.calc.returns import MonthFlow, present_value, running_total
from planning.charts.sales_plan import return_lines
from planning.selectors.sales_plan import SalesPlan, scenarios_of
from planning.views.sales.base import SalesPage
from planning.views.sales.tabs import RETURNS
from planning.views.sales.words import line_rows, measures_of, sales_kpis


@dataclass(frozen=True, slots=True, kw_only=True)
class FlowRow:
    """A month of the computation, exact."""

    number: int
    month: str
    benefit: Decimal
    investment: Decimal
    net: Decimal
    cumulated: Decimal
    present: Decimal


def flow_rows(sales: SalesPlan, flows: list[MonthFlow], rate: Decimal) -> list[FlowRow]:
    """Every month as it entered the measures."""
    here = language()
    return [
        FlowRow(
            number=flow.month,
            month=formats.month_brief(month, here),
            benefit=flow.benefit,
            investment=flow.investment,
            net=flow.net,
            cumulated=cumulated,
            present=present_value([(flow.month, flow.net)], rate),
        )
        for flow, month, cumulated in zip(flows, sales.months, running_total(flows), strict=False)
    ]


class LinesReturn(SalesPage):
    """Invested and coming back over the months; ROI, value, payback and index by line; low and high."""

    view = RETURNS
    template_name = "planning/sales/returns.html"

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        sales = self.sales
        returns = sales.totals.returns
        content: dict[str, Any] = {"rows": line_rows(sales, 1), "kpis": sales_kpis(sales)[2:], "returns": returns}
        if returns is not None:
            content |= {
                "chart": return_lines(sales.totals.flows, sales.months, returns, sales.currency),
                "flows": flow_rows(sales, list(sales.totals.flows), returns.rate),
                "scenarios": self._scenarios(),
            }
        return self.page(request, **content)

    def _scenarios(self) -> dict[str, Any] | None:
        """Low, best and high side by side; None while nobody gave a low or high estimate."""
        found = scenarios_of(self.sales)
        if found is None:
            return None
        totals = ((_("Low"), found.low), (_("Best estimate"), self.sales.totals), (_("High"), found.high))
        rows = [{"label": label, "weighted": each.weighted, **measures_of(each.returns)} for label, each in totals]
        return {"rows": rows, "estimated": found.estimated}
