"""Figures of the whole company that criteria of single accounts are measured against."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from portfolio.calc.arrays import Column, exact_sum
from portfolio.calc.lines import shared_level
from portfolio.calc.metrics import Figures
from portfolio.metrics.catalog import METRICS
from portfolio.parameters.values import Parameters


def company_figures(figures: Figures[Column], parameters: Parameters) -> dict[str, float]:
    """``company_revenue`` (positive revenue only), and the margin of the company at one level (§7.3), as ``company_m2``
    or ``company_m1``. What cannot be had is left out. Needs revenue and both costs."""
    revenue = figures["revenue"]
    sold = revenue > 0
    found = {"company_revenue": float(exact_sum(revenue[sold]))} if sold.any() else {}
    level = shared_level(METRICS.get("margin"), figures, sold, parameters)
    known = sold & ~np.isnan(figures[level])
    part, whole = METRICS.get(level).ratio_of or ("", "")
    if known.any():
        found[f"company_{level}"] = float(exact_sum(figures[part][known]) / exact_sum(figures[whole][known]))
    return found


def columns_of(company: Mapping[str, float], size: int) -> dict[str, Column]:
    """The figures as columns of a portfolio of ``size`` accounts."""
    return {key: np.full(size, value) for key, value in company.items()}
