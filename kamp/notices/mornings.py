"""When a person's morning comes. Pure: wishes, zones and moments in, days and moments out."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

LATE = timedelta(hours=1)
_SATURDAY = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class Morning:
    """A local day and the moment at which its mail is due."""

    day: date
    due_at: datetime


def latest_morning(*, hour: int, weekends: bool, now: datetime, zone: ZoneInfo) -> Morning:
    """The last morning that has come at ``now`` by the clocks of ``zone``; with ``weekends`` False a working day's.

    An hour that occurs twice counts when it occurs first; one that is left out counts by the clock as it went before
    the change (02:00 comes at 03:00). Mornings before the last one are not made up for.
    """
    morning = _of(now.astimezone(zone).date(), hour, zone)
    if morning.due_at > now:
        morning = _of(morning.day - timedelta(days=1), hour, zone)
    while not weekends and morning.day.weekday() >= _SATURDAY:
        morning = _of(morning.day - timedelta(days=1), hour, zone)
    return morning


def next_morning(hour: int, *, weekends: bool, now: datetime, zone: ZoneInfo) -> Morning:
    """The first morning after ``now``."""
    morning = _of(now.astimezone(zone).date(), hour, zone)
    while morning.due_at <= now or (not weekends and morning.day.weekday() >= _SATURDAY):
        morning = _of(morning.day + timedelta(days=1), hour, zone)
    return morning


def _of(day: date, hour: int, zone: ZoneInfo) -> Morning:
    return Morning(day=day, due_at=datetime.combine(day, time(hour), tzinfo=zone).astimezone(UTC))


def is_late(morning: Morning, now: datetime) -> bool:
    """Whether a mail made at ``now`` has to excuse itself."""
    return now - morning.due_at > LATE
