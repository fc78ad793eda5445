"""Verbs about reviews: schedule, move, prepare, hold. Closing is in ``closing``."""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.services.guards import check_open
from kamp.shared.bringing_back import bring_back
from kamp.shared.conflicts import check_seen, claim_version
from kamp.shared.errors import DomainError
from kamp.users.models import User
from planning.calc.cadence import agenda_minutes
from planning.enums import ReviewState
from planning.kinds.review_moves import MOVES
from planning.models import AccountPlan, AgendaItem, Review, ReviewRhythm
from planning.models.review import AHEAD


class MoveError(DomainError):
    """The review does not stand where this could be done."""


@transaction.atomic
def schedule_review(*, review: Review, participants: Iterable[User], by: User) -> Review:
    """Saves a new review of an open plan with the fixed agenda, its minutes shared out over the length.

    The last review held becomes its ``previous`` one. The lead always takes part. Raises DomainError for a plan that is
    closed or archived, an account that is archived, a time zone that does not exist.
    """
    plan = _open_plan(review.plan_id)
    _check_zone(review.time_zone)
    review.plan = plan
    review.previous = last_held(plan.pk)
    review.save()
    review.participants.set({*participants, review.lead})
    _write_agenda(review)
    return review


@transaction.atomic
def change_review(*, review: Review, participants: Iterable[User], by: User) -> Review:
    """Saves changed time, place, people of a review that is not over. Who moves a missed one plans it anew.

    Raises StaleError if somebody saved it since it was read, MoveError when it is closed or cancelled, DomainError for
    a plan that is closed or archived.
    """
    stored = Review.objects.select_for_update().get(pk=review.pk)
    _open_plan(stored.plan_id)
    if stored.state != ReviewState.IN_MEETING:
        moved = stored.starts_at != review.starts_at or stored.state == ReviewState.MISSED
        check_move(stored, "reschedule")
        review.state = ReviewState.PLANNED if moved else stored.state
        review.reason = "" if moved else stored.reason
        review.previous = last_held(review.plan_id)
    _check_zone(review.time_zone)
    claim_version(review)
    review.save()
    review.participants.set({*participants, review.lead})
    if stored.length != review.length:
        _share_out(review)
    return review


@transaction.atomic
def move_review(
    *, review: Review, move: str, by: User, at: datetime.datetime, reason: str = "", seen: int | None = None
) -> Review:
    """Takes ``review`` a step further by a declared move other than "close" and "reschedule". Gives it as saved.

    Asked for twice, the second finds it done and changes nothing. ``seen`` is the version of the review that the page
    showed: raises StaleError if that is not the present one. Raises MoveError when the table does not allow it,
    DomainError without a reason where one is needed or when another review of the plan is being held.
    """
    spec = MOVES.get(move)
    locked = Review.objects.select_for_update().get(pk=review.pk)
    if locked.state == spec.target:
        return locked
    check_move(locked, move)
    check_seen(locked, seen)
    _open_plan(locked.plan_id)
    if spec.needs_reason and not reason.strip():
        raise DomainError(_("Say in a few words why."), field="reason")
    if spec.target == ReviewState.IN_MEETING:
        _check_alone(locked)
        locked.started_at = locked.started_at or at
    if spec.target in AHEAD:
        locked.previous = last_held(locked.plan_id)
    locked.state, locked.reason = ReviewState(spec.target), reason.strip()
    locked.version += 1
    locked.save()
    return locked


@transaction.atomic
def set_rhythm(*, plan: AccountPlan, tier: str) -> ReviewRhythm | None:
    """The tier somebody chose for a plan; "" goes back to what the class of the account asks for."""
    _open_plan(plan.pk)
    row = ReviewRhythm.objects.select_for_update().filter(plan=plan).first()
    if not tier:
        if row is not None:
            row.delete()
        return None
    if row is None:
        return ReviewRhythm.objects.create(plan=plan, tier=tier)
    if row.tier != tier:
        row.tier, row.version = tier, row.version + 1
        row.save()
    return row


@transaction.atomic
def write_note(*, item: AgendaItem, text: str) -> AgendaItem:
    """The notes on a point of the agenda; what two people wrote is compared by the page (AutosaveView), which holds the
    review. Raises MoveError when the review is over."""
    locked = AgendaItem.objects.select_for_update().get(pk=item.pk)
    check_writable(locked.review)
    if locked.note != text:
        locked.note, locked.version = text, locked.version + 1
        locked.save()
    return locked


@transaction.atomic
def write_summary(*, review: Review, text: str) -> Review:
    """The minutes of the meeting; compared like the notes. Raises MoveError when the review is over."""
    locked = Review.objects.select_for_update().get(pk=review.pk)
    check_writable(locked)
    if locked.summary != text:
        locked.summary, locked.version = text, locked.version + 1
        locked.save()
    return locked


@transaction.atomic
def add_agenda_item(*, review: Review, title: str, minutes: int) -> AgendaItem:
    """A point of our own at the end of the agenda. Raises MoveError when the review is over."""
    locked = Review.objects.select_for_update().get(pk=review.pk)
    check_writable(locked)
    last = AgendaItem.objects.filter(review=locked).order_by("-position").values_list("position", flat=True).first()
    return AgendaItem.objects.create(review=locked, position=(last or 0) + 1, title=title, minutes=minutes)


@transaction.atomic
def drop_agenda_item(*, item: AgendaItem) -> None:
    """Takes a point off the agenda; one with notes stays. ``restore_agenda_item`` undoes it. Raises DomainError."""
    locked = AgendaItem.objects.select_for_update().get(pk=item.pk)
    check_writable(locked.review)
    if locked.note.strip():
        raise DomainError(_("There are notes on this point. Empty them before you take it off the agenda."))
    locked.delete()


@transaction.atomic
def restore_agenda_item(*, gone: Any, at: datetime.datetime) -> AgendaItem:
    """Puts the point of the recorded deletion ``gone`` (``bringing_back.deletion_of``) back on the agenda.

    Raises MoveError when the review is over, DomainError for a deletion too long ago.
    """
    check_writable(Review.objects.select_for_update().get(pk=gone.review_id))
    return bring_back(AgendaItem, gone, at=at)


def last_held(plan_id: int) -> Review | None:
    """The review of a plan that the next one is compared with; None before the first."""
    return Review.objects.held().filter(plan=plan_id).order_by("-starts_at", "-pk").first()


def check_move(review: Review, move: str) -> None:
    """Raises MoveError, in words, unless the table of moves allows ``move`` from where the review stands."""
    if review.state in MOVES.get(move).sources:
        return
    if review.state == ReviewState.CLOSED and review.closed_by is not None:
        raise MoveError(_("%(who)s has closed this review.") % {"who": review.closed_by})
    state = review.get_state_display()
    raise MoveError(_("This cannot be done with a review in the state “%(state)s”.") % {"state": state})


def check_writable(review: Review) -> None:
    """Raises MoveError for a review that is closed or cancelled: what it says stays as it was. Raises DomainError for a
    plan that is closed or archived."""
    if review.state in {ReviewState.CLOSED, ReviewState.CANCELLED}:
        check_move(review, "start")
    if not review.plan.is_open:
        raise DomainError(_over())


def _check_alone(review: Review) -> None:
    if Review.objects.filter(plan=review.plan_id, state=ReviewState.IN_MEETING).exclude(pk=review.pk).exists():
        raise DomainError(_("Another review of this plan is being held. Close it first."))


def _open_plan(plan_id: int) -> AccountPlan:
    plan = AccountPlan.objects.select_for_update(no_key=True).get(pk=plan_id)
    if not plan.is_open:
        raise DomainError(_over())
    check_open(plan.account_id)
    return plan


def _over() -> str:
    return _("This plan is closed or archived; reviews are held on plans in work.")


def _check_zone(name: str) -> None:
    try:
        ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError) as problem:
        raise DomainError(_("This time zone does not exist."), field="time_zone") from problem


def _write_agenda(review: Review) -> None:
    minutes = agenda_minutes(review.length)
    AgendaItem.objects.bulk_create(
        AgendaItem(review=review, position=position, key=key, minutes=minutes[key])
        for position, key in enumerate(minutes, 1)
    )


def _share_out(review: Review) -> None:
    """The fixed points get their share of the new length; own points keep their minutes."""
    minutes = agenda_minutes(review.length)
    for item in AgendaItem.objects.select_for_update().filter(review=review, key__in=minutes):
        if item.minutes != minutes[item.key]:
            item.minutes, item.version = minutes[item.key], item.version + 1
            item.save()
