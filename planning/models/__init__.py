"""Models of planning, one noun per file."""

from planning.models.action import Action
from planning.models.agenda import PlanAgenda
from planning.models.comment import Comment
from planning.models.decision import Decision
from planning.models.investment import Investment
from planning.models.line import LineContact, LineLead, LineMove, LineRevenue, Milestone, PlanLine
from planning.models.narrative import Narrative
from planning.models.need import Need
from planning.models.objective import Objective
from planning.models.offer import OfferPanelItem
from planning.models.phase import CriterionWaiver, PhaseMove, PlanPhase
from planning.models.plan import AccountPlan, PlanVersion, TeamMember
from planning.models.review import AgendaItem, Review, ReviewRhythm
from planning.models.scenario import Finding, MarketFigure, ScenarioSource
from planning.models.standing import PlanStanding
from planning.models.strategy import Strategy
from planning.models.swot import MarketPosition, OutsideReading, SwotItem

__all__ = [
    "AccountPlan",
    "Action",
    "AgendaItem",
    "Comment",
    "CriterionWaiver",
    "Decision",
    "Finding",
    "Investment",
    "LineContact",
    "LineLead",
    "LineMove",
    "LineRevenue",
    "MarketFigure",
    "MarketPosition",
    "Milestone",
    "Narrative",
    "Need",
    "Objective",
    "OfferPanelItem",
    "OutsideReading",
    "PhaseMove",
    "PlanAgenda",
    "PlanLine",
    "PlanPhase",
    "PlanStanding",
    "PlanVersion",
    "Review",
    "ReviewRhythm",
    "ScenarioSource",
    "Strategy",
    "SwotItem",
    "TeamMember",
]
