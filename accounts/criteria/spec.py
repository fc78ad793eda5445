"""What a question of the audit says about itself. A new one is one of these; forms, pages and scores follow."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Group(StrEnum):
    """What a judged criterion is added up into: the axes of the relational model, or attractiveness."""

    NATURE = "x"
    INVOLVEMENT = "y"
    ATTRACTIVENESS = "attractiveness"


class Quadrant(StrEnum):
    """The four parts of the information system (method §3)."""

    HARD_GENERAL = "hard_general"
    HARD_SPECIFIC = "hard_specific"
    SOFT_GENERAL = "soft_general"
    SOFT_SPECIFIC = "soft_specific"


@dataclass(frozen=True, slots=True, kw_only=True)
class Anchor:
    """What a value of a scale looks like in daily work."""

    value: int
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Criterion:
    """A question answered by a whole number between ``low`` and ``high``.

    ``anchors`` say what single values look like, lowest first; on a scale from 1 to 5 each value has one. ``proposed``:
    the data may suggest the answer (⚙ in the method). ``interval`` days after it was given an answer is old.
    """

    key: str
    code: str
    group: Group
    label: str
    question: str
    anchors: tuple[Anchor, ...]
    low: int = 1
    high: int = 5
    proposed: bool = False
    interval: int = 180

    def __post_init__(self) -> None:
        values = [anchor.value for anchor in self.anchors]
        if values != sorted(set(values)) or not values or values[0] != self.low or values[-1] != self.high:
            raise ValueError(f"criterion {self.key!r}: anchors rise from the low end to the high end")

    @property
    def values(self) -> range:
        """All answers there are."""
        return range(self.low, self.high + 1)


@dataclass(frozen=True, slots=True, kw_only=True)
class ChoiceDefault:
    """A choice criterion that every customer starts with (method §6.2). Weights of all together make 100."""

    key: str
    label: str
    weight: int


@dataclass(frozen=True, slots=True, kw_only=True)
class AuditItem:
    """One of the items of the information system (method §3). Only ``required`` ones count in the score.

    ``interval`` is T in days. ``url_name`` is the page of the account where it is given, "" while there is none;
    ``anchor`` the place on that page. ``minutes`` is what filling it takes a person who knows the customer.
    """

    key: str
    code: str
    label: str
    quadrant: Quadrant
    interval: int
    url_name: str = ""
    anchor: str = ""
    minutes: int = 2
    required: bool = True
