"""How much of the revenue depends on few customers."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kamp.shared.exports import Format, download
from kamp.shared.parts import Tab
from portfolio.charts.curves import LORENZ, PARETO, curve_chart
from portfolio.exports import customer_fields
from portfolio.selectors.concentrations import concentration_for, largest
from portfolio.selectors.moments import one_moment
from portfolio.views.base import PortfolioView
from portfolio.views.concentration_words import kpis, limits, terms
from portfolio.views.overview import not_computed
from portfolio.views.page import PortfolioPage

SHOWN = 50


class Concentration(PortfolioView):
    """The curve, the figures with their readings, the largest customers."""

    permission_required = "portfolio.view_matrix"

    def get(self, request: HttpRequest) -> HttpResponse:
        with one_moment():
            page = PortfolioPage.of(request)
            if page.runs is None:
                return not_computed(request, title=_("Concentration of revenue"))
            return render(request, "portfolio/concentration.html", _context(page))


def _context(page: PortfolioPage) -> dict[str, Any]:
    reading = page.reading
    figures = concentration_for(reading)
    kind = PARETO if page.params.get("curve") == PARETO else LORENZ
    total = Decimal(str(figures["total"]))
    parameters = reading.run.parameters.as_parameters()
    warning = parameters.number("concentration.single") / 100
    rows = [
        {
            "row": row,
            "share": row.revenue / total,
            "cumulative": row.cumulative / total,
            "warn": row.revenue / total >= warning,
        }
        for row in largest(reading)[:SHOWN]
    ]
    return {
        **page.bar(compared=False),
        "run": reading.run,
        "figures": figures,
        "chart": curve_chart(figures, kind) if figures["customers"] else None,
        "words": _("Cumulative share of the revenue by cumulative share of the customers, smallest first.")
        if kind == LORENZ
        else _("Cumulative share of the revenue by number of customers, largest first."),
        "tabs": [
            Tab(label=_("Lorenz"), url=page.link(curve=None), current=kind == LORENZ),
            Tab(label=_("Pareto"), url=page.link(curve=PARETO), current=kind == PARETO),
        ],
        "kpis": kpis(figures, page.language, ""),
        "terms": terms(figures, page.language),
        "rows": rows,
        "warning": warning,
        "limits": limits(parameters, page.language),
        "more": max(figures["customers"] - SHOWN, 0),
        "export_query": page.kept,
        "is_narrowed": bool(page.asked.active()),
    }


class ConcentrationExport(PortfolioView):
    """All customers with positive revenue, largest first, as a file."""

    permission_required = "portfolio.export_matrix"
    permission_reason = gettext_lazy("Your role does not include exports of the portfolio.")

    def get(self, request: HttpRequest, kind: str) -> HttpResponseBase:
        page = PortfolioPage.of(request)
        if kind not in set(Format) or page.runs is None:
            raise Http404
        reading = page.reading
        total = Decimal(str(concentration_for(reading)["total"]))
        return download(
            name=f"concentration-{reading.run.as_of}",
            kind=Format(kind),
            fields=customer_fields(reading.run, total),
            queryset=largest(reading),
            title=_("Concentration of revenue"),
        )
