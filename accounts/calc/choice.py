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

    @property
    def answered(self) -> bool:
        """A criterion counts when both scores are known."""
        return self.ours is not None and self.rival is not None


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


def relative_strength(scores: Sequence[ChoiceScore], stage: int | None = None) -> Strength:
    """50 + 5 × Σ w·(ours − rival)/100 over the criteria whose both scores are known, their weights renormalised.

    None when the weights do not make 100 or less than 60 of it is answered (G7). Without a single scored criterion the
    stage 1–5 of the relationship stands in for it: 0, 25, 50, 75, 100.
    """
    weight = sum((score.weight for score in scores), Decimal(0))
    counted = [score for score in scores if score.answered]
    answered = sum((score.weight for score in counted), Decimal(0))
    if not any(score.ours is not None or score.rival is not None for score in scores):
        value = None if stage is None else Decimal(25) * (min(stage, 5) - 1)
        by = "" if value is None else BY_STAGE
        return Strength(value=value, by=by, weight=weight, answered_weight=answered)
    if weight != FULL_WEIGHT or answered < NEEDED_WEIGHT:
        return Strength(value=None, by="", weight=weight, answered_weight=answered)
    lead = sum((s.weight * (s.ours - s.rival) for s in counted if s.ours is not None and s.rival is not None), Decimal(0))
    return Strength(value=PARITY + 5 * lead / answered, by=BY_CRITERIA, weight=weight, answered_weight=answered)


def willingness(judged: Decimal | None, basis_of_choice: Decimal | None) -> Decimal | None:
    """Willingness to be partners, 0–10: as judged, else read from X4 of the relationship, (x − 1) × 2.5."""
    if judged is not None:
        return judged
    return None if basis_of_choice is None else (basis_of_choice - 1) * Decimal("2.5")
