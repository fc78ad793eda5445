"""Relative strength: why they want us, versus the best rival, in the customer's eyes (method §6.2)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

NEEDED_WEIGHT = Decimal(60)
FULL_WEIGHT = Decimal(100)
PARITY = Decimal(50)

BY_CRITERIA, BY_STAGE = "criteria", "stage"


@dataclass(frozen=True, slots=True, kw_only=True)
class ChoiceScore:
    """A choice criterion: its weight, our score and the best rival's, 0–10; None = not known."""

    weight: Decimal
    ours: Decimal | None
    rival: Decimal | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Strength:
    """Relative strength 0–100 (50 = parity), None = not assessed.

    ``by`` says what it rests on: the criteria, or the stage of the relationship while no criterion is scored.
    ``answered_weight`` is the weight of the criteria that count, of ``weight`` in all.
    """

    value: Decimal | None
    by: str
    weight: Decimal
    answered_weight: Decimal


@dataclass(frozen=True, slots=True, kw_only=True)
class ChoiceSums:
    """A set of choice criteria added up: ``weight`` of all, ``answered`` weight of those with both scores, ``lead`` =
    Σ w·(ours − rival) over those; ``scored`` whether any score at all was given."""

    weight: Decimal
    answered: Decimal
    lead: Decimal
    scored: bool


NO_CRITERIA = ChoiceSums(weight=Decimal(0), answered=Decimal(0), lead=Decimal(0), scored=False)


def add_up(scores: Sequence[ChoiceScore]) -> ChoiceSums:
    """The sums of ``scores``."""
    both = [(s.weight, s.ours - s.rival) for s in scores if s.ours is not None and s.rival is not None]
    return ChoiceSums(
        weight=sum((score.weight for score in scores), Decimal(0)),
        answered=sum((weight for weight, _lead in both), Decimal(0)),
        lead=sum((weight * lead for weight, lead in both), Decimal(0)),
        scored=any(score.ours is not None or score.rival is not None for score in scores),
    )


def relative_strength(sums: ChoiceSums, stage: int | None = None) -> Strength:
    """50 + 5 × Σ w·(ours − rival)/100 over the criteria whose both scores are known, their weights renormalised.

    None when the weights do not make 100 or less than 60 of it is answered (G7). Without a single score the stage 1–5
    of the relationship stands in for it: 0, 25, 50, 75, 100.
    """
    value, by = None, ""
    if not sums.scored and stage is not None:
        value, by = Decimal(25) * (min(stage, 5) - 1), BY_STAGE
    elif sums.scored and sums.weight == FULL_WEIGHT and sums.answered >= NEEDED_WEIGHT:
        value, by = PARITY + 5 * sums.lead / sums.answered, BY_CRITERIA
    return Strength(value=value, by=by, weight=sums.weight, answered_weight=sums.answered)


def willingness(judged: Decimal | None, basis_of_choice: Decimal | None) -> Decimal | None:
    """Willingness to be partners, 0–10: as judged, else read from X4 of the relationship, (x − 1) × 2.5."""
    if judged is not None:
        return judged
    return None if basis_of_choice is None else (basis_of_choice - 1) * Decimal("2.5")
