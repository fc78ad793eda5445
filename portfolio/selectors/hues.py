"""The colour of an account: always its class on one matrix, so that it is known again in all others."""

from __future__ import annotations

from portfolio.enums import NO_CLASS
from portfolio.matrices.catalog import MATRICES
from portfolio.matrices.spec import Cell, MatrixSpec, Tone
from portfolio.models import Classification

COLOURED_BY = "class"

# What a cell asks for, in the four hues of the design (design.md §17.1).
HUES = {Tone.PRIORITY: "strategic", Tone.GROW: "star", Tone.DEFEND: "status", Tone.SERVE: "opportunity"}
NO_HUE = "none"


def hue_of_cell(cell: Cell) -> str:
    """The hue of ``cell`` where cells are coloured themselves."""
    return HUES.get(cell.tone, NO_HUE)


def hue_of_key(spec: MatrixSpec, key: str) -> str:
    """The hue of the cell ``key`` of ``spec``; NO_HUE without a class, and on a matrix that doesn't colour."""
    return NO_HUE if spec.key != COLOURED_BY or key in NO_CLASS | {""} else hue_of_cell(spec.cell(key))


def hue_of(row: Classification) -> str:
    """The hue of an account; NO_HUE without a class on the matrix that colours."""
    return hue_of_key(MATRICES.get(COLOURED_BY), row.cell_on(COLOURED_BY))
