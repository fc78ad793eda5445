"""Cells that no pair of bands can express, such as a stage computed from both axes.

A region takes the figures, the values of the axes and the carrier, and gives the number of the cell in the order
of its matrix, NaN where there is none. It is written once for an account and for a portfolio, like a metric.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

Region = Callable[[Any, Any, Any, Any], Any]

UNCOUPLING = 5  # the cell after the five stages


def relationship_stage(figures: Any, _x: Any, _y: Any, on: Any) -> Any:
    """§1: the stage, numbered from 0; a relationship that is being undone leaves the stages."""
    stage = figures["stage"] - 1
    return on.where(figures["uncoupling"] > 0, stage * 0 + UNCOUPLING, stage)


REGIONS: dict[str, Region] = {relationship_stage.__name__: relationship_stage}
