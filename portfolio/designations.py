"""The steps by which a customer becomes a key account and ceases to be one (method §8.4), as data."""

from __future__ import annotations

from dataclasses import dataclass

from accounts.enums import Designation
from kamp.shared.i18n import N_


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """From one designation to another; ``label`` is what the button says."""

    before: Designation
    after: Designation
    label: str


STEPS = (
    Step(before=Designation.NONE, after=Designation.CANDIDATE, label=N_("Propose as key account")),
    Step(before=Designation.CANDIDATE, after=Designation.DESIGNATED, label=N_("Designate as key account")),
    Step(before=Designation.CANDIDATE, after=Designation.NONE, label=N_("Drop the proposal")),
    Step(before=Designation.DESIGNATED, after=Designation.SUSPENDED, label=N_("Suspend")),
    Step(before=Designation.DESIGNATED, after=Designation.REMOVED, label=N_("Remove from the key accounts")),
    Step(before=Designation.SUSPENDED, after=Designation.DESIGNATED, label=N_("Take up again")),
    Step(before=Designation.SUSPENDED, after=Designation.REMOVED, label=N_("Remove from the key accounts")),
    Step(before=Designation.REMOVED, after=Designation.CANDIDATE, label=N_("Propose again")),
)


def steps_from(state: str) -> list[Step]:
    """The steps that can be taken from ``state``."""
    return [step for step in STEPS if step.before == state]
