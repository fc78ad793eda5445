"""Management on one page: what is said, six figures, plans against sales, moves, concentration, plans, attention."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from kamp.dashboards.places import place
from kamp.dashboards.seen import Seen
from kamp.dashboards.sentences.facts import facts_of
from kamp.dashboards.sentences.rules import sentences
from kamp.dashboards.tiles.catalog import TILES, tiles_of
from kamp.dashboards.tiles.spec import Home
from kamp.dashboards.tiles.words import kpi_of, some_of, tile_url
from kamp.dashboards.views.asked import bar, kept, seen_by
from kamp.dashboards.views.classes import class_rows, move_rows
from kamp.dashboards.views.plans import next_reviews, plan_lines
from kamp.shared import formats
from kamp.shared.addresses import address_of
from kamp.shared.parts import Kpi
from kamp.shared.templatetags.formats import language
from kamp.shared.views import PermittedView
from planning.phases.catalog import PHASES
from portfolio.charts.curves import PARETO, curve_chart
from portfolio.selectors.concentrations import concentration_for
from portfolio.selectors.hues import COLOURED_BY
from portfolio.selectors.moments import one_moment
from portfolio.views.concentration_words import terms


class Dashboard(PermittedView):
    """The management dashboard of what one sees, for a period and a segment; it prints as a report."""

    permission_required = "dashboards.view_dashboard"
    permission_reason = gettext_lazy("Your role does not include the management dashboard.")

    def get(self, request: HttpRequest) -> HttpResponse:
        with one_moment():
            return render(request, "dashboards/dashboard.html", _context(request))


def _context(request: HttpRequest) -> dict[str, Any]:
    seen, query = seen_by(request), kept(request.GET)
    said = sentences(facts_of(seen), language())
    plans = plan_lines(seen)
    return {
        **bar(seen, request.GET),
        "heading": _heading(seen),
        "run": seen.runs.shown if seen.runs else None,
        "is_empty": bool(seen.total and not seen.total.accounts and not seen.segment),
        "before": seen.runs.before if seen.runs else None,
        "said": said,
        "announced": " ".join(sentence.text for sentence in said),
        "kpis": [kpi_of(tile, seen, query) for tile in tiles_of(seen.user, Home.DASHBOARD)],
        "classes": class_rows(seen, query),
        "moves": move_rows(seen, query),
        "matrix_url": address_of("portfolio:matrix", COLOURED_BY) + query,
        **_concentration(seen, query),
        "plans": plans,
        "plans_count": some_of(len(plans), seen.reviews.all),
        "plans_url": tile_url(TILES.get("plans"), query),
        "phases": [(phase.number, _(phase.label)) for phase in PHASES],
        "coming": next_reviews(seen),
        "reviews_url": place("reviews:review_list"),
        "attention": [kpi for kpi in _attention(seen, query) if kpi.value != "0"],
        "printed_by": seen.user,
    }


def _heading(seen: Seen) -> str:
    if seen.runs is None:
        return _("Management")
    return _("Customers in %(month)s") % {"month": formats.month_year(seen.runs.shown.as_of, language())}


def _attention(seen: Seen, query: str) -> list[Kpi]:
    return [kpi_of(tile, seen, query) for tile in tiles_of(seen.user, Home.ATTENTION)]


def _pareto(figures: Mapping[str, Any]) -> dict[str, Any] | None:
    """The curve with a mark short enough for a narrow chart."""
    if not figures["customers"]:
        return None
    chart, most = curve_chart(figures, PARETO), figures["customers_80"]
    if chart["mark"]:
        text = ngettext("%(count)s customer, 80%%", "%(count)s customers, 80%%", most)
        chart["mark"] = {**chart["mark"], "label": text % {"count": formats.number(most, language())}}
    return chart


def _concentration(seen: Seen, query: str) -> dict[str, Any]:
    if seen.reading is None:
        return {"chart": None, "terms": [], "concentration_url": ""}
    figures = concentration_for(seen.reading)
    return {
        "chart": _pareto(figures),
        "terms": terms(figures, language()),
        "concentration_url": address_of("portfolio:concentration") + query,
    }
