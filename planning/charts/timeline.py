"""The lines of a sales plan on the months of the plan: bars, milestones, today. Widths are attributes of the SVG."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.html import format_html, format_html_join

from kamp.shared import formats
from kamp.shared.templatetags.formats import language
from planning.calc.months import months_between
from planning.enums import LineState
from planning.selectors.plan_lines import LineSheet

_TONES = {
    LineState.WON: "done",
    LineState.LOST: "gone",
    LineState.POSTPONED: "gone",
    LineState.PROPOSED: "open",
}


QUARTER_STARTS = (1, 4, 7, 10)
ROOM_FOR_YEAR = 11  # percent of the width that "T1 2028" needs, with a gap


@dataclass(frozen=True, slots=True, kw_only=True)
class Quarter:
    """A quarter in the head: its label, its place in percent of the width, which end of the text stands there."""

    label: str
    place: str
    anchor: str = "start"


@dataclass(frozen=True, slots=True, kw_only=True)
class Timeline:
    """``rows``: a drawing for each sheet, in their order; "" for a line without dates."""

    quarters: list[Quarter]
    rows: list[str]


def timeline(sheets: Sequence[LineSheet], first: datetime.date, last: datetime.date, today: datetime.date) -> Timeline:
    """Bars from ``first`` to ``last`` (days). Decoration: state and dates stand beside it in words."""
    scale = _Scale(first=first, days=max((last - first).days + 1, 1))
    return Timeline(quarters=_quarters(scale, last), rows=[_row(sheet, scale, today) for sheet in sheets])


@dataclass(frozen=True, slots=True, kw_only=True)
class _Scale:
    first: datetime.date
    days: int

    def at(self, day: datetime.date) -> float:
        """Where ``day`` is, in percent, never outside."""
        return round(100 * min(max((day - self.first).days, 0), self.days) / self.days, 2)

    def has(self, day: datetime.date) -> bool:
        """Whether ``day`` is on the scale at all."""
        return 0 <= (day - self.first).days < self.days


def _quarters(scale: _Scale, last: datetime.date) -> list[Quarter]:
    """The quarters that begin on the scale, and the one it begins in. The year is said with the first one of each that
    has the room; the last one is written up to the edge."""
    here, found = language(), []
    months = months_between(scale.first, last)
    starts = [month for number, month in enumerate(months) if number == 0 or month.month in QUARTER_STARTS]
    year = None
    for start, following in zip(starts, [*starts[1:], None], strict=True):
        place = scale.at(start)
        room = (scale.at(following) if following else 100) - place
        at_edge = following is None and room < ROOM_FOR_YEAR
        words = formats.quarter(start, here)
        if start.year == year or not (at_edge or room >= ROOM_FOR_YEAR):
            words = words.split()[0]
        else:
            year = start.year
        found.append(
            Quarter(label=words, place="100%" if at_edge else f"{place}%", anchor="end" if at_edge else "start")
        )
    return found


def _row(sheet: LineSheet, scale: _Scale, today: datetime.date) -> str:
    line = sheet.line
    if line.starts_on is None or line.ends_on is None:
        return ""
    marks = format_html_join(
        "",
        '<circle class="tl-mark" cx="{}%" cy="11" r="4"/>',
        ((scale.at(milestone.due),) for milestone in sheet.milestones if scale.has(milestone.due)),
    )
    thread = (
        format_html('<line class="tl-now" x1="{0}%" x2="{0}%" y1="0" y2="22"/>', scale.at(today))
        if scale.has(today)
        else ""
    )
    return format_html(
        '<svg class="gantt tall" width="100%" height="22" aria-hidden="true">{}{}{}</svg>',
        _bar(sheet, scale),
        marks,
        thread,
    )


def _bar(sheet: LineSheet, scale: _Scale) -> str:
    """From the first to the last month of a line, as far as they are on the scale; "" when none of them is."""
    line = sheet.line
    start, end = scale.at(line.starts_on), scale.at(line.ends_on + datetime.timedelta(days=1))
    if start == end:
        return ""
    return format_html(
        '<rect class="{}" x="{}%" y="6" width="{}%" height="10" rx="2"/>',
        _TONES.get(LineState(line.state), "now"),
        start,
        max(round(end - start, 2), 0.5),
    )
