"""The rhythms of review and the fixed agenda (method §9.5), as data."""

from __future__ import annotations

from dataclasses import dataclass

from kamp.shared.catalog import Catalog
from kamp.shared.i18n import N_


@dataclass(frozen=True, slots=True, kw_only=True)
class Tier:
    """A rhythm: ``months`` between two reviews (0 = no rhythm, an event), ``minutes`` it usually takes.

    More than ``red_after`` days without one held is red: the quarterly 100 days are the method's, the others keep the
    same tenth of grace [D].
    """

    key: str
    label: str
    months: int
    minutes: int
    red_after: int | None
    who: str
    compares: str
    may_change: str

    def __post_init__(self) -> None:
        if self.months < 0 or self.minutes <= 0 or (self.months == 0) != (self.red_after is None):
            raise ValueError(f"tier {self.key!r}: a rhythm needs months and red_after, an event neither")


TIERS: Catalog[Tier] = Catalog(
    "review tier",
    [
        Tier(
            key="monthly",
            label=N_("Monthly"),
            months=1,
            minutes=45,
            red_after=34,
            who=N_("The team."),
            compares=N_("Actions, the next 60 days, new facts."),
            may_change=N_("Dates, actions, contacts."),
        ),
        Tier(
            key="quarterly",
            label=N_("Quarterly"),
            months=3,
            minutes=90,
            red_after=100,
            who=N_("The team and the sales manager."),
            compares=N_(
                "Revenue planned, actual and forecast, contribution, investments, objectives, relation and risk."
            ),
            may_change=N_("Lines, probabilities, investments."),
        ),
        Tier(
            key="half_yearly",
            label=N_("Half-yearly"),
            months=6,
            minutes=120,
            red_after=201,
            who=N_("The team, the sales manager, management and experts."),
            compares=N_("Whether phases 1 to 5 still hold, the class, the horizon."),
            may_change=N_("Strategy, offer panel, investment type."),
        ),
        Tier(
            key="yearly",
            label=N_("Yearly"),
            months=12,
            minutes=120,
            red_after=402,
            who=N_("The team, management and, from a mid relationship on, the customer’s sponsor."),
            compares=N_("Results for both sides."),
            may_change=N_("Joint objectives."),
        ),
        Tier(
            key="event",
            label=N_("Event"),
            months=0,
            minutes=45,
            red_after=None,
            who=N_("The owner of the plan."),
            compares=N_("What triggered it."),
            may_change=N_("Anything."),
        ),
    ],
)

# The rhythm of a plan nobody chose one for, by the class of its account (§6.3: the more is invested, the closer the
# look; §6.4 asks for a review of Star accounts every three months) [D].
TIER_OF_CLASS = {"strategic": "monthly", "star": "quarterly", "status": "half_yearly", "opportunity": "yearly"}
DEFAULT_TIER = "quarterly"


@dataclass(frozen=True, slots=True, kw_only=True)
class AgendaPoint:
    """A fixed point of the agenda; ``share`` is its part of the time, the shares sum to 100."""

    key: str
    label: str
    question: str
    share: int


AGENDA: Catalog[AgendaPoint] = Catalog(
    "agenda point",
    [
        AgendaPoint(
            key="facts",
            label=N_("Facts since last time"),
            question=N_("What has happened at the customer and with us?"),
            share=10,
        ),
        AgendaPoint(
            key="results",
            label=N_("Results against the plan"),
            question=N_("Where are we ahead, where behind, and why?"),
            share=20,
        ),
        AgendaPoint(
            key="customer",
            label=N_("The customer’s results"),
            question=N_("What has the customer gained so far, and can we show it?"),
            share=10,
        ),
        AgendaPoint(
            key="changes",
            label=N_("Changes in scenario, customer, DMU, rivals"),
            question=N_("Which of our assumptions no longer hold?"),
            share=15,
        ),
        AgendaPoint(
            key="risks",
            label=N_("Risks and relationship"),
            question=N_("What could cost us this customer, and who carries the relationship?"),
            share=10,
        ),
        AgendaPoint(
            key="decisions",
            label=N_("Decisions"),
            question=N_("What do we continue, change, stop, add?"),
            share=15,
        ),
        AgendaPoint(
            key="knowledge",
            label=N_("Knowledge to record"),
            question=N_("Which sheets of phases 1 to 4 need updating?"),
            share=10,
        ),
        AgendaPoint(
            key="actions",
            label=N_("Next actions"),
            question=N_("Who does what by when?"),
            share=10,
        ),
    ],
)


def tier_choices() -> list[tuple[str, str]]:
    """(key, label) of every tier in order; a callable so that a new tier needs no migration."""
    return [(tier.key, tier.label) for tier in TIERS]
