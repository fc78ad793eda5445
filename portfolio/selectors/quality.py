"""What the revenue of a run is worth, for one person (method §7.3)."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from django.db.models import Q, Sum

from portfolio.selectors.asked import sees_everything
from portfolio.selectors.reading import Reading
from portfolio.selectors.remembered import remembered


@dataclass(frozen=True, slots=True, kw_only=True)
class Quality:
    """Shares (0–1) of the revenue whose margin is known: with at least the company's margin, and with a loss."""

    rqi: float | None
    loss_share: float | None


def quality_for(reading: Reading) -> Quality:
    """The indices of the run for whoever sees everything, else of the rows in scope, remembered. No query, or one."""
    stored = reading.run.indices["quality"]
    if sees_everything(reading.user) and not reading.asked.active():
        return Quality(rqi=stored["rqi"], loss_share=stored["loss_share"])
    reference = stored["reference"]
    if reference is None:
        return Quality(rqi=None, loss_share=None)
    return remembered(reading, "quality", lambda: _quality(reading, reference))


def _quality(reading: Reading, reference: float) -> Quality:
    known = Q(value_margin__isnull=False)
    sums = (
        reading.rows()
        .with_values("margin")
        .filter(revenue__gt=0)
        .aggregate(
            known=Sum("revenue", filter=known),
            good=Sum("revenue", filter=Q(value_margin__gte=Decimal(str(reference)))),
            loss=Sum("revenue", filter=Q(value_margin__lt=0)),
        )
    )
    if not sums["known"]:
        return Quality(rqi=None, loss_share=None)
    return Quality(
        rqi=float((sums["good"] or 0) / sums["known"]), loss_share=float((sums["loss"] or 0) / sums["known"])
    )
