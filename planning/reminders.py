"""Which reviews and actions need somebody: asked once a day by the reminders, in bulk."""

from __future__ import annotations

import datetime
import hashlib
from collections.abc import Iterator, Sequence
from itertools import islice
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db.models import Exists, OuterRef, Prefetch, Q
from django.utils import timezone, translation

from kamp.notices.parameters import Texts, Word
from kamp.notices.sources import OVERDUE, Due, Event, Recipient, Source, stage_of
from kamp.shared.addresses import address_of
from kamp.shared.i18n import N_
from planning.calc.cadence import REMIND_BEFORE, local_day
from planning.enums import PlanState, ReviewState, TeamRole
from planning.models import AccountPlan, Action, Review, TeamMember
from planning.phases.triggers import Finding
from planning.selectors.triggers import proposals_of
from planning.tables.triggers import reasons_of

HORIZON = datetime.timedelta(days=max(REMIND_BEFORE) + 2)  # two more: it may be another day where the reader is
ACTION_DAYS = (7, 1)
OPEN_PLANS = (PlanState.DRAFT, PlanState.ACTIVE, PlanState.APPROVED)
NEAR = datetime.timedelta(days=14)  # a review that near needs no earlier one
PLANS_AT_ONCE = 200
LATE_FOR = datetime.timedelta(days=60)  # a review not held for longer shows in the agenda, not in mails


def event_of(review: Review) -> Event:
    """The review as an entry of a calendar; the same one in the mail and in the file."""
    return Event(
        uid=f"review-{review.pk}@kamp",
        starts_at=review.starts_at,
        ends_at=review.ends_at,
        sequence=review.version,
        place=review.place,
    )


def due_reviews(at: datetime.datetime, recipients: Sequence[Recipient]) -> Iterator[Due]:
    """Reviews 14, 7 and 1 day away and those not held, to everybody who takes part. Two queries."""
    by_user = {each.user.pk: each for each in recipients}
    wanted = Review.objects.filter(
        state__in=[ReviewState.PLANNED, ReviewState.PREPARED],
        starts_at__gte=at - LATE_FOR,
        starts_at__lt=at + HORIZON,
        participants__in=list(by_user),
        plan__state__in=OPEN_PLANS,
        plan__account__archived_at__isnull=True,
    )
    rows = (
        wanted.select_related("plan__account").prefetch_related("participants").distinct().order_by("starts_at", "pk")
    )
    for review in rows:
        for person in review.participants.all():
            if person.pk in by_user and (due := _review_due(review, by_user[person.pk])):
                yield due


def _review_due(review: Review, to: Recipient) -> Due | None:
    day = local_day(review.starts_at, to.user.time_zone)
    stage = stage_of(day, to.today, REMIND_BEFORE)
    if stage is None or (stage == OVERDUE and review.lead_id != to.user.pk):
        return None
    start = review.starts_at.astimezone(ZoneInfo(to.user.time_zone))
    return Due(
        user_id=to.user.pk,
        key=f"review:{review.pk}",
        stage=stage,
        url=review.get_absolute_url(),
        params={"account": review.plan.account.name, "kind": Word(review.tier_spec.label), "when": start},
        due_on=day,
        account_id=review.plan.account_id,
        event=None if stage == OVERDUE else event_of(review),
    )


def due_actions(at: datetime.datetime, recipients: Sequence[Recipient]) -> Iterator[Due]:
    """Open actions a week and a day away and those that are late, to who does them. One query."""
    by_user = {each.user.pk: each for each in recipients}
    limit = timezone.localdate(at) + datetime.timedelta(days=max(ACTION_DAYS) + 2)
    rows = Action.objects.open().filter(
        owner__in=list(by_user),
        due__lt=limit,
        plan__state__in=OPEN_PLANS,
        plan__account__archived_at__isnull=True,
    )
    for action in rows.select_related("plan__account").order_by("due", "pk"):
        to = by_user[action.owner_id]
        stage = stage_of(action.due, to.today, ACTION_DAYS)
        if stage is None:
            continue
        yield Due(
            user_id=to.user.pk,
            key=f"action:{action.pk}",
            stage=stage,
            url=address_of("reviews:action_edit", action.pk),
            params={"action": action.text, "account": action.plan.account.name, "due": action.due},
            due_on=action.due,
            account_id=action.plan.account_id,
        )


def due_early_reviews(at: datetime.datetime, recipients: Sequence[Recipient]) -> Iterator[Due]:
    """Plans that something proposes to review before their day, to who owns the account and to the market managers of
    the team: one notice for a plan with all its reasons, another one when a reason is added. None while a review of the
    plan is two weeks away or less. Queries by hundreds of plans, not by plan."""
    by_user = {each.user.pk: each for each in recipients}
    plans = AccountPlan.objects.filter(state=PlanState.APPROVED, account__archived_at__isnull=True)
    soon = Review.objects.ahead().filter(plan=OuterRef("pk"), starts_at__lt=at + NEAR, starts_at__gte=at)
    managers = TeamMember.objects.filter(role=TeamRole.MARKET_MANAGER, user__in=list(by_user))
    wanted = Q(account__owner__in=list(by_user)) | Q(pk__in=managers.values("plan"))
    rows = plans.filter(wanted, ~Exists(soon)).select_related("account").order_by("pk")
    rows = rows.prefetch_related(Prefetch("team", managers, to_attr="managers"))
    stream = rows.iterator(chunk_size=PLANS_AT_ONCE)
    while some := list(islice(stream, PLANS_AT_ONCE)):
        found = proposals_of(some, timezone.localdate(at))
        for plan in some:
            if findings := found.get(plan.pk):
                people = {plan.account.owner_id, *(member.user_id for member in plan.managers)}
                for person in sorted(people & by_user.keys()):
                    yield _early_due(plan, findings, person)


def _early_due(plan: AccountPlan, findings: list[Finding], user_id: int) -> Due:
    keys = ",".join(sorted(finding.key for finding in findings))
    return Due(
        user_id=user_id,
        key=f"early:{plan.pk}",
        stage=hashlib.sha256(keys.encode()).hexdigest()[:16],
        url=plan.get_absolute_url(),
        params={"account": plan.account.name, "reasons": _in_words(findings, plan)},
        account_id=plan.account_id,
    )


def _in_words(findings: list[Finding], plan: AccountPlan) -> Texts:
    """The reasons in every language: who is told may read in another one tomorrow."""
    texts = {}
    for language, _name in settings.LANGUAGES:
        with translation.override(language):
            texts[language] = "; ".join(reason.text for reason in reasons_of(findings, plan))
    return Texts(texts)


REVIEWS = Source(
    key="planning.reviews",
    label=N_("Reviews"),
    why=N_("You take part in this review."),
    subjects={
        "": N_("Review %(account)s, %(when)s"),
        OVERDUE: N_("The review of %(account)s was not held: it was planned for %(when)s"),
    },
    due=due_reviews,
    permission="planning.view_plan",
    icon="reviews",
    order=10,
    entry=N_("Review %(account)s, %(kind)s"),
)
EARLY_REVIEWS = Source(
    key="planning.early_reviews",
    label=N_("Early reviews"),
    why=N_("You own this account or steer its plan, and something has changed since its last review."),
    subjects={"": N_("%(account)s: an early review is proposed. %(reasons)s")},
    due=due_early_reviews,
    permission="planning.view_plan",
    icon="reviews",
    order=15,
)
ACTIONS = Source(
    key="planning.actions",
    label=N_("Actions"),
    why=N_("This action of an account plan is yours."),
    subjects={
        "": N_("%(account)s: “%(action)s” is due on %(due)s"),
        OVERDUE: N_("%(account)s: “%(action)s” was due on %(due)s"),
    },
    due=due_actions,
    permission="planning.view_plan",
    icon="check-circle",
    order=20,
)
