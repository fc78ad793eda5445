"""Cells that no pair of bands can express, such as a stage computed from both axes.

A region takes the figures, the values of the axes and the carrier, and gives the number of the cell in the order
of its matrix, NaN where there is none. It is written once for an account and for a portfolio, like a metric.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

Region = Callable[[Any, Any, Any, Any], Any]

REGIONS: dict[str, Region] = {}
