"""The matrices on what people judge: the relational model, selection, and the class of key accounts."""

from __future__ import annotations

from kamp.shared.i18n import N_
from portfolio.matrices.axis import Axis, Band, Cut, Mode
from portfolio.matrices.marks import Flag
from portfolio.matrices.spec import Cell, MatrixSpec, Spot, Tone

# In Italian attractiveness and strength are feminine, values are not: words of their own.
ATTRACTIVE = (
    Band(key="low", label=N_("Low attractiveness")),
    Band(key="high", label=N_("High attractiveness")),
)
STRONG = (Band(key="low", label=N_("Low relative strength")), Band(key="high", label=N_("High relative strength")))
POINTS = (0.0, 100.0)
CLASS_NAME = "class of an account"  # the names of the classes are the same in Italian (method §6.3)


def _strength(parameter: str) -> Axis:
    """Relative strength, cut where ``parameter`` says."""
    return Axis(
        metric="relative_strength",
        label=N_("Relative strength"),
        bands=STRONG,
        cut=Cut(mode=Mode.FIXED, fixed=parameter),
        extent=POINTS,
    )


def _attractiveness(parameter: str) -> Axis:
    """Attractiveness, cut where ``parameter`` says."""
    return Axis(
        metric="attractiveness",
        label=N_("Account attractiveness"),
        bands=ATTRACTIVE,
        cut=Cut(mode=Mode.FIXED, fixed=parameter),
        extent=POINTS,
    )


SELECTION = MatrixSpec(
    key="selection",
    title=N_("Selection"),
    question=N_("Which customers do we want, and which of them want us?"),
    section="6.2",
    version=1,
    x=_strength("selection.strength"),
    y=_attractiveness("selection.attractiveness"),
    may_override=True,
    cells=(
        Cell(
            key="key",
            label=N_("Key account"),
            prescription=N_("The attraction is mutual: invest."),
            posture=N_("Invest"),
            tone=Tone.PRIORITY,
            at=(Spot(x="high", y="high"),),
        ),
        Cell(
            key="key_development",
            label=N_("Account to develop"),
            prescription=N_("We want them and they prefer a rival: invest in chosen areas."),
            posture=N_("Invest selectively"),
            tone=Tone.GROW,
            at=(Spot(x="low", y="high"),),
        ),
        Cell(
            key="maintenance",
            label=N_("Maintenance account"),
            prescription=N_("They rate us more than we want them: maintain."),
            posture=N_("Maintain"),
            tone=Tone.DEFEND,
            at=(Spot(x="high", y="low"),),
        ),
        Cell(
            key="opportunistic",
            label=N_("Opportunistic account"),
            prescription=N_("Neither finds the other attractive: manage for cash."),
            posture=N_("Manage for cash"),
            tone=Tone.SERVE,
            at=(Spot(x="low", y="low"),),
        ),
    ),
)

CLASS = MatrixSpec(
    key="class",
    title=N_("Attractiveness and relative strength"),
    question=N_("What is each account to us, and which kind of investment does it deserve?"),
    section="6.3",
    version=1,
    x=_strength("class.strength"),
    y=_attractiveness("class.attractiveness"),
    may_override=True,
    flags=(
        Flag.SHARE_BELOW_TARGET,
        Flag.NO_LONG_CONTRACT,
        Flag.CONTRACT_ENDING,
        Flag.COST_ABOVE_MARGIN,
        Flag.LONG_COMMITMENT,
        Flag.LOSS_PRICE,
    ),
    cells=(
        Cell(
            key="strategic",
            label="Strategic",
            context=CLASS_NAME,
            prescription=N_("All resources of key account management; first in line for growth and profit."),
            posture=N_("Strategic investment"),
            tone=Tone.PRIORITY,
            at=(Spot(x="high", y="high"),),
        ),
        Cell(
            key="star",
            label="Star",
            context=CLASS_NAME,
            prescription=N_("Invest in a few chosen areas with a calendar of returns; deepen the relationship."),
            posture=N_("Selective investment"),
            tone=Tone.GROW,
            at=(Spot(x="low", y="high"),),
        ),
        Cell(
            key="status",
            label="Status",
            context=CLASS_NAME,
            prescription=N_("Keep without new investment; engage when an opportunity arises."),
            posture=N_("Proactive maintenance"),
            tone=Tone.DEFEND,
            at=(Spot(x="high", y="low"),),
        ),
        Cell(
            key="opportunity",
            label="Opportunity",
            context=CLASS_NAME,
            prescription=N_("Cut the cost to serve, give no significant time, stay profitable."),
            posture=N_("Manage for cash"),
            tone=Tone.SERVE,
            at=(Spot(x="low", y="low"),),
        ),
    ),
)

SCALE = (1.0, 5.0)

RELATIONAL_MODEL = MatrixSpec(
    key="relational-model",
    title=N_("Relational model"),
    question=N_("How far has each relationship come, from a first contact to one organisation?"),
    section="1",
    version=1,
    x=Axis(metric="relation_x", label=N_("Nature of the relationship"), extent=SCALE, guides="stage.cuts"),
    y=Axis(metric="relation_y", label=N_("Level of involvement"), extent=SCALE, guides="stage.cuts"),
    region="relationship_stage",
    needs=("invoiced", "broken", "sponsor_lost", "score_before", "revenue", "revenue_previous"),
    flags=(Flag.INVOLVEMENT_WITHOUT_COLLABORATION, Flag.COLLABORATION_WITHOUT_STRUCTURE, Flag.DORMANT),
    cells=(
        Cell(
            key="pre",
            label=N_("Pre-KAM"),
            posture=N_("Exploratory"),
            prescription=N_("Find out whether the account deserves key status: who decides, what they need."),
            tone=Tone.SERVE,
        ),
        Cell(
            key="early",
            label=N_("Early-KAM"),
            posture=N_("Basic"),
            prescription=N_("Become a preferred supplier: build the network, deliver without failures."),
            tone=Tone.GROW,
        ),
        Cell(
            key="mid",
            label=N_("Mid-KAM"),
            posture=N_("Cooperative"),
            prescription=N_("Consolidate: contacts across functions, problems solved together, regular reviews."),
            tone=Tone.GROW,
        ),
        Cell(
            key="partnership",
            label=N_("Partnership-KAM"),
            posture=N_("Interdependent"),
            prescription=N_("Create value together: a joint plan, open costs, long agreements, a sponsor."),
            tone=Tone.PRIORITY,
        ),
        Cell(
            key="synergistic",
            label=N_("Synergistic-KAM"),
            posture=N_("Integrated"),
            prescription=N_("Improve without end and share the reward: joint teams and joint targets."),
            tone=Tone.PRIORITY,
        ),
        Cell(
            key="uncoupling",
            label=N_("Uncoupling"),
            posture=N_("Disintegrating"),
            prescription=N_("Find the cause, protect cash and reputation, decide: recover, step down or leave."),
            tone=Tone.LOSS,
        ),
    ),
)
