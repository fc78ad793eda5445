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
    """Warnings that never change a class."""

    NEGATIVE_MARGIN = "negative_margin"
    POTENTIAL_UNDERESTIMATED = "potential_underestimated"
    NOT_POSITIVE = "not_positive"
    BORDERLINE = "borderline"
    PROVISIONAL = "provisional"


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
    ),
)
