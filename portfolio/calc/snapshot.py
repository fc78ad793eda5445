"""A whole portfolio classified on all matrices, in the compact form in which it is compared and stored."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from portfolio.calc.arrays import Arrays, Column
from portfolio.calc.bands import Threshold
from portfolio.calc.carriers import SCALE
from portfolio.calc.company import company_figures
from portfolio.calc.lines import shared_level
from portfolio.calc.matrix import classify
from portfolio.calc.metrics import Figures
from portfolio.calc.outcome import NO_CELL, Numbers, Outcome
from portfolio.enums import EXCLUDED, NOT_ASSESSED, mark
from portfolio.matrices.catalog import MATRICES
from portfolio.matrices.marks import Status
from portfolio.matrices.spec import MatrixSpec
from portfolio.metrics.catalog import METRICS
from portfolio.metrics.spec import Source
from portfolio.parameters.values import Parameters

Units = npt.NDArray[np.int64]
Hashes = npt.NDArray[np.uint64]
Texts = npt.NDArray[np.object_]

FACTS = tuple(metric.key for metric in METRICS if metric.source is Source.FACT)
SOFT = tuple(metric.key for metric in METRICS if metric.source is Source.SOFT)


@dataclass(frozen=True, slots=True, kw_only=True)
class Stored:
    """What is kept of one account besides its facts: all texts as PostgreSQL reads them."""

    position: int
    cells: str
    flags: str
    computed: str
    levels: str
    values: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CellSum:
    """Accounts of one cell and place; amounts in ten-thousandths. ``margin_revenue``: of those with a margin."""

    matrix: str
    cell: str
    place: int
    accounts: int
    revenue: int
    margin: int
    margin_revenue: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Kept:
    """What of an earlier run is not computed anew: the lines of each matrix by axis, the figures of the company, and
    the contribution that margins mean."""

    thresholds: Mapping[str, Mapping[str, Threshold]]
    company: Mapping[str, float]
    margin_level: str


class Snapshot:
    """``frame`` (as for ``classify``) on every matrix of the catalogue, with the company's ``parameters``.

    Soft facts that the frame has no column for are missing. ``given``: by matrix the cells that people set, by account.
    ``outcomes`` by matrix; ``margin_level`` the contribution (cm2 or cm1) that margins mean throughout (§7.3);
    ``margin`` that contribution of each account, NaN = unknown; ``company`` figures of the whole company. With ``kept``
    lines, company and margin level are those of an earlier run and the frame may be a part of the portfolio.
    """

    def __init__(
        self,
        frame: pd.DataFrame,
        parameters: Parameters,
        given: Mapping[str, Mapping[int, str]] | None = None,
        kept: Kept | None = None,
    ) -> None:
        self.frame, self.parameters = frame, parameters
        facts = (*FACTS, *(fact for fact in SOFT if fact in frame.columns))
        columns = {fact: frame[fact].to_numpy(dtype=np.float64, na_value=np.nan) for fact in facts}
        self._figures: Figures[Column] = Figures(columns, Arrays(len(frame)), parameters)
        self.company = company_figures(self._figures, parameters) if kept is None else kept.company
        self.outcomes: Mapping[str, Outcome] = {
            spec.key: classify(
                spec,
                self.frame,
                parameters,
                thresholds=kept.thresholds[spec.key] if kept else None,
                company=self.company,
                given=_numbers(spec, self.frame.index, (given or {}).get(spec.key)),
            )
            for spec in MATRICES
        }
        self.margin_level = kept.margin_level if kept else self._margin_level()
        self.margin: Column = self._figures[self.margin_level]

    def _margin_level(self) -> str:
        everybody = np.ones(len(self.frame), dtype=bool)
        ratio = METRICS.get(shared_level(METRICS.get("margin"), self._figures, everybody, self.parameters)).ratio_of
        return ratio[0] if ratio else ""

    def digests(self, facts: Units) -> Units:
        """A number for each account that changes with its facts (``facts``: a hash of them) or its classes."""
        digest: Hashes = _mixed(np.uint64(_catalogue_hash()) ^ facts.astype(np.uint64))
        for fact in SOFT:
            digest = _mixed(digest ^ _bits(self._figures[fact]))
        digest = _mixed(digest ^ _bits(self._axis_values()["attractiveness"]))  # measured against the company
        for outcome in self.outcomes.values():
            columns: list[npt.NDArray[Any]] = [
                outcome.cells,
                outcome.computed,
                outcome.statuses,
                outcome.missing.bits,
                outcome.flags.bits,
            ]
            for axis in outcome.axes().values():
                columns += [axis.bands, axis.levels, np.full(len(axis.bands), _hash("|".join(axis.level_names())))]
            for column in columns:
                digest = _mixed(digest ^ column.astype(np.int64).astype(np.uint64))
        return digest.astype(np.int64)

    @cached_property
    def cell_codes(self) -> dict[str, tuple[tuple[str, ...], npt.NDArray[np.int64]]]:
        """By matrix the names of its cells, with NOT_ASSESSED and EXCLUDED, and the number of each account's."""
        excluded = list(Status).index(Status.EXCLUDED)
        codes = {}
        for key, outcome in self.outcomes.items():
            names = (*outcome.spec.cell_keys(), NOT_ASSESSED, EXCLUDED)
            absent = np.where(outcome.statuses == excluded, len(names) - 1, len(names) - 2)
            codes[key] = names, np.where(outcome.cells == NO_CELL, absent, outcome.cells).astype(np.int64)
        return codes

    def cell_sums(self, places: Units | None = None) -> Iterator[CellSum]:
        """The sums of each cell by place, a number of 0 or more for each account; no sum for an empty cell."""
        places = np.zeros(len(self.frame), dtype=np.int64) if places is None else places
        revenue = _units(self.frame["revenue"].to_numpy(dtype=np.float64))
        known = ~np.isnan(self.margin)
        margin, margin_revenue = _units(np.where(known, self.margin, 0)), np.where(known, revenue, 0)
        for key, (names, codes) in self.cell_codes.items():
            groups, inverse, counts = np.unique(places * len(names) + codes, return_inverse=True, return_counts=True)
            totals = []
            for amounts in (revenue, margin, margin_revenue):
                total = np.zeros(len(groups), dtype=np.int64)
                np.add.at(total, inverse, amounts)
                totals.append(total.tolist())
            for group, count, *sums in zip(groups.tolist(), counts.tolist(), *totals, strict=True):
                place, cell = divmod(group, len(names))
                yield CellSum(
                    matrix=key,
                    cell=names[cell],
                    place=place,
                    accounts=count,
                    revenue=sums[0],
                    margin=sums[1],
                    margin_revenue=sums[2],
                )

    def stored(self, positions: npt.NDArray[np.intp]) -> Iterator[Stored]:
        """What to keep of the accounts at ``positions``."""
        cells = self._texts(positions, [(key, names, codes) for key, (names, codes) in self.cell_codes.items()])
        flags = _flag_texts(self.outcomes, positions)
        computed = self._computed_texts(positions)
        levels = self._level_texts(positions)
        values = {**{fact: self._figures[fact] for fact in SOFT}, **self._axis_values()}
        columns = [column[positions].tolist() for column in values.values()]
        names = [json.dumps(name) for name in values]
        for place, position in enumerate(positions.tolist()):
            known = (
                f'{name}:"{column[place]!r}"'
                for name, column in zip(names, columns, strict=True)
                if column[place] == column[place]
            )
            yield Stored(
                position=position,
                cells=cells[place],
                flags=flags[place],
                computed=computed.get(position, "{}"),
                levels=levels[place],
                values=f"{{{','.join(known)}}}",
            )

    def _computed_texts(self, positions: npt.NDArray[np.intp]) -> dict[int, str]:
        """The computed cells of the accounts with a class that a person set; by position."""
        found: dict[int, list[str]] = {}
        for key, outcome in self.outcomes.items():
            keys = outcome.spec.cell_keys()
            for position in positions[outcome.computed[positions] != outcome.cells[positions]].tolist():
                cell = int(outcome.computed[position])
                found.setdefault(position, []).append(mark(key, NOT_ASSESSED if cell == NO_CELL else keys[cell]))
        return {position: _array(iter(marks)) for position, marks in found.items()}

    def _axis_values(self) -> dict[str, Column]:
        """The values of all axes that are not facts themselves, by metric."""
        axes = (axis for outcome in self.outcomes.values() for axis in outcome.axes().values())
        return {axis.axis.metric: axis.values for axis in axes if not METRICS.get(axis.axis.metric).is_fact}

    def _level_texts(self, positions: npt.NDArray[np.intp]) -> Texts:
        axes = [axis for outcome in self.outcomes.values() for axis in outcome.axes().values()]
        chosen = {axis.axis.metric: axis for axis in axes if METRICS.get(axis.axis.metric).levels}
        codes = np.zeros(len(positions), dtype=np.int64)
        for axis in chosen.values():
            codes = codes * (len(axis.level_names()) + 1) + axis.levels[positions] + 1
        kinds, first, inverse = np.unique(codes, return_index=True, return_inverse=True)
        texts = np.empty(len(kinds), dtype=object)
        for kind, at in enumerate(positions[first].tolist()):
            levels = {
                metric: axis.level_names()[axis.levels[at]] for metric, axis in chosen.items() if axis.levels[at] >= 0
            }
            texts[kind] = json.dumps(levels)
        return texts[inverse]

    @staticmethod
    def _texts(
        positions: npt.NDArray[np.intp], columns: Sequence[tuple[str, Sequence[str], npt.NDArray[np.int64]]]
    ) -> Texts:
        """For each account the array of its names, one per column."""
        combined = np.zeros(len(positions), dtype=np.int64)
        for _matrix, names, codes in columns:
            combined = combined * len(names) + codes[positions]
        kinds, first, inverse = np.unique(combined, return_index=True, return_inverse=True)
        texts = np.empty(len(kinds), dtype=object)
        for kind, at in enumerate(positions[first].tolist()):
            texts[kind] = _array(mark(matrix, names[codes[at]]) for matrix, names, codes in columns)
        return texts[inverse]


def _flag_texts(outcomes: Mapping[str, Outcome], positions: npt.NDArray[np.intp]) -> Texts:
    bits = np.column_stack([outcome.flags.bits[positions] for outcome in outcomes.values()])
    kinds, inverse = np.unique(bits, axis=0, return_inverse=True)
    texts = np.empty(len(kinds), dtype=object)
    for kind, row in enumerate(kinds.tolist()):
        marks = zip(outcomes.items(), row, strict=True)
        texts[kind] = _array(
            mark(key, name)
            for (key, outcome), flags in marks
            for at, name in enumerate(outcome.flags.names)
            if flags >> at & 1
        )
    return texts[inverse.reshape(-1)]


def _numbers(spec: MatrixSpec, index: pd.Index[int], given: Mapping[int, str] | None) -> Numbers | None:
    """The cells that people set, as numbers in the order of the matrix; None if there are none."""
    if not given:
        return None
    numbers = np.full(len(index), NO_CELL, dtype=np.int16)
    keys = spec.cell_keys()
    places = index.get_indexer(pd.Index(list(given), dtype="int64"))
    for place, cell in zip(places.tolist(), given.values(), strict=True):
        if place >= 0 and cell in keys:
            numbers[place] = keys.index(cell)
    return numbers


def _bits(values: Column) -> Hashes:
    """The bits of ``values``, every missing one alike."""
    return np.where(np.isnan(values), np.nan, values).view(np.uint64)


def _array(names: Iterator[str]) -> str:
    return f"{{{','.join(names)}}}"


def _units(amounts: Column) -> Units:
    """Money as whole ten-thousandths, so that sums are exact."""
    return np.rint(amounts * SCALE).astype(np.int64)


def _mixed(values: Hashes) -> Hashes:
    """splitmix64: spreads every bit over the whole number, the same on every machine."""
    with np.errstate(over="ignore"):
        values = (values + np.uint64(0x9E3779B97F4A7C15)).astype(np.uint64)
        values = (values ^ (values >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
        values = (values ^ (values >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
        return values ^ (values >> np.uint64(31))


def _hash(text: str) -> int:
    return int.from_bytes(hashlib.blake2b(text.encode(), digest_size=7).digest(), "big")


def _catalogue_hash() -> int:
    """Changes when a matrix is added, its version rises or its cells change: then every row is written anew."""
    return _hash(repr([(spec.key, spec.version, spec.cell_keys()) for spec in MATRICES]))
