"""The warnings that depend on an account's figures and cell only; written once for an account and for a portfolio."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from portfolio.calc.metrics import Figures
from portfolio.calc.stages import is_dormant, lean
from portfolio.matrices.marks import Flag
from portfolio.matrices.spec import MatrixSpec

MARGIN_FACTS = ("revenue", "direct_cost", "cost_to_serve")
InCell = Callable[[str], Any]
"""Whether the account is in the cell of a key, or a column of it."""


def facts_of(spec: MatrixSpec) -> tuple[str, ...]:
    """The facts that classifying by ``spec`` reads: those of its axes, of its warnings, and of the margin that is
    always watched."""
    warned = (fact for flag in spec.flags for fact in RULES[flag][0])
    return tuple(dict.fromkeys((*spec.inputs(), *warned, *MARGIN_FACTS)))


def figure_flags(spec: MatrixSpec, figures: Figures[Any], in_cell: InCell) -> dict[Flag, Any]:
    """For each flag a truth, or a column of them. A missing figure raises no flag.

    NEGATIVE_MARGIN (G12): the customer contribution, or without cost to serve the first-level one, is below 0.
    POTENTIAL_UNDERESTIMATED (§0.1): revenue above demand, where the matrix reads demand. And those of ``spec.flags``.
    """
    flags = {Flag.NEGATIVE_MARGIN: figures.on.first([figures["cm2"], figures["cm1"]]) < 0}
    if "demand" in spec.inputs():
        flags[Flag.POTENTIAL_UNDERESTIMATED] = figures["revenue"] > figures["demand"]
    return flags | {flag: RULES[flag][1](figures, in_cell) for flag in spec.flags}


def _leaning(sign: int) -> Callable[[Any, InCell], Any]:
    """One axis of the relational model more than the parameter ahead of the other (§1)."""

    def rule(of: Any, _in_cell: InCell) -> Any:
        return sign * lean(of, of.on) > float(of.parameters.number("stage.off_diagonal"))

    return rule


def _share_below_target(of: Any, in_cell: InCell) -> Any:
    return in_cell("strategic") & (of["share_of_wallet"] < float(of.parameters.number("strategic.sow_target")) / 100)


def _cost_above_margin(of: Any, in_cell: InCell) -> Any:
    return in_cell("opportunity") & (of["cost_to_serve_ratio"] >= of["m1"])


# the facts of a warning, and its rule
RULES: Mapping[Flag, tuple[tuple[str, ...], Callable[[Any, InCell], Any]]] = {
    Flag.INVOLVEMENT_WITHOUT_COLLABORATION: (("relation_x", "relation_y"), _leaning(1)),
    Flag.COLLABORATION_WITHOUT_STRUCTURE: (("relation_x", "relation_y"), _leaning(-1)),
    Flag.DORMANT: (("invoiced", "revenue"), lambda of, _cell: is_dormant(of, of.on)),
    Flag.SHARE_BELOW_TARGET: (("revenue", "demand"), _share_below_target),
    Flag.NO_LONG_CONTRACT: (("long_contract",), lambda of, cell: cell("strategic") & (of["long_contract"] <= 0)),
    Flag.CONTRACT_ENDING: (("contract_ending",), lambda of, cell: cell("status") & (of["contract_ending"] > 0)),
    Flag.COST_ABOVE_MARGIN: (MARGIN_FACTS, _cost_above_margin),
    Flag.LONG_COMMITMENT: (("long_contract",), lambda of, cell: cell("opportunity") & (of["long_contract"] > 0)),
    Flag.LOSS_PRICE: (MARGIN_FACTS[:2], lambda of, cell: cell("opportunity") & (of["cm1"] < 0)),
}
