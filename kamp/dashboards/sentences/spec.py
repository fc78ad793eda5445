"""The opening sentences of the dashboard as data: what is known, and which rule says what about it."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum


class Subject(StrEnum):
    """What is spoken of, in this order; of each subject the first rule that holds speaks."""

    REVENUE = "revenue"
    CLASSES = "classes"
    MOVES = "moves"
    WARNINGS = "warnings"
    REVIEWS = "reviews"


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """What the sentences may speak of, from selectors. None = not known.

    ``ahead``: sales of the accounts with plans against these plans, as a fraction; ``growth`` of all revenue against
    the month before. ``leading`` and ``slipping`` are the names of the classes ahead of and behind their plans, the
    furthest first. ``since`` is the day moves are counted from, None without an earlier run.
    """

    revenue: Decimal | None = None
    currency: str = "EUR"
    growth: Decimal | None = None
    ahead: Decimal | None = None
    leading: Sequence[str] = ()
    slipping: Sequence[str] = ()
    moves: int = 0
    since: datetime.date | None = None
    warned: int = 0
    warned_revenue: Decimal = Decimal(0)
    plans: int = 0
    overdue: int = 0
    never: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """When it ``holds``, ``say(facts, language)`` is a whole sentence; ``strong`` is printed bold."""

    key: str
    subject: Subject
    holds: Callable[[Facts], bool]
    say: Callable[[Facts, str], str]
    strong: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Sentence:
    """What is said."""

    text: str
    strong: bool
