"""How concentrated the revenue of a run is, for one person."""

from __future__ import annotations

from typing import Any

from django.db.models import BigIntegerField, F, Sum, Window
from django.db.models.functions import Cast, RowNumber

from portfolio.calc.carriers import SCALE
from portfolio.calc.shares import concentration_of
from portfolio.models.classification import ClassificationQuerySet
from portfolio.selectors.asked import sees_everything
from portfolio.selectors.reading import Reading
from portfolio.selectors.remembered import remembered


def concentration_for(reading: Reading) -> dict[str, Any]:
    """The figures of §8.1: those of the run for whoever sees everything, else of the rows in scope (C08).

    Keys as in ``portfolio.calc.shares.concentration_of``. No query, or one over the person's own rows, remembered.
    """
    if sees_everything(reading.user) and not reading.asked.active():
        stored: dict[str, Any] = reading.run.indices["concentration"]
        return stored
    return remembered(reading, "concentration", lambda: _concentration(reading))


def _concentration(reading: Reading) -> dict[str, Any]:
    units = Cast(F("revenue") * SCALE, BigIntegerField())  # exact, and many times quicker to compute with
    revenues = list(reading.rows().order_by().values_list(units, flat=True))
    return concentration_of(revenues, reading.run.parameters.as_parameters(), scale=SCALE)


def largest(reading: Reading) -> ClassificationQuerySet:
    """The accounts with revenue, largest first, with ``rank`` and ``cumulative`` revenue; take the first of them."""
    by_revenue = (F("revenue").desc(), F("account__code").asc())
    return (
        reading.rows()
        .filter(revenue__gt=0)
        .select_related("account__segment", "account__owner")
        .annotate(rank=Window(RowNumber(), order_by=by_revenue), cumulative=Window(Sum("revenue"), order_by=by_revenue))
        .order_by(*by_revenue)
    )
