"""What the database itself can say for the exit criteria of the phases: one statement for any number of plans."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from typing import Any

from django.db import connection

from accounts.enums import ChoiceSet
from kamp.shared.months import months_later
from kamp.shared.page_memory import once_per_page
from planning.enums import NeedKind, TeamRole
from planning.models import AccountPlan
from planning.phases.keys import SALES_PLAN, STRATEGY, SWOT

SOURCE_MONTHS = 12
LOSS_REASON = "loss_reason"

# Each is a value about the plan ``p``; NULL = not known. Shares are 0 to 1.
COUNTED = {
    # Phase 1
    "fresh_sources": """SELECT count(*) FROM planning_scenariosource
        WHERE plan_id = p.id AND deleted_at IS NULL AND dated >= %(fresh_since)s""",
    "source_kinds": """SELECT count(DISTINCT kind) FROM planning_scenariosource
        WHERE plan_id = p.id AND deleted_at IS NULL AND dated >= %(fresh_since)s""",
    "market_figures": """SELECT count(*) FROM planning_marketfigure
        WHERE plan_id = p.id AND deleted_at IS NULL AND size IS NOT NULL AND growth IS NOT NULL""",
    "rated_factors": """SELECT count(*) FROM accounts_environmentfactor
        WHERE account_id = p.account_id AND deleted_at IS NULL AND impact IS NOT NULL""",
    # Phase 2
    "newest_year": """SELECT max(year) FROM accounts_financialyear
        WHERE account_id = p.account_id AND revenue IS NOT NULL""",
    "readings": """SELECT count(*) FROM planning_outsidereading
        WHERE plan_id = p.id AND deleted_at IS NULL AND phase_key = %(swot)s""",
    # Phase 3: lines bought within a year or ever estimated, and those of them with an estimate of late
    "demand_share": """SELECT count(DISTINCT line) FILTER (WHERE year >= %(demand_since)s)::float8
            / nullif(count(DISTINCT line), 0)
        FROM (
            SELECT product.line_id, NULL::int FROM accounts_salesmonth sold
            JOIN accounts_product product ON product.id = sold.product_id AND product.line_id IS NOT NULL
            WHERE sold.account_id = p.account_id AND sold.month >= %(sold_since)s
            UNION ALL
            SELECT product_line_id, year FROM accounts_demand
            WHERE account_id = p.account_id AND product_line_id IS NOT NULL
        ) AS known(line, year)""",
    "share_of_wallet": "SELECT share_of_wallet FROM accounts_accountfigures WHERE account_id = p.account_id",
    "roles": """SELECT array_agg(DISTINCT role) FROM accounts_person person
        JOIN accounts_dmumember member ON member.person_id = person.id CROSS JOIN unnest(member.roles) AS role
        WHERE person.account_id = p.account_id AND person.left_on IS NULL""",
    "unexpressed_needs": """SELECT count(*) FROM planning_need
        WHERE plan_id = p.id AND deleted_at IS NULL AND kind = %(unexpressed)s""",
    # Phase 4
    "weights_existing": """SELECT (sum(weight) = 100)::int FROM accounts_choicecriterion
        WHERE account_id = p.account_id AND set = %(existing)s""",
    "weights_potential": """SELECT (sum(weight) = 100)::int FROM accounts_choicecriterion
        WHERE account_id = p.account_id AND set = %(potential)s""",
    "criteria_existing": """SELECT array_agg(id::text) FROM accounts_choicecriterion
        WHERE account_id = p.account_id AND set = %(existing)s""",
    "criteria_potential": """SELECT array_agg(id::text) FROM accounts_choicecriterion
        WHERE account_id = p.account_id AND set = %(potential)s""",
    # Phase 5
    "cells": "SELECT cells FROM portfolio_classification WHERE account_id = p.account_id AND to_run_id IS NULL",
    "investment_reason": """SELECT count(*) FROM planning_narrative
        WHERE plan_id = p.id AND phase_key = %(strategy)s AND section_key = 'investment' AND text <> ''""",
    "offers_with_need": """SELECT avg((need.id IS NOT NULL)::int)::float8 FROM planning_offerpanelitem item
        LEFT JOIN planning_need need ON need.id = item.need_id AND need.deleted_at IS NULL
        WHERE item.plan_id = p.id AND item.deleted_at IS NULL""",
    "market_managers": "SELECT count(*) FROM planning_teammember WHERE plan_id = p.id AND role = %(manager)s",
    # Phase 6
    "loss_reason": """SELECT trim(text) FROM planning_narrative
        WHERE plan_id = p.id AND phase_key = %(sales_plan)s AND section_key = %(loss_reason)s""",
    # Criteria accepted as not met, of all phases
    "waived": "SELECT array_agg(phase_key || ':' || criterion) FROM planning_criterionwaiver WHERE plan_id = p.id",
}
_VALUES = ", ".join(f"({sql}) AS {key}" for key, sql in COUNTED.items())
_STATEMENT = f"SELECT p.id, {_VALUES} FROM planning_accountplan p WHERE p.id = ANY(%(plans)s)"  # noqa: S608  MEANT: our own text


def counted_facts(plans: Sequence[AccountPlan], as_of: datetime.date) -> dict[int, dict[str, Any]]:
    """The values of COUNTED for each plan, by its key. One query, once for a page."""
    keys = sorted(plan.pk for plan in plans)
    return once_per_page(("counted facts", as_of, *keys), lambda: _counted(keys, as_of)) if keys else {}


def _counted(keys: list[int], as_of: datetime.date) -> dict[int, dict[str, Any]]:
    asked: dict[str, Any] = {
        "plans": keys,
        "fresh_since": months_later(as_of, -SOURCE_MONTHS),
        "sold_since": months_later(as_of, -12).replace(day=1),
        "demand_since": as_of.year - 1,
        "swot": SWOT,
        "strategy": STRATEGY,
        "sales_plan": SALES_PLAN,
        "unexpressed": NeedKind.UNEXPRESSED,
        "existing": ChoiceSet.EXISTING,
        "potential": ChoiceSet.POTENTIAL,
        "manager": TeamRole.MARKET_MANAGER,
        "loss_reason": LOSS_REASON,
    }
    with connection.cursor() as cursor:
        cursor.execute(_STATEMENT, asked)
        return {key: dict(zip(COUNTED, values, strict=True)) for key, *values in cursor.fetchall()}
