"""Calendar files: an event that a calendar takes once and moves when it moves."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from kamp.notices.sources import Event

_AROUND = timedelta(days=400)  # the changes of the clock that a calendar may need
CONTENT_TYPE = "text/calendar; charset=utf-8; method=PUBLISH"


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """An event with its words, in the language of who gets it, and the address of its page."""

    event: Event
    title: str
    url: str
    text: str = ""
    cancelled: bool = False  # then calendars that have it strike it out


def calendar_of(entries: Sequence[Entry], *, zone: ZoneInfo, at: datetime) -> bytes:
    """The entries as one file (RFC 5545), their times in ``zone`` with its rules for summer time; made at ``at``."""
    from icalendar import Calendar  # noqa: PLC0415  MEANT: loads every zone; only who asks for a calendar pays
    from icalendar import Event as Component  # noqa: PLC0415

    calendar = Calendar()
    calendar.add("prodid", "-//KAMP//reminders//EN")
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    for entry in entries:
        component = Component()
        component.add("uid", entry.event.uid)
        component.add("sequence", entry.event.sequence)
        component.add("dtstamp", at)
        component.add("dtstart", entry.event.starts_at.astimezone(zone))
        component.add("dtend", entry.event.ends_at.astimezone(zone))
        component.add("summary", entry.title)
        if entry.cancelled:
            component.add("status", "CANCELLED")
        component.add("url", entry.url)
        if entry.event.place:
            component.add("location", entry.event.place)
        component.add("description", "\n".join(filter(None, [entry.text, entry.url])))
        calendar.add_component(component)
    moments = [moment for entry in entries for moment in (entry.event.starts_at, entry.event.ends_at)]
    first, last = min(moments) - _AROUND, max(moments) + _AROUND
    calendar.add_missing_timezones(first_date=first.date(), last_date=last.date())
    return bytes(calendar.to_ical())


def event_from(kept: Mapping[str, object]) -> Event:
    """The event as a notice keeps it."""
    return Event(
        uid=str(kept["uid"]),
        starts_at=datetime.fromisoformat(str(kept["starts_at"])),
        ends_at=datetime.fromisoformat(str(kept["ends_at"])),
        sequence=int(str(kept["sequence"])),
        place=str(kept["place"]),
    )
