"""What a plan of months returns: cash flow, ROI, NPV, payback, profitability index, IRR (method §9.4).

Money is Decimal in one currency. A month is its number from the start of the plan, which is 0. Shares and rates are
fractions: 0.08 is 8 % a year. Nothing is rounded here.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal, localcontext
from itertools import accumulate, pairwise, zip_longest

ZERO = Decimal(0)
DEFAULT_RATE = Decimal("0.08")
_PRECISION = 34
_LOWEST, _HIGHEST = -0.99, 10.0
_HALVINGS = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class MonthFlow:
    """One month: what comes in (incremental contribution, weighted) and what goes out. Both are usually positive."""

    month: int
    benefit: Decimal = ZERO
    investment: Decimal = ZERO

    @property
    def net(self) -> Decimal:
        return self.benefit - self.investment


@dataclass(frozen=True, slots=True, kw_only=True)
class Returns:
    """The measures of §9.4 over a horizon.

    ``roi`` and ``index`` are ratios (0.2 = 20 %; 1.116), None without investments. ``payback`` is in months from the
    start of the plan, 0 without investments, None when it lies beyond the horizon. ``irr`` is a yearly rate, None when
    there is none or more than one. ``benefits_value`` and ``investments_value`` are present values.
    """

    benefits: Decimal
    investments: Decimal
    benefits_value: Decimal
    investments_value: Decimal
    roi: Decimal | None
    npv: Decimal
    payback: Decimal | None
    index: Decimal | None
    irr: Decimal | None
    rate: Decimal


def flows(benefits: Sequence[Decimal], investments: Sequence[Decimal]) -> list[MonthFlow]:
    """A flow for every month from 0 to the last of either list; the shorter one is 0 from its end on."""
    pairs = zip_longest(benefits, investments, fillvalue=ZERO)
    return [MonthFlow(month=month, benefit=gain, investment=cost) for month, (gain, cost) in enumerate(pairs)]


def returns_of(months: Sequence[MonthFlow], rate: Decimal = DEFAULT_RATE) -> Returns:
    """All measures of ``months`` (in order, each month once) at the yearly ``rate`` (above −1).

    Raises ValueError for a rate of −100 % or less: nothing can be discounted by it.
    """
    benefits = sum((flow.benefit for flow in months), ZERO)
    investments = sum((flow.investment for flow in months), ZERO)
    benefits_value = present_value([(flow.month, flow.benefit) for flow in months], rate)
    investments_value = present_value([(flow.month, flow.investment) for flow in months], rate)
    return Returns(
        benefits=benefits,
        investments=investments,
        benefits_value=benefits_value,
        investments_value=investments_value,
        roi=(benefits - investments) / investments if investments else None,
        npv=benefits_value - investments_value,
        payback=payback(months),
        index=benefits_value / investments_value if investments_value else None,
        irr=internal_rate(months),
        rate=rate,
    )


def present_value(amounts: Sequence[tuple[int, Decimal]], rate: Decimal) -> Decimal:
    """Σ amount / (1 + rate)^(month / 12). Raises ValueError for a rate of −100 % or less."""
    if rate <= -1:
        raise ValueError("a rate of -100 % or less discounts nothing")
    with localcontext() as context:
        context.prec = _PRECISION
        monthly = (1 + rate) ** (Decimal(1) / 12)
        total = sum((amount / monthly**month for month, amount in amounts if amount), ZERO)
    return +total


def payback(months: Sequence[MonthFlow]) -> Decimal | None:
    """Months until what came in covers what went out and stays so; inside a month by interpolation.

    0 without any investment; None when the horizon ends before it.
    """
    if not any(flow.investment for flow in months):
        return ZERO
    cumulated = running_total(months)
    covered = _covered_from(cumulated)
    if covered is None:
        return None
    if covered == 0:
        return ZERO
    return Decimal(months[covered].month - 1) - cumulated[covered - 1] / months[covered].net


def running_total(months: Sequence[MonthFlow]) -> list[Decimal]:
    """The cash flow added up to the end of each month."""
    return list(accumulate(flow.net for flow in months))


def internal_rate(months: Sequence[MonthFlow]) -> Decimal | None:
    """The yearly rate at which the NPV is 0, between −99 % and 1,000 %, to six decimals.

    None when the flow changes its sign never or more than once, or when no rate in these limits does it.
    """
    signs = [flow.net > 0 for flow in months if flow.net]
    if sum(before != after for before, after in pairwise(signs)) != 1:
        return None
    amounts = [(flow.month, float(flow.net)) for flow in months if flow.net]
    low, high = _LOWEST, _HIGHEST
    at_low, at_high = _value_at(amounts, low), _value_at(amounts, high)
    if at_low * at_high > 0:
        return None
    for _halving in range(_HALVINGS):
        middle = (low + high) / 2
        at_middle = _value_at(amounts, middle)
        if at_low * at_middle <= 0:
            high = middle
        else:
            low, at_low = middle, at_middle
    return round(Decimal((low + high) / 2), 6)


def _value_at(amounts: Sequence[tuple[int, float]], rate: float) -> float:
    return sum(amount / (1 + rate) ** (month / 12) for month, amount in amounts)


def _covered_from(cumulated: Sequence[Decimal]) -> int | None:
    """The first place from which on no total is below 0."""
    for place in reversed(range(len(cumulated))):
        if cumulated[place] < 0:
            return place + 1 if place + 1 < len(cumulated) else None
    return 0
