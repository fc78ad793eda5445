"""The words in which classes are stored."""

from __future__ import annotations

# Beside the cells of a matrix: no class because something is missing, and left out by the rule of the matrix.
NOT_ASSESSED, EXCLUDED = "not_assessed", "excluded"
NO_CLASS = frozenset({NOT_ASSESSED, EXCLUDED})


def mark(matrix: str, key: str) -> str:
    """How a cell or flag of one matrix is named among those of all: "value-potential:key"."""
    return f"{matrix}:{key}"
