"""The formulas of the metrics catalogue (method §0.1): one function each, for an account or for a portfolio."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, Generic

from portfolio.calc.carriers import Carrier, V
from portfolio.calc.scoring import scored
from portfolio.calc.stages import stage_of, undone
from portfolio.matrices.scorecards import SCORECARDS
from portfolio.metrics.catalog import METRICS
from portfolio.metrics.spec import Source
from portfolio.parameters.values import Parameters

STAGE_STEP = 25  # from one stage to the next on a scale of 0 to 100 (McDonald)


class Figures(Generic[V]):
    """The metrics of one account or one portfolio, each computed once when asked for.

    ``facts`` maps keys of facts, and of figures of the company, to values (NaN = missing); what is not there is
    missing. ``parameters`` are those that formulas read; the defaults if none are given.
    """

    on: Carrier[V]

    def __init__(self, facts: Mapping[str, V], on: Carrier[V], parameters: Parameters | None = None) -> None:
        self._known: dict[str, V] = dict(facts)
        self.on = on
        self._parameters = parameters

    @property
    def parameters(self) -> Parameters:
        """The parameters of the formulas."""
        if self._parameters is None:
            self._parameters = Parameters()
        return self._parameters

    def __getitem__(self, key: str) -> V:
        """The metric of ``key``; for one with levels the best each account can have. Raises UnknownKeyError."""
        if key not in self._known:
            self._known[key] = self._compute(key)
        return self._known[key]

    def _compute(self, key: str) -> V:
        metric = METRICS.get(key)
        if metric.is_fact or metric.source is Source.COMPANY:
            return self.on.unknown()
        if metric.source is Source.LEVELS:
            return self.on.first([self[level] for level in metric.levels])
        value: V = CALCULATIONS[key](self, self.on)
        return value


def growth(of: Figures[V], on: Carrier[V]) -> V:
    """Missing if the previous revenue is not above 0: then the account is new, not grown."""
    return on.ratio(on.money(of["revenue"] - of["revenue_previous"]), of["revenue_previous"])


def cm1(of: Figures[V], on: Carrier[V]) -> V:
    """First-level contribution; may be negative."""
    return on.money(of["revenue"] - of["direct_cost"])


def cm2(of: Figures[V], on: Carrier[V]) -> V:
    """Customer contribution; may be negative."""
    return on.money(of["cm1"] - of["cost_to_serve"])


def m1(of: Figures[V], on: Carrier[V]) -> V:
    """First-level margin; missing without positive revenue, never clipped (G12)."""
    return on.ratio(of["cm1"], of["revenue"])


def m2(of: Figures[V], on: Carrier[V]) -> V:
    """Customer margin; missing without positive revenue, never clipped (G12)."""
    return on.ratio(of["cm2"], of["revenue"])


def share_of_wallet(of: Figures[V], on: Carrier[V]) -> V:
    """At most 1; missing without positive demand."""
    return on.smaller(on.ratio(of["revenue"], of["demand"]), 1)


def gap(of: Figures[V], on: Carrier[V]) -> V:
    """Demand that we do not serve yet; 0 where revenue is above the estimate."""
    return on.larger(on.money(of["demand"] - of["revenue"]), 0)


def potential(of: Figures[V], on: Carrier[V]) -> V:
    """Demand, which cannot be less than what the customer already buys from us (§7.1)."""
    return on.larger(of["demand"], of["revenue"])


def price_index(of: Figures[V], on: Carrier[V]) -> V:
    """Net on list value; missing without a positive list value."""
    return on.ratio(of["revenue"], of["list_value"])


def cost_to_serve_ratio(of: Figures[V], on: Carrier[V]) -> V:
    """Missing without positive revenue."""
    return on.ratio(of["cost_to_serve"], of["revenue"])


def own_margin(of: Figures[V], on: Carrier[V]) -> V:
    """The margin at the level that the company's is taken at, which alone is known."""
    return on.first([of["m2"] + 0 * of["company_m2"], of["m1"] + 0 * of["company_m1"]])


def margin_lead(of: Figures[V], on: Carrier[V]) -> V:
    """Missing where the account's own margin is not known at the company's level."""
    return on.settled(of["own_margin"] - on.first([of["company_m2"], of["company_m1"]]))


def gap_share(of: Figures[V], on: Carrier[V]) -> V:
    """Missing without demand, or while the company has no revenue."""
    return on.ratio(of["gap"], of["company_revenue"])


def demand_growth(of: Figures[V], on: Carrier[V]) -> V:
    """Missing without an estimate for both years, or from a demand of zero."""
    return on.ratio(on.money(of["demand"] - of["demand_previous"]), of["demand_previous"])


def attractiveness(of: Figures[V], on: Carrier[V]) -> V:
    """0 to 100 (§6.2); missing while criteria of too much weight are."""
    return scored(SCORECARDS.get("attractiveness"), of, on)


def stage(of: Figures[V], on: Carrier[V]) -> V:
    """1 to 5 (§1); missing without both axes."""
    return stage_of(of, on)


def strength_proxy(of: Figures[V], on: Carrier[V]) -> V:
    """0 to 100; missing without a stage, and where choice criteria are scored, were it too few of them."""
    unscored = on.filled(of["choice_scored"], 0.0) <= 0
    return (on.where(unscored, of["stage"], on.unknown()) - 1) * STAGE_STEP


def uncoupling(of: Figures[V], on: Carrier[V]) -> V:
    """1 where the relationship is being undone (§1); what is not known warns of nothing."""
    return undone(of, on)


CALCULATIONS: Mapping[str, Callable[[Any, Any], Any]] = {
    function.__name__: function
    for function in (
        growth,
        cm1,
        cm2,
        m1,
        m2,
        share_of_wallet,
        gap,
        potential,
        price_index,
        cost_to_serve_ratio,
        own_margin,
        margin_lead,
        gap_share,
        demand_growth,
        attractiveness,
        stage,
        strength_proxy,
        uncoupling,
    )
}
