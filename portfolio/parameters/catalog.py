"""The parameters that the rules in force use, with the defaults of the method's appendix A.

Lists of lower bounds are written from the highest class down, as people name them; cumulative shares rise.
"""

from __future__ import annotations

from decimal import Decimal

from kamp.shared.catalog import Catalog
from kamp.shared.i18n import N_
from portfolio.parameters.spec import Kind, Order, ParameterSpec, ParameterUnit

ZERO, HUNDRED = Decimal(0), Decimal(100)


def _percent(key: str, label: str, section: str, default: int, *, note: str = "") -> ParameterSpec:
    return ParameterSpec(
        key=key,
        label=label,
        kind=Kind.NUMBER,
        section=section,
        default=Decimal(default),
        unit=ParameterUnit.PERCENT,
        help=note,
        minimum=ZERO,
        maximum=HUNDRED,
    )


def _shares(key: str, label: str, section: str, *defaults: int, note: str = "") -> ParameterSpec:
    return ParameterSpec(
        key=key,
        label=label,
        kind=Kind.NUMBERS,
        section=section,
        default=tuple(Decimal(share) for share in defaults),
        unit=ParameterUnit.PERCENT,
        help=note,
        length=len(defaults),
        minimum=Decimal("0.01"),
        maximum=Decimal("99.99"),
    )


def _amount(key: str, label: str, section: str, needed_when: tuple[str, str]) -> ParameterSpec:
    return ParameterSpec(
        key=key,
        label=label,
        kind=Kind.NUMBER,
        section=section,
        unit=ParameterUnit.AMOUNT,
        help=N_("Also used while fewer than three accounts can be compared."),
        optional=True,
        needed_when=needed_when,
    )


def _amounts(
    key: str, label: str, section: str, length: int, *, needed_when: tuple[str, str], note: str
) -> ParameterSpec:
    return ParameterSpec(
        key=key,
        label=label,
        kind=Kind.NUMBERS,
        section=section,
        unit=ParameterUnit.AMOUNT,
        help=note,
        minimum=Decimal("0.01"),
        length=length,
        order=Order.FALLING,
        optional=True,
        needed_when=needed_when,
    )


GENERAL = (
    ParameterSpec(
        key="window.months",
        label=N_("Months of the revenue window"),
        kind=Kind.WHOLE,
        section="0.1",
        default=12,
        unit=ParameterUnit.MONTHS,
        minimum=Decimal(1),
        maximum=Decimal(60),
    ),
    _percent("cts.cost_of_capital", N_("Yearly cost of capital for customer credit"), "0.1", 6),
    _shares(
        "abc.cuts",
        N_("ABC classes: cumulative share before the account"),
        "0.2 G4",
        80,
        95,
        note=N_("Below the first share an account is A, below the second B, else C."),
    ),
    ParameterSpec(
        key="borderline.points",
        label=N_("Borderline on 0–100 axes, points"),
        kind=Kind.NUMBER,
        section="0.2 G9",
        default=Decimal(5),
        unit=ParameterUnit.POINTS,
        minimum=ZERO,
        maximum=Decimal(50),
    ),
    _percent("borderline.pct", N_("Borderline on other axes, % of the threshold"), "0.2 G9", 5),
)

VALUE_POTENTIAL = (
    ParameterSpec(
        key="matrix_i.threshold",
        label=N_("Current value × potential: threshold"),
        kind=Kind.CHOICE,
        section="6.1",
        default="mean",
        choices=(
            ("mean", N_("Portfolio mean")),
            ("median", N_("Portfolio median")),
            ("fixed", N_("Fixed amounts")),
        ),
    ),
    _amount("matrix_i.fixed_value", N_("Fixed threshold of current value"), "6.1", ("matrix_i.threshold", "fixed")),
    _amount(
        "matrix_i.fixed_potential",
        N_("Fixed threshold of undeveloped potential"),
        "6.1",
        ("matrix_i.threshold", "fixed"),
    ),
)

CLASS_CHOICES = (("abc", N_("Cumulative share")), ("fixed", N_("Fixed amounts")))

REVENUE_POTENTIAL = (
    ParameterSpec(
        key="rev_pot.classes",
        label=N_("Revenue and potential classes"),
        kind=Kind.CHOICE,
        section="7.1",
        default="abc",
        choices=CLASS_CHOICES,
    ),
    _amounts(
        "rev_pot.revenue_bounds",
        N_("Lower bounds of high and medium revenue"),
        "7.1",
        2,
        needed_when=("rev_pot.classes", "fixed"),
        note=N_("From this amount revenue is high; from the second it is medium."),
    ),
    _amounts(
        "rev_pot.potential_bounds",
        N_("Lower bounds of high and medium potential"),
        "7.1",
        2,
        needed_when=("rev_pot.classes", "fixed"),
        note=N_("From this amount potential is high; from the second it is medium."),
    ),
)

REVENUE_QUALITY = (
    ParameterSpec(
        key="quality.revenue_classes",
        label=N_("Quality of revenue: revenue classes"),
        kind=Kind.CHOICE,
        section="7.3",
        default="abc",
        choices=CLASS_CHOICES,
    ),
    _shares(
        "quality.revenue_cuts",
        N_("Revenue classes 1 to 3: cumulative share before the account"),
        "7.3",
        50,
        80,
        95,
    ),
    _amounts(
        "quality.revenue_bounds",
        N_("Lower bounds of revenue classes 1 to 3"),
        "7.3",
        3,
        needed_when=("quality.revenue_classes", "fixed"),
        note=N_("From these amounts revenue is of class 1, 2 and 3; below the last it is of class 4."),
    ),
    ParameterSpec(
        key="quality.margin_steps",
        label=N_("Margin classes A and B: points from the company mean"),
        kind=Kind.NUMBERS,
        section="7.3",
        default=(Decimal(5), Decimal(0)),
        unit=ParameterUnit.PERCENT,
        help=N_("A loss is always class D, whatever the mean."),
        minimum=-HUNDRED,
        maximum=HUNDRED,
        length=2,
        order=Order.FALLING,
    ),
    ParameterSpec(
        key="quality.margin_bounds",
        label=N_("Margin classes A and B: fixed lower bounds"),
        kind=Kind.NUMBERS,
        section="7.3",
        unit=ParameterUnit.PERCENT,
        help=N_("Used while fewer than three accounts can be compared."),
        minimum=Decimal("0.01"),
        maximum=HUNDRED,
        length=2,
        order=Order.FALLING,
        optional=True,
    ),
    _percent(
        "quality.cts_coverage",
        N_("Revenue with a known cost to serve, from which margins include it"),
        "7.3",
        80,
    ),
)

CONCENTRATION = (
    _percent("concentration.single", N_("Share of one customer that deserves a warning"), "8.1", 10),
    _shares("concentration.cr5", N_("Share of the five largest: watch, high"), "8.1", 30, 50),
    ParameterSpec(
        key="hhi.cuts",
        label=N_("Herfindahl–Hirschman index: moderate, high"),
        kind=Kind.NUMBERS,
        section="8.1",
        default=(Decimal(1500), Decimal(2500)),
        unit=ParameterUnit.POINTS,
        minimum=ZERO,
        maximum=Decimal(10000),
        length=2,
    ),
)

PARAMETERS = Catalog("parameter", (*GENERAL, *VALUE_POTENTIAL, *REVENUE_POTENTIAL, *REVENUE_QUALITY, *CONCENTRATION))
