"""The rhythm of reviews: when the next one is due, how late it is, when to remind, how the time is shared out."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from zoneinfo import ZoneInfo

from kamp.shared.months import months_later
from planning.kinds.reviews import AGENDA, DEFAULT_TIER, TIER_OF_CLASS, TIERS

REMIND_BEFORE = (14, 7, 1)
SOON = 14


class Rhythm(StrEnum):
    """How a plan stands with its reviews, the most urgent first."""

    RED = "red"  # past the days the tier allows without a review
    OVERDUE = "overdue"  # a planned one was not held, or the due day has passed
    NEVER = "never"  # none held and none planned
    SOON = "soon"  # within two weeks
    IN_RHYTHM = "in_rhythm"


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """Where a plan stands: ``due`` is the day of the planned review, else the day the rhythm asks for one.

    ``days`` are counted from today: negative when past. ``planned`` says whether a review stands in the calendar.
    """

    rhythm: Rhythm
    due: datetime.date | None
    days: int | None
    planned: bool


def default_tier(account_class: str) -> str:
    """The tier for a class of §6.3 (its cell key); quarterly for an account without class."""
    return TIER_OF_CLASS.get(account_class, DEFAULT_TIER)


def next_due(*, tier: str, held_on: datetime.date | None, begins_on: datetime.date) -> datetime.date | None:
    """The day by which the next review is due: one period after the last one held, or after the plan began.

    None for a tier without rhythm. Raises UnknownKeyError for a tier that is not declared.
    """
    months = TIERS.get(tier).months
    return months_later(held_on or begins_on, months) if months else None


def is_red(*, tier: str, held_on: datetime.date | None, begins_on: datetime.date, as_of: datetime.date) -> bool:
    """Whether more days than the tier allows have passed without a review (quarterly: more than 100)."""
    limit = TIERS.get(tier).red_after
    return limit is not None and (as_of - (held_on or begins_on)).days > limit


def standing(
    *,
    tier: str,
    begins_on: datetime.date,
    held_on: datetime.date | None,
    planned_on: datetime.date | None,
    as_of: datetime.date,
) -> Standing:
    """How the plan stands on ``as_of`` with the last review held and the next one planned (either may be None).

    A plan that never had a review and has none planned is "never", whatever the days; red comes before overdue.
    """
    due = planned_on or next_due(tier=tier, held_on=held_on, begins_on=begins_on)
    days = (due - as_of).days if due else None
    rhythm = Rhythm.IN_RHYTHM
    if held_on is None and planned_on is None:
        rhythm = Rhythm.NEVER
    elif is_red(tier=tier, held_on=held_on, begins_on=begins_on, as_of=as_of):
        rhythm = Rhythm.RED
    elif days is not None and days < 0:
        rhythm = Rhythm.OVERDUE
    elif days is not None and days <= SOON:
        rhythm = Rhythm.SOON
    return Standing(rhythm=rhythm, due=due, days=days, planned=planned_on is not None)


def local_day(moment: datetime.datetime, zone: str) -> datetime.date:
    """The date of an aware ``moment`` where the person is."""
    return moment.astimezone(ZoneInfo(zone)).date()


def agenda_minutes(total: int) -> dict[str, int]:
    """``total`` minutes shared out over the fixed agenda by its weights, in whole minutes that sum to ``total``.

    >>> agenda_minutes(90)["results"]
    18
    """
    shares: Mapping[str, int] = {point.key: point.share for point in AGENDA}
    minutes = {key: total * share // 100 for key, share in shares.items()}
    rest = sorted(shares, key=lambda key: (-(total * shares[key] % 100), -shares[key]))
    for key in rest[: total - sum(minutes.values())]:
        minutes[key] += 1
    return minutes
