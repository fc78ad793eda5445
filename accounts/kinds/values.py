"""How the columns of the fields are read: types, sizes and words, the same for every kind that has such a field."""

from __future__ import annotations

from decimal import Decimal

from kamp.intake.fields import Field as Reading
from kamp.intake.fields import Kind as Type

CODE = Reading(key="", kind=Type.TEXT, max_length=200)
UNIT = Reading(key="", kind=Type.TEXT, max_length=80)
DATE = Reading(key="", kind=Type.DATE)
SINCE = Reading(key="", kind=Type.DATE, whole_years=True)
YEAR = Reading(key="", kind=Type.YEAR)
CURRENCY = Reading(key="", kind=Type.CURRENCY)
EMAIL = Reading(key="", kind=Type.EMAIL, max_length=254)
MONEY = Reading(key="", kind=Type.DECIMAL, digits=18, scale=4)
QUANTITY = Reading(key="", kind=Type.DECIMAL, digits=16, scale=4)
NOT_NEGATIVE = Reading(key="", kind=Type.DECIMAL, digits=18, scale=4, minimum=Decimal(0))
SHARE = Reading(key="", kind=Type.DECIMAL, digits=12, scale=8)

STATUS = Reading(
    key="",
    kind=Type.CHOICE,
    choices={
        "prospect": ("prospects", "lead", "potential", "prospective", "prospetto", "potenziale", "da acquisire"),
        "active": ("attivo", "attiva", "customer", "cliente", "a", "0", "open", "in essere", "current"),
        "dormant": ("dormiente", "inactive", "inattivo", "inattiva", "sleeping", "sospeso", "i", "1"),
        "lost": ("perso", "persa", "former", "ex", "cessato", "cessata", "chiuso", "closed", "ex cliente"),
    },
)
CONFIDENCE = Reading(
    key="",
    kind=Type.CHOICE,
    choices={
        "assumed": ("presunto", "presunta", "stimato", "stimata", "stima", "estimated", "estimate", "low", "ipotesi"),
        "confirmed": ("confermato", "confermata", "certo", "certa", "sure", "high", "verified", "verificato"),
    },
)
ROLES = Reading(
    key="",
    kind=Type.CHOICES,
    choices={
        "initiator": ("iniziatore", "promotore", "initiators"),
        "user": ("utilizzatore", "utente", "end user", "users"),
        "influencer": ("influenzatore", "influente", "influencers"),
        "decider": ("decisore", "decision maker", "decisionale", "decider s"),
        "buyer": ("acquirente", "compratore", "buyer purchasing", "purchaser", "ufficio acquisti", "acquirente buyer"),
        "gatekeeper": ("filtro", "gate keeper", "guardiano", "custode", "gatekeeper filtro"),
        "approver": ("approvatore", "chi approva", "executive sponsor"),
        "economic_buyer": ("decisore economico", "budget holder", "responsabile budget", "economic buyer"),
        "coach": ("champion", "sponsor", "alleato", "sostenitore", "coach alleato interno"),
    },
)


def text(length: int) -> Reading:
    """Text of at most ``length`` characters."""
    return Reading(key="", kind=Type.TEXT, max_length=length)
