"""What a metric is: its unit, what it is computed from, and where a person gives what is missing."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Unit(StrEnum):
    """The scale of a metric's values."""

    MONEY = "money"  # company currency, four decimals at most
    RATIO = "ratio"  # 0.12 is 12 %; may be negative or above 1
    SHARE = "share"  # 0 to 1, a 0-100 axis on screen
    SCORE = "score"  # 0 to 100
    POINTS = "points"  # 0 to 10, a criterion of a scorecard
    SCALE = "scale"  # 1 to 5, a rating
    DAYS = "days"
    TRUTH = "truth"  # 1 yes, 0 no
    CLASS = "class"  # a number that only names a class


class Source(StrEnum):
    """Where the values of a metric come from."""

    FACT = "fact"  # a column of the facts frame, named as the metric
    SOFT = "soft"  # a column of the soft facts: ratings, and what is known without being an amount of sales or cost
    COMPANY = "company"  # one number for the whole portfolio, from ``portfolio.calc.company``
    CALCULATION = "calculation"  # a function of ``portfolio.calc.metrics``, keyed as the metric
    LEVELS = "levels"  # the first of several metrics that can be had


class Direction(StrEnum):
    """Whether more is better for us."""

    HIGHER = "higher"
    LOWER = "lower"
    NEUTRAL = "neutral"


class LevelChoice(StrEnum):
    """Who shares one level of a metric that has several."""

    ACCOUNT = "account"  # each account takes the best it can have
    PORTFOLIO = "portfolio"  # one for all: the best known for enough of the revenue


@dataclass(frozen=True, slots=True, kw_only=True)
class InputPlace:
    """Where a person gives a fact: ``key`` for the page to link to, ``label`` what to do there."""

    key: str
    label: str


@dataclass(frozen=True, slots=True, kw_only=True)
class MetricSpec:
    """One metric. ``inputs`` are the facts it cannot do without; ``section`` is the place in the method.

    ``ratio_of`` names the two money metrics whose quotient it is: its company mean is the quotient of their
    sums. ``levels`` (best first) belong to a metric with Source.LEVELS; with LevelChoice.PORTFOLIO,
    ``coverage`` is the key of the parameter saying for which percentage of revenue a level must be known.
    ``ask``: the facts to ask for where there is no value, if not all its inputs. ``partial``: it can do without some of
    its inputs, which are asked for to measure it better. ``scorecard`` names the scorecard it is the sum of.
    """

    key: str
    label: str
    unit: Unit
    source: Source
    section: str
    inputs: tuple[str, ...]
    formula: str = ""
    direction: Direction = Direction.HIGHER
    place: InputPlace | None = None
    ratio_of: tuple[str, str] | None = None
    levels: tuple[str, ...] = ()
    level_choice: LevelChoice = LevelChoice.ACCOUNT
    coverage: str = ""
    ask: tuple[str, ...] = ()
    partial: bool = False
    scorecard: str = ""

    def __post_init__(self) -> None:
        if self.is_fact and (self.inputs != (self.key,) or self.place is None):
            raise ValueError(f"fact {self.key!r} must be its own input and say where it is given")
        if not self.is_fact and (not self.inputs or not self.formula):
            raise ValueError(f"metric {self.key!r} must name its inputs and its formula")
        if (self.source is Source.LEVELS) != (len(self.levels) > 1):
            raise ValueError(f"metric {self.key!r}: two levels or more belong to Source.LEVELS")
        if (self.level_choice is LevelChoice.PORTFOLIO) != bool(self.coverage):
            raise ValueError(f"metric {self.key!r}: a level for the whole portfolio needs its coverage")
        if not set(self.ask) <= set(self.inputs):
            raise ValueError(f"metric {self.key!r} asks for what it is not computed from")

    @property
    def is_fact(self) -> bool:
        """Whether its values are given and not computed."""
        return self.source in (Source.FACT, Source.SOFT)

    @property
    def wanted(self) -> tuple[str, ...]:
        """The facts to ask for where there is no value."""
        return self.ask or self.inputs
