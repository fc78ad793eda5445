"""Money of a sales plan over its months, for charts.js."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Sequence
from decimal import Decimal
from itertools import accumulate
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from kamp.shared import formats
from kamp.shared.templatetags.formats import language
from planning.calc.returns import MonthFlow, Returns
from planning.selectors.tracking import Tracked

THOUSANDS_FROM = 20_000


def unit_for(amounts: Iterable[Decimal], currency: str) -> tuple[str, int]:
    """k€ or €, whichever fits ``amounts``, and what to divide by."""
    here = language()
    if any(abs(amount) >= THOUSANDS_FROM for amount in amounts):
        return formats.thousands_unit(currency, here), 1000
    return formats.currency_symbol(currency, here), 1


def _labels(months: Sequence[datetime.date]) -> list[str]:
    here = language()
    return [f"{formats.month_short(month, here)} {month:%y}" for month in months]


def _sums(amounts: Iterable[Decimal], divisor: int) -> list[float]:
    return [round(float(amount) / divisor, 2) for amount in accumulate(amounts)]


def return_lines(
    flows: Sequence[MonthFlow], months: Sequence[datetime.date], returns: Returns, currency: str
) -> dict[str, Any]:
    """What is invested and what comes back, added up; the month from which it is covered is marked."""
    unit, divisor = unit_for([returns.benefits, returns.investments], currency)
    labels = _labels(months)
    benefits = _sums((flow.benefit for flow in flows), divisor)
    data: dict[str, Any] = {
        "x": labels,
        "series": [
            {
                "name": _("Invested"),
                "values": _sums((flow.investment for flow in flows), divisor),
                "role": "target",
                "dash": True,
            },
            {"name": _("Benefit"), "values": benefits, "role": "s1", "dash": False},
        ],
        "y_label": "",
        "unit": unit,
        "decimals": 0 if divisor > 1 else 2,
    }
    if returns.payback:
        place = min(int(returns.payback.to_integral_value(rounding="ROUND_CEILING")), len(labels) - 1)
        data["mark"] = {"x": labels[place], "y": benefits[place], "label": _("Break-even")}
    return data


def actual_lines(tracked: Tracked, months: Sequence[datetime.date], currency: str) -> dict[str, Any]:
    """What was planned for every month and what came in the known ones, added up."""
    known = [month.brought for month in tracked.months if month.brought is not None]
    unit, divisor = unit_for([month.planned for month in tracked.months] + known, currency)
    came: list[float | None] = list(_sums(known, divisor))
    return {
        "x": _labels(months),
        "series": [
            {
                "name": pgettext("amount", "Planned"),
                "values": _sums((month.planned for month in tracked.months), divisor),
                "role": "target",
                "dash": True,
            },
            {
                "name": _("Actual"),
                "values": came + [None] * (len(tracked.months) - len(came)),
                "role": "s1",
                "dash": False,
            },
        ],
        "y_label": "",
        "unit": unit,
        "decimals": 0 if divisor > 1 else 2,
    }
