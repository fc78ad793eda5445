"""The questions of the audit: indicators (method §1), criteria of attractiveness and of choice (§6.2), items (§3)."""

from __future__ import annotations

from accounts.criteria.spec import Anchor, AuditItem, ChoiceDefault, Criterion, Group, Quadrant
from kamp.shared.catalog import Catalog
from kamp.shared.i18n import N_

OURS, RIVAL = "choice.ours", "choice.rival"
"""Keys of the scores 0–10 of a choice criterion; the subject of the rating is the criterion's id."""

ITEM = "item."
"""Prefix of the answers about a whole item: looked through and right, not known, not available."""


def _five(*texts: str) -> tuple[Anchor, ...]:
    return tuple(Anchor(value=number, text=text) for number, text in enumerate(texts, start=1))


INDICATORS: Catalog[Criterion] = Catalog(
    "relationship indicator",
    [
        Criterion(
            key="relationship.y1",
            code="Y1",
            group=Group.INVOLVEMENT,
            label=N_("Functions in contact"),
            question=N_("With how many functions of the customer are we in touch, at least once in three months?"),
            anchors=_five(
                N_("Nobody, or the buyer alone"),
                N_("Two functions"),
                N_("Three functions"),
                N_("Four or five functions"),
                N_("Six functions or more"),
            ),
            proposed=True,
        ),
        Criterion(
            key="relationship.y2",
            code="Y2",
            group=Group.INVOLVEMENT,
            label=N_("Levels reached"),
            question=N_("Which levels do we talk to: operational, middle management, direction, top management?"),
            anchors=_five(
                N_("One level at most"),
                N_("Two levels"),
                N_("Three levels"),
                N_("All four levels"),
                N_("All four, and at least two meetings with the top in a year"),
            ),
            proposed=True,
        ),
        Criterion(
            key="relationship.y3",
            code="Y3",
            group=Group.INVOLVEMENT,
            label=N_("Structure of contacts"),
            question=N_("How do the two companies touch each other?"),
            anchors=_five(
                N_("One of ours, one of theirs"),
                N_("Everything passes through our seller and their buyer"),
                N_("The two still hold the threads, some others talk directly"),
                N_("Functions talk to functions, the account manager coordinates"),
                N_("Teams of both companies work as one"),
            ),
        ),
        Criterion(
            key="relationship.y4",
            code="Y4",
            group=Group.INVOLVEMENT,
            label=N_("Breadth of supply"),
            question=N_("How much of what they could buy from us, by product line and unit, do they buy?"),
            anchors=_five(
                N_("Nothing yet"),
                N_("Less than a fifth of it"),
                N_("Between a fifth and two fifths"),
                N_("Between two fifths and seven tenths"),
                N_("Seven tenths or more"),
            ),
            proposed=True,
        ),
        Criterion(
            key="relationship.y5",
            code="Y5",
            group=Group.INVOLVEMENT,
            label=N_("Integration of processes"),
            question=N_("How far do orders, forecasts and logistics run together?"),
            anchors=_five(
                N_("Not at all"),
                N_("Standard documents only"),
                N_("They share forecasts, or exchange some data electronically"),
                N_("Orders or logistics are integrated"),
                N_("Both work in shared systems"),
            ),
        ),
        Criterion(
            key="relationship.y6",
            code="Y6",
            group=Group.INVOLVEMENT,
            label=N_("Joint governance"),
            question=N_("Who looks after the relationship together, and how often?"),
            anchors=_five(
                N_("Nobody"),
                N_("We meet when there is a reason"),
                N_("We review it together at set times"),
                N_("A steering group and a plan of both"),
                N_("Permanent joint teams"),
            ),
            proposed=True,
        ),
        Criterion(
            key="relationship.x1",
            code="X1",
            group=Group.NATURE,
            label=N_("Information shared"),
            question=N_("What do they tell us?"),
            anchors=_five(
                N_("Prices and requests for quotation"),
                N_("Volumes and specifications"),
                N_("Forecasts and what products they plan"),
                N_("Part of their costs and strategy"),
                N_("Sensitive strategy; the books are open"),
            ),
        ),
        Criterion(
            key="relationship.x2",
            code="X2",
            group=Group.NATURE,
            label=N_("Trust"),
            question=N_("How much do the two sides trust each other?"),
            anchors=_five(
                N_("They treat us as an adversary"),
                N_("Little: everything is checked"),
                N_("Enough to work well"),
                N_("Much: a word is good"),
                N_("Full, on both sides"),
            ),
        ),
        Criterion(
            key="relationship.x3",
            code="X3",
            group=Group.NATURE,
            label=N_("Horizon"),
            question=N_("How far ahead are they bound to us?"),
            anchors=_five(
                N_("No orders"),
                N_("Single orders, or less than a year"),
                N_("One year, less than two"),
                N_("Two years, less than three"),
                N_("Three years or more"),
            ),
            proposed=True,
        ),
        Criterion(
            key="relationship.x4",
            code="X4",
            group=Group.NATURE,
            label=N_("Basis of choice"),
            question=N_("What do they buy on?"),
            anchors=_five(
                N_("Price alone"),
                N_("Price most of all"),
                N_("Price and service"),
                N_("Value and total cost of ownership most of all"),
                N_("The value we create together"),
            ),
        ),
        Criterion(
            key="relationship.x5",
            code="X5",
            group=Group.NATURE,
            label=N_("Problems solved together"),
            question=N_("What kind of problem do we solve with them?"),
            anchors=_five(
                N_("None"),
                N_("Problems of a product"),
                N_("Now and then a problem of a process"),
                N_("Processes and projects to save cost"),
                N_("How they do business, and their strategy"),
            ),
        ),
        Criterion(
            key="relationship.x6",
            code="X6",
            group=Group.NATURE,
            label=N_("Share of wallet"),
            question=N_("What share of their spend in our categories comes to us?"),
            anchors=_five(
                N_("Nothing"),
                N_("Less than 20%"),
                N_("20% or more, less than 40%"),
                N_("40% or more, less than 60%"),
                N_("60% or more: the share of a strategic supplier"),
            ),
            proposed=True,
        ),
        Criterion(
            key="relationship.x7",
            code="X7",
            group=Group.NATURE,
            label=N_("Adaptations and exit barriers"),
            question=N_("What have the two sides adapted to each other, and what would parting cost?"),
            anchors=_five(
                N_("Nothing"),
                N_("Little things"),
                N_("Some things; parting would be a nuisance"),
                N_("Both have invested; parting would be expensive"),
                N_("Parting would be a shock for both"),
            ),
        ),
    ],
)

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
