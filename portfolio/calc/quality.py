"""What the revenue is worth: margin class × revenue class, and two indices (method §7.3)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction

import numpy as np
import pandas as pd

from portfolio.calc.arrays import Arrays, Column, Mask, exact_sum
from portfolio.calc.metrics import Figures
from portfolio.calc.outcome import Outcome
from portfolio.matrices.marks import Status
from portfolio.metrics.catalog import METRICS


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """Some of the customers. Shares are of the whole table, 0 to 1; None where the whole is not above 0.

    ``margin`` is Σ contribution ÷ Σ revenue, None without revenue.
    """

    accounts: int
    revenue: float
    revenue_share: float | None
    contribution: float
    contribution_share: float | None
    margin: float | None


@dataclass(frozen=True, slots=True, kw_only=True)
class RevenueQuality:
    """The cross table over the accounts that have a class: ``cells`` by key ("B1"), ``margins`` by margin class,
    ``revenues`` by revenue class, and their ``total``.

    ``level``: the margin compared, m2 or m1. ``reference``: the company's own. ``rqi``: share of revenue with at
    least that margin; ``loss_share``: share with a margin below 0; both of the revenue whose margin is known
    (``covered``, a share of all positive revenue: an unknown margin is neither good nor bad).
    """

    level: str
    reference: float | None
    cells: Mapping[str, Part]
    margins: Mapping[str, Part]
    revenues: Mapping[str, Part]
    total: Part
    rqi: float | None
    loss_share: float | None
    covered: float | None
    left_out: int
    not_assessed: int


def revenue_quality(outcome: Outcome, frame: pd.DataFrame) -> RevenueQuality:
    """The quality of the revenue of ``frame`` (as for ``classify``), classified as ``outcome``.

    The outcome must be of a matrix whose y axis is a ratio to revenue. Raises ValueError if it is not, or if it
    is of other accounts.
    """
    margin = outcome.y
    ratio = METRICS.get(margin.needed_metric()).ratio_of if margin and margin.threshold else None
    if margin is None or margin.threshold is None or ratio is None:
        raise ValueError(f"matrix {outcome.spec.key!r} has no margin axis")
    if not outcome.index.equals(frame.index):
        raise ValueError("the outcome is of other accounts than the frame")
    table = _Table(outcome, frame, contribution=ratio[0], revenue=ratio[1])
    excluded = list(Status).index(Status.EXCLUDED)
    earning = table.revenue > 0
    known = earning & ~np.isnan(margin.values)
    reference = margin.threshold.reference
    good = known & (margin.values >= (np.inf if reference is None else reference))
    return RevenueQuality(
        level=margin.threshold.metric,
        reference=reference,
        cells={cell.key: table.part(outcome.cells == number) for number, cell in enumerate(outcome.spec.cells)},
        margins={band.key: table.part(margin.bands == at) for at, band in enumerate(margin.axis.bands)},
        revenues={band.key: table.part(outcome.x.bands == at) for at, band in enumerate(outcome.x.axis.bands)},
        total=table.part(table.placed),
        rqi=None if reference is None else table.share(good, known),
        loss_share=table.share(known & (margin.values < 0), known),
        covered=table.share(known, earning),
        left_out=int((outcome.statuses == excluded).sum()),
        not_assessed=int(((outcome.statuses != excluded) & ~table.placed).sum()),
    )


class _Table:
    """Sums over parts of the accounts that have a class."""

    def __init__(self, outcome: Outcome, frame: pd.DataFrame, *, contribution: str, revenue: str) -> None:
        facts = {
            fact: frame[fact].to_numpy(dtype=np.float64, na_value=np.nan) for fact in METRICS.get(contribution).inputs
        }
        figures = Figures(facts, Arrays(len(frame)))
        self.revenue: Column = figures[revenue]
        self.contribution: Column = figures[contribution]
        self.placed: Mask = outcome.cells >= 0
        self.whole = self._sums(self.placed)

    def part(self, mask: Mask) -> Part:
        chosen = mask & self.placed
        revenue, contribution = self._sums(chosen)
        return Part(
            accounts=int(chosen.sum()),
            revenue=float(revenue),
            revenue_share=_quotient(revenue, self.whole[0]),
            contribution=float(contribution),
            contribution_share=_quotient(contribution, self.whole[1]),
            margin=_quotient(contribution, revenue),
        )

    def share(self, mask: Mask, of: Mask) -> float | None:
        """The share of the revenue of ``of`` that ``mask`` has; None without revenue."""
        return _quotient(exact_sum(self.revenue[mask]), exact_sum(self.revenue[of]))

    def _sums(self, mask: Mask) -> tuple[Fraction, Fraction]:
        return exact_sum(self.revenue[mask]), exact_sum(self.contribution[mask])


def _quotient(part: Fraction, whole: Fraction) -> float | None:
    return float(part / whole) if whole > 0 else None
