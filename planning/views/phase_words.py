"""Moves and evidence in words."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from django.utils.translation import gettext as _

from kamp.shared.parts import Term
from planning.models import AccountPlan, PhaseMove
from planning.phases.catalog import PHASES
from planning.phases.moves import MOVES
from planning.selectors.phase_page import Evidence
from planning.views.plan_page import phase_url

LONGEST = 180


def moves_in_words(moves: Iterable[PhaseMove]) -> list[dict[str, Any]]:
    """Who did what, when and why, of each move."""
    return [
        {
            "who": str(move.by or ""),
            "what": _(MOVES.get(move.move).done) if move.move in MOVES else move.move,
            "phase": _(PHASES.get(move.phase_key).label) if move.phase_key in PHASES else move.phase_key,
            "at": move.at,
            "reason": move.reason,
        }
        for move in moves
    ]


def evidence_in_words(plan: AccountPlan, evidence: Sequence[Evidence]) -> list[Term]:
    """What earlier phases say, each with its phase and the way there."""
    return [
        Term(
            label=_("Phase %(number)s · %(phase)s")
            % {"number": PHASES.get(each.phase).number, "phase": _(PHASES.get(each.phase).label)},
            value=each.text if len(each.text) <= LONGEST else each.text[: LONGEST - 1].rstrip() + "…",
            url=phase_url(plan, each.phase),
        )
        for each in evidence
    ]


def taken_away_meanwhile() -> str:
    """What is told to whoever saves a row or a line that somebody else took away."""
    return _(
        "Somebody has taken this away in the meantime. What you typed is still here: save again, and it is added anew."
    )
