"""What a text in a file points to: an account by code or name, a product, a person of ours, a rate of exchange."""

from __future__ import annotations

import datetime
from bisect import bisect_right
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from decimal import Decimal

from django.db.models import Count, Min, QuerySet

from accounts.models import ExchangeRate, KeyAccount
from kamp.shared.folding import fold

UNKNOWN = "unknown"
AMBIGUOUS = "ambiguous"
Found = int | str
"""The key of a row, or why there is none: UNKNOWN or AMBIGUOUS."""


@dataclass(slots=True)
class AccountLookup:
    """Accounts in the scope of the importing person: exact code first, then a name that only one of them has.

    What is outside the scope is unknown. Answers are kept, so each text is asked for once.
    """

    scope: QuerySet[KeyAccount]
    known: dict[str, Found] = field(default_factory=dict)

    def learn(self, texts: Iterable[str]) -> dict[str, Found]:
        """Finds out about ``texts``; gives everything known so far."""
        asked = [text for text in texts if text not in self.known]
        if not asked:
            return self.known
        rows = self._where("code", asked).values_list("code", "pk")
        self.known.update(rows)
        names = {text: fold(text)[:200] for text in asked if text not in self.known}
        if names:
            by_name = self._by_name(sorted(set(names.values())))
            self.known.update({text: by_name.get(name, UNKNOWN) for text, name in names.items()})
        return self.known

    def _by_name(self, names: list[str]) -> dict[str, Found]:
        rows = self._where("name_key", names).order_by().values_list("name_key").annotate(Count("pk"), Min("pk"))
        return {name: key if count == 1 else AMBIGUOUS for name, count, key in rows}

    def _where(self, column: str, texts: list[str]) -> QuerySet[KeyAccount]:
        # = ANY(array) instead of IN: one value to send and to plan for, however many texts.
        condition = f"accounts_keyaccount.{column} = ANY(%s)"
        return self.scope.extra(where=[condition], params=[texts])  # noqa: S610  MEANT: fixed columns, bound texts


@dataclass(slots=True)
class NameLookup:
    """Rows of a table small enough to be known by heart: by exact code, then by a name that only one of them has.

    With ``add`` a text that nobody has becomes a row; ``added`` are those, by key.
    """

    codes: dict[str, int] = field(default_factory=dict)
    names: dict[str, Found] = field(default_factory=dict)
    add: Callable[[str], int] | None = None
    added: dict[int, str] = field(default_factory=dict)

    def put(self, key: int, name: str, code: str = "") -> None:
        """Makes a row known."""
        if code:
            self.codes[code] = key
        folded = fold(name)
        if folded:
            self.names[folded] = key if self.names.get(folded, key) == key else AMBIGUOUS

    def get(self, text: str) -> Found:
        """The row that ``text`` points to."""
        if text in self.codes:
            return self.codes[text]
        found = self.names.get(fold(text), UNKNOWN)
        if found != UNKNOWN or self.add is None:
            return found
        key = self.add(text)
        self.put(key, text)
        self.added[key] = text
        return key

    def learn(self, texts: Iterable[str]) -> dict[str, Found]:
        """The rows that ``texts`` point to."""
        return {text: self.get(text) for text in texts}


class RateLookup:
    """What one unit of a currency is worth in the company currency on a date: the last rate on or before it."""

    def __init__(self, company_currency: str) -> None:
        self.company_currency = company_currency
        self._rates: dict[str, tuple[list[datetime.date], list[Decimal]]] = {}

    def get(self, currency: str, date: datetime.date) -> Decimal | None:
        """The rate; None when there is none that early."""
        if currency == self.company_currency:
            return Decimal(1)
        dates, rates = self._of(currency)
        position = bisect_right(dates, date)
        return rates[position - 1] if position else None

    def _of(self, currency: str) -> tuple[list[datetime.date], list[Decimal]]:
        if currency not in self._rates:
            rows = list(ExchangeRate.objects.filter(currency=currency).order_by("date").values_list("date", "rate"))
            self._rates[currency] = ([date for date, _ in rows], [rate for _, rate in rows])
        return self._rates[currency]
