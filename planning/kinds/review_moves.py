"""The moves a review can make: what is not listed is forbidden."""

from __future__ import annotations

from dataclasses import dataclass

from kamp.shared.catalog import Catalog
from kamp.shared.i18n import N_

PLANNED, PREPARED, IN_MEETING, CLOSED, MISSED, CANCELLED = (
    "planned",
    "prepared",
    "in_meeting",
    "closed",
    "missed",
    "cancelled",
)
STATES = (PLANNED, PREPARED, IN_MEETING, CLOSED, MISSED, CANCELLED)


@dataclass(frozen=True, slots=True, kw_only=True)
class Move:
    """From one of ``sources`` to ``target``; ``needs_reason`` asks for a sentence why."""

    key: str
    label: str
    sources: frozenset[str]
    target: str
    needs_reason: bool = False


def _move(key: str, label: str, sources: tuple[str, ...], target: str, *, reason: bool = False) -> Move:
    return Move(key=key, label=label, sources=frozenset(sources), target=target, needs_reason=reason)


MOVES: Catalog[Move] = Catalog(
    "move of a review",
    [
        _move("prepare", N_("Prepared"), (PLANNED,), PREPARED),
        _move("unprepare", N_("Back to preparation"), (PREPARED,), PLANNED),
        _move("start", N_("Start the meeting"), (PLANNED, PREPARED), IN_MEETING),
        _move("interrupt", N_("Back to preparation"), (IN_MEETING,), PREPARED),
        _move("close", N_("Close the review"), (IN_MEETING,), CLOSED),
        _move("miss", N_("Was not held"), (PLANNED, PREPARED), MISSED, reason=True),
        _move("cancel", N_("Cancel the review"), (PLANNED, PREPARED, MISSED), CANCELLED, reason=True),
        _move("reschedule", N_("Move to another day"), (PLANNED, PREPARED, MISSED), PLANNED),
        _move("restore", N_("Put back"), (CANCELLED, MISSED), PLANNED),
    ],
)


def moves_from(state: str) -> list[str]:
    """The keys of the moves that lead out of ``state``, in the order declared."""
    return [move.key for move in MOVES if state in move.sources]
