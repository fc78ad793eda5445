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

LEVELLED = (
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

METRICS = Catalog("metric", (*FACTS, *CALCULATED, *LEVELLED))
