"""The matrices in the order of the product. A new one is an entry and a row in the test table; nothing else."""

from __future__ import annotations

from kamp.shared.catalog import Catalog
from kamp.shared.i18n import N_
from portfolio.matrices.axis import Axis, Band, Cut, Mode
from portfolio.matrices.judged import CLASS, RELATIONAL_MODEL, SELECTION
from portfolio.matrices.spec import Cell, MatrixSpec, Spot, Strength, Tone

LOW = Band(key="low", label=N_("Low"))
MEDIUM = Band(key="medium", label=N_("Medium"))
HIGH = Band(key="high", label=N_("High"))
# Words of their own where other languages decline: in Italian a class or a strength is "alta", a value "alto".
VALUES = (Band(key="low", label=N_("Low value")), Band(key="high", label=N_("High value")))
POTENTIALS = (Band(key="low", label=N_("Low potential")), Band(key="high", label=N_("High potential")))

VALUE_POTENTIAL = MatrixSpec(
    key="value-potential",
    title=N_("Current value and potential"),
    question=N_("Which accounts are key today, and which could become so?"),
    section="6.1",
    version=1,
    may_override=True,
    x=Axis(
        metric="contribution",
        label=N_("Current value"),
        bands=VALUES,
        cut=Cut(mode=Mode.MEAN, parameter="matrix_i.threshold", fixed="matrix_i.fixed_value", positive="revenue"),
        zero_is_low=True,
    ),
    y=Axis(
        metric="gap",
        label=N_("Undeveloped potential"),
        bands=POTENTIALS,
        cut=Cut(mode=Mode.MEAN, parameter="matrix_i.threshold", fixed="matrix_i.fixed_potential"),
    ),
    cells=(
        Cell(
            key="key",
            label=N_("Key account"),
            prescription=N_("Full key account management: a team, a plan and an executive sponsor."),
            tone=Tone.PRIORITY,
            at=(Spot(x="high", y="high"),),
        ),
        Cell(
            key="potential_key",
            label=N_("Potential key account"),
            prescription=N_("Develop: enter the KAMP cycle and invest ahead of sales, with checks on the way."),
            tone=Tone.GROW,
            at=(Spot(x="low", y="high"),),
        ),
        Cell(
            key="important",
            label=N_("Important account"),
            prescription=N_("Retain and serve efficiently; no growth programme."),
            tone=Tone.DEFEND,
            at=(Spot(x="high", y="low"),),
        ),
        Cell(
            key="regular",
            label=N_("Regular account"),
            prescription=N_("Standard sales coverage."),
            tone=Tone.SERVE,
            at=(Spot(x="low", y="low"),),
        ),
    ),
)

LOADED = N_("Saturated: defend it, watch overstock and dependence, add no effort, take the margin.")
MISSED = N_("Find out why we do not sell more here and assign effort to develop it.")

REVENUE_POTENTIAL = MatrixSpec(
    key="revenue-potential",
    title=N_("Revenue and potential"),
    question=N_("Where do we sell less, or more, than the customer's potential suggests?"),
    section="7.1",
    version=1,
    x=Axis(
        metric="potential",
        label=N_("Potential class"),
        bands=(LOW, MEDIUM, HIGH),
        cut=Cut(mode=Mode.ABC, parameter="rev_pot.classes", shares="abc.cuts", fixed="rev_pot.potential_bounds"),
        high_first=True,
    ),
    y=Axis(
        metric="revenue",
        label=N_("Revenue class"),
        bands=(LOW, MEDIUM, HIGH),
        cut=Cut(mode=Mode.ABC, parameter="rev_pot.classes", shares="abc.cuts", fixed="rev_pot.revenue_bounds"),
    ),
    cells=(
        Cell(
            key="in_line",
            label=N_("In line"),
            prescription=N_("Guard the top, keep the middle, economise on the small."),
            tone=Tone.DEFEND,
            zone="in_line",
            at=(
                Spot(x="high", y="high", prescription=N_("Guard it as one of the top accounts.")),
                Spot(x="medium", y="medium", prescription=N_("Keep the present level of effort.")),
                Spot(x="low", y="low", prescription=N_("Economise: serve it at the least cost.")),
            ),
        ),
        Cell(
            key="loaded_moderate",
            label=N_("Loaded, moderate"),
            prescription=LOADED,
            tone=Tone.WATCH,
            zone="loaded",
            strength=Strength.MODERATE,
            at=(Spot(x="medium", y="high"), Spot(x="low", y="medium")),
        ),
        Cell(
            key="loaded_strong",
            label=N_("Loaded, strong"),
            prescription=LOADED,
            tone=Tone.WATCH,
            zone="loaded",
            strength=Strength.STRONG,
            at=(Spot(x="low", y="high"),),
        ),
        Cell(
            key="missed_moderate",
            label=N_("Missed opportunity, moderate"),
            prescription=MISSED,
            tone=Tone.GROW,
            zone="missed",
            strength=Strength.MODERATE,
            at=(Spot(x="high", y="medium"), Spot(x="medium", y="low")),
        ),
        Cell(
            key="missed_strong",
            label=N_("Missed opportunity, strong"),
            prescription=MISSED,
            tone=Tone.PRIORITY,
            zone="missed",
            strength=Strength.STRONG,
            at=(Spot(x="high", y="low"),),
        ),
    ),
)

# zone: margin classes, revenue classes, name, prescription, tone
QUALITY_AREAS = (
    (
        "healthy_core",
        "AB",
        "12",
        N_("Healthy core"),
        N_("Defend them: candidates for key account management."),
        Tone.PRIORITY,
    ),
    (
        "poor_volume",
        "C",
        "12",
        N_("Poor-quality volume"),
        N_("Renegotiate price, mix and discounts; cut the cost to serve."),
        Tone.WATCH,
    ),
    (
        "toxic_volume",
        "D",
        "12",
        N_("Toxic volume"),
        N_("Recovery plan with a deadline, then a new price or the exit."),
        Tone.LOSS,
    ),
    (
        "promising_small",
        "AB",
        "34",
        N_("Promising small"),
        N_("Develop them where there is potential, else serve them at low cost."),
        Tone.GROW,
    ),
    (
        "tail",
        "C",
        "34",
        N_("Tail"),
        N_("Automate, set a minimum order, or hand over to a distributor."),
        Tone.SERVE,
    ),
    ("loss_tail", "D", "34", N_("Loss tail"), N_("Set a new price or close."), Tone.LOSS),
)

REVENUE_QUALITY = MatrixSpec(
    key="revenue-quality",
    title=N_("Quality of revenue"),
    question=N_("How much of our revenue earns a good margin, and how much earns none?"),
    section="7.3",
    version=1,
    positive="revenue",
    x=Axis(
        metric="revenue",
        label=N_("Revenue class"),
        bands=(
            Band(key="4", label=N_("Class 4, the smallest")),
            Band(key="3", label=N_("Class 3")),
            Band(key="2", label=N_("Class 2")),
            Band(key="1", label=N_("Class 1, the largest")),
        ),
        cut=Cut(
            mode=Mode.ABC,
            parameter="quality.revenue_classes",
            shares="quality.revenue_cuts",
            fixed="quality.revenue_bounds",
        ),
    ),
    y=Axis(
        metric="margin",
        label=N_("Margin class"),
        bands=(
            Band(key="D", label=N_("D, loss")),
            Band(key="C", label=N_("C, below the company mean")),
            Band(key="B", label=N_("B, at the company mean")),
            Band(key="A", label=N_("A, well above the company mean")),
        ),
        cut=Cut(mode=Mode.RELATIVE, steps="quality.margin_steps", fixed="quality.margin_bounds", floor=(0.0,)),
    ),
    cells=tuple(
        Cell(
            key=margin + revenue,
            label=label,
            prescription=prescription,
            tone=tone,
            zone=zone,
            at=(Spot(x=revenue, y=margin),),
        )
        for zone, margins, revenues, label, prescription, tone in QUALITY_AREAS
        for margin in margins
        for revenue in revenues
    ),
)

MATRICES = Catalog("matrix", (RELATIONAL_MODEL, VALUE_POTENTIAL, SELECTION, CLASS, REVENUE_POTENTIAL, REVENUE_QUALITY))
