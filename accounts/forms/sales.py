"""What of the sales of an account is asked for, read from the address."""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from typing import Self

from django.http import QueryDict  # noqa: TID251  MEANT: only the type of what is read

from accounts.selectors.sales import NO_KEY
from accounts.selectors.windows import Window
from kamp.shared.months import months_later

TWELVE, ALL, NONE = "12m", "all", "none"
FIRST_YEAR, LAST_YEAR = 1970, 2999


@dataclass(frozen=True, slots=True, kw_only=True)
class SalesQuery:
    """``period`` is "12m", "all", a year ("2025"), a month ("2025-03") or "" (nothing asked for: the page chooses).

    ``line`` and ``product`` are ids, NO_KEY for sales without one, None for all. Nonsense counts as not asked for.
    """

    period: str = ""
    children: bool = False
    q: str = ""
    line: int | None = None
    product: int | None = None
    account: int | None = None
    returns: bool = False

    @classmethod
    def from_params(cls, params: QueryDict) -> Self:
        return cls(
            period=_period(params.get("period", "")),
            children=params.get("children") == "1",
            q=params.get("q", "").replace("\0", "").strip()[:80],
            line=_key(params.get("line", "")),
            product=_key(params.get("product", "")),
            account=_key(params.get("account", "")) or None,
            returns=params.get("returns") == "1",
        )

    def window(self, *, today: datetime.date, first: datetime.date | None, newest: datetime.date | None) -> Window:
        """The days asked for; ``first`` and ``newest`` are the dates of the first sale ("all" begins there) and of the
        last one. A year or month that is not over ends today, or with the last sale."""
        if self.period == ALL:
            return Window(first=min(first or today, today), last=max(today, first or today))
        if self.period in {"", TWELVE}:
            return Window.trailing(today)
        year, _dash, month = self.period.partition("-")
        if month:
            start = datetime.date(int(year), int(month), 1)
            after = datetime.date(int(year) + (start.month == 12), start.month % 12 + 1, 1)
            whole = Window(first=start, last=after - datetime.timedelta(days=1), months=1)
        else:
            whole = Window(first=datetime.date(int(year), 1, 1), last=datetime.date(int(year), 12, 31), months=12)
        end = max(today, newest or today)
        return Window(first=whole.first, last=end) if whole.first <= end < whole.last else whole

    def before(self, window: Window) -> Window | None:
        """What ``window`` is compared with: as much time right before it, or, for a year or month that is not over, the
        same days of the one before; None for everything."""
        if self.period == ALL:
            return None
        if window.months:
            return window.previous()
        back = -1 if "-" in self.period else -12
        return Window(first=months_later(window.first, back), last=months_later(window.last, back))


def _period(text: str) -> str:
    if text in {TWELVE, ALL}:
        return text
    year, dash, month = text.partition("-")
    is_year = len(year) == 4 and year.isascii() and year.isdigit() and FIRST_YEAR <= int(year) <= LAST_YEAR
    if is_year and not dash:
        return text
    is_month = len(month) == 2 and month.isascii() and month.isdigit() and 1 <= int(month) <= 12
    return text if is_year and is_month else ""


def _key(text: str) -> int | None:
    if text == NONE:
        return NO_KEY
    return int(text) if text.isascii() and text.isdigit() and len(text) < 19 else None
