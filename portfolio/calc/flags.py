"""The warnings that depend on an account's figures only; written once for an account and for a portfolio."""

from __future__ import annotations

from typing import Any

from portfolio.calc.metrics import Figures
from portfolio.matrices.marks import Flag
from portfolio.matrices.spec import MatrixSpec

MARGIN_FACTS = ("revenue", "direct_cost", "cost_to_serve")


def facts_of(spec: MatrixSpec) -> tuple[str, ...]:
    """The facts that classifying by ``spec`` reads: those of its axes, and of the margin that is always watched."""
    return tuple(dict.fromkeys((*spec.inputs(), *MARGIN_FACTS)))


def figure_flags(spec: MatrixSpec, figures: Figures[Any]) -> dict[Flag, Any]:
    """For each flag a truth, or a column of them. A missing figure raises no flag.

    NEGATIVE_MARGIN (G12): the customer contribution, or without cost to serve the first-level one, is below 0.
    POTENTIAL_UNDERESTIMATED (§0.1): revenue above demand, where the matrix reads demand.
    """
    flags = {Flag.NEGATIVE_MARGIN: figures.on.first([figures["cm2"], figures["cm1"]]) < 0}
    if "demand" in spec.inputs():
        flags[Flag.POTENTIAL_UNDERESTIMATED] = figures["revenue"] > figures["demand"]
    return flags
