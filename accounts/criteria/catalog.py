"""The questions of the audit: indicators (method §1), criteria of attractiveness and of choice (§6.2), items (§3)."""

from __future__ import annotations

from accounts.criteria.indicators import INDICATORS
from accounts.criteria.spec import Anchor, AuditItem, ChoiceDefault, Criterion, Group, Quadrant
from kamp.shared.catalog import Catalog
from kamp.shared.i18n import N_

OURS, RIVAL = "choice.ours", "choice.rival"
"""Keys of the scores 0–10 of a choice criterion; the subject of the rating is the criterion's id."""

ITEM = "item."
"""Prefix of the answers about a whole item: looked through and right, not known, not available."""


JUDGED: Catalog[Criterion] = Catalog(
    "judged criterion of attractiveness",
    [
        Criterion(
            key="attractiveness.fit",
            code="A4",
            group=Group.ATTRACTIVENESS,
            label=N_("Strategic fit and prestige"),
            question=N_("How well does this customer fit where we want to go, and how much is its name worth to us?"),
            low=0,
            high=10,
            anchors=(
                Anchor(value=0, text=N_("Outside what we want to do; the name harms us")),
                Anchor(value=2, text=N_("Hardly fits, and nobody knows the name")),
                Anchor(value=5, text=N_("Fits our present business")),
                Anchor(value=8, text=N_("Fits where we want to go; a reference others look at")),
                Anchor(value=10, text=N_("The customer our strategy is made for; opens doors by name alone")),
            ),
        ),
        Criterion(
            key="attractiveness.willingness",
            code="A5",
            group=Group.ATTRACTIVENESS,
            label=N_("Willingness to be partners"),
            question=N_("How do they buy: on price alone, or to create value together?"),
            low=0,
            high=10,
            anchors=(
                Anchor(value=0, text=N_("On price alone, tender after tender")),
                Anchor(value=3, text=N_("On price most of all, with an ear for service")),
                Anchor(value=5, text=N_("On price and service alike")),
                Anchor(value=8, text=N_("On value; they develop things with some suppliers")),
                Anchor(value=10, text=N_("They look for partners and share what is gained")),
            ),
        ),
    ],
)

DAYS_LATE = Criterion(
    key="attractiveness.days_late",
    code="A6",
    group=Group.ATTRACTIVENESS,
    label=N_("Days late in payment"),
    question=N_("How many days after it is due do they pay, on average over the last twelve months?"),
    low=0,
    high=365,
    anchors=(
        Anchor(value=0, text=N_("On the day, or before")),
        Anchor(value=15, text=N_("About two weeks late")),
        Anchor(value=30, text=N_("About a month late")),
        Anchor(value=60, text=N_("About two months late: credit is at risk")),
        Anchor(value=365, text=N_("Only after pressure or through a lawyer")),
    ),
)
"""A number of days, for as long as payments are not imported."""

CRITERIA: Catalog[Criterion] = Catalog("criterion", [*INDICATORS, *JUDGED, DAYS_LATE])

CHOICE_DEFAULTS: Catalog[ChoiceDefault] = Catalog(
    "choice criterion",
    [
        ChoiceDefault(key="offer", label=N_("How well the offer fits"), weight=20),
        ChoiceDefault(key="price", label=N_("Price and total cost of ownership"), weight=15),
        ChoiceDefault(key="service", label=N_("Service and delivery"), weight=20),
        ChoiceDefault(key="support", label=N_("Technical support and innovation"), weight=15),
        ChoiceDefault(key="trust", label=N_("Relationship and trust"), weight=20),
        ChoiceDefault(key="share", label=N_("Share already held"), weight=10),
    ],
)

_HG, _HS = Quadrant.HARD_GENERAL, Quadrant.HARD_SPECIFIC
_SG, _SS = Quadrant.SOFT_GENERAL, Quadrant.SOFT_SPECIFIC

QUADRANTS = {
    _HG: N_("Hard facts, general"),
    _HS: N_("Hard facts about our business"),
    _SG: N_("What surrounds them"),
    _SS: N_("How they decide and see us"),
}

ITEMS: Catalog[AuditItem] = Catalog(
    "audit item",
    [
        AuditItem(
            key="hg1",
            code="H-G1",
            label=N_("Addresses and contacts"),
            quadrant=_HG,
            interval=180,
            url_name="accounts:audit_profile",
            anchor="reach",
        ),
        AuditItem(
            key="hg2",
            code="H-G2",
            label=N_("What they sell, and to which markets"),
            quadrant=_HG,
            interval=365,
            url_name="accounts:audit_profile",
            anchor="products",
        ),
        AuditItem(
            key="hg3",
            code="H-G3",
            label=N_("Their volumes and revenue"),
            quadrant=_HG,
            interval=365,
            url_name="accounts:account_years",
        ),
        AuditItem(
            key="hg4",
            code="H-G4",
            label=N_("Their profit"),
            quadrant=_HG,
            interval=365,
            required=False,
            url_name="accounts:account_years",
        ),
        AuditItem(
            key="hg5",
            code="H-G5",
            label=N_("Capital employed"),
            quadrant=_HG,
            interval=365,
            minutes=1,
            url_name="accounts:account_years",
        ),
        AuditItem(
            key="hg6",
            code="H-G6",
            label=N_("Operating ratios (ROI, ROS)"),
            quadrant=_HG,
            interval=365,
            minutes=1,
            url_name="accounts:account_years",
        ),
        AuditItem(
            key="hs1",
            code="H-S1",
            label=N_("Our sales by product"),
            quadrant=_HS,
            interval=31,
            url_name="accounts:account_sales",
            minutes=0,
        ),
        AuditItem(
            key="hs2",
            code="H-S2",
            label=N_("Prices and profitability by product"),
            quadrant=_HS,
            interval=31,
            url_name="accounts:account_sales",
            minutes=0,
        ),
        AuditItem(
            key="hs3",
            code="H-S3",
            label=N_("Discounts and allowances"),
            quadrant=_HS,
            interval=31,
            url_name="accounts:account_sales",
            minutes=0,
        ),
        AuditItem(
            key="hs4",
            code="H-S4",
            label=N_("Competitors at the customer"),
            quadrant=_HS,
            interval=90,
            minutes=4,
        ),
        AuditItem(
            key="hs5",
            code="H-S5",
            label=N_("Contracts and when they end"),
            quadrant=_HS,
            interval=90,
            url_name="accounts:account_contracts",
        ),
        AuditItem(
            key="sg1",
            code="S-G1",
            label=N_("What changes around them"),
            quadrant=_SG,
            interval=180,
            minutes=4,
            url_name="planning:scenario_of",
        ),
        AuditItem(
            key="ss1",
            code="S-S1",
            label=N_("People of the decision-making unit"),
            quadrant=_SS,
            interval=90,
            minutes=5,
            url_name="accounts:account_dmu",
        ),
        AuditItem(
            key="ss2",
            code="S-S2",
            label=N_("Choice criteria"),
            quadrant=_SS,
            interval=180,
            url_name="accounts:audit_choice",
            minutes=3,
        ),
        AuditItem(
            key="ss3",
            code="S-S3",
            label=N_("Perceptions and attitudes"),
            quadrant=_SS,
            interval=90,
            minutes=3,
            url_name="accounts:account_dmu",
        ),
        AuditItem(
            key="ss4",
            code="S-S4",
            label=N_("How they buy, step by step"),
            quadrant=_SS,
            interval=180,
            minutes=3,
        ),
        AuditItem(
            key="ss5",
            code="S-S5",
            label=N_("Assessment of the relationship"),
            quadrant=_SS,
            interval=180,
            url_name="accounts:audit_relationship",
            minutes=4,
        ),
        AuditItem(
            key="ss6",
            code="S-S6",
            label=N_("Problems and threats"),
            quadrant=_SS,
            interval=180,
            required=False,
        ),
        AuditItem(key="ss7", code="S-S7", label=N_("Opportunities"), quadrant=_SS, interval=180, required=False),
        AuditItem(
            key="ss8",
            code="S-S8",
            label=N_("Our strengths and weaknesses"),
            quadrant=_SS,
            interval=180,
            required=False,
        ),
        AuditItem(
            key="ss9",
            code="S-S9",
            label=N_("Strengths and weaknesses of competitors"),
            quadrant=_SS,
            interval=180,
            required=False,
        ),
    ],
)
"""Items in the order of the hub. ``url_name`` of those without a page stays empty until there is one."""
