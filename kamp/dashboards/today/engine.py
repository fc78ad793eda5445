"""All work of a person, in the order in which it is best done."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from dataclasses import dataclass, replace

from kamp.dashboards.seen import Seen
from kamp.dashboards.today.sources import SOURCES
from kamp.dashboards.today.spec import AHEAD, Work
from portfolio.panels import load_classes
from portfolio.selectors.hues import NO_HUE

REFRESHED = 5  # pieces to refresh that a page lists: more at a time discourages


@dataclass(frozen=True, slots=True, kw_only=True)
class Day:
    """The work of a day: what is late, what is due within AHEAD, what is known to come after that, what can be
    refreshed at any time (with the minutes it takes)."""

    late: Sequence[Work]
    coming: Sequence[Work]
    ahead: Sequence[Work]
    refresh: Sequence[Work]

    @property
    def is_empty(self) -> bool:
        return not (self.late or self.coming or self.ahead or self.refresh)

    @property
    def first(self) -> Work | None:
        """The piece to begin with."""
        return next(iter([*self.late, *self.coming, *self.refresh, *self.ahead]), None)

    @property
    def more(self) -> int:
        """How many pieces to refresh are not listed at first."""
        return max(len(self.refresh) - REFRESHED, 0)

    @property
    def minutes(self) -> int:
        """What refreshing everything takes."""
        return sum(work.minutes or 0 for work in self.refresh)


def day_of(seen: Seen) -> Day:
    """The day of ``seen.user``: every source the person may work on, one query more for the classes."""
    found = [work for source in SOURCES if seen.user.has_perm(source.permission) for work in source.find(seen)]
    classes = load_classes({work.account.pk for work in found}, seen.user) if found else {}
    hued = [replace(work, hue=classes.get(work.account.pk, {}).get("hue", NO_HUE)) for work in found]
    dated = sorted((work for work in hued if work.due is not None), key=_urgency)
    until = seen.today + AHEAD
    coming = [work for work in dated if not work.is_late]
    return Day(
        late=[work for work in dated if work.is_late],
        coming=[work for work in coming if work.due is not None and work.due <= until],
        ahead=[work for work in coming if work.due is not None and work.due > until],
        refresh=[work for work in hued if work.due is None],
    )


def _urgency(work: Work) -> tuple[datetime.date, str]:
    return work.due or datetime.date.max, work.key
