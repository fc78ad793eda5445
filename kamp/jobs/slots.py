"""When a daily job is due. Pure: moments in, the name of the latest slot out."""

from __future__ import annotations

from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo


def latest_slot(kind: str, at: time, now: datetime, zone: ZoneInfo) -> str:
    """``kind:YYYY-MM-DD`` of the last day whose ``at``, by the clocks of ``zone``, has come at ``now``.

    The date alone names the slot, so that a doubled hour makes it once; an hour that is left out counts by the clock as
    it went before the change (02:30 comes at 03:30). Earlier days that were missed have no slot any more.
    """
    today = now.astimezone(zone).date()
    due = datetime.combine(today, at, tzinfo=zone).astimezone(UTC)
    day = today if due <= now else today - timedelta(days=1)
    return f"{kind}:{day.isoformat()}"
