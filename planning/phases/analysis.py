"""Phases 1 to 4 (method §9.1): what is known about the customer, its demand, and us beside its other suppliers."""

from __future__ import annotations

from kamp.shared.i18n import N_
from planning.phases.approval import SEEN
from planning.phases.keys import DEMAND, FIT, PHASE_LABELS, SCENARIO, SWOT
from planning.phases.spec import Criterion, PhaseSpec, SectionKind, SectionSpec

NARRATIVE, ROWS, FACTS = SectionKind.NARRATIVE, SectionKind.ROWS, SectionKind.FACTS

INFORMED = Criterion(
    key="informed",
    label=N_("Information on the key account at least at 50 of 100"),
    fact="information",
    at_least=50,
    place="audit",
)

SCENARIO_PHASE = PhaseSpec(
    key=SCENARIO,
    number=1,
    label=PHASE_LABELS[SCENARIO],
    title=N_("Scenario of the sector"),
    questions=(
        N_("In which competitive scenario does the customer work: size, growth, trends, rules, technology?"),
        N_("Who are its rivals and its customers, what could replace its products?"),
        N_("What will change within 24 months, and what does it mean for us?"),
    ),
    deliverable=N_("Scenario sheet, two pages"),
    sections=(
        SectionSpec(
            key="summary",
            title=N_("The scenario in brief"),
            kind=NARRATIVE,
            help=N_("What somebody has to know who has five minutes: what drives the market and where it goes."),
        ),
        SectionSpec(
            key="market",
            title=N_("Size and growth of the market"),
            kind=ROWS,
            rows="market",
            help=N_("How large the market of the customer is and how fast it grows."),
        ),
        SectionSpec(
            key="factors",
            title=N_("Environment"),
            kind=ROWS,
            rows="factor",
            help=N_("What helps or harms the customer from outside, now or within 24 months. Rate it from −2 to +2."),
        ),
        SectionSpec(
            key="findings",
            title=N_("Rivals, customers, substitutes, trends"),
            kind=ROWS,
            rows="finding",
            help=N_("One finding per line, and what it means for us."),
        ),
        SectionSpec(
            key="sources",
            title=N_("Sources"),
            kind=ROWS,
            rows="source",
            help=N_("Where we know it from: at least three sources of two types, not older than a year."),
        ),
    ),
    criteria=(
        Criterion(
            key="sources",
            label=N_("Three sources, not older than 12 months"),
            fact="fresh_sources",
            at_least=3,
            section="sources",
        ),
        Criterion(
            key="source_kinds",
            label=N_("Sources of at least two types"),
            fact="source_kinds",
            at_least=2,
            section="sources",
        ),
        Criterion(
            key="market",
            label=N_("Size and growth of the market filled in"),
            fact="market_figures",
            section="market",
        ),
        Criterion(
            key="factors",
            label=N_("Five environment factors rated"),
            fact="rated_factors",
            at_least=5,
            section="factors",
        ),
        INFORMED,
        SEEN,
    ),
)
SWOT_PHASE = PhaseSpec(
    key=SWOT,
    number=2,
    label=PHASE_LABELS[SWOT],
    title=N_("Strengths and weaknesses of the customer"),
    questions=(
        N_("How is the customer placed against its rivals?"),
        N_("Which strategy, which results, which investments?"),
        N_("Where is it strong or weak in its market?"),
    ),
    deliverable=N_("Profile of the account and SWOT, readable by people outside the team"),
    sections=(
        SectionSpec(key="years", title=N_("Results of the customer"), kind=FACTS, facts="years"),
        SectionSpec(
            key="strategy_of_customer",
            title=N_("Strategy and investments"),
            kind=NARRATIVE,
            help=N_("Where the customer wants to go and what it puts money into."),
        ),
        SectionSpec(
            key="position",
            title=N_("Position against its rivals"),
            kind=ROWS,
            rows="position",
            help=N_("On what its market decides by: the customer and its best rival, from 0 to 10."),
        ),
        SectionSpec(
            key="swot",
            title=N_("SWOT of the customer in its market"),
            kind=SectionKind.SWOT,
            rows="swot",
            help=N_("At least two items in each quadrant, each with what proves it."),
        ),
        SectionSpec(
            key="readings",
            title=N_("Read by somebody outside the team"),
            kind=ROWS,
            rows="reading",
            help=N_("A colleague who does not know the customer reads this phase and says what is not clear."),
        ),
    ),
    criteria=(
        Criterion(
            key="quadrants",
            label=N_("Two items in each quadrant"),
            fact="customer_swot_least",
            at_least=2,
            section="swot",
        ),
        Criterion(
            key="evidence",
            label=N_("Evidence for every item"),
            fact="customer_swot_evidence",
            section="swot",
        ),
        Criterion(
            key="last_year",
            label=N_("Last financial year of the customer"),
            fact="last_year",
            section="years",
            place="years",
        ),
        Criterion(
            key="read",
            label=N_("Read and confirmed by somebody outside the team"),
            fact="readings",
            section="readings",
        ),
        INFORMED,
        SEEN,
    ),
)
DEMAND_PHASE = PhaseSpec(
    key=DEMAND,
    number=3,
    label=PHASE_LABELS[DEMAND],
    title=N_("Analysis of demand"),
    questions=(
        N_("What could the customer buy, also compared with similar companies?"),
        N_("Which needs are said, which are not?"),
        N_("What is the budget, and how much of it do we get?"),
        N_("How are decisions taken, and by whom?"),
    ),
    deliverable=N_("Map of demand, needs and people"),
    sections=(
        SectionSpec(key="demand", title=N_("Demand and our share"), kind=FACTS, facts="demand"),
        SectionSpec(
            key="needs",
            title=N_("Needs"),
            kind=ROWS,
            rows="need",
            help=N_("What the customer needs, said or not, how important it is, and what of ours answers it."),
        ),
        SectionSpec(key="people", title=N_("Who decides"), kind=FACTS, facts="people"),
        SectionSpec(
            key="buying",
            title=N_("How the customer buys"),
            kind=NARRATIVE,
            help=N_("Steps, thresholds, times, who signs."),
        ),
    ),
    criteria=(
        Criterion(
            key="cells",
            label=N_("Demand estimated for 80% of the product lines"),
            fact="demand_share",
            at_least=0.8,
            section="demand",
            place="demand",
        ),
        Criterion(
            key="share",
            label=N_("Our share of the demand computed"),
            fact="share_of_wallet",
            at_least=0,
            section="demand",
            place="demand",
        ),
        Criterion(key="needs", label=N_("At least one unexpressed need"), fact="unexpressed_needs", section="needs"),
        Criterion(
            key="roles",
            label=N_("Somebody for every role in the decision"),
            fact="roles_filled",
            section="people",
            place="people",
        ),
        INFORMED,
        SEEN,
    ),
)
FIT_PHASE = PhaseSpec(
    key=FIT,
    number=4,
    label=PHASE_LABELS[FIT],
    title=N_("Our strengths and weaknesses at the customer"),
    questions=(
        N_("Does our offer meet the demand and support the plans of the customer?"),
        N_("How do we stand against rivals, in the business there is and in the one there could be?"),
    ),
    deliverable=N_("Sheet of the competitive position and SWOT"),
    sections=(
        SectionSpec(key="choice", title=N_("Criteria of choice"), kind=FACTS, facts="choice"),
        SectionSpec(
            key="swot",
            title=N_("SWOT of us at the customer"),
            kind=SectionKind.SWOT,
            rows="swot",
            help=N_(
                "Strengths and weaknesses by how important they are to the customer and the gap to the best rival."
            ),
        ),
        SectionSpec(key="relation", title=N_("The relationship"), kind=FACTS, facts="relation"),
        SectionSpec(
            key="summary",
            title=N_("What follows from it"),
            kind=NARRATIVE,
            help=N_("Where we win, where we lose, and what would change it."),
        ),
    ),
    criteria=(
        Criterion(
            key="weights_existing",
            label=N_("Weights of the criteria add up to 100 for the business there is"),
            fact="weights_existing",
            section="choice",
            place="choice",
        ),
        Criterion(
            key="weights_potential",
            label=N_("Weights of the criteria add up to 100 for potential business"),
            fact="weights_potential",
            section="choice",
            place="choice",
        ),
        Criterion(
            key="rivals",
            label=N_("A rival scored in both"),
            fact="rivals_scored",
            section="choice",
            place="choice",
        ),
        Criterion(
            key="relation",
            label=N_("Relationship assessed within six months"),
            fact="relation_fresh",
            section="relation",
            place="relation",
        ),
        Criterion(
            key="own_swot",
            label=N_("An item in each quadrant, with evidence"),
            fact="own_swot_least",
            section="swot",
        ),
        SEEN,
    ),
)
