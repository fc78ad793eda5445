"""What a text in a file points to: an account by code or name, a product, a person of ours, a rate of exchange."""

from __future__ import annotations

import datetime
from abc import ABC, abstractmethod
from bisect import bisect_right
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from django.db.models import Count, Min, QuerySet

from accounts.models import ExchangeRate, KeyAccount
from kamp.shared.folding import fold

UNKNOWN = "unknown"
AMBIGUOUS = "ambiguous"


@dataclass(slots=True, kw_only=True)
class Lookup(ABC):
    """Finds the keys of rows by what a file calls them; every text is looked up once.

    ``keys`` gives the key (as text, for COPY) of what is found, ``why`` UNKNOWN or AMBIGUOUS for the rest.
    """

    keys: dict[str, str] = field(default_factory=dict)
    why: dict[str, str] = field(default_factory=dict)

    def find(self, texts: Sequence[str | None]) -> list[str | None]:
        """The key for each of ``texts``; None for an empty one and for one that is in ``why``."""
        found = list(map(self.keys.get, texts))  # type: ignore[arg-type]  # MEANT: None is no key
        if None in found:
            asked = {text for text, key in zip(texts, found, strict=True) if key is None} - self.why.keys() - {None}
            if not asked:
                return found
            self.learn(asked)  # type: ignore[arg-type]  # MEANT: None is taken away
            found = list(map(self.keys.get, texts))  # type: ignore[arg-type]
        return found

    @abstractmethod
    def learn(self, texts: Collection[str]) -> None:
        """Puts each of ``texts`` into ``keys`` or ``why``."""


@dataclass(slots=True, kw_only=True)
class AccountLookup(Lookup):
    """Accounts in the scope of the importing person: exact code first, then a name that only one of them has.

    What is outside the scope is unknown.
    """

    scope: QuerySet[KeyAccount]

    def learn(self, texts: Collection[str]) -> None:
        asked = list(texts)
        self.keys.update((code, str(key)) for code, key in self._where("code", asked).values_list("code", "pk"))
        names = {text: fold(text)[:200] for text in asked if text not in self.keys}
        if not names:
            return
        rows = self._where("name_key", sorted(set(names.values()))).order_by().values_list("name_key")
        named = {name: (count, str(key)) for name, count, key in rows.annotate(Count("pk"), Min("pk"))}
        for text, name in names.items():
            count, key = named.get(name, (0, ""))
            if count == 1:
                self.keys[text] = key
            else:
                self.why[text] = AMBIGUOUS if count else UNKNOWN

    def _where(self, column: str, texts: list[str]) -> QuerySet[KeyAccount]:
        # = ANY(array) instead of IN: one value to send and to plan for, however many texts.
        condition = f"accounts_keyaccount.{column} = ANY(%s)"
        return self.scope.extra(where=[condition], params=[texts])  # noqa: S610  MEANT: fixed columns, bound texts


@dataclass(slots=True, kw_only=True)
class NameLookup(Lookup):
    """Rows of a table small enough to be known by heart: by exact code, then by a name that only one of them has.

    With ``add`` a text that nobody has becomes a row; ``added`` are those, by key.
    """

    codes: dict[str, int] = field(default_factory=dict)
    names: dict[str, int | None] = field(default_factory=dict)
    add: Callable[[str], int] | None = None
    added: dict[int, str] = field(default_factory=dict)

    def put(self, key: int, name: str, code: str = "") -> None:
        """Makes a row known; a name that two have points to none (None)."""
        if code:
            self.codes[code] = key
        folded = fold(name)
        if folded:
            self.names[folded] = key if self.names.get(folded, key) == key else None

    def learn(self, texts: Collection[str]) -> None:
        for text in sorted(texts):
            folded = fold(text)
            key = self.codes.get(text) or self.names.get(folded)
            if key is None and folded not in self.names and self.add is not None:
                key = self.add(text)
                self.put(key, text)
                self.added[key] = text
            if key is None:
                self.why[text] = AMBIGUOUS if folded in self.names else UNKNOWN
            else:
                self.keys[text] = str(key)


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
