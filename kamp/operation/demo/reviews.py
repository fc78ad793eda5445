"""Reviews of the demo's approved plans: held, due, overdue, never scheduled; with decisions and actions."""

from __future__ import annotations

import datetime

from kamp.operation.demo import plan_words as said
from kamp.operation.demo.plan_work import Work, figures_as_of
from planning.models import Action, Decision, Review
from planning.selectors.review_snapshot import classes_of
from planning.services.closing import Next, close_review
from planning.services.reviews import move_review, schedule_review, write_summary
from portfolio.models import Classification, ClassificationRun

ZONE = "Europe/Rome"
# rank of the account → days from now: reviews held, then the next one (None = nobody scheduled one)
CALENDARS: dict[str, tuple[tuple[int, ...], int | None]] = {
    "C000001": ((-170, -95), 3),
    "C000002": ((-120,), -6),
    "C000003": ((-200, -110, -20), 70),
    "C000004": ((), None),
    "C000007": ((-60,), 12),
}


def make_reviews(work: Work) -> None:
    """Holds and plans the reviews of the calendar; a plan without calendar is reviewed in three weeks."""
    held, following = CALENDARS.get(work.plan.account.code, ((), 21))
    for number, days in enumerate(held):
        upcoming = held[number + 1] if number + 1 < len(held) else following
        _hold(work, days, upcoming)
    if not held and following is not None:
        _schedule(work, following)


def _at(work: Work, days: int, hour: int = 9) -> datetime.datetime:
    day = work.until + datetime.timedelta(days=days)
    return datetime.datetime.combine(day, datetime.time(hour, 30), tzinfo=datetime.UTC)


def _schedule(work: Work, days: int) -> Review:
    review = Review(
        plan=work.plan,
        lead=work.seller,
        tier="quarterly",
        starts_at=_at(work, days),
        time_zone=ZONE,
        length=90,
        place="Sala riunioni, Torino",
    )
    return schedule_review(review=review, participants=[work.people.manager], by=work.seller)


def _hold(work: Work, days: int, upcoming: int | None) -> None:
    review = Review.objects.filter(plan=work.plan, state="planned").first() or _schedule(work, days)
    at = _at(work, days)
    for move in ("prepare", "start"):
        review = move_review(review=review, move=move, by=work.seller, at=at)
    for verdict, text in work.random.sample(said.DECISIONS, k=2):
        Decision.objects.create(review=review, verdict=verdict, text=text, owner=work.seller, created_at=at)
    due = (at + datetime.timedelta(days=30)).date()
    done = due < work.until - datetime.timedelta(days=10)
    Action.objects.create(
        plan=work.plan,
        review=review,
        text=work.random.choice(said.ACTIONS),
        owner=work.random.choice((work.seller, work.people.manager)),
        due=due,
        done_at=at + datetime.timedelta(days=28) if done else None,
        done_by=work.seller if done else None,
        created_by=work.seller,
    )
    review = write_summary(review=review, text="Il piano tiene; la prova sulla linea 2 va anticipata.")
    following = (
        Next(on=(work.until + datetime.timedelta(days=upcoming)), tier="quarterly")
        if upcoming is not None
        else Next(reason="Il piano si chiude a fine mese.")
    )
    with figures_as_of(work, at.date()):
        closed = close_review(review=review, following=following, by=work.seller, at=at + datetime.timedelta(hours=2))
    _with_classes_of_its_day(closed, at.date())


def _with_classes_of_its_day(review: Review, day: datetime.date) -> None:
    """The review keeps the classes of the run there was on ``day``, not of the newest one."""
    run = ClassificationRun.objects.filter(as_of__lte=day).order_by("-as_of", "-pk").first()
    row = Classification.objects.at(run).filter(account=review.plan.account_id).first() if run else None
    if row is not None:
        Review.objects.filter(pk=review.pk).update(snapshot=review.snapshot | {"classes": classes_of(row)})
