"""What is known of an account when its audit ends, for the flags and the steps that follow."""

from __future__ import annotations

import datetime
from decimal import Decimal

from django.utils.translation import gettext as _

from accounts.calc.payoff import Gap, Situation
from accounts.criteria.catalog import CHOICE_DEFAULTS, INDICATORS, OURS, RIVAL
from accounts.models import ChoiceCriterion, Contract, KeyAccount
from accounts.selectors.audit import AuditScore
from accounts.selectors.dmu import dmu_of
from accounts.selectors.facts import facts_of
from accounts.selectors.ratings import DISAGREEMENT, Current, current_ratings
from accounts.selectors.soft_facts import soft_facts
from accounts.selectors.windows import Window

_DECIDERS = frozenset({"decider", "economic_buyer"})


def situation_at(account: KeyAccount, score: AuditScore, as_of: datetime.date) -> Situation:
    """The situation of ``account`` on a day."""
    soft = soft_facts([account.pk], as_of)[account.pk]
    facts = facts_of([account.pk], Window.trailing(as_of))[0]
    current = current_ratings([account.pk], [*INDICATORS.keys(), OURS, RIVAL], as_of).get(account.pk, {})
    people = dmu_of(account.pk, as_of=as_of).members
    deciders = [each for each in people if _DECIDERS & set(each.part.roles)]
    rows = Contract.objects.filter(account=account, notice_on__gte=as_of)
    assessed = [r.rated_on for (key, _subject), r in current.items() if key in INDICATORS and r.rated_on]
    return Situation(
        today=as_of,
        standing=soft.standing,
        assessed_on=max(assessed, default=None),
        margin=_margin(facts.revenue, facts.direct_cost, facts.cost_to_serve),
        strength=soft.strength if soft.strength_by == "criteria" else None,
        gaps=_gaps(account, current),
        is_out_of_touch=bool(people) and not any(each.is_active for each in people),
        has_decider=bool(deciders),
        decider_seen=max((each.last_two_way for each in deciders if each.last_two_way), default=None),
        notices=[(title, day) for title, day in rows.values_list("title", "notice_on")],
        disagreements=sum(
            rating.spread >= DISAGREEMENT for (key, _subject), rating in current.items() if key in INDICATORS
        ),
        demand=facts.demand is not None,
        missing=len([each for each in score.to_do if each.item.url_name]),
    )


def criterion_name(row: ChoiceCriterion) -> str:
    """What a criterion is called, in the language of the person."""
    if row.label:
        return row.label
    return _(CHOICE_DEFAULTS.get(row.key).label) if row.key in CHOICE_DEFAULTS else row.key


def _margin(revenue: Decimal, cost: Decimal | None, service: Decimal | None) -> Decimal | None:
    """m2, or m1 while the cost to serve is not known; None without revenue or costs."""
    if revenue <= 0 or cost is None:
        return None
    return (revenue - cost - (service or 0)) / revenue


def _gaps(account: KeyAccount, current: Current) -> list[Gap]:
    """The gaps of the set that gives the relative strength: of business there could be only while nothing is scored for
    the business there is."""
    by_set: dict[str, list[tuple[ChoiceCriterion, Decimal]]] = {}
    for row in ChoiceCriterion.objects.filter(account=account).order_by("set", "pk"):
        ours, rival = (current.get((key, str(row.pk))) for key in (OURS, RIVAL))
        if ours and rival and ours.mean is not None and rival.mean is not None:
            by_set.setdefault(row.set, []).append((row, rival.mean - ours.mean))
    counting = next(iter(by_set.values()), [])
    return [Gap(label=criterion_name(row), weight=row.weight, points=lag) for row, lag in counting if lag > 0]
