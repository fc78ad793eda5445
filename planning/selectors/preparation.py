"""What should be in order before a review is held, ticked from the data."""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from dataclasses import dataclass

from django.db.models import Q

from accounts.models import Person, SalesMonth
from accounts.selectors.soft_facts import soft_facts
from planning.models import Action, Objective, Review
from planning.models.action import OPEN

FRESH = datetime.timedelta(days=183)  # method §9.5: data of phases 3 and 4 is good for six months
MEASURED = datetime.timedelta(days=31)


@dataclass(frozen=True, slots=True, kw_only=True)
class Check:
    """A point of the list: ``done``, and how many are still ``open``; ``day`` is a date that says why."""

    key: str
    done: bool
    open: int = 0
    day: datetime.date | None = None


def preparation_of(review: Review, *, as_of: datetime.date) -> list[Check]:
    """The list for ``review`` on ``as_of``, in the order in which it is best worked off. Seven queries at most."""
    return [
        _actions(review, as_of),
        _sales(review, as_of),
        *_objectives(review, as_of),
        _ratings(review, as_of),
        _people(review),
        *_round(review),
    ]


def _actions(review: Review, as_of: datetime.date) -> Check:
    late = Action.objects.filter(OPEN, plan=review.plan_id, due__lt=as_of).count()
    return Check(key="actions", done=not late, open=late)


def _sales(review: Review, as_of: datetime.date) -> Check:
    """Whether sales of last month are in: without them planned and actual cannot be compared."""
    last_month = (as_of.replace(day=1) - datetime.timedelta(days=1)).replace(day=1)
    newest = SalesMonth.objects.filter(account=review.plan.account_id).order_by("-month").first()
    return Check(
        key="sales", done=newest is not None and newest.month >= last_month, day=newest.month if newest else None
    )


def _objectives(review: Review, as_of: datetime.date) -> Iterator[Check]:
    rows = Objective.objects.live().filter(plan=review.plan_id)
    if not rows.exists():
        return
    stale = rows.filter(Q(actual_on__isnull=True) | Q(actual_on__lt=as_of - MEASURED)).count()
    yield Check(key="objectives", done=not stale, open=stale)


def _ratings(review: Review, as_of: datetime.date) -> Check:
    rated = soft_facts([review.plan.account_id], as_of)[review.plan.account_id].rated_on
    return Check(key="ratings", done=rated is not None and rated >= as_of - FRESH, day=rated)


def _people(review: Review) -> Check:
    """People of the customer whose part in decisions is only assumed."""
    here = Person.objects.filter(account=review.plan.account_id, left_on__isnull=True)
    assumed = here.filter(Q(dmu__isnull=True) | Q(dmu__confidence="assumed")).count()
    return Check(key="people", done=not assumed and here.exists(), open=assumed)


def _round(review: Review) -> Iterator[Check]:
    invited = review.participants.count()
    yield Check(key="invited", done=invited > 1, open=max(2 - invited, 0))
    yield Check(key="place", done=bool(review.place))
