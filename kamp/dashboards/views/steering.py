"""What waits for a market manager, at the top of the portfolio: a strip of counts and the reviews that are next."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy

from kamp.dashboards.places import place
from kamp.dashboards.seen import Seen
from kamp.dashboards.tiles.catalog import tiles_of
from kamp.dashboards.tiles.spec import Home
from kamp.dashboards.tiles.words import kpi_of
from kamp.dashboards.views.asked import kept, seen_by
from kamp.dashboards.views.plans import next_reviews
from kamp.shared.views import PermittedView
from planning.selectors.review_agenda import standing_of
from portfolio.selectors.moments import one_moment


class Steering(PermittedView):
    """The strip: a part of the portfolio page, or a page of its own."""

    permission_required = "planning.approve_phase"
    permission_reason = gettext_lazy("Your role does not include steering the portfolio.")

    def get(self, request: HttpRequest) -> HttpResponse:
        name = "dashboards/partials/_steering.html" if request.htmx else "dashboards/steering.html"
        with one_moment():
            return render(request, name, _context(seen_by(request), kept(request.GET)))


def _context(seen: Seen, query: str) -> dict[str, Any]:
    coming = next_reviews(seen)
    for plan in coming:
        plan.standing = standing_of(plan, seen.today)
    return {
        "kpis": [kpi_of(tile, seen, query) for tile in tiles_of(seen.user, Home.PORTFOLIO)],
        "coming": coming,
        "reviews_url": place("reviews:review_list"),
    }
