"""Does the sales plan bring what the objectives promise (method §9.1, phase 6: ±10 %)?

An objective with a baseline is a yearly level: its increase is compared with what new lines bring in the twelve
months up to its due date. One that starts from 0 adds up from the start of the plan [D].
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from planning.calc.lines import LineFacts

TOLERANCE = Decimal("0.10")
YEAR = 12
_FACTORS = {"": 1, "k": 1000, "m": 1_000_000, "mio": 1_000_000, "mln": 1_000_000, "mil": 1_000_000}


@dataclass(frozen=True, slots=True, kw_only=True)
class Promise:
    """A sales objective in money: the increase promised by month ``due`` of the plan (0 = the first), for lines with
    one of ``lines`` as key (None = for all). ``cumulative``: counted from the start of the plan, not over a year."""

    key: int
    increase: Decimal
    due: int
    cumulative: bool
    lines: frozenset[int] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Comparison:
    """What the lines bring against a promise. ``ratio`` is weighted revenue / promised, ``expected`` not weighted."""

    key: int
    promised: Decimal
    weighted: Decimal
    expected: Decimal
    ratio: Decimal

    @property
    def fits(self) -> bool:
        return abs(self.ratio - 1) <= TOLERANCE


def money_factor(unit: str, currency: str, symbol: str) -> int | None:
    """How much of ``currency`` one ``unit`` of an objective is: k€ → 1000, EUR → 1; None when it is not money."""
    text = unit.strip().casefold().replace(".", "").replace(" ", "").replace("\u00a0", "")
    for name in (currency.casefold(), symbol.casefold()):
        if name and name in text:
            return _FACTORS.get(text.replace(name, "", 1))
    return None


def compare(promises: Sequence[Promise], lines: Sequence[LineFacts]) -> list[Comparison]:
    """A comparison for each promise that is an increase; lines of defence bring no increase and are left out."""
    new = [line for line in lines if not line.defends and line.likelihood is not None]
    return [_comparison(promise, new) for promise in promises if promise.increase > 0]


def _comparison(promise: Promise, lines: Sequence[LineFacts]) -> Comparison:
    first = 0 if promise.cumulative else promise.due - YEAR + 1
    expected = weighted = Decimal(0)
    for line in lines:
        if promise.lines is None or line.key in promise.lines:
            amount = _between(line.revenue, first, promise.due)
            expected += amount
            weighted += amount * (line.likelihood or 0)
    return Comparison(
        key=promise.key,
        promised=promise.increase,
        weighted=weighted,
        expected=expected,
        ratio=weighted / promise.increase,
    )


def _between(revenue: Mapping[int, Decimal], first: int, last: int) -> Decimal:
    return sum((amount for month, amount in revenue.items() if first <= month <= last), Decimal(0))
