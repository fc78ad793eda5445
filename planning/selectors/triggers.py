"""What proposes a review of a plan before its day: the signals of many plans at once (method §9.5)."""

from __future__ import annotations

import datetime
import json
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db import connection
from django.db.models import F
from django.db.models.fields.json import KeyTextTransform
from django.utils import timezone

from accounts.calc.dmu import HIGH_INFLUENCE
from accounts.enums import DmuRole
from accounts.selectors.sales_months import newest_sales_month
from accounts.selectors.soft_facts import soft_facts
from kamp.shared.company import our_company
from kamp.shared.months import months_later
from kamp.shared.page_memory import as_on_a_page
from planning.enums import PhaseState, PlanState
from planning.models import AccountPlan, Review
from planning.phases.triggers import ENDS_WITHIN_MONTHS, Departure, Ending, Finding, Signals, holding, proposed
from planning.selectors.plans_sums import rates_on
from portfolio.selectors.positions import latest_rows

CLASS = "class"
DECIDES = [DmuRole.DECIDER, DmuRole.ECONOMIC_BUYER, DmuRole.APPROVER]
TRIGGERS_KEPT = "triggers"  # the part of the snapshot of a review that says what it had before it


def proposals_of(
    plans: Iterable[AccountPlan], as_of: datetime.date, *, classes: Mapping[int, str] | None = None
) -> dict[int, list[Finding]]:
    """What proposes an early review of each plan, by its key; plans for which nothing does are left out.

    Only approved plans are reviewed. ``classes``: the present class by account ("" = none), if it is at hand already.
    As many queries for thirty plans as for one.
    """
    found = {key: proposed(signals) for key, signals in signals_of(plans, as_of, classes=classes).items()}
    return {key: findings for key, findings in found.items() if findings}


def findings_now(plan: AccountPlan, as_of: datetime.date) -> list[str]:
    """The keys of all that holds for ``plan`` on ``as_of``: what a review that is closed then has had before it."""
    return [finding.key for signals in signals_of([plan], as_of).values() for finding in holding(signals)]


@as_on_a_page()
def signals_of(
    plans: Iterable[AccountPlan], as_of: datetime.date, *, classes: Mapping[int, str] | None = None
) -> dict[int, Signals]:
    """What is known of each approved plan among ``plans`` on ``as_of``, by key. Seven queries at most."""
    rows = [plan for plan in plans if plan.state == PlanState.APPROVED]
    if not rows:
        return {}
    accounts = sorted({plan.account_id for plan in rows})
    last = _last_reviews(rows)
    since = {plan.pk: _since(plan, last.get(plan.pk)) for plan in rows}
    soft, now = soft_facts(accounts, as_of), _classes(accounts) if classes is None else classes
    noted, attained = _noted(rows, as_of), _attained(rows, as_of)
    found = {}
    for plan in rows:
        before, here = last.get(plan.pk), noted[plan.pk]
        found[plan.pk] = Signals(
            as_of=as_of,
            stage=soft[plan.account_id].relation_stage,
            stage_before=before.stage if before else None,  # type: ignore[attr-defined]
            account_class=now.get(plan.account_id, ""),
            class_before=(before.account_class or "") if before else "",  # type: ignore[attr-defined]
            growth=here.growth,
            departures=tuple(each for each in here.departures if each.left_on > since[plan.pk]),
            endings=here.endings,
            attained=attained.get(plan.pk, ()),
            closed_on=here.closed_on,
            seen=frozenset((before.triggers or ()) if before else ()),  # type: ignore[attr-defined]
        )
    return found


def _classes(accounts: Sequence[int]) -> dict[int, str]:
    return {account: row.cell_on(CLASS) for account, row in latest_rows(accounts).items()}


def _last_reviews(plans: Sequence[AccountPlan]) -> dict[int, Review]:
    """The last review held of each plan, with the parts of its snapshot that triggers compare with."""
    rows = Review.objects.held().filter(plan__in=[plan.pk for plan in plans])
    newest = rows.order_by("plan_id", "-starts_at", "-pk").distinct("plan_id").only("plan", "starts_at", "closed_at")
    kept = newest.annotate(
        stage=F("snapshot__figures__relation_stage"),
        account_class=KeyTextTransform("cell", F(f"snapshot__classes__{CLASS}")),
        triggers=F(f"snapshot__{TRIGGERS_KEPT}"),
    )
    return {row.plan_id: row for row in kept}


def _since(plan: AccountPlan, last: Review | None) -> datetime.date:
    """From when on something is new: the last review, else the approval."""
    moment = (last.closed_at or last.starts_at) if last else plan.approved_at
    return timezone.localdate(moment) if moment else plan.starts_on


@dataclass(frozen=True, slots=True, kw_only=True)
class _Noted:
    """What stands in the rows of an account and a plan."""

    growth: Decimal | None
    departures: tuple[Departure, ...]
    endings: tuple[Ending, ...]
    closed_on: dict[str, datetime.date]


def _noted(plans: Sequence[AccountPlan], as_of: datetime.date) -> dict[int, _Noted]:
    """Growth, who has left of those who decide or have much influence, contracts that end, phases that are closed. One
    query."""
    asked: dict[str, Any] = {
        "plans": [plan.pk for plan in plans],
        "as_of": as_of,
        "until": months_later(as_of, ENDS_WITHIN_MONTHS),
        "decides": DECIDES,
        "influence": HIGH_INFLUENCE,
        "closed": PhaseState.CLOSED,
    }
    with connection.cursor() as cursor:
        cursor.execute(NOTED, asked)
        return {key: _noted_of(*values) for key, *values in cursor.fetchall()}


def _noted_of(growth: Decimal | None, left: str | None, ends: str | None, closed: str | None) -> _Noted:
    day, moment = datetime.date.fromisoformat, datetime.datetime.fromisoformat
    return _Noted(
        growth=growth,
        departures=tuple(Departure(person=k, name=n, left_on=day(d)) for k, n, d in json.loads(left or "[]")),
        endings=tuple(Ending(contract=k, title=t, end=day(d)) for k, t, d in json.loads(ends or "[]")),
        closed_on={key: timezone.localdate(moment(at)) for key, at in json.loads(closed or "[]")},
    )


NOTED = """
    SELECT p.id, (SELECT growth FROM accounts_accountfigures WHERE account_id = p.account_id),
        (SELECT json_agg(json_build_array(person.id, person.name, person.left_on) ORDER BY person.left_on, person.id)
            FROM accounts_person person JOIN accounts_dmumember member ON member.person_id = person.id
            WHERE person.account_id = p.account_id AND person.left_on <= %(as_of)s
                AND (member.roles && %(decides)s::varchar[] OR member.influence >= %(influence)s))::text,
        (SELECT json_agg(json_build_array(id, title, "end") ORDER BY "end", id) FROM accounts_contract
            WHERE account_id = p.account_id AND "end" >= %(as_of)s AND "end" < %(until)s)::text,
        (SELECT json_agg(json_build_array(phase_key, closed_at)) FROM planning_planphase
            WHERE plan_id = p.id AND state = %(closed)s AND closed_at IS NOT NULL)::text
    FROM planning_accountplan p WHERE p.id = ANY(%(plans)s)
"""


def _attained(plans: Sequence[AccountPlan], as_of: datetime.date) -> dict[int, tuple[Decimal, ...]]:
    """What was brought of what was promised from the start to the end of each of the last two months that are known,
    as the total of ``tracking.tracking_of``; a month by which nothing was promised is left out."""
    newest = newest_sales_month()
    until = min(newest, months_later(as_of.replace(day=1), -1)) if newest else None
    if until is None:
        return {}
    asked: dict[str, Any] = {
        "own": our_company().currency,
        "plans": [plan.pk for plan in plans],
        "before": months_later(until, -1),
        "until": until,
    }
    with connection.cursor() as cursor:
        cursor.execute(ATTAINED, asked)
        rows = cursor.fetchall()
    rates = rates_on(as_of, {row[1] for row in rows})
    found: dict[int, tuple[Decimal, ...]] = defaultdict(tuple)
    for plan, currency, gained, avoided, sold, base in rows:
        promised = (gained + avoided) * rates.get(currency, Decimal(0))
        if promised > 0:
            found[plan] += ((sold - base + avoided * rates[currency]) / promised,)
    return found


# Per plan that has begun by the month before and per month, from the start of the plan to it: weighted gains, weighted
# losses avoided, sales, and the sales of the same calendar months in the year before the plan.
ATTAINED = """
    WITH cuts(month) AS (VALUES (%(before)s::date), (%(until)s::date)),
    asked AS (
        SELECT p.id, p.account_id, p.starts_on, least(p.ends_on, cuts.month) AS last, cuts.month,
            coalesce(nullif(p.currency, ''), nullif(a.currency, ''), %(own)s) AS currency
        FROM planning_accountplan p JOIN accounts_keyaccount a ON a.id = p.account_id CROSS JOIN cuts
        WHERE p.id = ANY(%(plans)s) AND p.starts_on <= %(before)s
    ),
    promised AS (
        SELECT asked.id, asked.month, l.kind,
            sum(r.amount * CASE l.state WHEN 'won' THEN 1 ELSE l.probability / 100 END) AS amount
        FROM asked JOIN planning_planline l ON l.plan_id = asked.id AND l.deleted_at IS NULL AND l.state <> 'lost'
        JOIN planning_linerevenue r ON r.line_id = l.id AND r.month BETWEEN asked.starts_on AND asked.last
        GROUP BY asked.id, asked.month, l.kind
    ),
    sold AS (
        SELECT asked.id, asked.month, sum(now.net) AS net FROM asked
        JOIN accounts_accountmonth now ON now.account_id = asked.account_id
            AND now.month BETWEEN asked.starts_on AND asked.last GROUP BY asked.id, asked.month
    ),
    base AS (
        SELECT asked.id, asked.month, sum(year.net) AS net FROM asked
        CROSS JOIN LATERAL generate_series(asked.starts_on, asked.last, interval '1 month')
            WITH ORDINALITY AS month(day, number)
        JOIN accounts_accountmonth year ON year.account_id = asked.account_id
            AND year.month =
                (asked.starts_on - interval '1 year' + ((month.number - 1) %% 12) * interval '1 month')::date
        GROUP BY asked.id, asked.month
    )
    SELECT asked.id, asked.currency,
        coalesce((SELECT amount FROM promised p WHERE (p.id, p.month, p.kind) = (asked.id, asked.month, 'new')), 0),
        coalesce((SELECT amount FROM promised p WHERE (p.id, p.month, p.kind) = (asked.id, asked.month, 'defence')), 0),
        coalesce(sold.net, 0), coalesce(base.net, 0)
    FROM asked LEFT JOIN sold USING (id, month) LEFT JOIN base USING (id, month)
    ORDER BY asked.id, asked.month
"""
