"""Closed sets of values of this app."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class AccountStatus(models.TextChoices):
    PROSPECT = "prospect", _("Prospect")
    ACTIVE = "active", _("Active")
    DORMANT = "dormant", _("Dormant")
    LOST = "lost", _("Lost")


class Designation(models.TextChoices):
    NONE = "none", _("Not a key account")
    CANDIDATE = "candidate", _("Candidate")
    DESIGNATED = "designated", _("Key account")
    SUSPENDED = "suspended", _("Suspended")
    REMOVED = "removed", _("Removed")


class MemberRole(models.TextChoices):
    CO_OWNER = "co_owner", _("Co-owner")
    PLAN_TEAM = "plan_team", _("Plan team")


class Confidence(models.TextChoices):
    ASSUMED = "assumed", _("Assumed")
    CONFIRMED = "confirmed", _("Confirmed")


class DmuRole(models.TextChoices):
    """Roles in the decision-making unit (method §10.1)."""

    INITIATOR = "initiator", _("Initiator")
    USER = "user", _("User")
    INFLUENCER = "influencer", _("Influencer")
    DECIDER = "decider", _("Decider")
    BUYER = "buyer", _("Buyer")
    GATEKEEPER = "gatekeeper", _("Gatekeeper")
    APPROVER = "approver", _("Approver")
    ECONOMIC_BUYER = "economic_buyer", _("Economic buyer")
    COACH = "coach", _("Coach")


class Attitude(models.IntegerChoices):
    """Attitude of a person towards us (method §10.2)."""

    OPPONENT = -2, _("Opponent")
    AGAINST = -1, _("Against")
    NEUTRAL = 0, _("Neutral")
    SUPPORTER = 1, _("Supporter")
    SPONSOR = 2, _("Sponsor")


class AccessLevel(models.TextChoices):
    """Hierarchical level of a person at the customer (method §10.2)."""

    OPERATIONAL = "operational", _("Operational")
    MIDDLE = "middle", _("Middle management")
    DIRECTION = "direction", _("Direction")
    TOP = "top", _("Top management")


class ServiceDriver(models.TextChoices):
    """What serving a customer costs (method §0.1, cost to serve)."""

    VISITS = "visits", _("Visits")
    ORDERS = "orders", _("Orders")
    ORDER_LINES = "order_lines", _("Order lines")
    DELIVERIES = "deliveries", _("Deliveries")
    RETURNS = "returns", _("Returns")
    SUPPORT_HOURS = "support_hours", _("Support hours")
    CLAIMS = "claims", _("Claims")
    EXPENSES = "expenses", _("Customer-specific expenses")


class ContractRenewal(models.TextChoices):
    NONE = "none", _("Ends by itself")
    AUTOMATIC = "automatic", _("Renews automatically")
    NEGOTIATED = "negotiated", _("Renewed by agreement")


class BusinessFunction(models.TextChoices):
    """What a person does at the customer; counted for the breadth of contacts (method §10.5)."""

    MANAGEMENT = "management", _("General management")
    PURCHASING = "purchasing", _("Purchasing")
    PRODUCTION = "production", _("Production")
    TECHNICAL = "technical", _("Engineering and maintenance")
    QUALITY = "quality", _("Quality and safety")
    RESEARCH = "research", _("Research and development")
    LOGISTICS = "logistics", _("Logistics")
    FINANCE = "finance", _("Finance")
    SALES = "sales", _("Sales and marketing")
    INFORMATION = "information", _("Information technology")
    PEOPLE = "people", _("Human resources and legal")
    OTHER = "other", _("Other function")


class AdopterType(models.TextChoices):
    """How early somebody takes up what is new (Rogers; method §10.2)."""

    INNOVATOR = "innovator", _("Innovator")
    EARLY_ADOPTER = "early_adopter", _("Early adopter")
    EARLY_MAJORITY = "early_majority", _("Early majority")
    LATE_MAJORITY = "late_majority", _("Late majority")
    LAGGARD = "laggard", _("Laggard")


class RelationDepth(models.TextChoices):
    """What a person does for us: the depth of the relationship (method §10.4)."""

    NONE = "none", _("Gives us nothing")
    INFORMATION = "information", _("Gives information")
    PLANS = "plans", _("Shares confidential plans")
    ACTS = "acts", _("Acts for us")


class TouchKind(models.TextChoices):
    VISIT = "visit", _("Visit")
    MEETING = "meeting", _("Meeting")
    CALL = "call", _("Call")
    MESSAGE = "message", _("Message")


class YearFigure(models.TextChoices):
    """Figures of a financial year that may be known not to be available."""

    REVENUE = "revenue", _("Revenue")
    EBIT = "ebit", _("EBIT")
    NET_PROFIT = "net_profit", _("Net profit")
    CAPITAL_EMPLOYED = "capital_employed", _("Capital employed")


class FactorKind(models.TextChoices):
    """Kinds of environment factors (PESTEL, method §3, S-G1)."""

    POLITICAL = "political", _("Political")
    ECONOMIC = "economic", _("Economic")
    SOCIAL = "social", _("Social")
    TECHNOLOGICAL = "technological", _("Technological")
    ENVIRONMENTAL = "environmental", _("Ecological")
    LEGAL = "legal", _("Legal")


class FactorHorizon(models.TextChoices):
    NOW = "now", _("Now")
    FUTURE = "future", _("Within 24 months")


class Answer(models.TextChoices):
    """How a question of the audit was answered; "cleared" takes an answer back."""

    VALUE = "value", _("Value")
    NOT_KNOWN = "not_known", _("Not known")
    NOT_AVAILABLE = "not_available", _("Not available")
    CLEARED = "cleared", _("Taken back")


class ChoiceSet(models.TextChoices):
    """Which business choice criteria are about (method §3, S-S2)."""

    EXISTING = "existing", _("Business there is")
    POTENTIAL = "potential", _("Business there could be")


class AuditState(models.TextChoices):
    OPEN = "open", pgettext_lazy("audit", "Open")
    SUBMITTED = "submitted", _("Waiting for confirmation")
    CONFIRMED = "confirmed", _("Confirmed")
    SENT_BACK = "sent_back", _("Sent back")


class UncouplingEvent(models.TextChoices):
    """What explicitly ends a relationship (method §1)."""

    NOTICE = "notice", _("Notice of termination")
    TENDER = "tender", _("Tender lost for half of the revenue or more")
    EXCLUSIVITY = "exclusivity", _("Exclusivity given to a competitor")


class UncouplingCause(models.TextChoices):
    """Why a relationship comes undone (method §1)."""

    TRUST = "trust", _("Breach of trust")
    PEOPLE = "people", _("Key people have changed")
    PERFORMANCE = "performance", _("Persistent problems of performance")
    OWNERSHIP = "ownership", _("Change of ownership or strategy, on either side")
    BENEFIT = "benefit", _("Cost and benefit are no longer attractive")
    RIVAL = "rival", _("A better competitor")
    MARKET = "market", _("Crisis of the market")
