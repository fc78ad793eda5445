"""Planned against actual sales, month by month: by product line (and unit) where lines are tied to one, and in total.

What a plan promises is compared with what sales brought beyond the same calendar month in the year before the plan
(planning.calc.tracking). Months that are not over, or newer than the newest sales of anybody, are not known: None.
"""

from __future__ import annotations

import datetime
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from accounts.models import ProductLine
from accounts.selectors.sales_months import Months, MonthSales, newest_sales_month, sales_of_lines, sales_of_units
from kamp.shared.months import month_at, months_later
from planning.calc.months import month_number, months_between
from planning.calc.progress import Rag, rag
from planning.calc.tracking import Variance, attained, brought, revenue_variance
from planning.enums import LineKind
from planning.models import AccountPlan, PlanLine
from planning.selectors.plan_lines import LineSheet
from planning.selectors.plan_money import currency_of, rate_to_company

ZERO = Decimal(0)
YEAR = 12


@dataclass(frozen=True, slots=True, kw_only=True)
class TrackedMonth:
    """A month in the plan's currency. ``planned`` is what was promised, ``baseline`` the sales a year before the plan,
    ``sales`` those of the month and ``brought`` what they mean for the promise; None = not known yet."""

    month: datetime.date
    planned: Decimal
    baseline: Decimal
    sales: Decimal | None
    brought: Decimal | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Tracked:
    """Lines that share a product line and unit, or all of them (``product_line`` None and ``is_total``)."""

    lines: Sequence[PlanLine]
    product_line: ProductLine | None
    unit: str
    defends: bool
    is_total: bool
    months: Sequence[TrackedMonth]
    variance: Variance | None

    @property
    def known(self) -> list[TrackedMonth]:
        return [month for month in self.months if month.brought is not None]

    @property
    def planned(self) -> Decimal:
        """What was promised for the months that are known."""
        return sum((month.planned for month in self.known), ZERO)

    @property
    def brought(self) -> Decimal | None:
        """What came in those months; None while none is known."""
        return sum((month.brought or ZERO for month in self.known), ZERO) if self.known else None

    @property
    def difference(self) -> Decimal | None:
        return None if self.brought is None else self.brought - self.planned

    @property
    def ratio(self) -> Decimal | None:
        return attained(self.brought, self.planned)

    @property
    def rag(self) -> Rag:
        return rag(self.ratio)


@dataclass(frozen=True, slots=True, kw_only=True)
class Tracking:
    """``known_until``: the last month that is over and has sales, None before the first. ``untied``: lines without a
    product line, which count in the total only. ``rate`` None: no exchange rate, so nothing can be compared."""

    currency: str
    rate: Decimal | None
    months: Sequence[datetime.date]
    known_until: datetime.date | None
    groups: Sequence[Tracked]
    untied: Sequence[PlanLine]
    total: Tracked | None


@dataclass(frozen=True, slots=True, kw_only=True)
class _Sales:
    by_line: dict[int | None, Months]
    by_unit: dict[tuple[int | None, str], Months]
    rate: Decimal
    start: datetime.date
    known_until: datetime.date | None

    def of(self, product_line: int | None, unit: str) -> Months:
        return self.by_unit.get((product_line, unit), {}) if unit else self.by_line.get(product_line, {})

    @property
    def all(self) -> Months:
        return _added(self.by_line.values())

    def at(self, months: Months, month: datetime.date) -> MonthSales:
        found = months.get(month, MonthSales(net=ZERO, quantity=ZERO))
        return MonthSales(net=found.net / self.rate, quantity=found.quantity)

    def before(self, months: Months, month: datetime.date) -> MonthSales:
        """The same calendar month in the year before the plan."""
        number = month_number(self.start, month) % YEAR - YEAR
        return self.at(months, month_at(self.start, number))

    def is_known(self, month: datetime.date) -> bool:
        return self.known_until is not None and month <= self.known_until


def tracking_of(plan: AccountPlan, sheets: Sequence[LineSheet], as_of: datetime.date) -> Tracking:
    """The plan against sales on ``as_of``. At most four queries; lost lines promise nothing any more."""
    currency, months = currency_of(plan), months_between(plan.starts_on, plan.ends_on)
    rate = rate_to_company(currency, as_of)
    alive = [sheet for sheet in sheets if not sheet.is_dead]
    if rate is None:
        return Tracking(currency=currency, rate=None, months=months, known_until=None, groups=(), untied=(), total=None)
    sales = _sales(plan, alive, as_of, rate)
    ties: dict[tuple[int, str, bool], list[LineSheet]] = defaultdict(list)
    for sheet in alive:
        if sheet.line.product_line_id is not None:
            ties[sheet.line.product_line_id, sheet.line.unit, sheet.facts.defends].append(sheet)
    return Tracking(
        currency=currency,
        rate=rate,
        months=months,
        known_until=sales.known_until,
        groups=[_group(plan, tied, sales) for tied in ties.values()],
        untied=[sheet.line for sheet in alive if sheet.line.product_line_id is None],
        total=_total(plan, alive, sales) if alive else None,
    )


def _sales(plan: AccountPlan, sheets: Sequence[LineSheet], as_of: datetime.date, rate: Decimal) -> _Sales:
    newest = newest_sales_month()
    over = months_later(as_of.replace(day=1), -1)
    known = min(newest, over) if newest else None
    last = known if known is not None and known >= plan.starts_on else None
    first, until = month_at(plan.starts_on, -YEAR), last or months_later(plan.starts_on, -1)
    units = sorted({sheet.line.unit for sheet in sheets if sheet.line.unit and sheet.line.product_line_id})
    return _Sales(
        by_line=sales_of_lines(plan.account_id, first, until),
        by_unit=sales_of_units(plan.account_id, units, first, until),
        rate=rate,
        start=plan.starts_on,
        known_until=last,
    )


def _group(plan: AccountPlan, sheets: Sequence[LineSheet], sales: _Sales) -> Tracked:
    line = sheets[0].line
    found = sales.of(line.product_line_id, line.unit)
    defends = line.kind == LineKind.DEFENCE
    months = [
        _month(month, _planned(sheets, month), found, sales, defends=defends)
        for month in months_between(plan.starts_on, plan.ends_on)
    ]
    return Tracked(
        lines=[sheet.line for sheet in sheets],
        product_line=line.product_line,
        unit=line.unit,
        defends=defends,
        is_total=False,
        months=months,
        variance=_variance(sheets, months, found, sales),
    )


def _month(month: datetime.date, planned: Decimal, found: Months, sales: _Sales, *, defends: bool) -> TrackedMonth:
    baseline = sales.before(found, month).net
    actual = sales.at(found, month).net if sales.is_known(month) else None
    return TrackedMonth(
        month=month,
        planned=planned,
        baseline=baseline,
        sales=actual,
        brought=None if actual is None else brought(actual, baseline, planned, defends=defends),
    )


def _total(plan: AccountPlan, sheets: Sequence[LineSheet], sales: _Sales) -> Tracked:
    """All lines by their weighted revenue against all sales; without the plan the losses it avoids would be lost."""
    found = sales.all
    new = [sheet for sheet in sheets if not sheet.facts.defends]
    kept = [sheet for sheet in sheets if sheet.facts.defends]
    months = []
    for month in months_between(plan.starts_on, plan.ends_on):
        gained, avoided = _weighted(new, month), _weighted(kept, month)
        baseline = sales.before(found, month).net
        actual = sales.at(found, month).net if sales.is_known(month) else None
        came = None if actual is None else actual - baseline + avoided
        months.append(
            TrackedMonth(month=month, planned=gained + avoided, baseline=baseline, sales=actual, brought=came)
        )
    return Tracked(
        lines=[sheet.line for sheet in sheets],
        product_line=None,
        unit="",
        defends=False,
        is_total=True,
        months=months,
        variance=None,
    )


def _planned(sheets: Iterable[LineSheet], month: datetime.date) -> Decimal:
    return sum((sheet.revenue.get(month, ZERO) for sheet in sheets), ZERO)


def _weighted(sheets: Iterable[LineSheet], month: datetime.date) -> Decimal:
    return sum((sheet.revenue.get(month, ZERO) * (sheet.facts.likelihood or ZERO) for sheet in sheets), ZERO)


def _variance(
    sheets: Sequence[LineSheet], months: Sequence[TrackedMonth], found: Months, sales: _Sales
) -> Variance | None:
    """What price and volume did to the known months; None unless one line with a planned price stands alone and
    quantities are known before and now."""
    price = sheets[0].line.planned_price
    known = [each for each in months if each.sales is not None]
    if len(sheets) != 1 or not price or sheets[0].facts.defends or not known:
        return None
    planned = sum((each.planned for each in known), ZERO)
    before = sum((each.baseline for each in known), ZERO)
    quantity_before = sum((sales.before(found, each.month).quantity for each in known), ZERO)
    quantity = sum((sales.at(found, each.month).quantity for each in known), ZERO)
    wanted = quantity_before + planned / price
    if quantity <= 0 or wanted <= 0 or (before and not quantity_before):
        return None
    return revenue_variance(
        planned_price=(before + planned) / wanted,
        planned_quantity=wanted,
        actual_price=sum((each.sales or ZERO for each in known), ZERO) / quantity,
        actual_quantity=quantity,
    )


def _added(parts: Iterable[Months]) -> Months:
    found: Months = {}
    for months in parts:
        for month, sales in months.items():
            before = found.get(month, MonthSales(net=ZERO, quantity=ZERO))
            found[month] = MonthSales(net=before.net + sales.net, quantity=before.quantity + sales.quantity)
    return found
