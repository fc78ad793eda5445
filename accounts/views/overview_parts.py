"""The overview in words and figures: the strip at the top, the facts before a meeting, the deadlines."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.calc.briefing import ContractFacts, Fact, Situation, YearFacts
from accounts.calc.months import trailing_year
from accounts.enums import ContractRenewal
from accounts.models import Contract, KeyAccount
from accounts.selectors.account_page import Overview
from accounts.selectors.sales import Sums
from kamp.shared import formats
from kamp.shared.addresses import address_of
from kamp.shared.company import our_company
from kamp.shared.months import month_at
from kamp.shared.parts import Kpi
from kamp.shared.templatetags.formats import language

POINTS = 12
SOURCES = {
    "sales": "accounts:account_sales",
    "contracts": "accounts:account_contracts",
    "people": "accounts:account_dmu",
    "demand": "accounts:account_demand",
}


def situation_of(account: KeyAccount, overview: Overview, today: datetime.date) -> Situation:
    """What the rules of the briefing look at.

    Revenue and the present margin are the account's figures, as everywhere. What they are compared with, and the
    shares, come from whole months: the present one and the eleven before it, and the twelve before those.
    """
    figures = account.figures
    month = today.replace(day=1)
    now = _year(overview.months, month, figures.revenue)
    before = _year(overview.months, month_at(month, -12), figures.revenue_previous)
    if figures.margin_share is not None:
        if before.margin_share is not None and now.margin_share is not None:
            before = replace(before, margin_share=figures.margin_share - (now.margin_share - before.margin_share))
        now = replace(now, margin_share=figures.margin_share)
    return Situation(
        today=today,
        now=now,
        before=before,
        last_sale=figures.last_sale,
        has_demand=figures.demand is not None or account.has_demand,  # type: ignore[attr-defined]
        is_demand_exceeded=bool(figures.demand and figures.revenue and figures.revenue > figures.demand),
        people=account.people_count,  # type: ignore[attr-defined]
        has_decider=overview.has_decider,
        decider=overview.decider.name if overview.decider else "",
        decider_seen=overview.decider.last_two_way if overview.decider else None,  # type: ignore[attr-defined]
        contracts=[
            ContractFacts(
                title=contract.title,
                notice_date=contract.notice_date,
                end=contract.end,
                value=contract.value,
                currency=contract.currency,
            )
            for contract in overview.contracts
        ],
    )


def _year(months: dict[datetime.date, Sums], last: datetime.date, revenue: Decimal | None) -> YearFacts:
    total = _sum(months[month] for back in range(12) if (month := month_at(last, -back)) in months)
    return YearFacts(
        revenue=revenue,
        margin_share=total.margin_share,
        cost_share=total.cost_share,
        discount=total.discount,
        list_share=total.list_share,
        returns_share=total.returns_share,
    )


def _sum(parts: Iterable[Sums]) -> Sums:
    total = Sums()
    for part in parts:
        names = ("net", "costed_net", "cost", "listed_net", "list_amount", "returned")
        total = replace(total, **{name: getattr(total, name) + getattr(part, name) for name in names})
    return total


def kpis_of(account: KeyAccount, overview: Overview, situation: Situation) -> list[Kpi]:
    """Five figures; one that cannot be given says which input is missing and leads to where it is given."""
    sales, demand = (address_of(name, account.slug) for name in ("accounts:account_sales", "accounts:account_demand"))
    month = situation.today.replace(day=1)
    return [
        _revenue(account, overview, month, sales),
        _margin(account, overview, situation, month, sales),
        _share_of_wallet(account, demand),
        _gap(account, demand),
        _discount(situation, sales),
    ]


def _revenue(account: KeyAccount, overview: Overview, month: datetime.date, url: str) -> Kpi:
    figures, label = account.figures, _("Revenue, 12 months")
    if figures.revenue is None or (figures.last_sale is None and not overview.months):
        return Kpi(label=label, url=url, missing=_("No sales yet"))
    value, unit = amount_parts(figures.revenue)
    series = trailing_year({day: sums.net for day, sums in overview.months.items()}, month, POINTS)
    growth = figures.growth
    return Kpi(
        label=label,
        url=url,
        value=value,
        unit=unit,
        change="" if growth is None else formats.delta(growth, language()),
        direction=_direction(growth),
        note=_("on the year before") if growth is not None else _("new: nothing the year before"),
        series=[float(point) for point in series] if any(series) else (),
    )


def _margin(account: KeyAccount, overview: Overview, situation: Situation, month: datetime.date, url: str) -> Kpi:
    figures, label, here = account.figures, _("Contribution margin"), language()
    share = figures.margin_share
    if share is None:
        known = situation.now.cost_share
        if not figures.revenue:
            return Kpi(label=label, url=url, missing=_("No sales in 12 months"))
        if known:
            return Kpi(
                label=label,
                url=url,
                missing=_("Cost known for %(share)s only") % {"share": formats.pct(known, here, 0)},
            )
        return Kpi(label=label, url=url, missing=_("The cost of what they buy is missing"))
    now, before = situation.now.margin_share, situation.before.margin_share
    points = now - before if now is not None and before is not None else None
    known = situation.now.cost_share
    partly = known is not None and known < Decimal("0.995")
    return Kpi(
        label=label,
        url=url,
        value=formats.number(share * 100, here, 1),
        unit="%",
        change="" if points is None else formats.points(points, here),
        direction=_direction(points),
        note=_("cost known for %(share)s") % {"share": formats.pct(known, here, 0)} if partly else _("first level"),
        series=_margin_series(overview.months, month),
        provisional=partly,
    )


def _margin_series(months: dict[datetime.date, Sums], month: datetime.date) -> list[float | None]:
    costed = trailing_year({day: sums.costed_net for day, sums in months.items()}, month, POINTS)
    cost = trailing_year({day: sums.cost for day, sums in months.items()}, month, POINTS)
    return [float((net - spent) / net) if net > 0 else None for net, spent in zip(costed, cost, strict=True)]


def _share_of_wallet(account: KeyAccount, url: str) -> Kpi:
    share, label = account.figures.share_of_wallet, _("Share of wallet")
    if share is None:
        return Kpi(label=label, url=url, missing=_("No estimate of their demand"))
    value, unit = amount_parts(account.figures.demand)
    note = _("of a demand of %(amount)s") % {"amount": f"{value} {unit}".strip()}
    return Kpi(label=label, url=url, value=formats.number(share * 100, language(), 0), unit="%", note=note)


def _gap(account: KeyAccount, url: str) -> Kpi:
    gap, label = account.figures.gap, _("Undeveloped potential")
    if gap is None:
        return Kpi(label=label, url=url, missing=_("No estimate of their demand"))
    value, unit = amount_parts(gap)
    return Kpi(label=label, url=url, value=value, unit=unit, note=_("demand we do not supply"))


def _discount(situation: Situation, url: str) -> Kpi:
    now, before, label, here = situation.now.discount, situation.before.discount, _("Discount on list"), language()
    if now is None:
        return Kpi(label=label, url=url, missing=_("No list prices in the sales"))
    points = now - before if before is not None else None
    known = situation.now.list_share
    partly = known is not None and known < Decimal("0.995")
    return Kpi(
        label=label,
        url=url,
        value=formats.number(now * 100, here, 1),
        unit="%",
        change="" if points is None else formats.points(points, here),
        direction=_direction(points),
        good="down",
        note=_("list price known for %(share)s") % {"share": formats.pct(known, here, 0)}
        if partly
        else _("on the list amount"),
        provisional=partly,
    )


def amount_parts(amount: Decimal) -> tuple[str, str]:
    """An amount in the company currency as figure and unit: ("2,84", "Mln €")."""
    here = language()
    text = formats.money_short(amount, here, our_company().currency)
    if here == "it" and "\u00a0" in text:
        value, unit = text.split("\u00a0", 1)
        return value, unit
    return text, ""


def _direction(change: Decimal | None) -> int:
    return 0 if change is None else (change > 0) - (change < 0)


@dataclass(frozen=True, slots=True, kw_only=True)
class Sentence:
    """A fact as it is shown: bold text, explanation, and the tab it comes from."""

    icon: str
    text: str
    detail: str
    source: Any
    url: str


def facts_in_words(facts: Sequence[Fact], account: KeyAccount) -> list[Sentence]:
    """The facts of the briefing in the language of the page."""
    names = {
        "sales": _("Sales and profitability"),
        "contracts": _("Contracts"),
        "people": _("People"),
        "demand": _("Demand"),
    }
    sentences = []
    for fact in facts:
        words = {key: _word(key, value, fact.values) for key, value in fact.values.items()}
        sentences.append(
            Sentence(
                icon=fact.icon,
                text=_(fact.text) % words,
                detail=_(fact.detail) % words if fact.detail else "",
                source=names[fact.source],
                url=address_of(SOURCES[fact.source], account.slug),
            )
        )
    return sentences


def _word(key: str, value: Any, values: dict[str, Any]) -> str:
    here = language()
    if key.endswith("_date"):
        return formats.date_long(value, here)
    if key.endswith("_share"):
        return formats.pct(value, here)
    if key.endswith("_money"):
        return formats.money_short(value, here, values.get("currency") or our_company().currency)
    return str(value)


@dataclass(frozen=True, slots=True, kw_only=True)
class Deadline:
    """A contract in the list of deadlines: what is next (notice or end), when, in how many days, how pressing.

    ``missed`` is a sentence about a day for notice that has passed while the contract still runs, "" without.
    """

    contract: Contract
    what: str
    day: datetime.date | None
    left: str
    tone: str
    missed: str = ""


def deadlines_of(contracts: Sequence[Contract], today: datetime.date) -> list[Deadline]:
    """The next deadline of each contract: the last day for notice, once that is past the end."""
    return [_deadline(contract, today) for contract in contracts]


def _deadline(contract: Contract, today: datetime.date) -> Deadline:
    notice, end = contract.notice_date, contract.end
    day = notice if contract.notice_days and notice is not None and notice >= today else end
    what = _("notice by") if day is not None and day != end else _("ends")
    if day is None:
        return Deadline(contract=contract, what=_("no end"), day=None, left="", tone="soft")
    days = (day - today).days
    left = ngettext("%(days)d day", "%(days)d days", days) % {"days": days} if 0 <= days <= 180 else ""
    missed = _missed(contract, today)
    tone = "bad" if missed else "warn" if 0 <= days <= 90 else "soft"
    return Deadline(contract=contract, what=what, day=day, left=left, tone=tone, missed=missed)


def _missed(contract: Contract, today: datetime.date) -> str:
    """What it means that the day for notice has passed."""
    notice, end = contract.notice_date, contract.end
    if not contract.notice_days or notice is None or end is None or not notice < today <= end:
        return ""
    day = formats.date_short(notice, language(), today)
    if contract.renewal == ContractRenewal.AUTOMATIC:
        return _("Notice was possible until %(date)s: it renews by itself.") % {"date": day}
    return _("Notice was possible until %(date)s.") % {"date": day}
