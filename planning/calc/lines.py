"""Lines of a sales plan: estimates, weighted totals and monthly cash flow (method §9.2, §9.4).

Money is Decimal in the currency of the plan. Shares are fractions (0.8 = 80 %). A month is its number from the start
of the plan, which is 0. None = not given, never 0.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal
from enum import StrEnum

from planning.calc.returns import DEFAULT_RATE, ZERO, MonthFlow, Returns, returns_of

ONE = Decimal(1)


class Outcome(StrEnum):
    """How far a line is decided, as far as the arithmetic cares."""

    OPEN = "open"
    WON = "won"
    LOST = "lost"


@dataclass(frozen=True, slots=True, kw_only=True)
class Estimate:
    """A three-point estimate: its mean and deviation, in the unit of the points."""

    mean: Decimal
    deviation: Decimal


@dataclass(frozen=True, slots=True, kw_only=True)
class Outlay:
    """An investment in each of ``months``, ``amount`` a month. Conditional ones are spent only if the line succeeds."""

    months: Sequence[int]
    amount: Decimal
    conditional: bool = False

    @property
    def total(self) -> Decimal:
        return self.amount * len(self.months)


@dataclass(frozen=True, slots=True, kw_only=True)
class LineFacts:
    """What the arithmetic needs of a line. ``revenue`` is the best estimate by month: new revenue, or, for a defence
    line, the loss that it avoids."""

    key: int
    revenue: Mapping[int, Decimal] = field(default_factory=dict)
    probability: Decimal | None = None
    contribution: Decimal | None = None
    outlays: Sequence[Outlay] = ()
    outcome: Outcome = Outcome.OPEN
    defends: bool = False

    @property
    def expected(self) -> Decimal | None:
        """Σ revenue over all months, not weighted; None while no month is filled."""
        return sum(self.revenue.values(), ZERO) if self.revenue else None

    @property
    def likelihood(self) -> Decimal | None:
        """The probability that counts: 1 when won, 0 when lost, else what was given."""
        decided = {Outcome.WON: ONE, Outcome.LOST: ZERO}
        return decided.get(self.outcome, self.probability)

    @property
    def weighted(self) -> Decimal | None:
        """Expected revenue × likelihood; None while either is not given."""
        if self.expected is None or self.likelihood is None:
            return None
        return self.expected * self.likelihood

    @property
    def missing(self) -> list[str]:
        """What keeps the return from being computed: "revenue", "probability", "contribution"."""
        given = {"revenue": self.expected, "probability": self.likelihood, "contribution": self.contribution}
        return [name for name, value in given.items() if value is None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Totals:
    """Sums over lines. ``left_out`` are keys of the lines whose revenue or probability is not given: they are in no
    sum; ``counted`` are as many as are: without any the sums are not known, and not 0. ``returns`` covers the lines
    that have all they need; ``not_assessed`` are the keys of the others."""

    expected: Decimal
    weighted: Decimal
    new_expected: Decimal
    new_weighted: Decimal
    defended_expected: Decimal
    defended_weighted: Decimal
    counted: int
    left_out: Sequence[int]
    returns: Returns | None
    not_assessed: Sequence[int]
    flows: Sequence[MonthFlow]


@dataclass(frozen=True, slots=True, kw_only=True)
class CustomerValue:
    """What the customer gains: per year in money, and months until the cost of adopting it has come back.

    ``payback`` is None when the yearly net benefit is not positive or the cost of adoption not given; 0 without cost.
    """

    net_benefit: Decimal
    payback: Decimal | None


def three_point(low: Decimal, best: Decimal, high: Decimal) -> Estimate:
    """(O + 4M + P) / 6 and (P − O) / 6 of a low, a best and a high estimate.

    Raises ValueError unless low ≤ best ≤ high.
    """
    if not low <= best <= high:
        raise ValueError("a three-point estimate needs low <= best <= high")
    return Estimate(mean=(low + 4 * best + high) / 6, deviation=(high - low) / 6)


def line_flows(line: LineFacts, months: int) -> list[MonthFlow] | None:
    """The cash flow of ``line`` in months 0 … ``months`` − 1, longer when it reaches further.

    CF = likelihood × revenue × contribution − investment; investments count whole unless conditional.
    None while something it needs is missing.
    """
    likelihood, contribution = line.likelihood, line.contribution
    if likelihood is None or contribution is None or line.missing:
        return None
    spent = spending(line.outlays, likelihood)
    last = max([months - 1, *line.revenue, *spent])
    return [
        MonthFlow(
            month=month,
            benefit=likelihood * contribution * line.revenue.get(month, ZERO),
            investment=spent.get(month, ZERO),
        )
        for month in range(last + 1)
    ]


def spending(outlays: Iterable[Outlay], likelihood: Decimal = ONE) -> dict[int, Decimal]:
    """Investment by month; conditional outlays are multiplied by ``likelihood``."""
    spent: dict[int, Decimal] = {}
    for outlay in outlays:
        amount = outlay.amount * likelihood if outlay.conditional else outlay.amount
        for month in outlay.months:
            spent[month] = spent.get(month, ZERO) + amount
    return spent


def line_returns(line: LineFacts, months: int, rate: Decimal = DEFAULT_RATE) -> Returns | None:
    """ROI, NPV, payback, index and IRR of one line; None while something it needs is missing."""
    found = line_flows(line, months)
    return None if found is None else returns_of(found, rate)


def plan_flows(lines: Sequence[LineFacts], months: int) -> list[MonthFlow]:
    """The flows of all lines that can be computed, added up month by month."""
    parts = [found for line in lines if (found := line_flows(line, months)) is not None]
    return [
        MonthFlow(
            month=month,
            benefit=sum((part[month].benefit for part in parts if month < len(part)), ZERO),
            investment=sum((part[month].investment for part in parts if month < len(part)), ZERO),
        )
        for month in range(max((len(part) for part in parts), default=0))
    ]


def totals_of(lines: Sequence[LineFacts], months: int, rate: Decimal = DEFAULT_RATE) -> Totals:
    """Expected and weighted revenue and the return of all ``lines`` together over ``months``."""
    counted = [line for line in lines if line.weighted is not None]
    assessed = [line for line in lines if not line.missing]
    added = plan_flows(assessed, months)
    return Totals(
        expected=_sum(line.expected for line in counted),
        weighted=_sum(line.weighted for line in counted),
        new_expected=_sum(line.expected for line in counted if not line.defends),
        new_weighted=_sum(line.weighted for line in counted if not line.defends),
        defended_expected=_sum(line.expected for line in counted if line.defends),
        defended_weighted=_sum(line.weighted for line in counted if line.defends),
        counted=len(counted),
        left_out=[line.key for line in lines if line.weighted is None],
        returns=returns_of(added, rate) if assessed else None,
        not_assessed=[line.key for line in lines if line.missing],
        flows=added,
    )


def scaled(line: LineFacts, estimate: Decimal | None) -> LineFacts:
    """``line`` with every month in proportion, so that they add up to ``estimate``; as it is when that is not given
    or the best estimate is not positive."""
    best = line.expected
    if estimate is None or best is None or best <= 0:
        return line
    return replace(line, revenue={month: amount * estimate / best for month, amount in line.revenue.items()})


def customer_value(
    yearly_benefit: Decimal | None, yearly_cost: Decimal | None, adoption_cost: Decimal | None
) -> CustomerValue | None:
    """The customer's side: yearly benefits − yearly price and adoption costs; payback = adoption cost / that (months).

    A yearly cost not given counts as none having been named. None without a yearly benefit.
    """
    if yearly_benefit is None:
        return None
    net = yearly_benefit - (yearly_cost or ZERO)
    months = adoption_cost / net * 12 if adoption_cost is not None and net > 0 else None
    return CustomerValue(net_benefit=net, payback=months)


def _sum(amounts: Iterable[Decimal | None]) -> Decimal:
    return sum((amount for amount in amounts if amount is not None), ZERO)
