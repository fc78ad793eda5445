"""What can happen to a phase, as a table: from where to where, who may, what it asks for."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from kamp.shared.catalog import Catalog
from kamp.shared.i18n import N_


class Who(StrEnum):
    """Who may make a move."""

    CONTRIBUTOR = "contributor"  # whoever works on the phase
    RESPONSIBLE = "responsible"  # who answers for the phase, or may edit the plan
    APPROVER = "approver"  # who holds the right of the phase's gate
    EITHER = "either"  # the responsible or the approver


@dataclass(frozen=True, slots=True, kw_only=True)
class Move:
    """A declared move. ``done`` is what the history says of somebody, ``told`` what the person who did it reads.

    ``needs_gate``: the phases before must be closed; ``needs_criteria``: the exit criteria met.
    """

    key: str
    label: str
    done: str
    told: str
    sources: Sequence[str]
    target: str
    who: Who
    needs_reason: bool = False
    needs_gate: bool = False
    needs_criteria: bool = False


MOVES: Catalog[Move] = Catalog(
    "move",
    [
        Move(
            key="start",
            label=N_("Start the phase"),
            done=N_("started the phase"),
            told=N_("Phase %(number)s, %(phase)s, is started."),
            sources=("not_started",),
            target="in_progress",
            who=Who.CONTRIBUTOR,
            needs_gate=True,
        ),
        Move(
            key="submit",
            label=N_("Hand in for review"),
            done=N_("handed the phase in"),
            told="",  # who looks at it now depends on the phase: Gate.handed_in
            sources=("in_progress",),
            target="ready_for_review",
            who=Who.RESPONSIBLE,
            needs_gate=True,
            needs_criteria=True,
        ),
        Move(
            key="send_back",
            label=N_("Send back"),
            done=N_("sent the phase back"),
            told=N_("Phase %(number)s, %(phase)s, is in work again; the reason stands in its history."),
            sources=("ready_for_review",),
            target="in_progress",
            who=Who.EITHER,
            needs_reason=True,
        ),
        Move(
            key="approve",
            label=N_("Approve and close"),
            done=N_("closed the phase"),
            told=N_("Phase %(number)s, %(phase)s, is closed."),
            sources=("ready_for_review",),
            target="closed",
            who=Who.APPROVER,
            needs_gate=True,
            needs_criteria=True,
        ),
        Move(
            key="reopen",
            label=N_("Reopen"),
            done=N_("reopened the phase"),
            told=N_("Phase %(number)s, %(phase)s, is open again; the reason stands in its history."),
            sources=("closed",),
            target="in_progress",
            who=Who.EITHER,
            needs_reason=True,
        ),
    ],
)
