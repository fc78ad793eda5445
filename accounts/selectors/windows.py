"""Periods of days, and how to cover one with whole months and few single days."""

from __future__ import annotations

import datetime
from dataclasses import dataclass

from kamp.shared.months import month_at, months_later

DAY = datetime.timedelta(days=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Window:
    """All days from ``first`` to ``last``, both included; ``months`` is its length where it was given in months."""

    first: datetime.date
    last: datetime.date
    months: int = 0

    def __post_init__(self) -> None:
        if self.first > self.last:
            raise ValueError(f"a window cannot end ({self.last}) before it begins ({self.first})")

    @classmethod
    def trailing(cls, as_of: datetime.date, months: int = 12) -> Window:
        """The ``months`` up to and with ``as_of`` (method §0.1: ``t0 − 12 months < date ≤ t0``).

        >>> str(Window.trailing(datetime.date(2026, 11, 21)).first)
        '2025-11-22'
        """
        return cls(first=months_later(as_of, -months) + DAY, last=as_of, months=months)

    def previous(self) -> Window:
        """The window of the same length right before this one."""
        before = self.first - DAY
        if self.months:
            return Window(first=months_later(self.last, -2 * self.months) + DAY, last=before, months=self.months)
        return Window(first=before - (self.last - self.first), last=before)


@dataclass(frozen=True, slots=True, kw_only=True)
class Days:
    """Days to add (``sign`` 1) to the whole months of a cover, or to take away from them (−1)."""

    first: datetime.date
    last: datetime.date
    sign: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Cover:
    """A window as whole months (by their first days, None if there are none) and stretches of days."""

    months: tuple[datetime.date, datetime.date] | None
    days: tuple[Days, ...]


def cover(window: Window, newest: datetime.date | None) -> Cover:
    """The cheapest way to sum ``window`` from monthly sums and single days.

    A month that is only partly inside is taken by its days inside, or whole without its days outside, whichever are
    fewer; days after ``newest`` (the newest there is) cost nothing, so the running month is always taken whole.
    """
    start, end = window.first.replace(day=1), window.last.replace(day=1)
    if start == end:
        return _within_one_month(window, newest)
    first, last = start, end
    days = []
    inside, outside = _month_end(start) - window.first + DAY, window.first - start
    if outside and inside <= outside:
        days.append(Days(first=window.first, last=_month_end(start), sign=1))
        first = month_at(start, 1)
    elif outside:
        days.append(Days(first=start, last=window.first - DAY, sign=-1))
    inside, outside = window.last - end + DAY, _month_end(end) - window.last
    if outside and not _is_over(window, newest) and inside < outside:
        days.append(Days(first=end, last=window.last, sign=1))
        last = end - DAY
    elif outside and not _is_over(window, newest):
        days.append(Days(first=window.last + DAY, last=_month_end(end), sign=-1))
    last = last.replace(day=1)
    return Cover(months=(first, last) if first <= last else None, days=tuple(days))


def _within_one_month(window: Window, newest: datetime.date | None) -> Cover:
    month = window.first.replace(day=1)
    if window.first == month and (window.last == _month_end(month) or _is_over(window, newest)):
        return Cover(months=(month, month), days=())
    return Cover(months=None, days=(Days(first=window.first, last=window.last, sign=1),))


def _is_over(window: Window, newest: datetime.date | None) -> bool:
    return newest is None or newest <= window.last


def _month_end(day: datetime.date) -> datetime.date:
    return month_at(day, 1) - DAY
