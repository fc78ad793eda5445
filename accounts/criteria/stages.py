"""The stages of a relationship (method §1): what each is, and what it asks for."""

from __future__ import annotations

from dataclasses import dataclass

from kamp.shared.i18n import N_


@dataclass(frozen=True, slots=True, kw_only=True)
class Stage:
    """A stage by its number 1–6; ``later`` is the label of the later literature."""

    number: int
    label: str
    later: str
    what: str
    moves: str


STAGES = (
    Stage(
        number=1,
        label=N_("Pre-KAM"),
        later=N_("exploratory"),
        what=N_("No business yet, or first samples: both sides look at what could become of it."),
        moves=N_("Find out whether they deserve the status of a key account: who decides, what they need."),
    ),
    Stage(
        number=2,
        label=N_("Early-KAM"),
        later=N_("basic"),
        what=N_("Single deals; the buyer keeps trying others, little is made to measure."),
        moves=N_(
            "Become a preferred supplier: widen the network, deliver without failures, look for problems of theirs."
        ),
    ),
    Stage(
        number=3,
        label=N_("Mid-KAM"),
        later=N_("cooperative"),
        what=N_("Regular business, one preferred supplier among several; price still counts, trust grows."),
        moves=N_(
            "Bring functions together, solve problems of their processes, review regularly: rivals attack hardest now."
        ),
    ),
    Stage(
        number=4,
        label=N_("Partnership-KAM"),
        later=N_("interdependent"),
        what=N_("Many functions and levels; aims converge, leaving would cost both sides."),
        moves=N_("Plan together, open the costs, agree for years, find a sponsor at the top."),
    ),
    Stage(
        number=5,
        label=N_("Synergistic-KAM"),
        later=N_("integrated"),
        what=N_("Almost one organisation with linked systems; parting would be a shock for both."),
        moves=N_("Joint teams with their own targets; share what is gained."),
    ),
    Stage(
        number=6,
        label=N_("Uncoupling"),
        later=N_("disintegrating"),
        what=N_("The relationship is coming undone."),
        moves=N_("Find the cause, protect cash and reputation, decide: recover, step down or leave."),
    ),
)


def stage(number: int) -> Stage:
    """The stage of a number 1–6."""
    return STAGES[number - 1]
