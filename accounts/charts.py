"""Figures of this app as the data that static/js/charts.js draws."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.html import format_html
from django.utils.safestring import SafeString
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
        "y_label": "",
        "unit": unit_of(amounts),
        "decimals": 0,
    }


@dataclass(frozen=True, slots=True, kw_only=True)
class Timeline:
    """Bars on one line of time: ``rows`` are the drawings in the order given, ``years`` (label, place in percent)."""

    rows: list[SafeString]
    years: list[tuple[int, str]]


Span = tuple[datetime.date, datetime.date | None, datetime.date | None]


def timeline(spans: Sequence[Span], today: datetime.date) -> Timeline:
    """A bar for each (start, end or None, notice or None), a tick at the notice and a thread at today.

    The line begins with the year before today (or the first start, if later) and reaches to the last end, at least
    one year ahead. Decoration: the dates stand beside it in words.
    """
    ends = [end for _start, end, _notice in spans if end is not None]
    first = max(min((start for start, _end, _notice in spans), default=today), datetime.date(today.year - 1, 1, 1))
    first = datetime.date(min(first, today).year, 1, 1)
    last = datetime.date(max([*ends, today]).year + 1, 1, 1)

    def place(day: datetime.date) -> float:
        return round(100 * (min(max(day, first), last) - first).days / (last - first).days, 2)

    rows = [
        format_html(
            '<svg class="tline" width="100%" height="22" aria-hidden="true"><rect class="tl-bar" x="{}%" y="7" '
            'width="{}%" '
            'height="8" rx="2"/>{}<line class="tl-now" x1="{}%" x2="{}%" y1="0" y2="22"/></svg>',
            place(start),
            max(round(place(end or last) - place(start), 2), 0.5),
            format_html('<line class="tl-notice" x1="{}%" x2="{}%" y1="3" y2="19"/>', place(notice), place(notice))
            if notice is not None and notice != end
            else "",
            place(today),
            place(today),
        )
        for start, end, notice in spans
    ]
    years = [(year, f"{place(datetime.date(year, 1, 1))}%") for year in range(first.year, last.year)]
    return Timeline(rows=rows, years=years)
