"""Where several matrices ask for the same about an account."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from portfolio.enums import NO_CLASS
from portfolio.matrices.catalog import MATRICES
from portfolio.matrices.spec import Cell, MatrixSpec, Tone
from portfolio.models import Classification
from portfolio.selectors.hues import COLOURED_BY

LEAST = 3  # matrices that ask for the same


@dataclass(frozen=True, slots=True, kw_only=True)
class Agreement:
    """An account and the cells that ask for the same, in the order of the matrices."""

    row: Classification
    tone: Tone
    signals: tuple[tuple[MatrixSpec, Cell], ...]


def independent() -> list[MatrixSpec]:
    """The matrices, of those with the same axes only one: they cannot but agree. The one that colours goes first."""
    found: dict[frozenset[str], MatrixSpec] = {}
    for spec in MATRICES:
        axes = frozenset(axis.metric for axis in spec.axes().values())
        if axes not in found or spec.key == COLOURED_BY:
            found[axes] = spec
    return list(found.values())


def agreements(rows: Iterable[Classification]) -> list[Agreement]:
    """Those of ``rows`` with LEAST independent matrices or more asking for the same: most signals first, then as given.

    An account without a class on a matrix has no signal of it. No query.
    """
    specs = independent()
    found = [agreement for row in rows if (agreement := _of(row, specs))]
    return sorted(found, key=lambda each: -len(each.signals))


def _of(row: Classification, specs: list[MatrixSpec]) -> Agreement | None:
    keys = [(spec, row.cell_on(spec.key)) for spec in specs]
    signals = [(spec, spec.cell(key)) for spec, key in keys if key not in NO_CLASS | {""}]
    if not signals:
        return None
    tone, count = Counter(cell.tone for _spec, cell in signals).most_common(1)[0]
    if count < LEAST:
        return None
    return Agreement(row=row, tone=tone, signals=tuple((s, cell) for s, cell in signals if cell.tone is tone))
