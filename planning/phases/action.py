"""Phases 5 to 7 (method §9.1): what we want and offer, what it brings, and what came of it."""

from __future__ import annotations

from kamp.shared.i18n import N_
from planning.phases.approval import SEEN
from planning.phases.keys import DEMAND, FIT, PHASE_LABELS, REVIEW, SALES_PLAN, STRATEGY
from planning.phases.spec import Criterion, Gate, PhaseSpec, SectionKind, SectionSpec

NARRATIVE, ROWS = SectionKind.NARRATIVE, SectionKind.ROWS

STRATEGY_PHASE = PhaseSpec(
    key=STRATEGY,
    number=5,
    label=PHASE_LABELS[STRATEGY],
    title=N_("Strategy and offer panel"),
    questions=(
        N_("What guides what we do for the life of the plan?"),
        N_("What do we pursue, what do we give up?"),
        N_("Which products, services and solutions, for which need, in which order?"),
    ),
    deliverable=N_("Strategy note and offer panel"),
    sections=(
        SectionSpec(
            key="goal",
            title=N_("What we want"),
            kind=NARRATIVE,
            help=N_("A result that can be measured, for us and for the customer."),
        ),
        SectionSpec(
            key="way",
            title=N_("How we win"),
            kind=NARRATIVE,
            help=N_("Where we begin, why there, and what we give up."),
        ),
        SectionSpec(
            key="investment",
            title=N_("Type of investment"),
            kind=SectionKind.CHOICE,
            help=N_("The class of the account prescribes one. Choose another one only with a reason."),
        ),
        SectionSpec(
            key="objectives",
            title=N_("Objectives"),
            kind=ROWS,
            rows="objective",
            help=N_("At least one for sales and one for profit, each with baseline, target, date and owner."),
        ),
        SectionSpec(
            key="strategies",
            title=N_("Strategies"),
            kind=ROWS,
            rows="strategy",
            help=N_("How an objective is reached: with which tool, on which items of the SWOT."),
        ),
        SectionSpec(
            key="offers",
            title=N_("Offer panel"),
            kind=ROWS,
            rows="offer",
            help=N_("What we offer, for which need, in which order."),
        ),
    ),
    criteria=(
        Criterion(
            key="sales_objective",
            label=N_("An objective for sales"),
            fact="sales_objectives",
            section="objectives",
        ),
        Criterion(
            key="profit_objective",
            label=N_("An objective for profit"),
            fact="profit_objectives",
            section="objectives",
        ),
        Criterion(
            key="objectives_whole",
            label=N_("Every objective with baseline, target, date and owner"),
            fact="whole_objectives",
            section="objectives",
        ),
        Criterion(
            key="strategies",
            label=N_("Every objective has a strategy that cites the SWOT"),
            fact="objectives_with_strategy",
            section="strategies",
        ),
        Criterion(
            key="offers",
            label=N_("Every offer answers a need"),
            fact="offers_with_need",
            section="offers",
        ),
        Criterion(
            key="investment",
            label=N_("Type of investment fits the class, or the reason is written"),
            fact="investment_fits",
            section="investment",
        ),
        Criterion(
            key="market_manager",
            label=N_("A market manager on the team"),
            fact="market_managers",
            place="team",
            waivable=False,
        ),
        SEEN,
    ),
    gate=Gate(needs=(DEMAND, FIT)),
)
SALES_PHASE = PhaseSpec(
    key=SALES_PLAN,
    number=6,
    label=PHASE_LABELS[SALES_PLAN],
    title=N_("Sales plan"),
    questions=(
        N_("For each area: which result for the customer, which revenue, when, with whom?"),
        N_("With which investment, and what does it return?"),
    ),
    deliverable=N_("Approved sales plan"),
    sections=(
        SectionSpec(key="lines", title=N_("Areas of intervention"), kind=SectionKind.PAGE),
        SectionSpec(
            key="loss_reason",
            title=N_("Why it is worth it nevertheless"),
            kind=NARRATIVE,
            help=N_("The net present value of the plan is negative: it is approved with a reason only."),
            needed_unless="loss_explained",
        ),
    ),
    criteria=(
        Criterion(
            key="horizon",
            label=N_("Horizon between 18 and 24 months"),
            fact="horizon_fits",
            place="plan",
            waivable=False,
        ),
        Criterion(key="lines", label=N_("At least one area of intervention"), fact="plan_lines", section="lines"),
        Criterion(
            key="lines_whole",
            label=N_("Every area has its five estimates"),
            fact="whole_lines",
            section="lines",
        ),
        Criterion(key="returns", label=N_("Return computed"), fact="returns_computed", section="lines"),
        Criterion(
            key="loss",
            label=N_("A written reason if the net present value is negative"),
            fact="loss_explained",
            section="lines",
        ),
        Criterion(
            key="total",
            label=N_("Total within 10% of the sales objectives"),
            fact="total_fits",
            section="lines",
        ),
        Criterion(
            key="approved",
            label=N_("Approved by management"),
            fact="approved",
            at_close=True,
            waivable=False,
        ),
    ),
    gate=Gate(
        needs=(STRATEGY,),
        approval="planning.approve_plan",
        handed_in=N_("Phase %(number)s, %(phase)s, is handed in: management approves it with the plan."),
    ),
)
REVIEW_PHASE = PhaseSpec(
    key=REVIEW,
    number=7,
    label=PHASE_LABELS[REVIEW],
    title=N_("Review"),
    questions=(
        N_("What happened compared with the plan, and why?"),
        N_("What do we change, and what have we learnt?"),
    ),
    deliverable=N_("Minutes of the review and a new version of the plan"),
    sections=(SectionSpec(key="reviews", title=N_("Reviews"), kind=SectionKind.PAGE),),
    criteria=(
        Criterion(key="held", label=N_("Review held on time"), fact="reviews_on_time", section="reviews"),
        Criterion(
            key="decided",
            label=N_("A decision, an owner and a date for what is behind"),
            fact="red_lines_decided",
            section="reviews",
        ),
    ),
    gate=Gate(
        needs_approved_plan=True,
        approval="planning.hold_review",
        handed_in=N_("Phase %(number)s, %(phase)s, is handed in: who holds the reviews closes it."),
    ),
)
