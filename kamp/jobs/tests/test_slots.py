"""When a daily job is due, also on the days on which the clocks change."""

from __future__ import annotations

from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest

from kamp.jobs.slots import latest_slot

pytestmark = pytest.mark.unit
NIGHT = time(2, 30)


@pytest.mark.parametrize(
    ("zone", "moment", "slot"),
    [
        pytest.param("Europe/Rome", "2026-11-21T01:29:59", "2026-11-20", id="a second before"),
        pytest.param("Europe/Rome", "2026-11-21T01:30:00", "2026-11-21", id="on the second"),
        pytest.param("Europe/Rome", "2026-11-21T22:59:59", "2026-11-21", id="late the same evening"),
        pytest.param("Europe/Rome", "2026-11-21T23:30:00", "2026-11-21", id="after midnight, before the hour"),
        pytest.param("Europe/Rome", "2026-03-29T01:29:59", "2026-03-28", id="spring: 02:30 is left out, not yet 03:30"),
        pytest.param("Europe/Rome", "2026-03-29T01:30:00", "2026-03-29", id="spring: 03:30 stands for it"),
        pytest.param("Europe/Rome", "2026-10-25T00:29:59", "2026-10-24", id="autumn: before the first 02:30"),
        pytest.param("Europe/Rome", "2026-10-25T00:30:00", "2026-10-25", id="autumn: at the first 02:30"),
        pytest.param("Europe/Rome", "2026-10-25T01:30:00", "2026-10-25", id="autumn: the second 02:30 is no other day"),
        pytest.param("America/Sao_Paulo", "2026-11-21T05:30:00", "2026-11-21", id="behind UTC"),
        pytest.param("Asia/Kolkata", "2026-11-20T21:00:00", "2026-11-21", id="half an hour off"),
        pytest.param("Australia/Lord_Howe", "2026-04-04T15:30:00", "2026-04-04", id="half an hour back: 02:00 again"),
        pytest.param("Australia/Lord_Howe", "2026-04-04T16:00:00", "2026-04-05", id="half an hour back: 02:30"),
        pytest.param("Pacific/Kiritimati", "2026-11-20T12:30:00", "2026-11-21", id="a day ahead"),
    ],
)
def test_latest_slot(zone: str, moment: str, slot: str) -> None:
    now = datetime.fromisoformat(moment).replace(tzinfo=UTC)
    assert latest_slot("night", NIGHT, now, ZoneInfo(zone)) == f"night:{slot}"


@pytest.mark.parametrize(
    "zone",
    ["Europe/Berlin", "Europe/Lisbon", "America/New_York", "Australia/Lord_Howe", "America/Sao_Paulo", "Asia/Kolkata"],
)
def test_a_year_of_looks_finds_each_day_once_and_in_order(zone: str) -> None:
    seen: list[str] = []
    start = datetime(2026, 1, 1, 12, tzinfo=UTC)
    for step in range(365 * 48):
        slot = latest_slot("night", NIGHT, start + timedelta(minutes=30 * step), ZoneInfo(zone))
        if not seen or seen[-1] != slot:
            seen.append(slot)
    assert len(seen) == len(set(seen)) == 366
    assert seen == sorted(seen)
