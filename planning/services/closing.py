"""Closing a review: what it saw is frozen, the next one is in the calendar or there is a reason (method §9.5)."""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from django.db import transaction
from django.utils.translation import gettext as _

from kamp.shared import formats
from kamp.shared.errors import DomainError
from kamp.users.models import User
from planning.calc.cadence import local_day
from planning.enums import ReviewState
from planning.models import PlanVersion, Review
from planning.selectors.review_snapshot import snapshot_now
from planning.selectors.triggers import TRIGGERS_KEPT, findings_now
from planning.services.reviews import check_move, check_writable, last_held, schedule_review
from planning.services.versions import freeze


@dataclass(frozen=True, slots=True, kw_only=True)
class Next:
    """The next review: ``on`` (a day) of kind ``tier``, or None and the ``reason`` why there is none."""

    on: datetime.date | None = None
    tier: str = ""
    reason: str = ""


@transaction.atomic
def close_review(*, review: Review, following: Next, by: User, at: datetime.datetime) -> Review:
    """Signs off a review that is being held; gives it as saved.

    Freezes what the next one will be compared with and what proposed this one (it proposes no further one), and the
    plan as a version; plans the next review at the same time of day, place and people, or keeps the reason why not.
    Reviews of the plan that were planned before this one and never held become missed; those still ahead are compared
    with this one from now on. Whoever closes second finds it closed: raises MoveError and changes nothing.
    Raises DomainError without next day and reason, for a day that is not after this review or is over, for a plan that
    is closed or archived.
    """
    # Alone: what is joined to a row one had to wait for may be as it was before the wait.
    locked = Review.objects.select_for_update().get(pk=review.pk)
    check_move(locked, "close")
    check_writable(locked)
    as_of = local_day(at, locked.time_zone)
    _check_next(locked, following, as_of)
    had = {TRIGGERS_KEPT: findings_now(locked.plan, as_of)}
    locked.snapshot = snapshot_now(locked.plan, as_of=as_of) | had
    locked.version_compared = PlanVersion.objects.filter(plan=locked.plan).order_by("-number").first()
    locked.state, locked.closed_at, locked.closed_by = ReviewState.CLOSED, at, by
    locked.next_on, locked.no_next_reason = following.on, "" if following.on else following.reason.strip()
    locked.version += 1
    locked.version_produced = freeze(plan=locked.plan, reason=_reason(locked), by=by, at=at)
    locked.save()
    _miss_earlier(locked)
    Review.objects.ahead().filter(plan=locked.plan_id).update(previous=last_held(locked.plan_id))
    if following.on is not None:
        _plan_next(locked, following, by)
    return locked


def _check_next(review: Review, following: Next, as_of: datetime.date) -> None:
    if following.on is None:
        if not following.reason.strip():
            raise DomainError(_("Give the day of the next review, or say why there is none."), field="next_on")
        return
    if following.on <= local_day(review.starts_at, review.time_zone) or following.on < as_of:
        raise DomainError(_("The next review has to be after this one."), field="next_on")


def _reason(review: Review) -> str:
    """What the version is called: the kind of review and its day."""
    day = local_day(review.starts_at, review.time_zone)
    return _("%(kind)s review, %(day)s") % {"kind": review.tier_label, "day": formats.date_input(day)}


def _miss_earlier(review: Review) -> None:
    earlier = Review.objects.select_for_update().filter(
        plan=review.plan_id,
        state__in=[ReviewState.PLANNED, ReviewState.PREPARED],
        starts_at__lt=review.starts_at,
    )
    for row in earlier:
        row.state, row.version = ReviewState.MISSED, row.version + 1
        row.save()


def _plan_next(review: Review, following: Next, by: User) -> Review:
    """At the same time of day where the review was planned, with the same people who are still here. One that stands in
    the calendar on that day already is it."""
    zone = ZoneInfo(review.time_zone)
    there = Review.objects.ahead().filter(plan=review.plan_id, starts_at__gt=review.starts_at)
    if same := next((each for each in there if local_day(each.starts_at, review.time_zone) == following.on), None):
        return same
    clock = review.starts_at.astimezone(zone).time()
    lead = review.lead if review.lead.is_active else by
    following_review = Review(
        plan=review.plan,
        tier=following.tier or review.tier,
        starts_at=datetime.datetime.combine(following.on or datetime.date.max, clock, tzinfo=zone),
        time_zone=review.time_zone,
        length=review.length,
        place=review.place,
        guests=review.guests,
        lead=lead,
    )
    people = review.participants.filter(is_active=True)
    return schedule_review(review=following_review, participants=people, by=by)
