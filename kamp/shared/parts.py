"""The small objects that components take: what a page hands over, ready to be shown."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True, slots=True, kw_only=True)
class Crumb:
    """A step of the path; without ``url`` it is where we are."""

    label: Any
    url: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Tab:
    """A link to a sibling page; ``note`` is the small figure beside it."""

    label: Any
    url: str
    note: str = ""
    current: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Kpi:
    """A figure of the strip. ``value`` and ``unit`` are written already ("2,84", "Mln €").

    ``change`` is the signed text, ``direction`` 1, 0 or −1, ``good`` the direction that is good news ("up", "down").
    ``missing`` says why there is no figure (then ``value`` is not shown). ``url`` leads to what the figure is made of.
    """

    label: Any
    value: str = ""
    unit: str = ""
    change: str = ""
    direction: int = 0
    good: str = "up"
    note: Any = ""
    series: Sequence[float | None] = ()
    url: str = ""
    provisional: bool = False
    missing: Any = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """A step of a wizard or a phase of a plan. ``state``: "done", "now", "rest" or "late"; ``percent`` 0–100."""

    label: Any
    state: str
    url: str = ""
    note: Any = ""
    percent: float | None = None
    current: bool = False

    @property
    def filled(self) -> float:
        """How far the bar is drawn, 0–100."""
        if self.percent is not None:
            return self.percent
        return {"done": 100.0, "now": 50.0, "late": 50.0}.get(self.state, 0.0)


@dataclass(frozen=True, slots=True, kw_only=True)
class Pick:
    """A filter by choice: ``options`` are (value, label); ``value`` the one in force ("" = the first, not filtered)."""

    name: str
    label: Any
    options: Sequence[tuple[str, Any]]
    value: str = ""

    @property
    def active(self) -> bool:
        return bool(self.value)


@dataclass(frozen=True, slots=True, kw_only=True)
class Chip:
    """A filter in force, with the address of the list without it."""

    label: Any
    value: Any
    url: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Term:
    """A pair of a definition list; ``url`` makes the value a link."""

    label: Any
    value: Any
    url: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Criterion:
    """A line of an inspector: a weighted score, both 0–100; None is not assessed."""

    label: Any
    weight: float | None
    score: float | None


@dataclass(frozen=True, slots=True, kw_only=True)
class ScoreCard:
    """An axis of the inspector: its score 0–100, the change, and the criteria it is made of."""

    label: Any
    score: float | None
    change: float | None = None
    criteria: Sequence[Criterion] = field(default_factory=tuple)
