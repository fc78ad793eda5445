"""What a matrix is: two axes and a cell for every pair of their bands.

Everything checks itself when it is declared: a matrix with a hole in its grid cannot be imported.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from enum import StrEnum
from itertools import product

from portfolio.matrices.axis import Axis, refuse_repetition
from portfolio.matrices.marks import Flag
from portfolio.metrics.catalog import METRICS


class Tone(StrEnum):
    """What a cell asks for, as the name of a design token."""

    PRIORITY = "priority"
    GROW = "grow"
    DEFEND = "defend"
    SERVE = "serve"
    WATCH = "watch"
    LOSS = "loss"


class Strength(StrEnum):
    """How far from in line a cell is."""

    NONE = ""
    MODERATE = "moderate"
    STRONG = "strong"


@dataclass(frozen=True, slots=True, kw_only=True)
class Spot:
    """A place on the grid by the keys of its bands. ``prescription`` replaces the cell's there."""

    x: str
    y: str = ""
    prescription: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Cell:
    """A class of a matrix: one spot of the grid or several. ``zone`` groups cells that mean the same; ``posture`` is
    the kind of investment it stands for, in two or three words. ``context`` is that of its label for translators,
    where the same word means something else on other pages."""

    key: str
    label: str
    prescription: str
    tone: Tone
    at: tuple[Spot, ...] = ()
    zone: str = ""
    strength: Strength = Strength.NONE
    posture: str = ""
    context: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class MatrixSpec:
    """A matrix. ``key`` is its address for ever; ``version`` rises when a rule, not a wording, changes.

    ``y`` is None for classes along one axis. ``positive`` names a metric that must be above 0: other accounts are
    left out and listed apart. ``region`` is the key of a function of ``portfolio.calc.regions`` that finds the
    cell where bands cannot express it: then axes have no bands and cells no spots, only their order. ``flags`` are
    warnings of its own (``portfolio.calc.flags``); ``may_override``: a person may set the class with a reason (G11);
    ``needs``: facts that its region reads besides the axes and that may be missing.
    """

    key: str
    title: str
    question: str
    section: str
    version: int
    x: Axis
    y: Axis | None = None
    cells: tuple[Cell, ...]
    size_metric: str = "revenue"
    positive: str = ""
    region: str = ""
    flags: tuple[Flag, ...] = ()
    may_override: bool = False
    needs: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        refuse_repetition(f"cell of {self.key!r}", self.cell_keys())
        for key in (self.size_metric, *((self.positive,) if self.positive else ()), *self.needs):
            METRICS.get(key)
        if any(bool(axis.bands) == bool(self.region) for axis in self.axes().values()):
            raise ValueError(f"matrix {self.key!r}: either its axes have bands or a region decides")
        self._check_grid()

    def axes(self) -> dict[str, Axis]:
        """The axes by name: ``x`` and, if there is one, ``y``."""
        return {"x": self.x} if self.y is None else {"x": self.x, "y": self.y}

    def cell_keys(self) -> tuple[str, ...]:
        """Keys of the cells in order."""
        return tuple(cell.key for cell in self.cells)

    def cell(self, key: str) -> Cell:
        """The cell of ``key``. Raises KeyError naming those there are."""
        found = next((cell for cell in self.cells if cell.key == key), None)
        if found is None:
            raise KeyError(f"matrix {self.key!r} has no cell {key!r}; it has {', '.join(self.cell_keys())}")
        return found

    def together(self, zone: str) -> tuple[Cell, ...]:
        """The cells of ``zone`` if they share one name; none where there is no such zone or its cells differ."""
        found = tuple(cell for cell in self.cells if zone and cell.zone == zone)
        return found if len({cell.label for cell in found}) == 1 else ()

    def cell_at(self, x: str, y: str = "") -> Cell:
        """The cell of a pair of bands. Raises KeyError."""
        found = next((cell for cell in self.cells for spot in cell.at if (spot.x, spot.y) == (x, y)), None)
        if found is None:
            raise KeyError(f"matrix {self.key!r} has no cell at {(x, y)}")
        return found

    def prescription(self, cell: Cell, x: str = "", y: str = "") -> str:
        """What ``cell`` asks for; at the bands ``x`` and ``y`` if it says something of its own there."""
        own = (spot.prescription for spot in cell.at if (spot.x, spot.y) == (x, y))
        return next(own, "") or cell.prescription

    def inputs(self) -> tuple[str, ...]:
        """The facts its axes are computed from, each once."""
        metrics = [METRICS.get(axis.metric) for axis in self.axes().values()]
        if self.positive:
            metrics.append(METRICS.get(self.positive))
        return tuple(dict.fromkeys((*(fact for metric in metrics for fact in metric.inputs), *self.needs)))

    def _check_grid(self) -> None:
        columns = self.x.band_keys()
        rows = ("",) if self.y is None else self.y.band_keys()
        grid = set() if self.region else set(product(columns, rows))
        spots = Counter((spot.x, spot.y) for cell in self.cells for spot in cell.at)
        for problem, places in (
            ("no such place on the grid", spots.keys() - grid),
            ("no cell for", grid - spots.keys()),
            ("two cells for", {place for place, count in spots.items() if count > 1}),
        ):
            if places:
                raise ValueError(f"matrix {self.key!r}: {problem} {sorted(places)}")
        if any(not cell.at for cell in self.cells) and not self.region:
            raise ValueError(f"matrix {self.key!r}: a cell without a place")
