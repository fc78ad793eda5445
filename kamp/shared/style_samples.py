"""What the component sheet shows: invented accounts in every state a component has."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from kamp.shared import parts
from kamp.shared.drawing import icons
from kamp.shared.drawing.marks import Spot, even_cuts
from kamp.shared.tables import Column, Kind, Phone, Table

_ACCOUNTS = (
    ("Cartiere Valbrenna", 3420, 82, 66, (80, 70)),
    ("Molini Serravento", 2841, 71, 78, (52, 74)),
    ("Idrotermica Montesile", 2310, 38, 81, (34, 72)),
    ("Siderurgica Oltrona", 2050, 77, 38, (79, 49)),
    ("Vetreria Castelfosco", 1960, 64, 61, (66, 52)),
    ("Energia Dolomitica", 1740, 69, 88, (58, 80)),
    ("Ceramiche Roccabruna", 1480, 85, 44, (81, 55)),
    ("Cantieri Porto Levio", 1270, 34, 57, (41, 66)),
    ("Farmaceutica Tiberiana", 1120, 25, 89, (20, 84)),
    ("Plastiche Adriamar", 980, 28, 64, (27, 60)),
    ("Caseifici Altopiano", 940, 47, 69, (50, 61)),
    ("Biomedica Savelli", 880, 45, 94, (33, 87)),
    ("Imballaggi Ticinella", 830, 61, 56, (48, 55)),
    ("Tessitura Lariomonte", 720, 63, 29, (61, 36)),
    ("Meccanica Fontevivo", 660, 74, 20, (71, 24)),
    ("Conserve Sarnelli", 610, 43, 28, (45, 33)),
    ("Gomma Picena", 550, 31, 36, (30, 31)),
    ("Zuccheri Delta Nuovo", 470, 50, 15, (53, 19)),
    ("Oleificio Tre Colli", 420, 67, 44, (64, 41)),
    ("Logistica Addaverde", 380, 21, 22, (24, 20)),
    ("Birrificio Grado Nove", 340, 40, 75, (36, 63)),
    ("Autolinee Etrurie", 290, 14, 43, (17, 47)),
)
_LONG_LABELS = {"Cartiere Valbrenna", "Molini Serravento", "Gomma Picena", "Energia Dolomitica"}


def tone(x: float, y: float) -> str:
    """The class of a place in matrix 1, cuts 55 and 50."""
    if y >= 50:
        return "strategic" if x >= 55 else "star"
    return "status" if x >= 55 else "opportunity"


def matrix_2x2() -> dict[str, Any]:
    """Matrix 1 as in the design, for the kind "matrix"."""
    return {
        "x": _axis(_("Relative strength against competitors"), (55,), [[25, "25"], [55, "55"], [75, "75"]]),
        "y": _axis(_("Attractiveness of the account"), (50,), [[25, "25"], [50, "50"], [75, "75"], [100, "100"]]),
        "cells": [
            {"x": 0, "y": 1, "name": "Star", "note": str(_("Selective investment")), "tone": "star"},
            {"x": 1, "y": 1, "name": "Strategic", "note": str(_("Strategic investment")), "tone": "strategic"},
            {"x": 0, "y": 0, "name": "Opportunity", "note": str(_("Manage for cash")), "tone": "opportunity"},
            {
                "x": 1,
                "y": 0,
                "name": "Status",
                "note": str(_("Proactive maintenance")),
                "tone": "status",
                "url": "#status",
            },
        ],
        "points": [_point(*account) for account in _ACCOUNTS],
        "selected": "molini-serravento",
        "trails": "moved",
        "marks": False,
        "sizes": [{"size": size * 1000, "label": label} for size, label in ((500, "0,5"), (1500, "1,5"), (3000, "3"))],
    }


def matrix_grid() -> dict[str, Any]:
    """A 4×3 grid on axes of classes, high to low, with marks."""
    names = {(0, 2): _("Loaded, strong"), (3, 0): _("Missed opportunity, strong"), (3, 2): _("In line")}
    x = _axis(_("Revenue class"), (25, 50, 75), bands=["A", "B", "C", "D"], reversed_=True)
    y = _axis(_("Margin class"), even_cuts(3), bands=[str(_("low")), str(_("medium")), str(_("high"))])
    points = [
        _point(name, size, 100 - size / 36, 12 + (place * 37) % 80, None)
        for place, (name, size, *_r) in enumerate(_ACCOUNTS)
    ]
    points[3]["provisional"] = True
    cells = [
        {"x": i, "y": j, "name": str(names.get((i, j), "")), "tone": "neutral"} for i in range(4) for j in range(3)
    ]
    return {"x": x, "y": y, "cells": cells, "points": points, "selected": None, "marks": True, "sizes": []}


def _axis(label: Any, cuts: Any, ticks: Any = None, *, bands: Any = (), reversed_: bool = False) -> dict[str, Any]:
    return {
        "label": str(label),
        "min": 0,
        "max": 100,
        "cuts": list(cuts),
        "ticks": ticks or [],
        "bands": list(bands),
        "reversed": reversed_,
    }


def _point(name: str, size: float, x: float, y: float, before: tuple[float, float] | None) -> dict[str, Any]:
    return {
        "id": name.lower().replace(" ", "-"),
        "name": name,
        "label": name if name in _LONG_LABELS else name.split(maxsplit=1)[0],
        "x": x,
        "y": y,
        "size": size * 1000,
        "tone": tone(x, y),
        "before": list(before) if before else None,
        "moved": before is not None and tone(x, y) != tone(*before),
        "tip": [tone(x, y).title(), f"{x:.0f} / {y:.0f}"],
    }


def columns() -> dict[str, Any]:
    """Twelve quarters, the last a forecast."""
    states = ["past"] * 8 + ["year"] * 3 + ["forecast"]
    return {
        "periods": [
            {"label": f"T{place % 4 + 1}", "group": str(2024 + place // 4), "state": state}
            for place, state in enumerate(states)
        ],
        "actual": [548, 561, 590, 602, 588, 613, 640, 662, 655, 701, 724, 761],
        "plan": [None] * 4 + [600, 620, 640, 660, 670, 690, 720, 750],
        "decimals": 0,
        "unit": "k€",
        "plan_label": str(_("plan")),
    }


def pareto() -> dict[str, Any]:
    """Cumulative share of revenue, largest first."""
    sizes = [size for _name, size, *_rest in _ACCOUNTS]
    curve, total = [[0, 0.0]], 0
    for place, size in enumerate(sizes, start=1):
        total += size
        curve.append([place, 100 * total / sum(sizes)])
    return {
        "curve": curve,
        "x_max": len(sizes),
        "x_label": str(_("Accounts, largest first")),
        "x_ticks": [0, 5, 10, 15, 20],
        "mark": {"x": 5, "y": curve[5][1], "label": f"5 account, {curve[5][1]:.0f}%"},
    }


def lines() -> dict[str, Any]:
    """Cumulated investment and return with the break-even point."""
    months = [f"{month}/27" for month in range(1, 13)]
    spent = [20, 38, 52, 60, 66, 70, 72, 74, 76, 77, 78, 80]
    back = [0, 4, 10, 20, 32, 46, 61, 77, 94, 112, 131, 150]
    return {
        "x": months,
        "series": [
            {"name": str(_("Invested")), "values": spent, "role": "muted", "dash": True},
            {"name": str(_("Returned")), "values": back, "role": "s1"},
        ],
        "y_label": "k€",
        "decimals": 0,
        "mark": {"x": "8/27", "y": 77, "label": str(_("Break-even"))},
    }


def figure() -> dict[str, Any]:
    """A Plotly figure of the server's making; colours are names of tokens."""
    names, values = ["Valvole", "Dosaggio", "Filtri"], [420, 310, 95]
    bars = {
        "type": "bar",
        "orientation": "h",
        "x": values,
        "y": names,
        "marker": {"color": "--s1"},
        "hoverinfo": "none",
    }
    return {"data": [bars], "layout": {"margin": {"l": 70, "b": 30}, "yaxis": {"autorange": "reversed"}}}


def kpis() -> list[parts.Kpi]:
    """A strip with good and bad news, a provisional and a missing figure."""
    rising, falling = (2.31, 2.36, 2.40, 2.47, 2.53, 2.58, 2.71, 2.84), (33, 32.8, 32.9, 32.3, 32.1, 31.9, 31.5, 31.2)
    return [
        parts.Kpi(
            label=_("Revenue, 12 months"),
            value="2,84",
            unit="Mln €",
            change="+12,4%",
            direction=1,
            note=_("on the year before"),
            series=rising,
            url="#kpis",
        ),
        parts.Kpi(
            label=_("Contribution margin"), value="31,2", unit="%", change="−1,1 pt", direction=-1, series=falling
        ),
        parts.Kpi(
            label=_("Revenue at risk"),
            value="2,4",
            unit="Mln €",
            change="+0,7 Mln €",
            direction=1,
            good="down",
            series=rising,
        ),
        parts.Kpi(
            label=_("Share of wallet"),
            value="38",
            unit="%",
            change="0,0%",
            provisional=True,
            note=_("target 45%"),
            series=rising,
        ),
        parts.Kpi(label=_("Satisfaction"), missing=_("no survey yet")),
    ]


def steps() -> list[parts.Step]:
    """Seven phases in the four states."""
    names = (
        _("Scenario"),
        _("Customer SWOT"),
        _("Demand"),
        _("Us and competitors"),
        _("Strategy and offer"),
        _("Sales plan"),
        _("Review"),
    )
    states = ("done", "done", "late", "done", "now", "rest", "rest")
    return [
        parts.Step(
            label=name,
            state=state,
            url="#steps",
            note={"done": _("closed"), "late": _("late"), "now": _("in progress"), "rest": _("not started")}[state],
            percent=67 if state == "now" else None,
            current=state == "now",
        )
        for name, state in zip(names, states, strict=True)
    ]


def score_card() -> parts.ScoreCard:
    lines = ((_("Potential volume"), 30, 85), (_("Market growth"), 20, 70), (_("Margin potential"), 20, None))
    criteria = [parts.Criterion(label=label, weight=weight, score=score) for label, weight, score in lines]
    return parts.ScoreCard(label=_("Attractiveness"), score=78, change=4, criteria=criteria)


def spots() -> list[tuple[int, Spot]]:
    """(size, spot): the quadlets of the sheet."""
    one = Spot(x=71, y=78, cuts_x=(55,), before=(52, 74), tone="strategic", label="Strategic")
    grid = Spot(x=80, y=76, cuts_x=even_cuts(3), cuts_y=even_cuts(4), before=(72, 75), tone="status", label="Status")
    wide = Spot(x=30, y=40, cuts_x=even_cuts(4), cuts_y=even_cuts(3), tone="neutral", label="B", provisional=True)
    none = Spot(x=None, y=None, label=str(_("not assessed")))
    return [(28, one), (60, one), (96, one), (96, grid), (96, wide), (60, none)]


class _Row:
    def __init__(self, pk: int, name: str, revenue: float, change: float | None, day: dt.date | None) -> None:
        self.pk, self.name, self.revenue, self.change, self.day, self.share = (
            pk,
            name,
            revenue * 1000,
            change,
            day,
            0.38,
        )

    def __str__(self) -> str:
        return self.name


TABLE = Table(
    key="sample",
    columns=[
        Column(key="name", label=_("Account"), value="name", sort="name", phone=Phone.MAIN),
        Column(key="revenue", label=_("Revenue"), value="revenue", kind=Kind.MONEY, sort="revenue", phone=Phone.END),
        Column(key="change", label=_("Growth"), value="change", kind=Kind.DELTA, phone=Phone.SECOND),
        Column(key="share", label=_("Share of wallet"), value="share", kind=Kind.PERCENT),
        Column(key="day", label=_("Next review"), value="day", kind=Kind.DATE),
    ],
    default="-revenue",
)


def rows(today: dt.date) -> list[_Row]:
    changes = (0.021, 0.124, None, -0.034)
    return [
        _Row(place, name, size, change, today + dt.timedelta(days=9 * place) if place else None)
        for place, ((name, size, *_rest), change) in enumerate(zip(_ACCOUNTS, changes, strict=False))
    ]


class SampleForm(forms.Form):
    """Every kind of field; bound empty it shows every error."""

    discount = forms.CharField(
        label=_("Average discount on list"),
        help_text=_("In per cent, for example 12.5"),
        widget=forms.TextInput(attrs={"data-after": "%", "class": "short", "inputmode": "decimal"}),
    )
    objective = forms.CharField(
        label=_("Objective"),
        help_text=_("A measurable result for us and one for the customer."),
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    segment = forms.ChoiceField(
        label=_("Segment"), choices=[("", "–"), ("food", _("Food")), ("energy", _("Energy"))], required=False
    )
    confidence = forms.ChoiceField(
        label=_("Confidence"), choices=[("s", _("certain")), ("e", _("estimate"))], widget=forms.RadioSelect
    )
    functions = forms.MultipleChoiceField(
        label=_("Functions in contact"),
        choices=[("p", _("Purchasing")), ("q", _("Quality"))],
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    unavailable = forms.BooleanField(label=_("Not available"), help_text=_("Counts as answered."), required=False)
    secret = forms.CharField(label=_("Password"), widget=forms.PasswordInput, required=False)
    file = forms.FileField(label=_("Price list"), required=False)


class SampleRow(forms.Form):
    """A row of the formset."""

    action = forms.CharField(label=_("Action"))
    value = forms.DecimalField(label=_("k€ a year"), required=False)


SampleRows = forms.formset_factory(SampleRow, extra=1, can_delete=True)


def all_icons() -> list[str]:
    return sorted(icons.ICONS)
