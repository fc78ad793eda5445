"""Where the work of a day comes from: actions, reviews, phases, contracts, audits."""

from __future__ import annotations

import datetime
from collections.abc import Iterator

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.enums import AuditState
from accounts.selectors.audit import AuditScore, ItemStanding
from accounts.selectors.own_work import notices_of_mine
from kamp.dashboards.lists import phase_url, phase_words
from kamp.dashboards.places import place
from kamp.dashboards.seen import MOST, Seen
from kamp.dashboards.today.spec import AHEAD, Work, WorkSource
from kamp.shared import formats
from kamp.shared.addresses import address_of
from kamp.shared.catalog import Catalog
from kamp.shared.templatetags.formats import language
from planning.enums import ReviewState
from planning.models import Action, Review
from planning.selectors.plans_together import phases_of

NAMED = 3  # facts that are named; the rest is counted


def _when(due: datetime.date, today: datetime.date) -> tuple[str, str]:
    """How a day is written beside work, and its tone."""
    here = language()
    if due < today:
        return _("due %(date)s") % {"date": formats.date_short(due, here, today)}, "bad"
    return formats.date_weekday(due, here, today), ""


def _actions(seen: Seen) -> Iterator[Work]:
    """Open actions of mine in open plans."""
    rows = Action.objects.open().filter(plan__in=seen.plans, owner=seen.user, due__lte=seen.today + AHEAD)
    for action in rows.select_related("plan__account").order_by("due", "pk")[:MOST]:
        when, tone = _when(action.due, seen.today)
        yield Work(
            key=f"action-{action.pk}",
            icon="check",
            title=action.text,
            account=action.plan.account,
            why=_("Action of “%(plan)s”") % {"plan": action.plan.name},
            due=action.due,
            when=when,
            tone=tone,
            url=place("reviews:action_edit", action.pk),
            go=_("Open"),
            done_url=place("reviews:action_done", action.pk) if action.plan.is_open else "",
        )


def _reviews(seen: Seen) -> Iterator[Work]:
    """Reviews I lead: to be prepared, or not held."""
    until = timezone.make_aware(datetime.datetime.combine(seen.today + AHEAD, datetime.time.max), seen.zone)
    rows = Review.objects.ahead().filter(plan__in=seen.plans, lead=seen.user, starts_at__lte=until)
    for review in rows.select_related("plan__account").order_by("starts_at", "pk")[:MOST]:
        day = timezone.localdate(review.starts_at, seen.zone)
        when, tone = _when(day, seen.today)
        to_prepare = review.state == ReviewState.PLANNED and day >= seen.today
        yield Work(
            key=f"review-{review.pk}",
            icon="calendar",
            title=_("Prepare the review") if to_prepare else _("Hold the review"),
            account=review.plan.account,
            why=f"{review.tier_label} · {review.plan.name}",
            due=day,
            when=when,
            tone=tone,
            url=place("reviews:review_detail", review.pk),
            go=_("Prepare") if to_prepare else _("Open"),
        )


def _phases(seen: Seen) -> Iterator[Work]:
    """Phases I answer for."""
    for row in phases_of(seen.user, seen.plans, seen.today + AHEAD)[:MOST]:
        assert row.due is not None  # noqa: S101  MEANT: asked for by day
        when, tone = _when(row.due, seen.today)
        yield Work(
            key=f"phase-{row.pk}",
            icon="plans",
            title=_("Work on “%(phase)s”") % {"phase": phase_words(row)},
            account=row.plan.account,
            why=row.plan.name,
            due=row.due,
            when=when,
            tone=tone,
            url=phase_url(row),
            go=_("Open phase"),
        )


def _notices(seen: Seen) -> Iterator[Work]:
    """Contracts of my accounts whose last day for notice comes near or has passed."""
    for contract in notices_of_mine(seen.user, seen.today)[:MOST]:
        days = (contract.notice_on - seen.today).days
        late = days < 0
        text = ngettext("notice in %(count)s day", "notice in %(count)s days", max(days, 0))
        when = text % {"count": formats.number(max(days, 0), language())}
        yield Work(
            key=f"contract-{contract.pk}",
            icon="contract",
            title=_("Decide about “%(contract)s”") % {"contract": contract.title},
            account=contract.account,
            why=_("Last day for notice %(notice)s, ends on %(end)s")
            % {
                "notice": formats.date_long(contract.notice_on, language()),
                "end": formats.date_long(contract.end, language()),
            },
            due=contract.notice_on,
            when=_("notice day passed") if late else when if days else _("notice today"),
            tone="bad" if late else "warn",
            url=address_of("accounts:account_contracts", contract.account.slug),
            go=_("Open"),
        )


def _audits(seen: Seen) -> Iterator[Work]:
    """Audits of my accounts that are open or sent back, and key accounts whose facts are missing or old."""
    accounts = {audit.account_id: audit.account for audit in seen.audits}
    for account in seen.to_refresh:
        accounts.setdefault(account.pk, account)
    scores, states = seen.scores, {audit.account_id: audit for audit in seen.audits}
    for pk, account in accounts.items():
        if not scores[pk].to_do:
            continue
        audit = states.get(pk)
        sent_back = audit is not None and audit.state == AuditState.SENT_BACK
        yield Work(
            key=f"audit-{pk}",
            icon="document",
            title=_title(sent_back=sent_back, is_open=audit is not None),
            account=account,
            why=audit.reason if audit is not None and sent_back and audit.reason else _facts(scores[pk]),
            due=None,
            when=_takes(scores[pk].minutes),
            tone="warn" if sent_back else "",
            url=place("accounts:audit", account.slug) or account.get_absolute_url(),
            go=_("Continue") if audit is not None else _("Refresh"),
            minutes=scores[pk].minutes,
        )


def _title(*, sent_back: bool, is_open: bool) -> str:
    if sent_back:
        return _("Mend the audit")
    return _("Complete the audit") if is_open else _("Refresh what is known")


def _facts(score: AuditScore) -> str:
    """ "Missing or old: contracts, people, prices and 4 more"."""
    names = [_name(standing) for standing in score.to_do]
    more = len(names) - NAMED
    words = {"facts": ", ".join(names[:NAMED]), "more": formats.number(more, language())}
    if more <= 0:
        return _("Missing or old: %(facts)s") % words
    told = ngettext("Missing or old: %(facts)s and one more", "Missing or old: %(facts)s and %(more)s more", more)
    return told % words


def _name(standing: ItemStanding) -> str:
    label = _(standing.item.label)
    return label[:1].lower() + label[1:]


def _takes(minutes: int) -> str:
    text = ngettext("%(count)s minute", "%(count)s minutes", minutes)
    return text % {"count": formats.number(minutes, language())} if minutes else ""


SOURCES: Catalog[WorkSource] = Catalog(
    "source of work",
    [
        WorkSource(key="actions", permission="planning.view_plan", find=lambda seen: list(_actions(seen))),
        WorkSource(key="reviews", permission="planning.hold_review", find=lambda seen: list(_reviews(seen))),
        WorkSource(key="phases", permission="planning.view_plan", find=lambda seen: list(_phases(seen))),
        WorkSource(key="contracts", permission="accounts.edit_account", find=lambda seen: list(_notices(seen))),
        WorkSource(key="audits", permission="accounts.edit_account", find=lambda seen: list(_audits(seen))),
    ],
)
