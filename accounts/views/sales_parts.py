"""The sales page in figures and words."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from dataclasses import dataclass, fields
from decimal import Decimal

from django.utils.translation import gettext as _

from accounts.forms.sales import ALL, TWELVE
from accounts.models import KeyAccount
from accounts.selectors.sales import Group, Sums
from accounts.selectors.windows import Window
from accounts.views.overview_parts import amount_parts
from kamp.shared import formats
from kamp.shared.addresses import address_of
from kamp.shared.company import our_company
from kamp.shared.parts import Kpi, Pick
from kamp.shared.templatetags.formats import language


def total_of(groups: Sequence[Group]) -> Sums:
    """The sum of all groups."""
    names = [field.name for field in fields(Sums)]
    return Sums(**{name: sum((getattr(group.sums, name) for group in groups), getattr(Sums(), name)) for name in names})


def period_pick(chosen: str, months: dict[datetime.date, Sums]) -> Pick:
    """The periods to choose from: twelve months, every year with sales, everything."""
    years = sorted({month.year for month in months}, reverse=True)
    options = [
        (TWELVE, _("Last 12 months")),
        *((str(year), str(year)) for year in years),
        (ALL, _("Since the beginning")),
    ]
    if chosen not in dict(options):
        options.append((chosen, chosen))
    return Pick(name="period", label=_("Period"), options=options, value=chosen)


def lede_of(account: KeyAccount, total: Sums, rebates: Decimal, period: str, window: Window, here: str) -> str:
    """One sentence: how much, when, compared with what."""
    amount = formats.money_short(total.net - rebates, here, our_company().currency)
    values = {
        "amount": amount,
        "first": formats.date_long(window.first, here),
        "last": formats.date_long(window.last, here),
    }
    if total.growth is None or period == ALL:
        return _("%(amount)s from %(first)s to %(last)s.") % values
    growth = formats.delta(total.growth, here)
    text = _("%(amount)s from %(first)s to %(last)s, %(growth)s on the same time before.")
    return text % {**values, "growth": growth}


def sales_kpis(total: Sums, rebates: Decimal, account: KeyAccount, period: str, *, with_children: bool) -> list[Kpi]:
    """Revenue, margin, discount and returns of the period."""
    here = language()
    url = f"{address_of('accounts:sales_lines', account.slug)}?period={period}" + (
        "&children=1" if with_children else ""
    )
    return [
        _revenue(total, rebates, url, here),
        _margin(total, here),
        _discount(total, here),
        _returns(total, f"{url}&returns=1", here),
    ]


def _revenue(total: Sums, rebates: Decimal, url: str, here: str) -> Kpi:
    value, unit = amount_parts(total.net - rebates)
    growth = total.growth
    note = ""
    if rebates:
        note = _("after %(amount)s of rebates") % {"amount": formats.money_short(rebates, here, our_company().currency)}
    return Kpi(
        label=_("Revenue"),
        value=value,
        unit=unit,
        change="" if growth is None else formats.delta(growth, here),
        direction=0 if growth is None else (growth > 0) - (growth < 0),
        note=note,
        url=url,
    )


def _margin(total: Sums, here: str) -> Kpi:
    label = _("Contribution margin")
    if total.margin_share is None or total.cost_share is None:
        return Kpi(label=label, missing=_("No cost in the sales or the products"))
    partly = total.cost_share < 1
    value, unit = amount_parts(total.margin or Decimal(0))
    amount = f"{value} {unit}".strip()
    note = _("%(amount)s on the %(share)s of revenue whose cost is known")
    known = {"amount": amount, "share": formats.pct(total.cost_share, here, 0)}
    return Kpi(
        label=label,
        value=formats.number(total.margin_share * 100, here, 1),
        unit="%",
        note=note % known if partly else amount,
        provisional=partly,
    )


def _discount(total: Sums, here: str) -> Kpi:
    label = _("Discount on list")
    if total.discount is None or total.list_share is None:
        return Kpi(label=label, missing=_("No list amounts in the sales"))
    partly = total.list_share < 1
    note = _("on the %(share)s of revenue with a list price") % {"share": formats.pct(total.list_share, here, 0)}
    return Kpi(
        label=label,
        value=formats.number(total.discount * 100, here, 1),
        unit="%",
        note=note if partly else _("below list"),
        provisional=partly,
    )


def _returns(total: Sums, url: str, here: str) -> Kpi:
    value, unit = amount_parts(-total.returned)
    share = total.returns_share
    note = _("%(share)s of what was sold") % {"share": formats.pct(share, here)} if share is not None else ""
    return Kpi(label=_("Returns"), value=value, unit=unit, note=note, url=url)


@dataclass(frozen=True, slots=True, kw_only=True)
class GridYear:
    """A row of the months: for each of the twelve its address key ("2026-03") and amount (None = nothing sold)."""

    year: int
    cells: list[tuple[str, Decimal | None]]
    total: Decimal


def month_grid(months: dict[datetime.date, Sums]) -> list[GridYear]:
    """Years with sales, the newest first."""
    grid = []
    for year in sorted({month.year for month in months}, reverse=True):
        cells: list[tuple[str, Decimal | None]] = []
        for number in range(1, 13):
            sums = months.get(datetime.date(year, number, 1))
            cells.append((f"{year}-{number:02d}", sums.net if sums else None))
        grid.append(GridYear(year=year, cells=cells, total=sum((value for _k, value in cells if value), Decimal(0))))
    return grid


def by_month(grid: Sequence[GridYear]) -> list[tuple[str, list[tuple[str, Decimal | None]]]]:
    """The same turned over, for narrow screens: each month by name with its cell in every year."""
    return [(name, [year.cells[place] for year in grid]) for place, name in enumerate(month_names())]


def month_names() -> list[str]:
    """gen … dic · Jan … Dec."""
    return [formats.month_short(datetime.date(2026, number, 1), language()) for number in range(1, 13)]
