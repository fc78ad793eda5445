"""Verbs about what a review decides."""

from __future__ import annotations

import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from kamp.shared.bringing_back import bring_back
from kamp.shared.conflicts import claim_version
from kamp.shared.errors import DomainError
from planning.models import Decision, Review
from planning.services.reviews import check_writable


@transaction.atomic
def save_decision(*, decision: Decision) -> Decision:
    """Saves a new or changed decision of a review that is not over.

    Raises MoveError when the review is closed or cancelled, StaleError if somebody saved it since it was read,
    DomainError for an objective or line of another plan.
    """
    review = Review.objects.select_for_update().get(pk=decision.review_id)
    check_writable(review)
    for name in ("objective", "line"):
        part = getattr(decision, name)
        if part is not None and part.plan_id != review.plan_id:
            raise DomainError(_("This belongs to another plan."), field=name)
    if decision.pk is not None:
        claim_version(decision)
    decision.save()
    return decision


@transaction.atomic
def delete_decision(*, decision: Decision) -> None:
    """Takes back a decision written down by mistake; ``restore_decision`` undoes it. Raises MoveError."""
    check_writable(Review.objects.select_for_update().get(pk=decision.review_id))
    decision.delete()


@transaction.atomic
def restore_decision(*, gone: Any, at: datetime.datetime) -> Decision:
    """Brings back the decision of the recorded deletion ``gone`` (``bringing_back.deletion_of``).

    Raises MoveError when the review is over, DomainError for a deletion too long ago.
    """
    check_writable(Review.objects.select_for_update().get(pk=gone.review_id))
    return bring_back(Decision, gone, at=at)
