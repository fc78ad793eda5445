"""The plans of the dashboard: how far each is, what it returns, when it is reviewed, the one reason to look at it."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db.models import F
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.models import KeyAccount
from accounts.selectors.attention import warned
from kamp.dashboards.places import place
from kamp.dashboards.seen import Seen
from kamp.shared import formats
from kamp.shared.catalog import Catalog
from kamp.shared.templatetags.formats import language
from planning.calc.cadence import Rhythm, Standing
from planning.enums import PhaseState
from planning.models import AccountPlan, PlanPhase
from planning.phases.catalog import PHASES
from planning.selectors.plans import bar_of
from planning.selectors.plans_sums import PlanMoney, money_of
from planning.selectors.review_agenda import agenda_of, plans_with_next, standing_of, with_reviews
from portfolio.panels import load_classes
from portfolio.selectors.hues import NO_HUE

SHOWN = 12
UNKNOWN = {"label": "", "hue": NO_HUE}
COMING = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class Bar:
    """A phase of a plan: "done", "now", "late" or "rest", and who it is in words."""

    state: str
    words: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanLine:
    """A row of "Plans and risks". ``attention`` is the first reason that applies, "" for none; ``tone`` bad or warn."""

    plan: AccountPlan
    url: str
    label: str
    hue: str
    revenue: Decimal | None
    bars: Sequence[Bar]
    roi: Decimal | None
    standing: Standing
    attention: str
    tone: str


@dataclass(frozen=True, slots=True, kw_only=True)
class _About:
    """What the reasons look at."""

    standing: Standing
    late: PlanPhase | None
    warning: KeyAccount | None
    today: datetime.date


@dataclass(frozen=True, slots=True, kw_only=True)
class Reason:
    """Why a plan wants attention: ``words(about)`` is "" when it does not."""

    key: str
    tone: str
    words: Callable[[_About], str]


def _number(value: int) -> str:
    return formats.number(value, language())


def _review_late(about: _About) -> str:
    days = -(about.standing.days or 0)
    if about.standing.rhythm not in {Rhythm.RED, Rhythm.OVERDUE} or days <= 0:
        return ""
    text = ngettext("Review overdue by %(count)s day", "Review overdue by %(count)s days", days)
    return text % {"count": _number(days)}


def _phase_late(about: _About) -> str:
    if about.late is None or about.late.due is None:
        return ""
    days = (about.today - about.late.due).days
    words = {"count": _number(days), "number": PHASES.get(about.late.phase_key).number}
    return ngettext("Phase %(number)s late by %(count)s day", "Phase %(number)s late by %(count)s days", days) % words


def _because(name: str, words: Callable[[], str]) -> Callable[[_About], str]:
    return lambda about: words() if about.warning is not None and getattr(about.warning, name) else ""


REASONS: Catalog[Reason] = Catalog(
    "reason for attention",
    [
        Reason(key="review-late", tone="bad", words=_review_late),
        Reason(key="phase-late", tone="bad", words=_phase_late),
        Reason(key="falling", tone="warn", words=_because("is_falling", lambda: _("Revenue falling"))),
        Reason(key="notice", tone="warn", words=_because("has_notice", lambda: _("Contract to give notice of"))),
        Reason(key="one-contact", tone="warn", words=_because("by_one", lambda: _("Hangs by one contact"))),
        Reason(
            key="never",
            tone="warn",
            words=lambda about: _("No review planned") if about.standing.rhythm is Rhythm.NEVER else "",
        ),
    ],
)


def plan_lines(seen: Seen) -> list[PlanLine]:
    """The open plans of the accounts with most revenue, at most SHOWN. Eight queries, however many plans there are."""
    order = (F("account__figures__revenue").desc(nulls_last=True), "pk")
    largest = list(seen.plans.order_by(*order).values_list("pk", flat=True)[:SHOWN])
    rows = agenda_of(AccountPlan.objects.filter(pk__in=largest), seen.zone)
    rows = rows.select_related("account__owner", "account__figures").prefetch_related("phases")
    plans = list(rows.order_by(*order))
    accounts = [plan.account_id for plan in plans]
    classes = load_classes(accounts, seen.user)
    warnings = {row.pk: row for row in warned(KeyAccount.objects.filter(pk__in=accounts), seen.today)}
    money = money_of(AccountPlan.objects.filter(pk__in=largest), seen.today)
    return [
        _line(seen, plan, classes.get(plan.account_id, UNKNOWN), warnings.get(plan.account_id), money.get(plan.pk))
        for plan in plans
    ]


def _line(
    seen: Seen, plan: AccountPlan, where: dict[str, str], warning: KeyAccount | None, money: PlanMoney | None
) -> PlanLine:
    phases = {row.phase_key: row for row in plan.phases.all()}
    late = [row for row in phases.values() if row.due and row.due < seen.today and row.state != PhaseState.CLOSED]
    standing = standing_of(plan, seen.today)
    about = _About(
        standing=standing,
        late=min(late, key=lambda row: row.due, default=None),
        warning=warning,
        today=seen.today,
    )
    found = next(((reason, words) for reason in REASONS if (words := reason.words(about))), None)
    return PlanLine(
        plan=plan,
        url=place("planning:plan_detail", plan.pk) or plan.account.get_absolute_url(),
        label=where["label"],
        hue=where["hue"],
        revenue=plan.account.figures.revenue,
        bars=[_bar(phases.get(spec.key), seen.today) for spec in PHASES],
        roi=money.roi if money else None,
        standing=standing,
        attention=found[1] if found else "",
        tone=found[0].tone if found else "",
    )


def _bar(row: PlanPhase | None, today: datetime.date) -> Bar:
    state = bar_of(row, today)
    words = {"done": _("closed"), "now": _("in progress"), "late": _("late"), "rest": _("not started")}
    return Bar(state=state, words=words[state])


def next_reviews(seen: Seen) -> Sequence[Any]:
    """The plans whose next review is in the calendar from today on, soonest first, with ``next_review``. Three
    queries."""
    soon = plans_with_next(seen.plans, seen.today, seen.zone)[:COMING]
    planned = agenda_of(AccountPlan.objects.filter(pk__in=list(soon)), seen.zone).select_related("account")
    return with_reviews(list(planned.order_by("next_at", "pk")))
