"""The decision-making unit on the numbers of method §10 and of vectors.json, and at every edge of its scales."""

from __future__ import annotations

import datetime
from decimal import Decimal

import pytest

from accounts.calc.coverage import (
    Contact,
    Threading,
    coverage_of,
    proposed_functions,
    proposed_levels,
    threading_of,
    top_share,
    touch_hhi,
)
from accounts.calc.dmu import (
    Band,
    ContactFacts,
    Depth,
    Part,
    Quadrant,
    account_score,
    attitude_of_rating,
    frequency_points,
    our_side_points,
    quadrant_of,
    recency_points,
    strength_of,
    strength_of_points,
    support_index,
)

pytestmark = pytest.mark.unit
TODAY = datetime.date(2026, 11, 22)
CFO, PLANT, BUYER, QUALITY = (5, -1), (4, 2), (3, 1), (2, 0)


def _ago(days: int) -> datetime.date:
    return TODAY - datetime.timedelta(days=days)


@pytest.mark.parametrize(
    ("rating", "attitude"), [(-5, -2), (-4, -2), (-3, -1), (-1, -1), (0, 0), (1, 1), (3, 1), (4, 2), (5, 2)]
)
def test_a_response_rating_becomes_an_attitude(rating: int, attitude: int) -> None:
    assert attitude_of_rating(rating) == attitude


@pytest.mark.parametrize("rating", [-6, 6])
def test_a_rating_outside_its_scale_is_refused(rating: int) -> None:
    with pytest.raises(ValueError, match="-5"):
        attitude_of_rating(rating)


@pytest.mark.parametrize(
    ("stance", "quadrant"),
    [
        (CFO, Quadrant.OPPONENT),
        (PLANT, Quadrant.SPONSOR),
        (BUYER, Quadrant.ALLY),
        (QUALITY, Quadrant.BYSTANDER),
        ((5, 0), Quadrant.UNDECIDED),
        ((4, 0), Quadrant.UNDECIDED),
        ((4, -2), Quadrant.OPPONENT),
        ((3, 2), Quadrant.ALLY),
        ((3, -2), Quadrant.BYSTANDER),
        ((None, 2), None),
        ((5, None), None),
    ],
)
def test_the_grid(stance: tuple[int | None, int | None], quadrant: Quadrant | None) -> None:
    assert quadrant_of(*stance) is quadrant


def test_the_support_index_of_the_example() -> None:
    assert round(support_index([CFO, PLANT, BUYER, QUALITY]), 4) == Decimal("21.4286")


def test_who_is_not_assessed_is_left_out_of_the_support() -> None:
    assert support_index([CFO, (5, None), (None, 2)]) == -50
    assert support_index([(5, None)]) is None
    assert support_index([]) is None
    assert support_index([(1, 2), (5, 2)]) == 100
    assert support_index([(5, -2)]) == -100


def test_the_strength_of_the_example() -> None:
    points = {Part.ATTITUDE: 75, Part.RECENCY: 100, Part.FREQUENCY: 50, Part.DEPTH: 40, Part.OUR_SIDE: 60}
    strength = strength_of_points(points)
    assert (strength.score, strength.band, strength.missing) == (Decimal(67), Band.FAIR, ())


def test_the_strength_from_facts() -> None:
    facts = ContactFacts(attitude=1, depth=Depth.INFORMATION, last_two_way=_ago(30), touches=3, our_people=1)
    assert strength_of(facts, as_of=TODAY).score == Decimal(67)


def test_missing_parts_share_out_their_weight() -> None:
    """Attitude 30 and depth 20 answered: 50 of 100 is too little; with recency it is 70."""
    assert strength_of_points({Part.ATTITUDE: 100, Part.DEPTH: 100}).score is None
    partly = strength_of_points({Part.ATTITUDE: 100, Part.DEPTH: 40, Part.RECENCY: 0})
    assert partly.score == Decimal(3800) / 70
    assert partly.missing == (Part.FREQUENCY, Part.OUR_SIDE)
    exactly = strength_of_points({Part.ATTITUDE: 100, Part.FREQUENCY: 50, Part.OUR_SIDE: 60})
    assert exactly.score == Decimal(30 * 100 + 15 * 50 + 15 * 60) / 60


def test_nobody_who_writes_touches_down_is_not_the_same_as_no_touch() -> None:
    silent = ContactFacts(attitude=2, depth=Depth.ACTS, last_two_way=None, touches=None, our_people=None)
    assert strength_of(silent, as_of=TODAY).score is None
    never = ContactFacts(attitude=2, depth=Depth.ACTS, last_two_way=None, touches=0, our_people=0)
    assert strength_of(never, as_of=TODAY).score == 50


@pytest.mark.parametrize(
    ("days", "points"),
    [(0, 100), (30, 100), (31, 75), (60, 75), (61, 50), (90, 50), (91, 25), (180, 25), (181, 0), (None, 0)],
)
def test_recency(days: int | None, points: int) -> None:
    assert recency_points(days) == points


@pytest.mark.parametrize(
    ("touches", "points"), [(0, 0), (1, 25), (2, 50), (3, 50), (4, 75), (6, 75), (7, 100), (40, 100)]
)
def test_frequency(touches: int, points: int) -> None:
    assert frequency_points(touches) == points


@pytest.mark.parametrize(("people", "points"), [(0, 0), (1, 60), (2, 100), (5, 100)])
def test_our_side(people: int, points: int) -> None:
    assert our_side_points(people) == points


@pytest.mark.parametrize(
    ("score", "band"), [("39.99", Band.WEAK), ("40", Band.FAIR), ("69.99", Band.FAIR), ("70", Band.STRONG)]
)
def test_bands_take_the_upper_class_on_a_tie(score: str, band: Band) -> None:
    from accounts.calc.dmu import Strength

    assert Strength(score=Decimal(score), points={}, missing=()).band is band


def test_the_account_score_of_the_example() -> None:
    strengths = [(5, Decimal(20)), (4, Decimal(80)), (3, Decimal(58)), (2, Decimal(35))]
    assert round(account_score(strengths), 4) == Decimal("47.4286")
    assert account_score([(5, None), (None, Decimal(80))]) is None


def _contact(**fields: object) -> Contact:
    known = {
        "influence": 5,
        "strength": Decimal(50),
        "roles": (),
        "function": "",
        "level": "",
        "last_two_way": TODAY,
        "touches": 0,
    }
    return Contact(**{**known, **fields})  # type: ignore[arg-type]


def test_the_touches_of_the_example() -> None:
    assert top_share([18, 4, 2, 0]) == Decimal("0.75")
    assert round(touch_hhi([18, 4, 2, 0]), 2) == Decimal("5972.22")
    contacts = [
        _contact(touches=touches, function=function, last_two_way=TODAY if touches else None)
        for touches, function in ((18, "a"), (4, "b"), (2, "c"), (0, "d"))
    ]
    coverage = coverage_of(contacts, {1: 12, 2: 12}, as_of=TODAY)
    assert (coverage.active, coverage.threading, coverage.risk) == (3, Threading.THIN, 50)
    assert coverage.functions == ("a", "b", "c")


@pytest.mark.parametrize(
    ("influences", "touches", "ours", "functions", "expected"),
    [
        ((), [], [], 0, Threading.NONE),
        ((5,), [9], [9], 1, Threading.SINGLE),
        ((5, 4, 3), [8, 1, 1], [5, 5], 3, Threading.SINGLE),  # one of theirs has 80%
        ((5, 4, 3), [4, 3, 3], [8, 2], 3, Threading.SINGLE),  # one of ours has 80%
        ((5, 4, 3), [4, 0, 0], [4], 3, Threading.ROBUST),  # four touches say nothing about shares
        ((5, 4), [5, 5], [5, 5], 2, Threading.THIN),
        ((5, 4, 3), [4, 3, 3], [5, 5], 1, Threading.THIN),
        ((3, 3, 3), [4, 3, 3], [5, 5], 3, Threading.THIN),  # nobody with weight
        ((None, 3, 3), [4, 3, 3], [5, 5], 3, Threading.THIN),
        ((5, 4, 3), [6, 2, 2], [5, 5], 3, Threading.THIN),  # exactly 60%
        ((5, 4, 3), [5, 3, 2], [5, 5], 3, Threading.ROBUST),
    ],
)
def test_threading_takes_the_first_rule_that_applies(
    influences: tuple[int | None, ...], touches: list[int], ours: list[int], functions: int, expected: Threading
) -> None:
    active = [_contact(influence=influence) for influence in influences]
    assert threading_of(active=active, touches=touches, our_touches=ours, functions=functions) is expected


def test_roles_are_covered_by_active_contacts_of_enough_strength() -> None:
    contacts = [
        _contact(roles=("decider", "economic_buyer"), strength=Decimal(40), influence=5, level="top"),
        _contact(roles=("buyer",), strength=Decimal("39.9"), influence=3, level="middle"),
        _contact(roles=("user",), strength=None, influence=2),
        _contact(roles=("gatekeeper",), last_two_way=_ago(91), influence=None),
        _contact(roles=("initiator",), last_two_way=None, influence=None),
    ]
    coverage = coverage_of(contacts, {}, as_of=TODAY)
    assert coverage.covered == ("decider",)
    assert coverage.uncovered == ("buyer", "user", "influencer", "gatekeeper", "initiator")
    assert (coverage.has_economic_buyer, coverage.role_share) == (True, Decimal(1) / 6)
    assert coverage.influence_share == 1, "nobody with a known influence is out of touch"
    assert coverage.levels == ("middle", "top")


def test_ninety_days_are_active_and_tomorrow_is_not() -> None:
    assert _contact(last_two_way=_ago(90)).is_active(TODAY)
    assert not _contact(last_two_way=_ago(91)).is_active(TODAY)
    assert not _contact(last_two_way=_ago(-1)).is_active(TODAY)


def test_nobody_known() -> None:
    coverage = coverage_of([], {}, as_of=TODAY)
    assert (coverage.active, coverage.influence_share, coverage.top_share, coverage.touch_hhi) == (0, None, None, None)
    assert (coverage.threading, coverage.risk) == (Threading.NONE, 100)


@pytest.mark.parametrize(("functions", "score"), [(0, 1), (1, 1), (2, 2), (3, 3), (4, 4), (5, 4), (6, 5), (9, 5)])
def test_y1_is_proposed_from_functions(functions: int, score: int) -> None:
    assert proposed_functions(functions) == score


@pytest.mark.parametrize(
    ("levels", "meetings", "score"),
    [(0, 0, 1), (1, 5, 1), (2, 0, 2), (3, 2, 3), (4, 0, 4), (4, 1, 4), (4, 2, 5)],
)
def test_y2_is_proposed_from_levels(levels: int, meetings: int, score: int) -> None:
    assert proposed_levels(levels, meetings) == score
