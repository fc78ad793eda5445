"""The steps by which a customer becomes a key account and ceases to be one (method §8.4), as data."""

from __future__ import annotations

from dataclasses import dataclass

from kamp.shared.i18n import N_


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """From one designation to another (values of ``accounts.enums.Designation``); ``label`` is what the button says."""

    before: str
    after: str
    label: str


STEPS = (
    Step(before="none", after="candidate", label=N_("Propose as key account")),
    Step(before="candidate", after="designated", label=N_("Designate as key account")),
    Step(before="candidate", after="none", label=N_("Drop the proposal")),
    Step(before="designated", after="suspended", label=N_("Suspend")),
    Step(before="designated", after="removed", label=N_("Remove from the key accounts")),
    Step(before="suspended", after="designated", label=N_("Take up again")),
    Step(before="suspended", after="removed", label=N_("Remove from the key accounts")),
    Step(before="removed", after="candidate", label=N_("Propose again")),
)


def steps_from(state: str) -> list[Step]:
    """The steps that can be taken from ``state``."""
    return [step for step in STEPS if step.before == state]
