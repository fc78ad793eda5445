"""The parameters that the rules in force use, with the defaults of the method's appendix A.

Lists of lower bounds are written from the highest class down, as people name them; cumulative shares rise.
"""

from __future__ import annotations

from decimal import Decimal

from kamp.shared.catalog import Catalog
from kamp.shared.i18n import N_
from portfolio.parameters.planning import PLANNING
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


def _months(key: str, label: str, section: str, default: int) -> ParameterSpec:
    return ParameterSpec(
        key=key,
        label=label,
        kind=Kind.WHOLE,
        section=section,
        default=default,
        unit=ParameterUnit.MONTHS,
        minimum=Decimal(1),
        maximum=Decimal(60),
    )


def _score(key: str, label: str, section: str) -> ParameterSpec:
    return ParameterSpec(
        key=key,
        label=label,
        kind=Kind.NUMBER,
        section=section,
        default=Decimal(50),
        unit=ParameterUnit.POINTS,
        minimum=Decimal(1),
        maximum=Decimal(99),
    )


def _count(key: str, label: str, section: str, default: int) -> ParameterSpec:
    return ParameterSpec(
        key=key,
        label=label,
        kind=Kind.WHOLE,
        section=section,
        default=default,
        minimum=Decimal(1),
        maximum=Decimal(10_000),
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
    _percent("scorecard.min_answered_weight", N_("Scorecards: weight that must be answered"), "0.2 G7", 60),
    _months("override.expiry_months", N_("Months after which an override expires"), "0.2 G11", 12),
)

RELATIONSHIP = (
    ParameterSpec(
        key="stage.cuts",
        label=N_("Stages of the relationship: lower bounds of stages 2 to 5"),
        kind=Kind.NUMBERS,
        section="1",
        default=(Decimal("1.5"), Decimal("2.5"), Decimal("3.5"), Decimal("4.5")),
        unit=ParameterUnit.SCALE,
        minimum=Decimal("1.01"),
        maximum=Decimal(5),
        length=4,
    ),
    ParameterSpec(
        key="stage.off_diagonal",
        label=N_("Distance of the two axes that deserves a warning, more than"),
        kind=Kind.NUMBER,
        section="1",
        default=Decimal("1.0"),
        unit=ParameterUnit.SCALE,
        minimum=ZERO,
        maximum=Decimal(4),
    ),
)

UNCOUPLING = (
    _count("uncoupling.signals", N_("Warning signals that mean a relationship is being undone"), "1", 2),
    ParameterSpec(
        key="uncoupling.growth",
        label=N_("Signal: change of revenue, at most"),
        kind=Kind.NUMBER,
        section="1",
        default=Decimal(-30),
        unit=ParameterUnit.PERCENT,
        minimum=-HUNDRED,
        maximum=ZERO,
    ),
    ParameterSpec(
        key="uncoupling.drop",
        label=N_("Signal: fall of both axes together between two audits, at least"),
        kind=Kind.NUMBER,
        section="1",
        default=Decimal("1.0"),
        unit=ParameterUnit.SCALE,
        minimum=ZERO,
        maximum=Decimal(4),
    ),
)

SCORECARDS = (
    ParameterSpec(
        key="attractiveness.weights",
        label=N_("Weights of attractiveness"),
        kind=Kind.NUMBERS,
        section="6.2",
        default=tuple(Decimal(weight) for weight in (25, 15, 20, 15, 15, 10)),
        unit=ParameterUnit.PERCENT,
        help=N_("Potential, growth of demand, profitability, strategic fit, willingness to partner, payment."),
        minimum=ZERO,
        maximum=HUNDRED,
        length=6,
        order=Order.ANY,
        total=HUNDRED,
    ),
    _score("selection.attractiveness", N_("Selection: threshold of attractiveness"), "6.2"),
    _score("selection.strength", N_("Selection: threshold of relative strength"), "6.2"),
    _score("class.attractiveness", N_("Class: threshold of attractiveness"), "6.3"),
    _score("class.strength", N_("Class: threshold of relative strength"), "6.3"),
    _percent("strategic.sow_target", N_("Share of wallet that a strategic customer should reach"), "6.4", 60),
    _count("key_accounts.warn", N_("Designated key accounts: warning above"), "6.3", 35),
    _count("key_accounts.max", N_("Designated key accounts: too many above"), "6.3", 50),
    _percent("key_accounts.share", N_("Designated key accounts of a small company: warning above"), "6.3", 10),
    _count("key_accounts.small", N_("A company is small below this many active customers"), "6.3", 150),
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
        unit=ParameterUnit.PERCENT_POINTS,
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

PARAMETERS = Catalog(
    "parameter",
    (
        *GENERAL,
        *RELATIONSHIP,
        *UNCOUPLING,
        *VALUE_POTENTIAL,
        *SCORECARDS,
        *REVENUE_POTENTIAL,
        *REVENUE_QUALITY,
        *CONCENTRATION,
        *PLANNING,
    ),
)
