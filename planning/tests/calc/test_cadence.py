"""Rhythm of reviews: due days, lateness, the hundred days, reminders across zones, minutes of the agenda."""

from __future__ import annotations

import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kamp.shared.catalog import UnknownKeyError
from kamp.shared.months import months_later
from planning.calc.cadence import Rhythm, agenda_minutes, default_tier, is_red, local_day, next_due, standing
from planning.kinds.reviews import AGENDA, TIERS, Tier

pytestmark = pytest.mark.unit
TODAY = datetime.date(2026, 11, 22)


def day(text: str) -> datetime.date:
    return datetime.date.fromisoformat(text)


def ago(days: int) -> datetime.date:
    return TODAY - datetime.timedelta(days=days)


@pytest.mark.parametrize(
    ("start", "months", "expected"),
    [
        pytest.param("2026-11-22", 1, "2026-12-22", id="a month"),
        pytest.param("2026-11-30", 3, "2027-02-28", id="into a short month"),
        pytest.param("2027-11-30", 3, "2028-02-29", id="into a leap February"),
        pytest.param("2028-02-29", 12, "2029-02-28", id="a year after a leap day"),
        pytest.param("2026-12-31", 6, "2027-06-30", id="over the year"),
    ],
)
def test_months_later(start: str, months: int, expected: str) -> None:
    assert months_later(day(start), months) == day(expected)


@pytest.mark.parametrize(
    ("tier", "held", "begins", "expected"),
    [
        ("monthly", "2026-11-10", "2026-01-01", "2026-12-10"),
        ("quarterly", "2026-11-10", "2026-01-01", "2027-02-10"),
        ("half_yearly", "2026-11-10", "2026-01-01", "2027-05-10"),
        ("yearly", "2026-11-10", "2026-01-01", "2027-11-10"),
        ("quarterly", None, "2026-11-01", "2027-02-01"),
        ("event", "2026-11-10", "2026-01-01", None),
    ],
)
def test_next_due_follows_tier_and_last_review(tier: str, held: str | None, begins: str, expected: str | None) -> None:
    due = next_due(tier=tier, held_on=day(held) if held else None, begins_on=day(begins))
    assert due == (day(expected) if expected else None)


def test_an_undeclared_tier_is_refused() -> None:
    with pytest.raises(UnknownKeyError, match="quarterly"):
        next_due(tier="weekly", held_on=None, begins_on=TODAY)


@pytest.mark.parametrize(
    ("tier", "days", "red"),
    [
        pytest.param("quarterly", 100, False, id="a quarterly at 100 days"),
        pytest.param("quarterly", 101, True, id="a quarterly at 101 days"),
        pytest.param("monthly", 34, False, id="a monthly at 34"),
        pytest.param("monthly", 35, True, id="a monthly at 35"),
        pytest.param("half_yearly", 202, True, id="a half-yearly"),
        pytest.param("yearly", 402, False, id="a yearly"),
        pytest.param("event", 4000, False, id="an event never"),
    ],
)
def test_red_after_the_days_of_the_tier(tier: str, days: int, red: bool) -> None:
    assert is_red(tier=tier, held_on=ago(days), begins_on=day("2020-01-01"), as_of=TODAY) is red
    assert is_red(tier=tier, held_on=None, begins_on=ago(days), as_of=TODAY) is red


@pytest.mark.parametrize(
    ("held", "planned", "rhythm", "due", "days"),
    [
        pytest.param(None, None, Rhythm.NEVER, "2026-12-01", 9, id="never held, none planned"),
        pytest.param(None, TODAY, Rhythm.SOON, "2026-11-22", 0, id="the first one today"),
        pytest.param(ago(30), None, Rhythm.IN_RHYTHM, "2027-01-23", 62, id="held lately"),
        pytest.param(ago(85), None, Rhythm.SOON, "2026-11-29", 7, id="due within two weeks"),
        pytest.param(ago(95), None, Rhythm.OVERDUE, "2026-11-19", -3, id="due day passed"),
        pytest.param(ago(30), ago(1), Rhythm.OVERDUE, "2026-11-21", -1, id="planned yesterday, not held"),
        pytest.param(ago(101), None, Rhythm.RED, "2026-11-13", -9, id="101 days without"),
        pytest.param(ago(101), day("2026-11-25"), Rhythm.RED, "2026-11-25", 3, id="red though planned"),
    ],
)
def test_standing(
    held: datetime.date | None, planned: datetime.date | None, rhythm: Rhythm, due: str, days: int
) -> None:
    found = standing(tier="quarterly", begins_on=day("2026-09-01"), held_on=held, planned_on=planned, as_of=TODAY)
    assert (found.rhythm, found.due, found.days, found.planned) == (rhythm, day(due), days, planned is not None)


def test_a_plan_without_rhythm_is_never_late() -> None:
    found = standing(tier="event", begins_on=ago(900), held_on=ago(800), planned_on=None, as_of=TODAY)
    assert (found.rhythm, found.due, found.days) == (Rhythm.IN_RHYTHM, None, None)


@pytest.mark.parametrize(
    ("zone", "expected"),
    [
        ("Europe/Rome", "2026-10-25"),
        ("America/New_York", "2026-10-24"),
        ("Pacific/Auckland", "2026-10-25"),
        ("Australia/Lord_Howe", "2026-10-25"),
        ("Asia/Kolkata", "2026-10-25"),
    ],
)
def test_the_day_of_a_review_is_that_of_the_person(zone: str, expected: str) -> None:
    moment = datetime.datetime(2026, 10, 24, 22, 30, tzinfo=datetime.UTC)  # 00:30 in Rome, before the clocks go back
    assert local_day(moment, zone) == day(expected)


@pytest.mark.parametrize(
    ("account_class", "tier"),
    [
        ("strategic", "monthly"),
        ("star", "quarterly"),
        ("status", "half_yearly"),
        ("opportunity", "yearly"),
        ("", "quarterly"),
        ("not-assessed", "quarterly"),
    ],
)
def test_default_tier(account_class: str, tier: str) -> None:
    assert default_tier(account_class) == tier


def test_the_agenda_is_the_eight_points_of_the_method() -> None:
    assert AGENDA.keys() == ["facts", "results", "customer", "changes", "risks", "decisions", "knowledge", "actions"]
    assert sum(point.share for point in AGENDA) == 100
    assert agenda_minutes(90) == {
        "facts": 9,
        "results": 18,
        "customer": 9,
        "changes": 14,
        "risks": 9,
        "decisions": 13,
        "knowledge": 9,
        "actions": 9,
    }


@given(total=st.integers(min_value=0, max_value=600))
def test_the_minutes_always_sum_to_the_whole(total: int) -> None:
    minutes = agenda_minutes(total)
    assert sum(minutes.values()) == total
    assert all(value >= 0 for value in minutes.values())


@given(
    start=st.dates(min_value=datetime.date(1990, 1, 1), max_value=datetime.date(2090, 1, 1)),
    tier=st.sampled_from(TIERS.keys()),
)
def test_the_next_review_is_after_the_last(start: datetime.date, tier: str) -> None:
    due = next_due(tier=tier, held_on=start, begins_on=start)
    assert due is None or 28 <= (due - start).days <= 366


def test_a_tier_needs_rhythm_or_neither() -> None:
    with pytest.raises(ValueError, match="neither"):
        Tier(key="x", label="", months=0, minutes=30, red_after=10, who="", compares="", may_change="")
