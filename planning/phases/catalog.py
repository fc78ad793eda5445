"""The seven phases of the method in their order."""

from __future__ import annotations

from kamp.shared.catalog import Catalog
from planning.phases.action import REVIEW_PHASE, SALES_PHASE, STRATEGY_PHASE
from planning.phases.analysis import DEMAND_PHASE, FIT_PHASE, SCENARIO_PHASE, SWOT_PHASE
from planning.phases.spec import PhaseSpec

PHASES: Catalog[PhaseSpec] = Catalog(
    "phase",
    [SCENARIO_PHASE, SWOT_PHASE, DEMAND_PHASE, FIT_PHASE, STRATEGY_PHASE, SALES_PHASE, REVIEW_PHASE],
)
