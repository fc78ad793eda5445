"""The portfolio at a glance: every matrix small, how concentrated the revenue is, when it was computed."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.selectors.facts_sql import newest_sale
from kamp.jobs.models import Job
from kamp.jobs.selectors import latest_job
from kamp.shared import formats
from kamp.shared.addresses import address_of
from kamp.shared.panels import PORTFOLIO_PANELS
from portfolio.charts.multiples import small_multiple
from portfolio.enums import NOT_ASSESSED
from portfolio.forms.recompute import RecomputeForm
from portfolio.jobs import KEY, company_day
from portfolio.matrices.catalog import MATRICES
from portfolio.models import Classification
from portfolio.selectors.asked import sees_thresholds
from portfolio.selectors.concentrations import concentration_for
from portfolio.selectors.hues import COLOURED_BY
from portfolio.selectors.moments import one_moment
from portfolio.selectors.placing import Placing
from portfolio.selectors.reading import CellFigures, Reading, Transition
from portfolio.views.agreement import agreement_context
from portfolio.views.base import PortfolioView
from portfolio.views.cells import NOTHING, Zone, cell_cards, cell_url, zones
from portfolio.views.concentration_words import kpis, terms
from portfolio.views.page import PortfolioPage
from portfolio.views.sentences import changes_sentence

DOTS = 40


@dataclass(frozen=True, slots=True, kw_only=True)
class MatrixCard:
    """A matrix in small: its picture, its cells, and what is to be said about it."""

    title: str
    url: str
    picture: SafeString
    note: str
    zones: list[Zone]
    not_assessed: int
    unassessed_url: str


class Overview(PortfolioView):
    """All matrices as small multiples, the concentration strip, the last run."""

    permission_required = "portfolio.view_matrix"

    def get(self, request: HttpRequest) -> HttpResponse:
        with one_moment():
            page = PortfolioPage.of(request)
            if page.runs is None:
                return not_computed(request)
            return render(
                request,
                "portfolio/overview.html",
                {**_context(page), **recompute_context(request), "panels": _panels(page)},
            )


def _panels(page: PortfolioPage) -> list[tuple[str, str]]:
    """(label, address) of the blocks that upper apps add for this person; they load by themselves."""
    own = [panel for panel in PORTFOLIO_PANELS if page.user.has_perm(panel.permission)]
    return [(_(p.label), address_of(p.url_name) + page.kept) for p in sorted(own, key=lambda panel: panel.order)]


def not_computed(request: HttpRequest, title: str = "") -> HttpResponse:
    """The page of a portfolio that was never classified: why, and what to do."""
    context = {"title": title or _("Customer portfolio"), "newest": newest_sale(), **recompute_context(request)}
    return render(request, "portfolio/not_computed.html", context)


def recompute_context(request: HttpRequest, form: RecomputeForm | None = None) -> dict[str, Any]:
    """The button that classifies anew, and the job that is at it; everybody may know that there is one."""
    today = company_day(timezone.now())
    may = request.user.has_perm("portfolio.recompute")
    job = _live_job() if request.user.has_perm("jobs.view_own") else None
    return {"recompute_form": form or RecomputeForm(today=today), "may_recompute": may, "job": job, "today": today}


def _live_job() -> Job | None:
    job = latest_job(kind=KEY)
    return job if job and job.is_live else None


def _context(page: PortfolioPage) -> dict[str, Any]:
    reading, here = page.reading, page.language
    keys = MATRICES.keys()
    sums, transitions = reading.sums(keys), reading.transitions(keys)
    rows = list(reading.rows().select_related("account").order_by("-revenue", "pk")[:DOTS])
    figures = concentration_for(reading)
    newest = newest_sale() if not figures["customers"] else None
    return {
        **page.bar(),
        "run": reading.run,
        "before": reading.runs.before,
        "latest": reading.runs.latest,
        "accounts": sum(each.accounts for each in sums[keys[0]].values()),
        "sentence": changes_sentence(
            [each for each in transitions if each.matrix == COLOURED_BY], reading.runs.before, here
        ),
        "coloured_by": _(MATRICES.get(COLOURED_BY).title),
        "legend": cell_cards(MATRICES.get(COLOURED_BY), sums[COLOURED_BY], transitions, page.kept, here),
        **agreement_context(rows, page, DOTS),
        "cards": [_card(key, reading, rows, sums[key], transitions, page) for key in keys],
        "kpis": kpis(figures, here, address_of("portfolio:concentration") + page.kept),
        "terms": terms(figures, here),
        "concentration_url": address_of("portfolio:concentration") + page.kept,
        "nothing_sold": newest if newest and newest < reading.run.as_of else None,
        "is_narrowed": bool(page.asked.active()),
    }


def _card(
    key: str,
    reading: Reading,
    rows: list[Classification],
    sums: dict[str, CellFigures],
    transitions: list[Transition],
    page: PortfolioPage,
) -> MatrixCard:
    spec = MATRICES.get(key)
    placing = Placing(spec, reading.run, rows, amounts=sees_thresholds(page.user))
    not_assessed = sums.get(NOT_ASSESSED, NOTHING).accounts
    changes = sum(each.accounts for each in transitions if each.matrix == key and each.is_class_change)
    note = _note(changes, not_assessed, sum(sums.get(k, NOTHING).accounts for k in spec.cell_keys()), page.language)
    return MatrixCard(
        title=_(spec.title),
        url=address_of("portfolio:matrix", key) + page.kept,
        picture=small_multiple(spec, rows, placing, _(spec.title)),
        note=note if reading.runs.before or not changes else "",
        zones=zones(spec, sums, page.kept),
        not_assessed=not_assessed,
        unassessed_url=cell_url(spec, NOT_ASSESSED, page.kept),
    )


def _note(changes: int, not_assessed: int, assessed: int, language: str) -> str:
    """What changed; what is missing; or how many have a class."""
    if changes:
        text = ngettext("%(count)s class change", "%(count)s class changes", changes)
        return text % {"count": formats.number(changes, language)}
    if not_assessed:
        text = ngettext("%(count)s account not assessed", "%(count)s accounts not assessed", not_assessed)
        return text % {"count": formats.number(not_assessed, language)}
    text = ngettext("%(count)s account", "%(count)s accounts", assessed)
    return text % {"count": formats.number(assessed, language)}
