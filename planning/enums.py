"""Closed sets of values of this app."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class PlanState(models.TextChoices):
    """Where an account plan stands. ``draft``: no phase was started yet."""

    DRAFT = "draft", _("Draft")
    ACTIVE = "active", _("In work")
    APPROVED = "approved", _("Approved")
    CLOSED = "closed", _("Closed")
    ARCHIVED = "archived", _("Archived")


class PhaseState(models.TextChoices):
    """Where a phase of a plan stands (method §9.1)."""

    NOT_STARTED = "not_started", _("Not started")
    IN_PROGRESS = "in_progress", _("In progress")
    READY_FOR_REVIEW = "ready_for_review", _("Ready for review")
    CLOSED = "closed", pgettext_lazy("phase", "Closed")


class TeamRole(models.TextChoices):
    """Parts in the development team of a plan (method §9)."""

    SELLER = "seller", _("Seller, leads the team")
    MARKET_MANAGER = "market_manager", _("Market manager")
    SPECIALIST = "specialist", _("Specialist")
    GUEST = "guest", _("Guest expert")


class SourceKind(models.TextChoices):
    """Where a source of the scenario comes from (method §9.1, phase 1)."""

    EXTERNAL = "external", _("External")
    INTERNAL = "internal", _("Internal")
    EXPERT = "expert", _("Expert")


class SourceMeans(models.TextChoices):
    """How what a source says was gathered (method §9.1, phase 1)."""

    DESK_RESEARCH = "desk_research", _("Desk research")
    GROUP_MEETING = "group_meeting", _("Group meeting")
    EXPERT_MEETING = "expert_meeting", _("Meeting with experts")


class FindingKind(models.TextChoices):
    """What a finding about the customer's market is about (method §9.1, phase 1)."""

    RIVAL = "rival", _("Rival of the customer")
    CUSTOMER = "customer", _("Customers of the customer")
    SUPPLIER = "supplier", _("Suppliers")
    ENTRANT = "entrant", _("New entrants")
    SUBSTITUTE = "substitute", _("Substitutes")
    TREND = "trend", _("Trend")


class Quadrant(models.TextChoices):
    STRENGTH = "S", _("Strengths")
    WEAKNESS = "W", _("Weaknesses")
    OPPORTUNITY = "O", _("Opportunities")
    THREAT = "T", _("Threats")


class NeedKind(models.TextChoices):
    EXPRESSED = "expressed", _("Expressed")
    UNEXPRESSED = "unexpressed", _("Unexpressed")


class ObjectiveKind(models.TextChoices):
    """Types of objectives (method §4.4)."""

    SALES = "sales", _("Sales")
    PROFIT = "profit", _("Profit")
    PRICE = "price", _("Target price")
    SHARE = "share", _("Share of wallet")
    RELATION = "relation", _("Relationship stage")
    SATISFACTION = "satisfaction", _("Satisfaction")
    PENETRATION = "penetration", _("Penetration")


class Direction(models.TextChoices):
    UP = "up", _("Should rise")
    DOWN = "down", _("Should fall")


class StrategyTool(models.TextChoices):
    """What a strategy works with (method §4.5)."""

    PRICE = "price", _("Price")
    OFFER = "offer", _("Product or service offer")
    SERVICE_LEVEL = "service_level", _("Service level")
    RELATION = "relation", _("Relationship lever")
    CONTACTS = "contacts", _("People and contacts")
    PROMOTION = "promotion", _("Promotion")
    CONTRACT = "contract", _("Contract")


class Crossing(models.TextChoices):
    """How a strategy crosses the SWOT (TOWS, method §4.3)."""

    USE = "SO", _("Use a strength for an opportunity")
    FIX = "WO", _("Mend a weakness for an opportunity")
    DEFEND = "ST", _("Defend with a strength against a threat")
    AVOID = "WT", _("Avoid a threat to a weakness")


class Readiness(models.TextChoices):
    """How ready an offer is to be sold."""

    READY = "ready", _("Ready")
    ADAPT = "adapt", _("To be adapted")
    DEVELOP = "develop", _("To be developed")
    PARTNER = "partner", _("With a partner")


class InvestmentType(models.TextChoices):
    """The investment types of the class matrix (method §6.3)."""

    SELECTIVE = "selective", _("Selective investment")
    STRATEGIC = "strategic", _("Strategic investment")
    PROACTIVE = "proactive", _("Proactive maintenance")
    CASH = "cash", _("Manage for cash")


class ReviewState(models.TextChoices):
    """Where a review stands; which moves there are is declared in ``planning.kinds.review_moves``."""

    PLANNED = "planned", _("Planned")
    PREPARED = "prepared", _("Prepared")
    IN_MEETING = "in_meeting", _("In the meeting")
    CLOSED = "closed", pgettext_lazy("review", "Closed")
    MISSED = "missed", _("Missed")
    CANCELLED = "cancelled", pgettext_lazy("review", "Cancelled")


class Verdict(models.TextChoices):
    """What a decision of a review does (method §9.5, point 6)."""

    CONTINUE = "continue", _("Continue")
    CHANGE = "change", _("Change")
    STOP = "stop", _("Stop")
    ADD = "add", _("Add")


class ActionState(models.TextChoices):
    """Where an action stands; follows from its dates."""

    OPEN = "open", pgettext_lazy("action", "Open")
    DONE = "done", pgettext_lazy("action", "Done")
    CANCELLED = "cancelled", _("Dropped")


class LineKind(models.TextChoices):
    """Whether a plan line brings new revenue or keeps what there is (method §9.2)."""

    NEW = "new", _("New revenue")
    DEFENCE = "defence", _("Defence of existing revenue")


class LineState(models.TextChoices):
    """Where a plan line stands (method §9.2)."""

    PROPOSED = "proposed", pgettext_lazy("plan line", "Proposed")
    APPROVED = "approved", pgettext_lazy("plan line", "Approved")
    IN_PROGRESS = "in_progress", pgettext_lazy("plan line", "In progress")
    WON = "won", pgettext_lazy("plan line", "Won")
    LOST = "lost", pgettext_lazy("plan line", "Lost")
    POSTPONED = "postponed", pgettext_lazy("plan line", "Postponed")


class InvestmentKind(models.TextChoices):
    """What is invested (method §9.2)."""

    PEOPLE = "people", _("People’s time")
    DISCOUNT = "discount", _("Discount")
    EQUIPMENT = "equipment", _("Equipment")
    TRAINING = "training", _("Training")
    CREDIT = "credit", _("Credit")
    OTHER = "other", _("Other")
