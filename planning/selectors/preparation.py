"""What should be in order before a review is held, ticked from the data."""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from typing import Any

from django.db import connection

from accounts.selectors.soft_facts import soft_facts
from planning.models import Review

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
    """The list for ``review`` on ``as_of``, in the order in which it is best worked off. Four queries at most."""
    asked: dict[str, Any] = {
        "plan": review.plan_id,
        "account": review.plan.account_id,
        "review": review.pk,
        "as_of": as_of,
    }
    with connection.cursor() as cursor:
        cursor.execute(COUNTED, {**asked, "measured": as_of - MEASURED})
        names = [column.name for column in cursor.description]
        found: dict[str, Any] = dict(zip(names, cursor.fetchone(), strict=True))
    last_month = (as_of.replace(day=1) - datetime.timedelta(days=1)).replace(day=1)
    newest, invited = found["newest_sales"], found["invited"]
    rated = soft_facts([review.plan.account_id], as_of)[review.plan.account_id].rated_on
    objectives = [Check(key="objectives", done=not found["stale"], open=found["stale"])] if found["objectives"] else []
    return [
        Check(key="actions", done=not found["late"], open=found["late"]),
        # Without the sales of last month planned and actual cannot be compared.
        Check(key="sales", done=newest is not None and newest >= last_month, day=newest),
        *objectives,
        Check(key="ratings", done=rated is not None and rated >= as_of - FRESH, day=rated),
        Check(key="people", done=not found["assumed"] and found["people"] > 0, open=found["assumed"]),
        Check(key="invited", done=invited > 1, open=max(2 - invited, 0)),
        Check(key="place", done=bool(review.place)),
    ]


# ``assumed``: people of the customer whose part in decisions is only assumed, or not said.
COUNTED = """
    SELECT (SELECT count(*) FROM planning_action WHERE plan_id = %(plan)s AND done_at IS NULL AND cancelled_at IS NULL
            AND due < %(as_of)s) AS late,
        (SELECT max(month) FROM accounts_salesmonth WHERE account_id = %(account)s) AS newest_sales,
        objectives.number AS objectives, objectives.stale, people.number AS people, people.assumed,
        (SELECT count(*) FROM planning_review_participants WHERE review_id = %(review)s) AS invited
    FROM (
        SELECT count(*) AS number, count(*) FILTER (WHERE actual_on IS NULL OR actual_on < %(measured)s) AS stale
        FROM planning_objective WHERE plan_id = %(plan)s AND deleted_at IS NULL
    ) AS objectives, (
        SELECT count(*) AS number,
            count(*) FILTER (WHERE member.person_id IS NULL OR member.confidence = 'assumed') AS assumed
        FROM accounts_person person LEFT JOIN accounts_dmumember member ON member.person_id = person.id
        WHERE person.account_id = %(account)s AND person.left_on IS NULL
    ) AS people
"""
