"""What is known for the exit criteria of phase 7: reviews on time, and something done about what is behind."""

from __future__ import annotations

import datetime
from collections.abc import Sequence

from django.utils import timezone

from planning.calc.cadence import Rhythm
from planning.calc.progress import Rag, elapsed, expected, is_reached, progress, rag
from planning.models import AccountPlan, Objective
from planning.selectors.objectives import objectives_of
from planning.selectors.phase_facts import Facts
from planning.selectors.review_agenda import agenda_of, standing_of

ON_TIME = (Rhythm.IN_RHYTHM, Rhythm.SOON)


def review_facts(plans: Sequence[AccountPlan], as_of: datetime.date) -> Facts:
    """``reviews_on_time``: 1 when a review was held and none is late. ``red_lines_decided``: 1 when every objective
    that is red has a decision with an owner and an action with its day. Two queries however many plans."""
    keys = [plan.pk for plan in plans]
    rows = agenda_of(AccountPlan.objects.filter(pk__in=keys), timezone.get_current_timezone())
    held = {row.pk: _was_held(row) and standing_of(row, as_of).rhythm in ON_TIME for row in rows}
    objectives = objectives_of(plans)
    return {
        key: {
            "reviews_on_time": int(held.get(key, False)),
            "red_lines_decided": int(
                held.get(key, False) and all(is_settled(o) for o in objectives[key] if colour_of(o, as_of) is Rag.RED)
            ),
        }
        for key in keys
    }


def is_settled(objective: Objective) -> bool:
    """Whether a row of ``objectives_of`` has a decision with an owner and an action."""
    return bool(objective.is_settled)  # type: ignore[attr-defined]


def _was_held(row: AccountPlan) -> bool:
    """Whether a row of the agenda has a review behind it."""
    return row.held_on is not None  # type: ignore[attr-defined]


def colour_of(row: Objective, as_of: datetime.date) -> Rag:
    """How an objective stands on ``as_of`` (method §4.6); NONE without baseline, target or due."""
    if row.baseline is None or row.target is None or row.due is None:
        return Rag.NONE
    begins = row.baseline_on or row.plan.starts_on
    now = expected(row.baseline, row.target, elapsed(begins, row.due, as_of))
    return rag(
        progress(row.baseline, now, row.actual),
        is_due=row.due < as_of,
        is_reached=is_reached(row.baseline, row.target, row.actual),
    )
