"""What can be said about an account's place besides its class: why there is none, and what to be wary of."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from kamp.shared.catalog import Catalog
from kamp.shared.i18n import N_


class Status(StrEnum):
    """Whether an account has a class, and if not, why."""

    ASSESSED = "assessed"
    EXCLUDED = "excluded"
    MISSING = "missing"
    UNDEFINED = "undefined"
    NO_THRESHOLD = "no_threshold"


class Flag(StrEnum):
    """Warnings that never change a class. The last six are the checks of the distinctive profiles (method §6.4)."""

    NEGATIVE_MARGIN = "negative_margin"
    POTENTIAL_UNDERESTIMATED = "potential_underestimated"
    NOT_POSITIVE = "not_positive"
    BORDERLINE = "borderline"
    PROVISIONAL = "provisional"
    OVERRIDDEN = "overridden"
    INVOLVEMENT_WITHOUT_COLLABORATION = "involvement_without_collaboration"
    COLLABORATION_WITHOUT_STRUCTURE = "collaboration_without_structure"
    DORMANT = "dormant"
    SHARE_BELOW_TARGET = "share_below_target"
    NO_LONG_CONTRACT = "no_long_contract"
    CONTRACT_ENDING = "contract_ending"
    COST_ABOVE_MARGIN = "cost_above_margin"
    LONG_COMMITMENT = "long_commitment"
    LOSS_PRICE = "loss_price"


@dataclass(frozen=True, slots=True, kw_only=True)
class Mark:
    """How a status or flag is named (``label``) and explained (``text``) to a reader."""

    key: str
    label: str
    text: str


STATUSES = Catalog(
    "status",
    (
        Mark(key=Status.ASSESSED, label=N_("Assessed"), text=N_("All inputs are known.")),
        Mark(
            key=Status.EXCLUDED,
            label=N_("Left out"),
            text=N_("This matrix compares accounts with revenue in the period only."),
        ),
        Mark(key=Status.MISSING, label=N_("Not assessed"), text=N_("An input is missing.")),
        Mark(
            key=Status.UNDEFINED,
            label=N_("Not assessed"),
            text=N_("The measure cannot be computed: its base is zero or negative."),
        ),
        Mark(
            key=Status.NO_THRESHOLD,
            label=N_("Not assessed"),
            text=N_("Too few accounts can be compared and no fixed threshold is set."),
        ),
    ),
)

FLAGS = Catalog(
    "flag",
    (
        Mark(
            key=Flag.NEGATIVE_MARGIN,
            label=N_("Negative margin"),
            text=N_("Serving this account costs more than it brings in."),
        ),
        Mark(
            key=Flag.POTENTIAL_UNDERESTIMATED,
            label=N_("Potential underestimated"),
            text=N_("The account already buys more from us than its estimated demand."),
        ),
        Mark(
            key=Flag.NOT_POSITIVE,
            label=N_("No positive value"),
            text=N_("The value is zero or negative, so the account is in the lowest class."),
        ),
        Mark(
            key=Flag.BORDERLINE,
            label=N_("Borderline"),
            text=N_("The account is close to a threshold: a small change would move it."),
        ),
        Mark(
            key=Flag.PROVISIONAL,
            label=N_("Provisional"),
            text=N_("A substitute stands in for an input that is missing."),
        ),
        Mark(
            key=Flag.OVERRIDDEN,
            label=N_("Set by hand"),
            text=N_("A person set this class, with a reason; the computed class is shown beside it."),
        ),
        Mark(
            key=Flag.INVOLVEMENT_WITHOUT_COLLABORATION,
            label=N_("Involvement without collaboration"),
            text=N_("Effort runs ahead of trust: reduce the effort, or work on trust."),
        ),
        Mark(
            key=Flag.COLLABORATION_WITHOUT_STRUCTURE,
            label=N_("Collaboration without structure"),
            text=N_("The relationship rests on few people: widen the contacts."),
        ),
        Mark(
            key=Flag.DORMANT,
            label=N_("Dormant"),
            text=N_("Invoiced before, but nothing in the period: the stage is held at the second."),
        ),
        Mark(
            key=Flag.SHARE_BELOW_TARGET,
            label=N_("Share of wallet below the target"),
            text=N_("A strategic customer should buy more than this share from us."),
        ),
        Mark(
            key=Flag.NO_LONG_CONTRACT,
            label=N_("No contract over several years"),
            text=N_("A strategic investment rests on a full contract; none of two years or more is written down."),
        ),
        Mark(
            key=Flag.CONTRACT_ENDING,
            label=N_("Contract about to end"),
            text=N_("The contract that protects present business ends within six months and is not renewed."),
        ),
        Mark(
            key=Flag.COST_ABOVE_MARGIN,
            label=N_("Cost to serve above the margin"),
            text=N_("Serving it takes all that its sales leave: a customer managed for cash must pay at once."),
        ),
        Mark(
            key=Flag.LONG_COMMITMENT,
            label=N_("Commitment over several years"),
            text=N_("A customer managed for cash should not bind us for years."),
        ),
        Mark(
            key=Flag.LOSS_PRICE,
            label=N_("Sold below cost"),
            text=N_("The prices leave a loss: a customer managed for cash must earn from the first sale."),
        ),
    ),
)
