"""The component sheet at /style/: every component in every state, for those who build pages."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _

from kamp.shared import parts
from kamp.shared import style_samples as samples
from kamp.shared.paging import Page
from kamp.shared.views import PermittedView


class StyleSheet(PermittedView):
    """Needs the right to see it (staff). Writes nothing; the forms on it lead back to it."""

    permission_required = "users.view_style"

    def get(self, request: HttpRequest) -> HttpResponse:
        return render(request, "style/sheet.html", context(request))


def context(request: HttpRequest) -> dict[str, Any]:
    """The samples, with forms bound to mistakes."""
    now = timezone.now()
    rows = samples.rows(timezone.localdate())
    return {
        "crumbs": [parts.Crumb(label=_("Settings"), url="#"), parts.Crumb(label=_("Components"))],
        "tabs": [
            parts.Tab(label=_("Overview"), url="#", current=True),
            parts.Tab(label=_("Audit"), url="#", note="88%"),
            parts.Tab(label=_("Plan"), url="#", note="4/7"),
        ],
        "views": [
            parts.Tab(label=_("Chart"), url="#", note="portfolio", current=True),
            parts.Tab(label=_("Table"), url="#", note="table"),
        ],
        "tones": [
            ("strategic", "Strategic"),
            ("star", "Star"),
            ("status", "Status"),
            ("opportunity", "Opportunity"),
        ],
        "kpis": samples.kpis(),
        "steps": samples.steps(),
        "states": [step.state for step in samples.steps()],
        "spots": samples.spots(),
        "empty_spot": samples.spots()[-1][1].labelled(""),
        "score_cards": [samples.score_card()],
        "terms": [
            parts.Term(label=_("Revenue, 12 months"), value="2.841 k€", url="#"),
            parts.Term(label=_("Entered by"), value="G. Ferri, 4 nov"),
        ],
        "picks": [
            parts.Pick(name="segment", label=_("Segment"), options=[("", _("all")), ("food", _("Food"))]),
            parts.Pick(name="owner", label=_("Owner"), options=[("", _("all")), ("gf", "Giulia Ferri")], value="gf"),
        ],
        "chips": [parts.Chip(label=_("Owner"), value="Giulia Ferri", url="#")],
        "heads": samples.TABLE.heads(request.GET),
        "lines": list(samples.TABLE.lines(rows)),
        "page": Page(rows=rows, next="x", previous="y"),
        "bulk": [parts.Term(label=_("Compare"), value="", url="#"), parts.Term(label=_("Assign"), value="", url="#")],
        "form": samples.SampleForm(),
        "bad_form": samples.SampleForm({"discount": "", "confidence": "x"}, prefix="bad"),
        "formset": samples.SampleRows(initial=[{"action": "Manutenzione predittiva", "value": 310}], prefix="rows"),
        "icons": samples.all_icons(),
        "now": now,
        "people": ["Giulia Ferri", "Luca Bonetti", "Paolo Testa", "Sandra Nicolai", "Elena Marconi", "Davide Rota"],
        "series": [2.31, 2.36, None, 2.47, 2.53, 2.58, 2.71, 2.84],
        "charts": {
            "matrix": samples.matrix_2x2(),
            "grid": samples.matrix_grid(),
            "columns": samples.columns(),
            "pareto": samples.pareto(),
            "lines": samples.lines(),
            "figure": samples.figure(),
        },
    }
