"""Figures of this app as the data that static/js/charts.js draws."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.utils.translation import gettext as _

from accounts.calc.months import Quarter, ZPoint
from kamp.shared import formats
from kamp.shared.company import our_company
from kamp.shared.templatetags.formats import language

THOUSANDS_FROM = 20_000


def in_thousands(amounts: Sequence[Any]) -> bool:
    """Whether amounts of this size are read better in thousands."""
    return any(abs(amount) >= THOUSANDS_FROM for amount in amounts)


def unit_of(amounts: Sequence[Any]) -> str:
    """k€ or €, whichever fits ``amounts``."""
    currency, here = our_company().currency, language()
    return formats.thousands_unit(currency, here) if in_thousands(amounts) else formats.currency_symbol(currency, here)


def _scaled(amounts: Sequence[Any]) -> list[float]:
    divisor = 1000 if in_thousands(amounts) else 1
    return [round(float(amount) / divisor, 1) for amount in amounts]


def quarter_columns(quarters: Sequence[Quarter]) -> dict[str, Any]:
    """Columns of revenue by quarter; the last four are those of the present year of trade."""
    amounts = [quarter.amount for quarter in quarters]
    letter = "T" if language() == "it" else "Q"
    return {
        "periods": [
            {
                "label": f"{letter}{quarter.number}",
                "group": str(quarter.year),
                "state": "year" if position >= len(quarters) - 4 else "past",
            }
            for position, quarter in enumerate(quarters)
        ],
        "actual": _scaled(amounts),
        "plan": [],
        "previous": [],
        "decimals": 0,
        "unit": unit_of(amounts),
    }


def z_lines(points: Sequence[ZPoint]) -> dict[str, Any]:
    """The three lines of a Z: month, sum since January, sum of twelve months."""
    amounts = [amount for point in points for amount in (point.amount, point.cumulated, point.moving)]
    here = language()
    scaled = iter(_scaled(amounts))
    triples = [(next(scaled), next(scaled), next(scaled)) for _point in points]
    names = (_("Month"), _("Since January"), _("Twelve months"))
    roles = ("muted", "s1", "target")
    return {
        "x": [formats.month_short(point.month, here) for point in points],
        "series": [
            {"name": name, "values": [triple[index] for triple in triples], "role": role, "dash": False}
            for index, (name, role) in enumerate(zip(names, roles, strict=True))
        ],
        "y_label": unit_of(amounts),
        "decimals": 0,
    }
