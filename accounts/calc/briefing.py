"""What to know before meeting a customer: facts found by rules, the weightiest first.

A rule looks at figures that are there; what is missing makes no fact, except where the gap itself is worth knowing.
"""

from __future__ import annotations

import datetime
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from kamp.shared.i18n import N_

SHOWN = 3
NOTICE_DAYS = 120
END_DAYS = 90
DORMANT_DAYS = 183
SILENT_DAYS = 60
MARGIN_FALL = Decimal("0.01")
REVENUE_FALL = Decimal("-0.10")
RETURNS_SHARE = Decimal("0.02")
RETURNS_RISE = Decimal("1.5")
DISCOUNT_RISE = Decimal("0.02")
KNOWN_SHARE = Decimal("0.6")


@dataclass(frozen=True, slots=True, kw_only=True)
class ContractFacts:
    """A running contract: what it is called, its last days, its yearly value in its own currency."""

    title: str
    notice_date: datetime.date | None
    end: datetime.date | None
    value: Decimal | None
    currency: str


@dataclass(frozen=True, slots=True, kw_only=True)
class YearFacts:
    """The last twelve months, or those before: shares are 0–1, None = not known."""

    revenue: Decimal | None
    margin_share: Decimal | None
    cost_share: Decimal | None
    discount: Decimal | None
    list_share: Decimal | None
    returns_share: Decimal | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Situation:
    """What the rules look at. ``decider`` is whoever of those who decide was in touch last, ``decider_seen`` when
    ("" and None: no contact with any of them is written down)."""

    today: datetime.date
    now: YearFacts
    before: YearFacts
    last_sale: datetime.date | None
    has_demand: bool
    is_demand_exceeded: bool
    people: int
    has_decider: bool
    contracts: Sequence[ContractFacts] = field(default_factory=tuple)
    decider: str = ""
    decider_seen: datetime.date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Fact:
    """A sentence in bold, one that explains, where it comes from. ``values`` fill the texts; their suffix says how they
    are written: _date, _share (percent), _points, _money. ``source`` is the tab that shows it."""

    key: str
    icon: str
    weight: int
    text: str
    detail: str = ""
    source: str = "sales"
    values: dict[str, Any] = field(default_factory=dict)


def briefing(situation: Situation, shown: int = SHOWN) -> list[Fact]:
    """At most ``shown`` facts, the weightiest first."""
    found = [fact for rule in RULES for fact in rule(situation)]
    return sorted(found, key=lambda fact: (-fact.weight, fact.key))[:shown]


def _notice(situation: Situation) -> list[Fact]:
    facts = []
    for contract in situation.contracts:
        day = contract.notice_date
        if day is None or not 0 <= (day - situation.today).days <= NOTICE_DAYS:
            continue
        left = (day - situation.today).days
        facts.append(
            Fact(
                key=f"notice-{contract.title}",
                icon="contract",
                weight=95 if left <= 30 else 80,
                text=N_("Notice on “%(title)s” can be given until %(notice_date)s."),
                detail=N_("The contract is worth %(value_money)s a year.") if contract.value else "",
                source="contracts",
                values={
                    "title": contract.title,
                    "notice_date": day,
                    "value_money": contract.value,
                    "currency": contract.currency,
                },
            )
        )
    return facts


def _ending(situation: Situation) -> list[Fact]:
    return [
        Fact(
            key=f"end-{contract.title}",
            icon="contract",
            weight=85,
            text=N_("“%(title)s” ends on %(end_date)s and the last day for notice is past."),
            source="contracts",
            values={"title": contract.title, "end_date": contract.end},
        )
        for contract in situation.contracts
        if contract.end is not None
        and 0 <= (contract.end - situation.today).days <= END_DAYS
        and contract.notice_date is not None
        and contract.notice_date < situation.today
    ]


def _margin(situation: Situation) -> list[Fact]:
    now, before = situation.now.margin_share, situation.before.margin_share
    if now is None or (situation.now.cost_share or 0) < KNOWN_SHARE:
        return []
    if now < 0:
        return [
            Fact(
                key="margin-negative",
                icon="money",
                weight=92,
                text=N_("We lose money here: the margin of the last 12 months is %(now_share)s."),
                values={"now_share": now},
            )
        ]
    if before is None or (situation.before.cost_share or 0) < KNOWN_SHARE or before - now < MARGIN_FALL:
        return []
    return [
        Fact(
            key="margin-falling",
            icon="money",
            weight=78,
            text=N_("The margin falls: %(now_share)s after %(before_share)s the year before."),
            values={"now_share": now, "before_share": before},
        )
    ]


def _revenue(situation: Situation) -> list[Fact]:
    now, before = situation.now.revenue, situation.before.revenue
    if now is None or before is None or before <= 0 or now <= 0 or (now - before) / before > REVENUE_FALL:
        return []
    return [
        Fact(
            key="revenue-falling",
            icon="money",
            weight=82,
            text=N_("Revenue fell by %(fall_share)s in a year."),
            detail=N_("%(now_money)s in the last 12 months after %(before_money)s."),
            values={"fall_share": (before - now) / before, "now_money": now, "before_money": before},
        )
    ]


def _returns(situation: Situation) -> list[Fact]:
    now, before = situation.now.returns_share, situation.before.returns_share
    if now is None or now < RETURNS_SHARE or (before is not None and now < before * RETURNS_RISE):
        return []
    return [
        Fact(
            key="returns-rising",
            icon="undo",
            weight=70,
            text=N_("Returns are rising: %(now_share)s of what we sold came back."),
            values={"now_share": now},
        )
    ]


def _discount(situation: Situation) -> list[Fact]:
    now, before = situation.now, situation.before
    known = min(now.list_share or Decimal(0), before.list_share or Decimal(0)) >= KNOWN_SHARE
    if now.discount is None or before.discount is None or not known or now.discount - before.discount < DISCOUNT_RISE:
        return []
    return [
        Fact(
            key="discount-rising",
            icon="money",
            weight=68,
            text=N_("We sell at %(now_share)s below list, after %(before_share)s the year before."),
            values={"now_share": now.discount, "before_share": before.discount},
        )
    ]


def _dormant(situation: Situation) -> list[Fact]:
    last = situation.last_sale
    if last is None or (situation.today - last).days <= DORMANT_DAYS:
        return []
    return [
        Fact(
            key="dormant",
            icon="clock",
            weight=90,
            text=N_("Nothing sold since %(last_date)s."),
            values={"last_date": last},
        )
    ]


def _demand(situation: Situation) -> list[Fact]:
    if not situation.has_demand:
        return [
            Fact(
                key="demand-missing",
                icon="target",
                weight=50,
                text=N_("Nobody has estimated what they could buy."),
                detail=N_("Without it share of wallet and potential are not assessed."),
                source="demand",
            )
        ]
    if situation.is_demand_exceeded:
        return [
            Fact(
                key="demand-exceeded",
                icon="target",
                weight=55,
                text=N_("They buy more than we thought they need: the demand is underestimated."),
                source="demand",
            )
        ]
    return []


def _people(situation: Situation) -> list[Fact]:
    if situation.people == 0:
        text = N_("We have written down nobody who works there.")
    elif not situation.has_decider:
        text = N_("We do not know who decides.")
    else:
        return []
    return [Fact(key="people", icon="users", weight=60, text=text, source="people")]


def _silence(situation: Situation) -> list[Fact]:
    seen = situation.decider_seen
    if seen is None or (situation.today - seen).days <= SILENT_DAYS:
        return []
    return [
        Fact(
            key="decider-silent",
            icon="users",
            weight=88,
            text=N_("%(name)s decides, and was last in touch on %(seen_date)s."),
            source="people",
            values={"name": situation.decider, "seen_date": seen},
        )
    ]


RULES: tuple[Callable[[Situation], list[Fact]], ...] = (
    _notice,
    _ending,
    _margin,
    _revenue,
    _returns,
    _discount,
    _dormant,
    _demand,
    _people,
    _silence,
)
