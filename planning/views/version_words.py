"""Why a version was kept, in the language of the reader: what is stored is in that of who kept it."""

from __future__ import annotations

from collections.abc import Sequence

from django.utils.translation import gettext as _

from kamp.shared import formats
from planning.calc.cadence import local_day
from planning.models import AccountPlan, PlanVersion, Review


def with_occasions(versions: Sequence[PlanVersion], plan: AccountPlan) -> Sequence[PlanVersion]:
    """Gives each version its ``occasion`` and, when a review kept it, the ``review``. One query."""
    kept = {version.pk for version in versions}
    reviews = {row.version_produced_id: row for row in Review.objects.filter(version_produced__in=kept)}
    for version in versions:
        version.review = reviews.get(version.pk)  # type: ignore[attr-defined]
        version.occasion = _occasion(version, reviews.get(version.pk), plan)  # type: ignore[attr-defined]
    return versions


def _occasion(version: PlanVersion, review: Review | None, plan: AccountPlan) -> str:
    if review is not None:
        day = formats.date_input(local_day(review.starts_at, review.time_zone))
        return _("%(kind)s review, %(day)s") % {"kind": review.tier_label, "day": day}
    return _("Approved") if version.made_at == plan.approved_at else version.reason
