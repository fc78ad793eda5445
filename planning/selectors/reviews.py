"""One review as its page shows it: what was decided, who does what, last time beside now."""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Q, QuerySet

from accounts.enums import MemberRole
from kamp.shared.page_memory import once_per_page
from kamp.users.models import User
from kamp.users.roles import ROLES, Reach
from planning.calc.changes import Comparison, changes, compared
from planning.enums import ReviewState
from planning.kinds.compared import PARTS
from planning.models import AccountPlan, Action, AgendaItem, Decision, Review, TeamMember
from planning.models.action import OPEN
from planning.selectors.review_snapshot import snapshot_now

OVER = (ReviewState.CLOSED, ReviewState.MISSED, ReviewState.CANCELLED)
OVERSEERS = [role.key for role in ROLES if role.reach is Reach.ALL]


@dataclass(frozen=True, slots=True, kw_only=True)
class Compared:
    """Last review beside now. ``since`` is the day of the last one, None for the first review of a plan.

    ``figures`` and ``classes``: every figure and the class on every matrix, then and now; ``changes``: everything else
    that is not the same.
    """

    since: datetime.date | None
    figures: list[Comparison]
    classes: list[Comparison]
    changes: list[Comparison]
    now: dict[str, Any]

    @property
    def currency(self) -> str:
        """That of the amounts of the plan."""
        return str(self.now.get("currency", ""))


def reviews_of(user: User) -> QuerySet[Review]:
    """The reviews ``user`` sees, with what every page about one shows."""
    return Review.objects.visible_to(user).select_related(
        "plan__account__owner", "lead", "closed_by", "previous", "version_produced", "version_compared"
    )


def past_reviews_of(plans: QuerySet[AccountPlan]) -> QuerySet[Review]:
    """The reviews of ``plans`` that are over, counted by decisions and actions."""
    rows = Review.objects.filter(plan__in=plans.order_by().values("pk"), state__in=OVER)
    return rows.select_related("plan__account", "lead").annotate(
        decision_count=Count("decisions", distinct=True), action_count=Count("actions", distinct=True)
    )


def agenda_items(review: Review) -> list[AgendaItem]:
    """The points of the agenda in their order, read once per page."""
    rows = AgendaItem.objects.filter(review=review).order_by("position", "pk")
    return once_per_page(("agenda items", review.pk), lambda: list(rows))


def decisions_of(review: Review) -> list[Decision]:
    rows = Decision.objects.filter(review=review).select_related("owner", "objective", "line")
    return list(rows.order_by("pk"))


def actions_of(review: Review) -> list[Action]:
    """Those agreed in this review."""
    return list(Action.objects.filter(review=review).select_related("owner", "plan").order_by("due", "pk"))


def open_actions_of(plan: AccountPlan, *, but: Review | None = None) -> list[Action]:
    """The open actions of a plan, without those that ``but`` agreed on, the longest due first."""
    rows = Action.objects.filter(OPEN, plan=plan).select_related("owner", "plan")
    if but is not None:
        rows = rows.exclude(review=but)
    return list(rows.order_by("due", "pk"))


def compared_with_last(review: Review, *, as_of: datetime.date, sensitive: bool) -> Compared:
    """What the last review saw beside what is there on ``as_of``, or beside what this one froze once it is closed."""
    now = review.snapshot or snapshot_now(review.plan, as_of=as_of)
    before = review.previous.snapshot if review.previous is not None else None
    then = now if before is None else before
    whole = {key: compared(PARTS.get(key), then, now, sensitive=sensitive) for key in ("figures", "classes")}
    if before is None:
        return Compared(since=None, figures=whole["figures"], classes=whole["classes"], changes=[], now=now)
    others = [part for part in PARTS if part.key not in whole]
    return Compared(
        since=datetime.date.fromisoformat(before["as_of"]),
        figures=whole["figures"],
        classes=whole["classes"],
        changes=changes(before, now, sensitive=sensitive, parts=others),
        now=now,
    )


def people_for(plan: AccountPlan, *, also: QuerySet[User] | None = None) -> QuerySet[User]:
    """Who can be asked to a review or given an action: the team of the plan, who works on the account, market managers
    of its segment, management; ``also`` those who are in already."""
    account = plan.account
    wanted = (
        Q(pk__in=TeamMember.objects.filter(plan=plan).values("user"))
        | Q(pk=account.owner_id)
        | Q(pk__in=account.memberships.filter(role__in=MemberRole.values).values("user"))
        | Q(role__in=OVERSEERS)
    )
    if account.segment_id:
        wanted |= Q(pk__in=User.objects.filter(segments=account.segment_id).values("pk"))
    people = Q(is_active=True) & wanted
    if also is not None:
        people |= Q(pk__in=also.values("pk"))
    return User.objects.filter(people).order_by("name", "pk")
