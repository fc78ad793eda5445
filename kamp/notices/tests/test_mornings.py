"""When a morning comes, over both changes of the clock in zones that differ in everything (quality C87)."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from kamp.notices.mornings import Morning, is_late, latest_morning
from kamp.notices.sources import OVERDUE, stage_of

pytestmark = pytest.mark.unit

# zone, the days around which the clock is put on and back (2026; Sao Paulo and Kolkata do not change any more)
CHANGES = [
    ("Europe/Berlin", date(2026, 3, 29)),
    ("Europe/Berlin", date(2026, 10, 25)),
    ("Europe/Lisbon", date(2026, 3, 29)),
    ("Europe/Lisbon", date(2026, 10, 25)),
    ("America/New_York", date(2026, 3, 8)),
    ("America/New_York", date(2026, 11, 1)),
    ("Australia/Lord_Howe", date(2026, 4, 5)),
    ("Australia/Lord_Howe", date(2026, 10, 4)),
    ("America/Sao_Paulo", date(2018, 11, 4)),
    ("America/Sao_Paulo", date(2026, 11, 1)),
    ("Asia/Kolkata", date(2026, 3, 29)),
]


def mornings_seen(zone: ZoneInfo, hour: int, day: date, *, weekends: bool = True) -> dict[date, datetime]:
    """When each morning around ``day`` is first seen by who looks every five minutes for four days."""
    seen: dict[date, datetime] = {}
    now = datetime.combine(day - timedelta(days=2), datetime.min.time(), tzinfo=UTC)
    for _look in range(4 * 288):
        morning = latest_morning(hour=hour, weekends=weekends, now=now, zone=zone)
        assert morning.due_at <= now
        seen.setdefault(morning.day, now)
        now += timedelta(minutes=5)
    return seen


@pytest.mark.parametrize(("name", "day"), CHANGES)
def test_nine_o_clock_comes_once_a_day_at_nine_by_the_clock_on_the_wall(name: str, day: date) -> None:
    zone = ZoneInfo(name)
    seen = mornings_seen(zone, 9, day)
    for each in (day - timedelta(days=1), day, day + timedelta(days=1)):
        local = seen[each].astimezone(zone)
        assert (local.date(), f"{local:%H:%M}") == (each, "09:00")


@pytest.mark.parametrize(
    ("hour", "day", "first"),
    [
        (2, date(2026, 3, 29), "2026-03-29 01:00"),  # 02:00 does not exist in Berlin: it comes at 03:00
        (2, date(2026, 10, 25), "2026-10-25 00:00"),  # it comes twice: the first one counts
        (3, date(2026, 10, 25), "2026-10-25 02:00"),
    ],
)
def test_an_hour_that_is_left_out_or_doubled_comes_once(hour: int, day: date, first: str) -> None:
    seen = mornings_seen(ZoneInfo("Europe/Berlin"), hour, day)
    assert f"{seen[day]:%Y-%m-%d %H:%M}" == first


def test_midnight_that_does_not_exist_is_the_first_moment_of_the_day() -> None:
    zone = ZoneInfo("America/Sao_Paulo")
    local = mornings_seen(zone, 0, date(2018, 11, 4))[date(2018, 11, 4)].astimezone(zone)
    assert f"{local:%Y-%m-%d %H:%M}" == "2018-11-04 01:00"


def test_half_an_hour_of_lord_howe_moves_the_morning_by_half_an_hour() -> None:
    zone = ZoneInfo("Australia/Lord_Howe")
    seen = mornings_seen(zone, 9, date(2026, 4, 5))
    assert seen[date(2026, 4, 6)] - seen[date(2026, 4, 5)] == timedelta(hours=24)
    assert seen[date(2026, 4, 5)] - seen[date(2026, 4, 4)] == timedelta(hours=24, minutes=30)


def test_without_weekends_friday_stays_the_last_morning_until_monday() -> None:
    seen = mornings_seen(ZoneInfo("Europe/Rome"), 8, date(2026, 11, 22), weekends=False)
    assert sorted(seen) == [date(2026, 11, 19), date(2026, 11, 20), date(2026, 11, 23)]


@pytest.mark.parametrize(("late_by", "late"), [(59, False), (61, True)])
def test_more_than_an_hour_is_late(late_by: int, late: bool) -> None:
    due = datetime(2026, 11, 23, 7, tzinfo=UTC)
    assert is_late(Morning(day=date(2026, 11, 23), due_at=due), due + timedelta(minutes=late_by)) is late


@pytest.mark.parametrize(
    ("left", "stage"),
    [(15, None), (14, "14"), (8, "14"), (7, "7"), (2, "7"), (1, "1"), (0, "1"), (-1, OVERDUE), (-400, OVERDUE)],
)
def test_each_day_has_its_stage(left: int, stage: str | None) -> None:
    today = date(2026, 11, 23)
    assert stage_of(today + timedelta(days=left), today) == stage
