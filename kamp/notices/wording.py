"""A notice in words, in the active language: for the inbox and the mail."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _

from kamp.notices.models import Notice
from kamp.notices.parameters import write
from kamp.notices.sources import OVERDUE, SOURCES, Source
from kamp.shared import formats


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """A notice as one reads it. ``entry`` is what its event is called in a calendar, ``due`` says when ("" without a
    day), ``is_late`` that the day has passed."""

    notice: Notice
    title: str
    entry: str
    label: str
    icon: str
    why: str
    due: str
    is_late: bool

    @property
    def pk(self) -> int:
        return self.notice.pk

    @property
    def url(self) -> str:
        return self.notice.url


def told(notice: Notice, *, language: str, zone: ZoneInfo, today: date) -> Told:
    """``notice`` of a known source; ``language`` must be the active one, ``today`` the reader's day."""
    source = SOURCES.get(notice.source)
    return Told(
        notice=notice,
        title=title_of(source, notice, language=language, zone=zone),
        entry=_(source.entry) % write(notice.params, language=language, zone=zone) if source.entry else "",
        label=_(source.label),
        icon=source.icon,
        why=_(notice.why or source.why),
        due=when(notice.due_on, language=language, today=today),
        is_late=notice.due_on is not None and notice.due_on < today and notice.stage == OVERDUE,
    )


def title_of(source: Source, notice: Notice, *, language: str, zone: ZoneInfo) -> str:
    """The sentence of the notice, in one line."""
    return _(source.subject_of(notice.stage, notice.variant)) % write(notice.params, language=language, zone=zone)


def when(due_on: date | None, *, language: str, today: date) -> str:
    """Thu 26 Nov, in 4 days; the day alone when it is further away."""
    if due_on is None:
        return ""
    day = formats.date_weekday(due_on, language, today)
    near = formats.relative(due_on, language, today)
    return f"{day}, {near}" if abs((due_on - today).days) <= 7 else day
