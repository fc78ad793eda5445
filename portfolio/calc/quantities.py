"""The base quantities of one account (method §0.1) on Decimals, for pages and documents.

None is "not assessed": a missing input, or a base that is zero or negative (G5, G6). Nothing is rounded and no
negative margin is clipped (G12). The formulas are those of ``portfolio.calc.metrics``.
"""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal

from portfolio.calc.carriers import DECIMALS
from portfolio.calc.metrics import Figures

DAYS_OF_YEAR = 365
HUNDRED = Decimal(100)


def growth(revenue: Decimal | None, previous: Decimal | None) -> Decimal | None:
    """Growth on the previous period, 0.1 = 10 %. None if the previous revenue is unknown or not above 0.

    >>> growth(Decimal(120), Decimal(100))
    Decimal('0.2')
    """
    return _figure("growth", revenue=revenue, revenue_previous=previous)


def is_new(revenue: Decimal | None, previous: Decimal | None) -> bool:
    """Whether there is revenue now and there was none before: shown as "new" where growth is None."""
    return revenue is not None and previous is not None and revenue > 0 and previous <= 0


def first_contribution(revenue: Decimal | None, direct_cost: Decimal | None) -> Decimal | None:
    """CM1, revenue less the direct cost of what was sold.

    >>> first_contribution(Decimal(5), Decimal("5.5"))
    Decimal('-0.5')
    """
    return _figure("cm1", revenue=revenue, direct_cost=direct_cost)


def customer_contribution(
    revenue: Decimal | None, direct_cost: Decimal | None, cost_to_serve: Decimal | None
) -> Decimal | None:
    """CM2, the first-level contribution less the cost to serve.

    >>> customer_contribution(Decimal(500), Decimal(350), Decimal(40))
    Decimal('110')
    """
    return _figure("cm2", revenue=revenue, direct_cost=direct_cost, cost_to_serve=cost_to_serve)


def margin(contribution: Decimal | None, revenue: Decimal | None) -> Decimal | None:
    """A contribution on its revenue, 0.22 = 22 %. None if revenue is unknown or not above 0.

    >>> margin(Decimal(110), Decimal(500))
    Decimal('0.22')
    """
    if contribution is None or revenue is None:
        return None
    return _known(DECIMALS.ratio(contribution, revenue))


def share_of_wallet(revenue: Decimal | None, demand: Decimal | None) -> Decimal | None:
    """Revenue on demand, at most 1. None if demand is unknown or not above 0.

    >>> share_of_wallet(Decimal(800), Decimal(700))
    Decimal('1')
    """
    return _figure("share_of_wallet", revenue=revenue, demand=demand)


def is_potential_underestimated(revenue: Decimal | None, demand: Decimal | None) -> bool:
    """Whether the customer already buys more from us than it is said to need."""
    return revenue is not None and demand is not None and revenue > demand


def gap(revenue: Decimal | None, demand: Decimal | None) -> Decimal | None:
    """Undeveloped potential, demand less revenue and at least 0. None if either is unknown.

    >>> gap(Decimal(120), Decimal(600))
    Decimal('480')
    """
    return _figure("gap", revenue=revenue, demand=demand)


def credit_cost(revenue: Decimal | None, days: Decimal | None, cost_of_capital: Decimal) -> Decimal | None:
    """What a customer's credit costs in a year: ``days`` outstanding (DSO), ``cost_of_capital`` in percent."""
    if revenue is None or days is None:
        return None
    return revenue * days / DAYS_OF_YEAR * cost_of_capital / HUNDRED


def cost_to_serve(
    drivers: Iterable[tuple[Decimal | None, Decimal | None]],
    *,
    expenses: Decimal | None = Decimal(0),
    credit: Decimal | None = Decimal(0),
) -> Decimal | None:
    """Σ quantity × unit rate of the drivers, plus the customer's own expenses and its credit cost.

    A driver is (quantity, unit rate). None if any part is unknown: a cost that is not known is not zero.

    >>> cost_to_serve([(Decimal(12), Decimal(250)), (Decimal(10), Decimal(90))])
    Decimal('3900')
    """
    total = Decimal(0)
    for quantity, rate in drivers:
        if quantity is None or rate is None:
            return None
        total += quantity * rate
    if expenses is None or credit is None:
        return None
    return total + expenses + credit


def _figure(metric: str, **facts: Decimal | None) -> Decimal | None:
    known = {key: value for key, value in facts.items() if value is not None}
    return _known(Figures(known, DECIMALS)[metric])


def _known(value: Decimal) -> Decimal | None:
    return None if value.is_nan() else value
