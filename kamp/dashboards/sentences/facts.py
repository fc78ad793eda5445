"""What the opening sentences may speak of, read with the selectors of the apps."""

from __future__ import annotations

from decimal import Decimal

from accounts.calc.financials import growth
from kamp.dashboards.seen import Seen
from kamp.dashboards.sentences.rules import NEARLY
from kamp.dashboards.sentences.spec import Facts
from kamp.dashboards.tiles import figures
from kamp.dashboards.tiles.spec import Number
from kamp.shared.company import our_company
from planning.selectors.plans_sums import together
from planning.selectors.review_agenda import Group
from portfolio.matrices.catalog import MATRICES
from portfolio.selectors.hues import COLOURED_BY
from portfolio.selectors.naming import cell_name


def facts_of(seen: Seen) -> Facts:
    """The facts of what ``seen`` shows."""
    ahead = {cell: each.ahead for cell, each in seen.performance.items() if each.ahead is not None}
    order = sorted((cell for cell in ahead if cell in MATRICES.get(COLOURED_BY).cell_keys()), key=lambda c: -ahead[c])
    warned, revenue = seen.warned
    return Facts(
        revenue=_decimal(figures.revenue(seen).value),
        currency=our_company().currency,
        growth=_growth(seen),
        ahead=together(seen.performance).ahead,
        leading=[_label(cell) for cell in order if ahead[cell] >= NEARLY],
        slipping=[_label(cell) for cell in reversed(order) if ahead[cell] <= -NEARLY],
        moves=sum(move.accounts for move in seen.moves),
        since=seen.runs.before.as_of if seen.runs and seen.runs.before else None,
        warned=warned,
        warned_revenue=revenue,
        plans=seen.reviews.all,
        overdue=seen.reviews.by_group[Group.OVERDUE],
        never=seen.reviews.by_group[Group.NEVER],
    )


def _decimal(value: Number | None) -> Decimal | None:
    return None if value is None else Decimal(value)


def _growth(seen: Seen) -> Decimal | None:
    if len(seen.trend) < 2:
        return None
    return growth(revenue=seen.trend[-1].revenue, previous=seen.trend[-2].revenue)


def _label(cell: str) -> str:
    return cell_name(MATRICES.get(COLOURED_BY).cell(cell))
