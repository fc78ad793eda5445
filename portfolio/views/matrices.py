"""One matrix: its page, its cells, its file."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kamp.shared.exports import Format, download
from portfolio.enums import NO_CLASS, NOT_ASSESSED
from portfolio.exports import matrix_fields
from portfolio.selectors.moments import one_moment
from portfolio.selectors.naming import cell_label
from portfolio.views.base import PortfolioView
from portfolio.views.cells import cells_behind
from portfolio.views.matrix_page import MatrixPage
from portfolio.views.overview import not_computed
from portfolio.views.page import PortfolioPage, matrix_or_404


class MatrixDetail(PortfolioView):
    """The matrix: chart, cells, table, explanation."""

    permission_required = "portfolio.view_matrix"

    def get(self, request: HttpRequest, matrix: str) -> HttpResponse:
        spec = matrix_or_404(matrix)
        with one_moment():
            page = PortfolioPage.of(request)
            if page.runs is None:
                return not_computed(request, title=_(spec.title))
            return render(request, "portfolio/matrix_detail.html", MatrixPage(page=page, spec=spec).context())


class CellDetail(PortfolioView):
    """The accounts of one cell or zone, of those not assessed, or of those left out."""

    permission_required = "portfolio.view_matrix"

    def get(self, request: HttpRequest, matrix: str, cell: str) -> HttpResponse:
        spec = matrix_or_404(matrix)
        if not cells_behind(spec, cell):
            raise Http404
        with one_moment():
            page = PortfolioPage.of(request)
            if page.runs is None:
                return not_computed(request, title=_(spec.title))
            shown = MatrixPage(page=page, spec=spec, cell=cell)
            return render(request, "portfolio/cell_detail.html", _cell_context(shown, cell))


def _cell_context(shown: MatrixPage, cell: str) -> dict[str, Any]:
    spec, reading = shown.spec, shown.page.reading
    first = shown.cells[0]
    return {
        **shown.page.bar(),
        **shown.table(),
        **shown.explained(),
        "spec": spec,
        "cell": cell,
        "title": _(spec.title),
        "label": cell_label(spec, first),
        "prescription": _(spec.cell(first).prescription) if first not in NO_CLASS else "",
        "run": reading.run,
        "unassessed": _unassessed(shown) if cell == NOT_ASSESSED else [],
        "matrix_query": shown.page.kept,
        "export_query": shown.page.link(cell=cell),
    }


def _unassessed(shown: MatrixPage) -> list[tuple[Any, str, list[tuple[str, str]]]]:
    """(account, where it is explained, what is missing) of the page."""
    return [(row, shown.explain_url(row.account.slug), shown.missing_of(row)) for row in shown.listing.rows]


class MatrixExport(PortfolioView):
    """The table of a matrix, or of one of its cells, as a file."""

    permission_required = "portfolio.export_matrix"
    permission_reason = gettext_lazy("Your role does not include exports of the portfolio.")

    def get(self, request: HttpRequest, matrix: str, kind: str) -> HttpResponseBase:
        spec = matrix_or_404(matrix)
        page = PortfolioPage.of(request)
        cell = request.GET.get("cell", "")
        cells = cells_behind(spec, cell)
        if kind not in set(Format) or page.runs is None or (cell and not cells):
            raise Http404
        rows = page.reading.rows().order_by("-revenue", "pk")
        return download(
            name=f"{spec.key}-{page.reading.run.as_of}",
            kind=Format(kind),
            fields=matrix_fields(spec, page.reading.run),
            queryset=rows.in_cell(spec.key, *cells) if cell else rows,
            title=_(spec.title),
        )
