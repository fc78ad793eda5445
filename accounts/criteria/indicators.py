"""The thirteen indicators of the relational model with their anchors (method §1)."""

from __future__ import annotations

from accounts.criteria.spec import Anchor, Criterion, Group
from kamp.shared.catalog import Catalog
from kamp.shared.i18n import N_


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
