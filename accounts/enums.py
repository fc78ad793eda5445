"""Closed sets of values of this app."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


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
