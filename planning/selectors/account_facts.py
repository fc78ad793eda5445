"""What is known for the exit criteria from the accounts of the plans: nothing of it is typed twice."""

from __future__ import annotations

import datetime
from collections.abc import Sequence

from accounts.criteria.catalog import INDICATORS, RIVAL
from accounts.enums import Designation
from accounts.selectors.audit import audit_scores
from accounts.selectors.ratings import current_ratings
from kamp.shared.months import months_later
from planning.calc.readiness import NOT_APPLICABLE
from planning.enums import InvestmentType
from planning.models import AccountPlan
from planning.selectors.counted_facts import counted_facts
from planning.selectors.phase_facts import Facts
from portfolio.models import Classification

REQUIRED_ROLES = ("decider", "buyer", "user", "influencer", "gatekeeper", "initiator")
ASSESSED_WITHIN_MONTHS = 6
YEAR_KNOWN_FROM_MONTH = 7  # the accounts of a year are out in the second half of the next one
PRESCRIBED = {
    "star": InvestmentType.SELECTIVE,
    "strategic": InvestmentType.STRATEGIC,
    "status": InvestmentType.PROACTIVE,
    "opportunity": InvestmentType.CASH,
}


def class_of(cells: Sequence[str] | None) -> str:
    """The class of an account among its cells, "" without one."""
    return Classification(cells=cells or []).cell_on("class")


def customer_facts(plans: Sequence[AccountPlan], as_of: datetime.date) -> Facts:
    """The last financial year (phases 1 and 2) and the roles in the decision that somebody has (phase 3)."""
    wanted = as_of.year - (1 if as_of.month >= YEAR_KNOWN_FROM_MONTH else 2)
    return {
        key: {
            "last_year": int((counted["newest_year"] or 0) >= wanted),
            "roles_filled": int(set(REQUIRED_ROLES) <= set(counted["roles"] or ())),
        }
        for key, counted in counted_facts(plans, as_of).items()
    }


def fit_facts(plans: Sequence[AccountPlan], as_of: datetime.date) -> Facts:
    """The best rival by the criteria of both sets, and how old the assessment of the relationship is (phase 4)."""
    accounts = {plan.account_id for plan in plans}
    ratings = current_ratings(sorted(accounts), [RIVAL, *INDICATORS.keys()], as_of)
    limit = months_later(as_of, -ASSESSED_WITHIN_MONTHS)
    counted = counted_facts(plans, as_of)
    found: Facts = {}
    for plan in plans:
        current = ratings.get(plan.account_id, {})
        scored = {s for (name, s), each in current.items() if name == RIVAL and each.mean is not None}
        sets = [counted[plan.pk][key] or () for key in ("criteria_existing", "criteria_potential")]
        newest = max(
            (each.rated_on for (name, _s), each in current.items() if name in INDICATORS and each.rated_on),
            default=None,
        )
        found[plan.pk] = {
            "rivals_scored": int(all(scored.intersection(each) for each in sets)),
            "relation_fresh": None if newest is None else int(newest >= limit),
        }
    return found


def class_facts(plans: Sequence[AccountPlan], as_of: datetime.date) -> Facts:
    """Whether the type of investment is the one the class prescribes, or why not (phase 5)."""
    counted = counted_facts(plans, as_of)
    found: Facts = {}
    for plan in plans:
        cell = class_of(counted[plan.pk]["cells"])
        fitting = {None, plan.investment_type}
        is_fit = bool(plan.investment_type) and (prescribed(cell) in fitting or counted[plan.pk]["investment_reason"])
        found[plan.pk] = {"investment_fits": int(is_fit), "class": cell}
    return found


def prescribed(cell: str) -> InvestmentType | None:
    """The type of investment that a class prescribes (method §6.3); None without a class."""
    return PRESCRIBED.get(cell)


def information_facts(plans: Sequence[AccountPlan], as_of: datetime.date) -> Facts:
    """The information score of key accounts (phases 1 to 3, method §3); of others it is not asked."""
    key = {plan.account_id for plan in plans if plan.account.designation == Designation.DESIGNATED}
    scores = audit_scores(key, as_of) if key else {}
    return {
        plan.pk: {"information": scores[plan.account_id].total if plan.account_id in scores else NOT_APPLICABLE}
        for plan in plans
    }
