"""The metrics there are. Keys of facts are the columns of the facts frame."""

from __future__ import annotations

from kamp.shared.catalog import Catalog
from kamp.shared.i18n import N_
from portfolio.metrics.spec import Direction, InputPlace, LevelChoice, MetricSpec, Source, Unit

SALES = InputPlace(key="sales", label=N_("Import the sales lines of this account."))
LIST_PRICES = InputPlace(key="list_price", label=N_("Give the products a list price."))
COSTS = InputPlace(key="cost", label=N_("Give the products a unit cost, or import sales with their cost."))
SERVICE = InputPlace(key="cost_to_serve", label=N_("Enter the cost of serving this account."))
DEMAND = InputPlace(key="demand", label=N_("Enter an estimate of this account's yearly demand."))
DEMAND_BEFORE = InputPlace(key="demand", label=N_("Enter an estimate of the demand of the year before as well."))
RELATIONSHIP = InputPlace(key="relationship", label=N_("Rate the relationship in the audit."))
CRITERIA = InputPlace(
    key="criteria", label=N_("Score the customer's choice criteria in the audit, ours and the best rival's.")
)
ATTRACTIVENESS = InputPlace(key="attractiveness", label=N_("Score this criterion in the audit."))
PEOPLE = InputPlace(key="people", label=N_("Write down who supports us at the customer."))
CONTRACTS = InputPlace(key="contracts", label=N_("Write down the contracts with this account."))
PAYMENTS = InputPlace(key="payments", label=N_("Record in the audit how many days late the customer pays on average."))


def _fact(key: str, label: str, place: InputPlace, direction: Direction = Direction.HIGHER) -> MetricSpec:
    return MetricSpec(
        key=key,
        label=label,
        unit=Unit.MONEY,
        source=Source.FACT,
        section="0.1",
        inputs=(key,),
        direction=direction,
        place=place,
    )


FACTS = (
    _fact("revenue", N_("Net revenue, 12 months"), SALES),
    _fact("revenue_previous", N_("Net revenue, previous 12 months"), SALES),
    _fact("list_value", N_("List value"), LIST_PRICES, Direction.NEUTRAL),
    _fact("direct_cost", N_("Direct cost"), COSTS, Direction.LOWER),
    _fact("cost_to_serve", N_("Cost to serve"), SERVICE, Direction.LOWER),
    _fact("demand", N_("Customer demand"), DEMAND),
)


def _soft(
    key: str, label: str, unit: Unit, section: str, place: InputPlace, direction: Direction = Direction.HIGHER
) -> MetricSpec:
    return MetricSpec(
        key=key,
        label=label,
        unit=unit,
        source=Source.SOFT,
        section=section,
        inputs=(key,),
        direction=direction,
        place=place,
    )


SOFT = (
    _soft(
        "demand_previous", N_("Customer demand, the year before"), Unit.MONEY, "6.2", DEMAND_BEFORE, Direction.NEUTRAL
    ),
    _soft("invoiced", N_("Ever invoiced"), Unit.TRUTH, "1", SALES),
    _soft("days_late", N_("Mean days late in payment"), Unit.DAYS, "6.2", PAYMENTS, Direction.LOWER),
    _soft("long_contract", N_("Running contract of two years or more"), Unit.TRUTH, "6.4", CONTRACTS),
    _soft("contract_ending", N_("Contract ends within six months, not renewed"), Unit.TRUTH, "6.4", CONTRACTS),
    _soft("relation_x", N_("Nature of the relationship"), Unit.SCALE, "1", RELATIONSHIP),
    _soft("relation_y", N_("Involvement with the customer"), Unit.SCALE, "1", RELATIONSHIP),
    _soft("broken", N_("Event that undoes the relationship"), Unit.TRUTH, "1", RELATIONSHIP),
    _soft("score_before", N_("Both axes together at the last confirmed audit"), Unit.SCALE, "1", RELATIONSHIP),
    _soft("sponsor_lost", N_("Sponsor gone and not replaced for 90 days"), Unit.TRUTH, "1", PEOPLE),
    _soft("fit", N_("Strategic fit, prestige, reference value"), Unit.POINTS, "6.2", ATTRACTIVENESS),
    _soft("willingness", N_("Willingness to partner"), Unit.POINTS, "6.2", ATTRACTIVENESS),
    _soft("choice_scored", N_("Choice criteria scored"), Unit.TRUTH, "6.2", CRITERIA),
    _soft("strength", N_("Our scores against the best rival's"), Unit.SCORE, "6.2", CRITERIA),
)

COMPANY = (
    MetricSpec(
        key="company_revenue",
        label=N_("Revenue of the company"),
        unit=Unit.MONEY,
        source=Source.COMPANY,
        section="6.2",
        inputs=("revenue",),
        formula=N_("sum of all positive revenue"),
    ),
    MetricSpec(
        key="company_m2",
        label=N_("Company margin after the cost to serve"),
        unit=Unit.RATIO,
        source=Source.COMPANY,
        section="6.2",
        inputs=("revenue", "direct_cost", "cost_to_serve"),
        formula=N_("sum of customer contributions ÷ sum of their revenue"),
    ),
    MetricSpec(
        key="company_m1",
        label=N_("Company margin"),
        unit=Unit.RATIO,
        source=Source.COMPANY,
        section="6.2",
        inputs=("revenue", "direct_cost"),
        formula=N_("sum of first-level contributions ÷ sum of their revenue"),
    ),
)

CALCULATED = (
    MetricSpec(
        key="growth",
        label=N_("Growth"),
        unit=Unit.RATIO,
        source=Source.CALCULATION,
        section="0.1",
        inputs=("revenue", "revenue_previous"),
        formula=N_("(revenue − previous revenue) ÷ previous revenue"),
    ),
    MetricSpec(
        key="cm1",
        label=N_("First-level contribution"),
        unit=Unit.MONEY,
        source=Source.CALCULATION,
        section="0.1",
        inputs=("revenue", "direct_cost"),
        formula=N_("revenue − direct cost"),
    ),
    MetricSpec(
        key="cm2",
        label=N_("Customer contribution"),
        unit=Unit.MONEY,
        source=Source.CALCULATION,
        section="0.1",
        inputs=("revenue", "direct_cost", "cost_to_serve"),
        formula=N_("revenue − direct cost − cost to serve"),
    ),
    MetricSpec(
        key="m1",
        label=N_("First-level margin"),
        unit=Unit.RATIO,
        source=Source.CALCULATION,
        section="0.1",
        inputs=("revenue", "direct_cost"),
        formula=N_("first-level contribution ÷ revenue"),
        ratio_of=("cm1", "revenue"),
    ),
    MetricSpec(
        key="m2",
        label=N_("Customer margin"),
        unit=Unit.RATIO,
        source=Source.CALCULATION,
        section="0.1",
        inputs=("revenue", "direct_cost", "cost_to_serve"),
        formula=N_("customer contribution ÷ revenue"),
        ratio_of=("cm2", "revenue"),
    ),
    MetricSpec(
        key="share_of_wallet",
        label=N_("Share of wallet"),
        unit=Unit.SHARE,
        source=Source.CALCULATION,
        section="0.1",
        inputs=("revenue", "demand"),
        formula=N_("revenue ÷ demand, at most 100 %"),
    ),
    MetricSpec(
        key="gap",
        label=N_("Undeveloped potential"),
        unit=Unit.MONEY,
        source=Source.CALCULATION,
        section="0.1",
        inputs=("revenue", "demand"),
        formula=N_("demand − revenue, at least 0"),
    ),
    MetricSpec(
        key="potential",
        label=N_("Potential"),
        unit=Unit.MONEY,
        source=Source.CALCULATION,
        section="7.1",
        inputs=("revenue", "demand"),
        formula=N_("demand, or revenue where it is larger"),
    ),
    MetricSpec(
        key="price_index",
        label=N_("Net price index"),
        unit=Unit.RATIO,
        source=Source.CALCULATION,
        section="7.7",
        inputs=("revenue", "list_value"),
        formula=N_("revenue ÷ list value"),
        ratio_of=("revenue", "list_value"),
    ),
    MetricSpec(
        key="cost_to_serve_ratio",
        label=N_("Cost to serve on revenue"),
        unit=Unit.RATIO,
        source=Source.CALCULATION,
        section="7.7",
        inputs=("revenue", "cost_to_serve"),
        formula=N_("cost to serve ÷ revenue"),
        direction=Direction.LOWER,
        ratio_of=("cost_to_serve", "revenue"),
    ),
)

MEASURES = (
    MetricSpec(
        key="own_margin",
        label=N_("Margin at the company's level"),
        unit=Unit.RATIO,
        source=Source.CALCULATION,
        section="6.2",
        inputs=("revenue", "direct_cost", "cost_to_serve"),
        formula=N_("customer margin; first-level margin while too few costs to serve are known"),
        partial=True,
    ),
    MetricSpec(
        key="gap_share",
        label=N_("Undeveloped potential on our total revenue"),
        unit=Unit.RATIO,
        source=Source.CALCULATION,
        section="6.2",
        inputs=("revenue", "demand"),
        formula=N_("undeveloped potential ÷ revenue of the company"),
    ),
    MetricSpec(
        key="demand_growth",
        label=N_("Growth of the customer's demand"),
        unit=Unit.RATIO,
        source=Source.CALCULATION,
        section="6.2",
        inputs=("demand", "demand_previous"),
        formula=N_("(demand − demand of the year before) ÷ demand of the year before"),
    ),
    MetricSpec(
        key="margin_lead",
        label=N_("Margin against the company mean"),
        unit=Unit.RATIO,
        source=Source.CALCULATION,
        section="6.2",
        inputs=("revenue", "direct_cost", "cost_to_serve"),
        formula=N_("margin − margin of the company"),
        partial=True,
    ),
)

SCORED = (
    MetricSpec(
        key="attractiveness",
        label=N_("Account attractiveness"),
        unit=Unit.SCORE,
        source=Source.CALCULATION,
        section="6.2",
        inputs=(
            "revenue",
            "demand",
            "demand_previous",
            "direct_cost",
            "cost_to_serve",
            "fit",
            "willingness",
            "days_late",
        ),
        formula=N_("weighted mean of the criteria that are scored, if they carry enough of the weight"),
        partial=True,
        scorecard="attractiveness",
    ),
    MetricSpec(
        key="stage",
        label=N_("Stage of the relationship"),
        unit=Unit.CLASS,
        source=Source.CALCULATION,
        section="1",
        inputs=("relation_x", "relation_y", "invoiced", "revenue"),
        formula=N_("stage of the mean of both axes, at most one above that of the weaker axis"),
        ask=("relation_x", "relation_y"),
    ),
    MetricSpec(
        key="uncoupling",
        label=N_("Relationship being undone"),
        unit=Unit.TRUTH,
        source=Source.CALCULATION,
        section="1",
        inputs=("broken", "revenue", "revenue_previous", "relation_x", "relation_y", "score_before", "sponsor_lost"),
        formula=N_("an event that ends it, or two of: revenue down by 30 %, both axes down by a point, sponsor lost"),
        partial=True,
    ),
    MetricSpec(
        key="strength_proxy",
        label=N_("Relative strength by the stage of the relationship"),
        unit=Unit.SCORE,
        source=Source.CALCULATION,
        section="6.2",
        inputs=("relation_x", "relation_y", "invoiced", "revenue", "choice_scored"),
        formula=N_("(stage of the relationship − 1) × 25, while no choice criterion is scored"),
        ask=("relation_x", "relation_y"),
    ),
)

LEVELLED = (
    MetricSpec(
        key="relative_strength",
        label=N_("Relative strength"),
        unit=Unit.SCORE,
        source=Source.LEVELS,
        section="6.2",
        inputs=("strength", "relation_x", "relation_y", "invoiced", "revenue", "choice_scored"),
        formula=N_("50 + 5 × our score less the best rival's, weighted; without scores by the stage"),
        levels=("strength", "strength_proxy"),
        ask=("strength", "relation_x", "relation_y"),
    ),
    MetricSpec(
        key="contribution",
        label=N_("Current value"),
        unit=Unit.MONEY,
        source=Source.LEVELS,
        section="6.1",
        inputs=("revenue", "direct_cost", "cost_to_serve"),
        formula=N_("customer contribution; without it the first-level contribution, then revenue"),
        levels=("cm2", "cm1", "revenue"),
    ),
    MetricSpec(
        key="margin",
        label=N_("Margin"),
        unit=Unit.RATIO,
        source=Source.LEVELS,
        section="7.3",
        inputs=("revenue", "direct_cost", "cost_to_serve"),
        formula=N_("customer margin if the cost to serve is known for enough revenue, else first-level margin"),
        levels=("m2", "m1"),
        level_choice=LevelChoice.PORTFOLIO,
        coverage="quality.cts_coverage",
    ),
)

METRICS = Catalog("metric", (*FACTS, *SOFT, *COMPANY, *CALCULATED, *MEASURES, *SCORED, *LEVELLED))
COMPANY_KEYS = tuple(metric.key for metric in COMPANY)
