"""Who moved on a matrix between two runs: from which class to which, and what moved them."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from kamp.shared import formats
from kamp.shared.addresses import address_of
from kamp.shared.exports import Format, download
from kamp.shared.paging import Order, page_of
from kamp.shared.tables import link_with
from portfolio.enums import NO_CLASS, NOT_ASSESSED
from portfolio.exports import movement_fields
from portfolio.matrices.spec import MatrixSpec
from portfolio.models import Classification
from portfolio.selectors.hues import hue_of_key
from portfolio.selectors.moments import one_moment
from portfolio.selectors.movements import Mover, movers, why_moved
from portfolio.selectors.naming import cell_label
from portfolio.views.base import PortfolioView
from portfolio.views.causes import cause_in_words
from portfolio.views.cells import NOTHING
from portfolio.views.overview import not_computed
from portfolio.views.page import PortfolioPage, matrix_or_404
from portfolio.views.sentences import changes_sentence

LARGEST = Order(field="revenue", descending=True, natural_descending=True, parse=Decimal)
CAUSES = 4  # shown of an account; the rest is one click away


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """A cell of the transition table: how many, their revenue, the list of them; ``stays``: they did not move."""

    accounts: int
    revenue: Decimal
    url: str
    stays: bool
    chosen: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """An account that moved: both classes with their hues, what moved it in words, the page that explains it."""

    row: Classification
    before: str
    after: str
    hues: tuple[str, str]
    causes: tuple[str, ...]
    url: str


class Movements(PortfolioView):
    """The transition table and the list behind it."""

    permission_required = "portfolio.view_matrix"

    def get(self, request: HttpRequest, matrix: str) -> HttpResponse:
        spec = matrix_or_404(matrix)
        with one_moment():
            page = PortfolioPage.of(request)
            if page.runs is None:
                return not_computed(request, title=_(spec.title))
            return render(request, "portfolio/movements.html", _context(page, spec))


class MovementsExport(PortfolioView):
    """The accounts that moved, as a file."""

    permission_required = "portfolio.export_matrix"
    permission_reason = gettext_lazy("Your role does not include exports of the portfolio.")

    def get(self, request: HttpRequest, matrix: str, kind: str) -> HttpResponseBase:
        spec = matrix_or_404(matrix)
        page = PortfolioPage.of(request)
        if kind not in set(Format) or page.runs is None:
            raise Http404
        found = _chosen(page, spec, movers(page.reading, spec.key))
        rows = page.reading.listed().filter(account__in=[each.account_id for each in found])
        return download(
            name=f"{spec.key}-movements-{page.reading.run.as_of}",
            kind=Format(kind),
            fields=movement_fields(spec, page.reading.run, {each.account_id: each for each in found}),
            queryset=rows.order_by("-revenue", "pk"),
            title=_(spec.title),
        )


def _pair(page: PortfolioPage, spec: MatrixSpec) -> tuple[str, str]:
    """The step asked for by ``?from=`` and ``?to=``, "" = any."""
    known = {*spec.cell_keys(), *NO_CLASS}
    before, after = page.params.get("from", ""), page.params.get("to", "")
    return (before if before in known else "", after if after in known else "")


def _chosen(page: PortfolioPage, spec: MatrixSpec, found: list[Mover]) -> list[Mover]:
    before, after = _pair(page, spec)
    return [each for each in found if before in ("", each.before) and after in ("", each.after)]


def _context(page: PortfolioPage, spec: MatrixSpec) -> dict[str, Any]:
    reading, here = page.reading, page.language
    found = movers(reading, spec.key)
    chosen = _chosen(page, spec, found)
    by_account = {each.account_id: each for each in chosen}
    rows = reading.listed().filter(account__in=list(by_account))
    listing = page_of(rows, LARGEST, page.params.get("after", ""))
    earlier = reading.earlier([row.account_id for row in listing.rows])
    pair = _pair(page, spec)
    return {
        **page.bar(),
        "spec": spec,
        "title": _(spec.title),
        "run": reading.run,
        "before": reading.runs.before,
        "sentence": changes_sentence(reading.transitions([spec.key]), reading.runs.before, here),
        "matrix_url": address_of("portfolio:matrix", spec.key) + page.kept,
        "table": transition_table(page, spec, found),
        "lines": [_line(page, spec, row, by_account[row.account_id], earlier) for row in listing.rows],
        "listing": listing,
        "listing_text": _range(listing, len(chosen), here),
        "pair": [cell_label(spec, key) for key in pair] if any(pair) else [],
        "all_url": link_with(page.params, **{"from": None, "to": None, "after": None}),
        "export_query": _query(page, pair),
        "is_narrowed": bool(page.asked.active()),
    }


def _query(page: PortfolioPage, pair: tuple[str, str]) -> str:
    steps = "".join(f"&{name}={key}" for name, key in zip(("from", "to"), pair, strict=True) if key)
    return (page.kept or "?") + steps


def _range(listing: Any, total: int, here: str) -> str:
    if not listing.rows:
        return ""
    numbers = {
        "first": formats.number(listing.first, here),
        "last": formats.number(listing.last, here),
        "total": formats.number(total, here),
    }
    return ngettext("%(first)s–%(last)s of %(total)s", "%(first)s–%(last)s of %(total)s", total) % numbers


def transition_table(page: PortfolioPage, spec: MatrixSpec, found: Iterable[Mover]) -> dict[str, Any]:
    """From the classes before (rows) to those now (columns), with who stayed; classes nobody is in are left out."""
    counts: Counter[tuple[str, str]] = Counter()
    revenues: defaultdict[tuple[str, str], Decimal] = defaultdict(Decimal)
    for each in found:
        counts[each.before, each.after] += 1
        revenues[each.before, each.after] += each.revenue
    sums = page.reading.sums([spec.key])[spec.key]
    order = (*spec.cell_keys(), NOT_ASSESSED)
    used = {key for pair in counts for key in pair} | {key for key in spec.cell_keys() if key in sums}
    keys = [key for key in order if key in used]
    pair = _pair(page, spec)

    heads = [(cell_label(spec, key), hue_of_key(spec, key)) for key in keys]

    def step(before: str, after: str) -> Step:
        if before == after:
            inside = sums.get(after, NOTHING)
            entered = [key for key in counts if key[1] == after]
            count = inside.accounts - sum(counts[key] for key in entered)
            revenue = inside.revenue - sum((revenues[key] for key in entered), Decimal(0))
            return Step(accounts=max(count, 0), revenue=revenue, url="", stays=True, chosen=False)
        url = link_with(page.params, **{"from": before, "to": after, "after": None})
        number = counts[before, after]
        return Step(
            accounts=number,
            revenue=revenues[before, after],
            url=url if number else "",
            stays=False,
            chosen=pair == (before, after),
        )

    return {
        "heads": heads,
        "rows": [
            {
                "label": cell_label(spec, key),
                "hue": hue_of_key(spec, key),
                "steps": [step(key, other) for other in keys],
            }
            for key in keys
        ],
    }


def _line(
    page: PortfolioPage, spec: MatrixSpec, row: Classification, mover: Mover, earlier: Mapping[int, Classification]
) -> Line:
    url = address_of("portfolio:matrix", spec.key) + (page.kept or "?") + f"&a={row.account.slug}"
    before = earlier.get(row.account_id)
    return Line(
        row=row,
        before=cell_label(spec, mover.before),
        after=cell_label(spec, mover.after),
        hues=(hue_of_key(spec, mover.before), hue_of_key(spec, mover.after)),
        causes=_causes(page, spec, before, row) if before else (),
        url=url,
    )


def _causes(page: PortfolioPage, spec: MatrixSpec, before: Classification, row: Classification) -> tuple[str, ...]:
    """What moved the account, in words."""
    told = why_moved(spec, page.reading, before, row)
    words = [_("A person set the class, or ended that.")] if told.by_hand else []
    words += [cause_in_words(each, page.reading.run.currency, page.language) for each in told.causes[:CAUSES]]
    if told.by_lines or not words:
        words.append(_("The lines between the classes are others now."))
    return tuple(words)
