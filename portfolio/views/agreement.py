"""Where several matrices say the same, as the portfolio shows it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from accounts.enums import Designation
from kamp.shared.addresses import address_of
from kamp.shared.tables import link_with
from portfolio.enums import NO_CLASS
from portfolio.matrices.advice import ADVICE, OTHERWISE
from portfolio.matrices.catalog import MATRICES
from portfolio.models import Classification
from portfolio.selectors.agreement import Agreement, agreements
from portfolio.selectors.hues import COLOURED_BY, hue_of
from portfolio.selectors.naming import cell_label, cell_name
from portfolio.views.page import PortfolioPage

SHOWN = 10
NO_KEY_ACCOUNT = {Designation.NONE, Designation.REMOVED}


@dataclass(frozen=True, slots=True, kw_only=True)
class Signal:
    """A cell as a word with the number of its matrix, and the place where it is explained."""

    label: str
    number: int
    title: str
    url: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """An account, its class, the signals, what to do."""

    row: Classification
    hue: str
    label: str
    signals: list[Signal]
    action: str


def agreement_context(rows: Sequence[Classification], page: PortfolioPage, most: int) -> dict[str, Any]:
    """The section for ``rows``, the largest accounts of the page, ``most`` at most: SHOWN lines, ?agree=all all."""
    lines = agreement_lines(rows, page.kept)
    is_cut = len(lines) > SHOWN and page.params.get("agree") != "all"
    return {
        "agreements": lines[:SHOWN] if is_cut else lines,
        "agreements_count": len(lines),
        "agreements_among": len(rows) if len(rows) == most else 0,
        "agreements_url": link_with(page.params, agree="all") + "#agreement" if is_cut else "",
    }


def agreement_lines(rows: Iterable[Classification], kept: str) -> list[Line]:
    """The lines for ``rows`` (account joined), most signals first; ``kept`` is the query string of the page."""
    numbers = {spec.key: number for number, spec in enumerate(MATRICES, 1)}
    coloured = MATRICES.get(COLOURED_BY)
    return [
        Line(
            row=each.row,
            hue=hue_of(each.row),
            label=cell_label(coloured, each.row.cell_on(COLOURED_BY)),
            signals=[
                Signal(
                    label=cell_name(cell),
                    number=numbers[spec.key],
                    title=_(spec.title),
                    url=address_of("portfolio:matrix", spec.key) + (kept + "&" if kept else "?") + f"a={slug}",
                )
                for spec, cell in each.signals
            ],
            action=_action(each),
        )
        for each in agreements(rows)
        for slug in [each.row.account.slug]
    ]


def _action(found: Agreement) -> str:
    row = found.row
    key = row.cell_on(COLOURED_BY)
    if key not in NO_CLASS | {""} and MATRICES.get(COLOURED_BY).cell(key).tone is not found.tone:
        return _(OTHERWISE)
    advice = ADVICE.get(found.tone)
    is_none = advice.unless_key and row.account.designation in NO_KEY_ACCOUNT
    return _(advice.unless_key if is_none else advice.action)
