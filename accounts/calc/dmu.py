"""The decision-making unit in figures: scales, the grid, support, strength of a relationship (method §10.2–10.4).

Influence is 1–5 (5 decides), attitude −2 (opponent) to +2 (sponsor). What is not known is None and never counts as 0.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

HIGH_INFLUENCE = 4  # 3.5 on the scale of the method, that is 4 and 5
SUPPORTIVE = 1
HUNDRED = Decimal(100)
MIN_ANSWERED = 60  # of the weights of the strength


class Quadrant(StrEnum):
    """Where a person stands on influence × support."""

    OPPONENT = "opponent"  # decides, and is against
    UNDECIDED = "undecided"  # decides, and is neutral
    SPONSOR = "sponsor"
    BYSTANDER = "bystander"
    ALLY = "ally"


def attitude_of_rating(rating: int) -> int:
    """Attitude −2…+2 of a response rating −5…+5 (§10.1). Raises ValueError outside that scale.

    >>> [attitude_of_rating(rating) for rating in (-5, -4, -3, -1, 0, 1, 3, 4, 5)]
    [-2, -2, -1, -1, 0, 1, 1, 2, 2]
    """
    if not -5 <= rating <= 5:
        raise ValueError("a response rating goes from -5 to +5")
    if rating >= 4:
        return 2
    if rating <= -4:
        return -2
    return (rating > 0) - (rating < 0)


def quadrant_of(influence: int | None, attitude: int | None) -> Quadrant | None:
    """The quadrant of §10.3; neutral is no support. None when either is not known."""
    if influence is None or attitude is None:
        return None
    supportive = attitude >= SUPPORTIVE
    if influence < HIGH_INFLUENCE:
        return Quadrant.ALLY if supportive else Quadrant.BYSTANDER
    if supportive:
        return Quadrant.SPONSOR
    return Quadrant.OPPONENT if attitude < 0 else Quadrant.UNDECIDED


Stance = tuple[int | None, int | None]


def support_index(stances: Iterable[Stance]) -> Decimal | None:
    """−100…+100 from (influence, attitude) of each person (§10.3); who lacks one is left out, None when nobody is left.

    >>> round(support_index([(5, -1), (4, 2), (3, 1), (2, 0)]), 4)
    Decimal('21.4286')
    """
    known = [(influence, attitude) for influence, attitude in stances if influence and attitude is not None]
    if not known:
        return None
    total = sum(influence for influence, _attitude in known)
    return HUNDRED * sum(influence * attitude for influence, attitude in known) / (2 * Decimal(total))


class Depth(StrEnum):
    """How much a person gives us, the third part of the strength."""

    NONE = "none"
    INFORMATION = "information"
    PLANS = "plans"
    ACTS = "acts"


class Part(StrEnum):
    """The parts of the strength of a relationship."""

    ATTITUDE = "attitude"
    RECENCY = "recency"
    FREQUENCY = "frequency"
    DEPTH = "depth"
    OUR_SIDE = "our_side"


WEIGHTS = {Part.ATTITUDE: 30, Part.RECENCY: 20, Part.FREQUENCY: 15, Part.DEPTH: 20, Part.OUR_SIDE: 15}
ATTITUDE_POINTS = {-2: 0, -1: 25, 0: 50, 1: 75, 2: 100}
DEPTH_POINTS = {Depth.NONE: 0, Depth.INFORMATION: 40, Depth.PLANS: 70, Depth.ACTS: 100}
RECENCY_STEPS = ((30, 100), (60, 75), (90, 50), (180, 25))  # days, points
FREQUENCY_STEPS = ((7, 100), (4, 75), (2, 50), (1, 25))  # touches, points


class Band(StrEnum):
    """Strength in words (§10.4)."""

    WEAK = "weak"
    FAIR = "fair"
    STRONG = "strong"


def recency_points(days: int | None) -> int:
    """Points for the days since the last two-way touch; None (never) gives 0."""
    if days is None:
        return 0
    return next((points for limit, points in RECENCY_STEPS if days <= limit), 0)


def frequency_points(touches: int) -> int:
    """Points for the number of touches in 90 days."""
    return next((points for least, points in FREQUENCY_STEPS if touches >= least), 0)


def our_side_points(people: int) -> int:
    """Points for the number of our people in contact."""
    return 0 if people == 0 else 60 if people == 1 else 100


@dataclass(frozen=True, slots=True, kw_only=True)
class ContactFacts:
    """What is known about the relationship with a person. ``last_two_way`` None = never; ``touches`` and ``our_people``
    count those of the last 90 days, None when nobody writes down touches with this customer."""

    attitude: int | None
    depth: Depth | None
    last_two_way: datetime.date | None
    touches: int | None
    our_people: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Strength:
    """``score`` 0–100 unrounded, None when less than 60 of the weight is answered; ``missing`` names the parts."""

    score: Decimal | None
    points: dict[Part, int]
    missing: tuple[Part, ...]

    @property
    def band(self) -> Band | None:
        """Weak below 40, fair below 70, strong from there."""
        if self.score is None:
            return None
        return Band.WEAK if self.score < 40 else Band.FAIR if self.score < 70 else Band.STRONG


def points_of(contact: ContactFacts, *, as_of: datetime.date) -> dict[Part, int]:
    """The points of each part that can be answered."""
    points: dict[Part, int] = {}
    if contact.attitude is not None:
        points[Part.ATTITUDE] = ATTITUDE_POINTS[contact.attitude]
    if contact.touches is not None:
        days = None if contact.last_two_way is None else (as_of - contact.last_two_way).days
        points[Part.RECENCY] = recency_points(days)
        points[Part.FREQUENCY] = frequency_points(contact.touches)
    if contact.depth is not None:
        points[Part.DEPTH] = DEPTH_POINTS[contact.depth]
    if contact.our_people is not None:
        points[Part.OUR_SIDE] = our_side_points(contact.our_people)
    return points


def strength_of_points(points: dict[Part, int]) -> Strength:
    """The weighted mean of the answered parts (§10.4, G7): the weights of the missing ones are shared out."""
    answered = sum(WEIGHTS[part] for part in points)
    total = sum(WEIGHTS[part] * value for part, value in points.items())
    score = Decimal(total) / answered if answered >= MIN_ANSWERED else None
    return Strength(score=score, points=points, missing=tuple(part for part in Part if part not in points))


def strength_of(contact: ContactFacts, *, as_of: datetime.date) -> Strength:
    """How strong the relationship with a person is on the day (§10.4)."""
    return strength_of_points(points_of(contact, as_of=as_of))


def account_score(contacts: Sequence[tuple[int | None, Decimal | None]]) -> Decimal | None:
    """The relationship with the account, 0–100, from (influence, strength) of its people; who lacks one is left out.

    >>> round(account_score([(5, Decimal(20)), (4, Decimal(80)), (3, Decimal(58)), (2, Decimal(35))]), 4)
    Decimal('47.4286')
    """
    known = [(influence, strength) for influence, strength in contacts if influence and strength is not None]
    if not known:
        return None
    return sum((influence * strength for influence, strength in known), Decimal(0)) / sum(one for one, _ in known)
