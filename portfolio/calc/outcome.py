"""Where the accounts of a portfolio stand on a matrix: compact columns, and a frame of them to read."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from portfolio.calc.arrays import Codes, Column, Mask
from portfolio.calc.bands import Threshold
from portfolio.matrices.axis import Axis
from portfolio.matrices.marks import Status
from portfolio.matrices.spec import MatrixSpec
from portfolio.metrics.catalog import METRICS
from portfolio.metrics.spec import LevelChoice

Numbers = npt.NDArray[np.int16]

NO_CELL = -1


@dataclass(slots=True)
class Sets:
    """A small set of names for each account, as bits."""

    names: tuple[str, ...]
    bits: npt.NDArray[np.uint64]

    @classmethod
    def empty(cls, names: Sequence[str], size: int) -> Sets:
        """No names for any of ``size`` accounts. At most 64 names."""
        return cls(tuple(names), np.zeros(size, dtype=np.uint64))

    def add(self, name: str, mask: Mask) -> None:
        """Adds ``name`` for the accounts of ``mask``."""
        self.bits |= mask.astype(np.uint64) << np.uint64(self.names.index(name))

    def any(self) -> Mask:
        """The accounts with any name."""
        return self.bits.astype(np.bool_)

    def tuples(self) -> npt.NDArray[np.object_]:
        """For each account a tuple of its names, in the order of ``names``."""
        kinds, position = np.unique(self.bits, return_inverse=True)
        table = np.empty(len(kinds), dtype=object)
        for row, bits in enumerate(kinds):
            table[row] = tuple(name for at, name in enumerate(self.names) if int(bits) >> at & 1)
        return table[position]


@dataclass(frozen=True, slots=True, kw_only=True)
class AxisOutcome:
    """One axis: the value of each account (NaN = not assessed), the number of its band (−1 = none), and the number
    of the level it was measured at (0 = the best, −1 = none)."""

    axis: Axis
    values: Column
    bands: Codes
    levels: Codes
    threshold: Threshold | None

    def level_names(self) -> tuple[str, ...]:
        """The metrics that ``levels`` count, best first."""
        metric = METRICS.get(self.axis.metric)
        if self.threshold and metric.level_choice is LevelChoice.PORTFOLIO:
            return (self.threshold.metric,)
        return metric.levels or (metric.key,)

    def needed_metric(self) -> str:
        """The metric without which there is no value: the last level, or the one that says what to ask for."""
        metric = METRICS.get(self.axis.metric)
        return metric.key if metric.ask else self.level_names()[-1]


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """A classified portfolio. ``cells`` are numbers of ``spec.cells``, ``statuses`` of ``Status`` in its order.

    ``computed`` are the cells that the figures give; ``cells`` differ where a person set another. ``company``: figures
    of the whole company that single accounts were measured against.
    """

    spec: MatrixSpec
    index: pd.Index[Any]
    x: AxisOutcome
    y: AxisOutcome | None
    cells: Numbers
    computed: Numbers
    company: Mapping[str, float]
    statuses: Codes
    missing: Sets
    flags: Sets

    def thresholds(self) -> dict[str, dict[str, Any] | None]:
        """The lines that were used, by axis, JSON-able: what ``explain`` needs to place an account again."""
        return {
            name: None if outcome.threshold is None else outcome.threshold.as_dict()
            for name, outcome in self.axes().items()
        }

    def axes(self) -> dict[str, AxisOutcome]:
        """The outcome by name of axis."""
        return {"x": self.x} if self.y is None else {"x": self.x, "y": self.y}

    def counts(self) -> dict[str, int]:
        """Accounts in each cell, also the empty ones."""
        numbers = np.bincount(self.cells[self.cells != NO_CELL], minlength=len(self.spec.cells))
        return {cell.key: int(number) for cell, number in zip(self.spec.cells, numbers, strict=True)}

    def not_assessed(self) -> int:
        """Accounts without a cell, for whatever reason."""
        return int((self.cells == NO_CELL).sum())

    def frame(self) -> pd.DataFrame:
        """One row per account, index as given.

        Columns: ``cell`` and ``status`` (categories; cell missing where there is none); for x and y ``_value``
        (float64), ``_band`` and ``_level`` (categories of keys); ``missing`` (tuple of facts to give) and ``flags``
        (tuple of Flag).
        """
        columns: dict[str, Any] = {
            "cell": _category(self.cells, self.spec.cell_keys()),
            "status": _category(self.statuses, [status.value for status in Status]),
        }
        for name, outcome in self.axes().items():
            columns[f"{name}_value"] = outcome.values
            columns[f"{name}_band"] = _category(outcome.bands, outcome.axis.band_keys())
            columns[f"{name}_level"] = _category(outcome.levels, outcome.level_names())
        columns["missing"] = self.missing.tuples()
        columns["flags"] = self.flags.tuples()
        return pd.DataFrame(columns, index=self.index)


def _category(codes: npt.NDArray[Any], keys: Sequence[str]) -> pd.Categorical[Any]:
    return pd.Categorical.from_codes(codes, categories=pd.Index(list(keys), dtype="str"))
