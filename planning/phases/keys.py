"""The keys of the phases in their order: they stand in addresses and in the database."""

from __future__ import annotations

from kamp.shared.i18n import N_

SCENARIO = "scenario"
SWOT = "swot"
DEMAND = "demand"
FIT = "fit"
STRATEGY = "strategy"
SALES_PLAN = "sales-plan"
REVIEW = "review"

PHASE_LABELS = {
    SCENARIO: N_("Scenario"),
    SWOT: N_("Customer SWOT"),
    DEMAND: N_("Demand"),
    FIT: N_("Us and the competitors"),
    STRATEGY: N_("Strategy and offer"),
    SALES_PLAN: N_("Sales plan"),
    REVIEW: N_("Review"),
}


def phase_choices() -> list[tuple[str, str]]:
    """(key, label) of every phase in order; a callable so that a new phase needs no migration."""
    return list(PHASE_LABELS.items())
