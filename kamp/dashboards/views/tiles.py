"""The list that makes a figure up."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from kamp.dashboards.places import place
from kamp.dashboards.tiles.catalog import TILES
from kamp.dashboards.tiles.spec import Home, TileSpec
from kamp.dashboards.tiles.words import kpi_of
from kamp.dashboards.views.asked import bar, kept, seen_by
from kamp.shared import formats
from kamp.shared.errors import Denied
from kamp.shared.paging import Count, Page, count_up_to, page_of
from kamp.shared.parts import Crumb
from kamp.shared.tables import link_with
from kamp.shared.templatetags.formats import language
from kamp.shared.views import PermittedView
from portfolio.selectors.moments import one_moment

HOMES = {
    Home.DASHBOARD: "dashboard",
    Home.ATTENTION: "dashboard",
    Home.LIST: "dashboard",
    Home.PORTFOLIO: "portfolio:overview",
}


class TileList(PermittedView):
    """The rows a tile adds up, with the figure above them. What may be seen is the right the tile names."""

    permission_required = ""

    def get(self, request: HttpRequest, key: str) -> HttpResponse:
        if key not in TILES:
            raise Http404
        tile = TILES.get(key)
        if not request.user.has_perm(tile.permission):
            raise PermissionDenied(Denied(_("Your role does not include this.")))
        with one_moment():
            return render(request, "dashboards/tile_list.html", _context(request, tile))


def _context(request: HttpRequest, tile: TileSpec) -> dict[str, Any]:
    seen, params = seen_by(request), request.GET
    table, rows = tile.listing.table, tile.rows(seen)
    column, descending = table.sorting(params)
    page = page_of(rows, column.order(descending=descending), params.get("after", ""))
    tile.listing.prepare(seen, page.rows)
    count = count_up_to(rows)
    return {
        **bar(seen, params, tile.asks),
        "title": _(tile.title),
        "question": _(tile.question),
        "kpi": kpi_of(tile, seen),
        "crumbs": [Crumb(label=_crumb(tile), url=place(HOMES[tile.home]) + kept(params))],
        "heads": table.heads(params),
        "lines": list(table.lines(page.rows)),
        "page": page,
        "sentence": _sentence(page, count),
        "whole_url": place(tile.path) if tile.path else "",
        "of_run": seen.runs.shown if seen.runs and tile.permission == "portfolio.view_matrix" else None,
        "is_narrowed": bool(seen.segment or any(params.get(name) for name in tile.asks)),
        "clear_url": link_with(params, segment=None, after=None, **dict.fromkeys(tile.asks)),
    }


def _crumb(tile: TileSpec) -> str:
    return _("Portfolio") if tile.home is Home.PORTFOLIO else _("Management")


def _sentence(page: Page, count: Count) -> str:
    """1–25 of 812 rows."""
    if not page.rows:
        return ""
    here = language()
    first, last, total = (formats.number(n, here) for n in (page.first, page.last, count.number))
    words = {"first": first, "last": last, "total": total}
    if count.more:
        return _("%(first)s–%(last)s of more than %(total)s") % words
    return ngettext("%(first)s–%(last)s of %(total)s", "%(first)s–%(last)s of %(total)s", count.number) % words
