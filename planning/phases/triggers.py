"""What proposes a review before its day (method §9.5), as data: each trigger says when it holds, and with which number.

Three of the method's triggers have no figures in KAMP yet and are not declared: the loyalty zone, revenue at risk and
what investments really cost.
"""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from kamp.shared.catalog import Catalog
from kamp.shared.i18n import N_
from kamp.shared.months import months_later
from planning.phases.keys import DEMAND, FIT, SCENARIO, SWOT

FALLING = Decimal("-0.15")  # growth at or below this
UNDONE = 6  # the stage of a relationship that is coming undone
ENDS_WITHIN_MONTHS = 6
LEAST_ATTAINED = Decimal("0.8")  # of the cumulative weighted revenue, in each of the last two months
GOOD_FOR_MONTHS = {SCENARIO: 12, SWOT: 12, DEMAND: 6, FIT: 6}


@dataclass(frozen=True, slots=True, kw_only=True)
class Departure:
    """Somebody who decides, or has much influence, and has left."""

    person: int
    name: str
    left_on: datetime.date


@dataclass(frozen=True, slots=True, kw_only=True)
class Ending:
    """A contract and its last day."""

    contract: int
    title: str
    end: datetime.date


@dataclass(frozen=True, slots=True, kw_only=True)
class Signals:
    """What is known of a plan and its account on ``as_of``; None = not known, which triggers nothing.

    ``…_before`` is how the last review held saw it, None without one. ``growth`` is a fraction. ``attained`` are the
    ratios of the cumulative weighted revenue after each of the last two months that are known, the newest last.
    ``closed_on`` is the day each closed phase was closed. ``seen`` are the findings the last review had before it.
    """

    as_of: datetime.date
    stage: int | None = None
    stage_before: int | None = None
    account_class: str = ""
    class_before: str = ""
    growth: Decimal | None = None
    departures: tuple[Departure, ...] = ()
    endings: tuple[Ending, ...] = ()
    attained: tuple[Decimal, ...] = ()
    closed_on: Mapping[str, datetime.date] = field(default_factory=dict)
    seen: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """A trigger that holds: of what (``item``, "" if there is only one), and the ``values`` its sentence names."""

    trigger: str
    item: str = ""
    values: Mapping[str, Any] = field(default_factory=dict)

    @property
    def key(self) -> str:
        """What it is known by from one review to the next."""
        return f"{self.trigger}:{self.item}" if self.item else self.trigger


Items = Iterator[tuple[str, Mapping[str, Any]]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Trigger:
    """``sentence`` names the values, ``place`` the page that makes its number up; ``holds`` gives a pair of item and
    values for each thing that triggers."""

    key: str
    label: str
    sentence: str
    place: str
    holds: Callable[[Signals], Items]


def _undone(signals: Signals) -> Items:
    if signals.stage == UNDONE and signals.stage_before != UNDONE:
        yield "", {"before": signals.stage_before, "now": signals.stage}


def _class_changed(signals: Signals) -> Items:
    if signals.class_before and signals.account_class and signals.class_before != signals.account_class:
        yield "", {"before": signals.class_before, "now": signals.account_class}


def _falling(signals: Signals) -> Items:
    if signals.growth is not None and signals.growth <= FALLING:
        yield "", {"growth": signals.growth, "limit": FALLING}


def _left(signals: Signals) -> Items:
    for each in signals.departures:
        if each.left_on <= signals.as_of:
            yield str(each.person), {"name": each.name, "day": each.left_on}


def _ending(signals: Signals) -> Items:
    limit = months_later(signals.as_of, ENDS_WITHIN_MONTHS)
    for each in signals.endings:
        if signals.as_of <= each.end < limit:
            yield str(each.contract), {"title": each.title, "day": each.end, "days": (each.end - signals.as_of).days}


def _behind(signals: Signals) -> Items:
    if len(signals.attained) == 2 and all(each < LEAST_ATTAINED for each in signals.attained):
        before, now = signals.attained
        yield "", {"before": before, "now": now, "limit": LEAST_ATTAINED}


def _old(signals: Signals) -> Items:
    for phase, months in GOOD_FOR_MONTHS.items():
        day = signals.closed_on.get(phase)
        if day is not None and day < months_later(signals.as_of, -months):
            yield phase, {"phase": phase, "day": day, "months": months}


TRIGGERS: Catalog[Trigger] = Catalog(
    "review trigger",
    [
        Trigger(
            key="undone",
            label=N_("The relationship is coming undone"),
            sentence=N_("The relationship is coming undone: stage %(now)s, it was %(before)s"),
            place="relation",
            holds=_undone,
        ),
        Trigger(
            key="class",
            label=N_("The class has changed"),
            sentence=N_("The class is %(now)s, it was %(before)s"),
            place="class",
            holds=_class_changed,
        ),
        Trigger(
            key="falling",
            label=N_("Revenue falls by 15% or more"),
            sentence=N_("Revenue of twelve months %(growth)s, the limit is %(limit)s"),
            place="sales",
            holds=_falling,
        ),
        Trigger(
            key="left",
            label=N_("A key contact has left"),
            sentence=N_("%(name)s, a key contact, left on %(day)s"),
            place="people",
            holds=_left,
        ),
        Trigger(
            key="contract",
            label=N_("A contract ends within six months"),
            sentence=N_("The contract “%(title)s” ends on %(day)s (days left: %(days)s)"),
            place="contracts",
            holds=_ending,
        ),
        Trigger(
            key="behind",
            label=N_("Two months below 80% of the plan"),
            sentence=N_("%(now)s of the weighted revenue reached, %(before)s the month before: the limit is %(limit)s"),
            place="actual",
            holds=_behind,
        ),
        Trigger(
            key="old",
            label=N_("What a phase rests on is old"),
            sentence=N_("Phase “%(phase)s” was closed on %(day)s: it is good for %(months)s months"),
            place="phase",
            holds=_old,
        ),
    ],
)


def holding(signals: Signals) -> list[Finding]:
    """Everything that triggers on ``signals.as_of``, whether a review has seen it or not, in the order declared."""
    return [
        Finding(trigger=trigger.key, item=item, values=values)
        for trigger in TRIGGERS
        for item, values in trigger.holds(signals)
    ]


def proposed(signals: Signals) -> list[Finding]:
    """What proposes a review now: all that holds and that the last review did not have before it."""
    return [finding for finding in holding(signals) if finding.key not in signals.seen]
