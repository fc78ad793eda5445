"""Months of a plan in forms: chosen from a list, or one field for the amount of each."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django import forms
from django.utils.translation import gettext

from kamp.shared import formats
from kamp.shared.templatetags.formats import language
from kamp.shared.widgets import PlainSelect
from planning.calc.horizon import last_of

MONTH = "month_"


class MonthField(forms.TypedChoiceField):
    """A month of the plan, chosen; its first day, or with ``last`` its last day. One outside is offered when set."""

    def __init__(self, *, last: bool = False, **kwargs: Any) -> None:
        self.last = last
        super().__init__(coerce=self._day, empty_value=None, required=False, widget=PlainSelect, **kwargs)

    def offer(self, months: Iterable[datetime.date], present: datetime.date | None = None) -> None:
        """Sets the months to choose from, ``present`` among them."""
        here = language()
        every = sorted({*months, *([present.replace(day=1)] if present else [])})
        self.choices = [("", gettext("Not chosen")), *((f"{m:%Y-%m}", formats.month_year(m, here)) for m in every)]

    def _day(self, value: str) -> datetime.date:
        first = datetime.date.fromisoformat(f"{value}-01")
        return last_of(first.year, first.month) if self.last else first

    def prepare_value(self, value: Any) -> Any:
        return f"{value:%Y-%m}" if isinstance(value, datetime.date) else value


@dataclass(frozen=True, slots=True, kw_only=True)
class MonthCell:
    """A month of the grid: its bound field and its short name."""

    field: forms.BoundField
    short: str


@dataclass(frozen=True, slots=True, kw_only=True)
class YearCells:
    """The months of a year that have a field, in order."""

    year: int
    cells: Sequence[MonthCell]


def month_name(month: datetime.date) -> str:
    """The name of the field of a month: month_2027_01."""
    return f"{MONTH}{month:%Y_%m}"


def month_of(name: str) -> datetime.date:
    """The first day of the month of a field; the opposite of month_name."""
    return datetime.datetime.strptime(name.removeprefix(MONTH), "%Y_%m").date()  # noqa: DTZ007  MEANT: a name, no moment
