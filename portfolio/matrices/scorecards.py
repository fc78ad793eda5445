"""Weighted scorecards (method G7, §6.2): criteria of 0 to 10 with weights that make 100, a sum of 0 to 100."""

from __future__ import annotations

from dataclasses import dataclass
from sys import float_info

from kamp.shared.catalog import Catalog
from kamp.shared.i18n import N_
from portfolio.metrics.catalog import METRICS
from portfolio.metrics.spec import Unit
from portfolio.parameters.catalog import PARAMETERS

ABOVE_ZERO = float_info.min  # the line that only a value above 0 reaches
TOP = 10


@dataclass(frozen=True, slots=True, kw_only=True)
class Steps:
    """``points`` from the lowest values on, one more than ``lines`` (rising). A value on a line has the points after
    it, or with ``up_to`` those before it. ``zero_below``: no points while that metric is below 0."""

    lines: tuple[float, ...]
    points: tuple[float, ...]
    up_to: bool = False
    zero_below: str = ""

    def __post_init__(self) -> None:
        if len(self.points) != len(self.lines) + 1 or list(self.lines) != sorted(self.lines):
            raise ValueError("steps: rising lines, and one more points than lines")
        if any(not 0 <= point <= TOP for point in self.points):
            raise ValueError("steps: points are 0 to 10")


@dataclass(frozen=True, slots=True, kw_only=True)
class Criterion:
    """A line of a scorecard. Without ``steps`` the metric itself is scored 0 to 10, by people."""

    key: str
    label: str
    metric: str
    steps: Steps | None = None

    def __post_init__(self) -> None:
        if self.steps is None and METRICS.get(self.metric).unit is not Unit.POINTS:
            raise ValueError(f"criterion {self.key!r}: a metric that is not of 0 to 10 needs steps")


@dataclass(frozen=True, slots=True, kw_only=True)
class Scorecard:
    """Criteria with the parameter that holds their weights, in their order."""

    key: str
    label: str
    weights: str
    criteria: tuple[Criterion, ...]

    def __post_init__(self) -> None:
        if PARAMETERS.get(self.weights).length != len(self.criteria):
            raise ValueError(f"scorecard {self.key!r}: as many weights as criteria are needed")


ATTRACTIVENESS = Scorecard(
    key="attractiveness",
    label=N_("Account attractiveness"),
    weights="attractiveness.weights",
    criteria=(
        Criterion(
            key="potential",
            label=N_("Potential over three years"),
            metric="gap_share",
            steps=Steps(lines=(ABOVE_ZERO, 0.01, 0.03, 0.06, 0.1), points=(0, 2, 4, 6, 8, 10)),
        ),
        Criterion(
            key="growth",
            label=N_("Growth of the customer's demand"),
            metric="demand_growth",
            steps=Steps(lines=(-0.05, 0, 0.03, 0.08, 0.15), points=(0, 3, 5, 7, 9, 10)),
        ),
        Criterion(
            key="profitability",
            label=N_("Profitability"),
            metric="margin_lead",
            steps=Steps(lines=(-0.1, -0.03, 0.03, 0.1), points=(2, 4, 6, 8, 10), zero_below="own_margin"),
        ),
        Criterion(key="fit", label=N_("Strategic fit and reference value"), metric="fit"),
        Criterion(key="willingness", label=N_("Willingness to partner"), metric="willingness"),
        Criterion(
            key="payment",
            label=N_("Financial soundness and payment"),
            metric="days_late",
            steps=Steps(lines=(0, 15, 30, 60), points=(10, 8, 6, 3, 0), up_to=True),
        ),
    ),
)

SCORECARDS = Catalog("scorecard", (ATTRACTIVENESS,))
