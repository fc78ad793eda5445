"""What is known for the exit criteria from the accounts of the plans: nothing of it is typed twice."""

from __future__ import annotations

import datetime
from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import Any

from accounts.criteria.catalog import INDICATORS, OURS, RIVAL
from accounts.enums import ChoiceSet, Designation
from accounts.models import (
    AccountFigures,
    ChoiceCriterion,
    Demand,
    DmuMember,
    EnvironmentFactor,
    FinancialYear,
    SalesMonth,
)
from accounts.selectors.audit import audit_scores
from accounts.selectors.ratings import current_ratings
from kamp.shared.months import months_later
from planning.calc.readiness import NOT_APPLICABLE
from planning.enums import InvestmentType
from planning.models import AccountPlan, Narrative
from planning.phases.keys import STRATEGY
from planning.selectors.phase_facts import Facts
from portfolio.selectors.positions import latest_rows

REQUIRED_ROLES = ("decider", "buyer", "user", "influencer", "gatekeeper", "initiator")
ASSESSED_WITHIN_MONTHS = 6
YEAR_KNOWN_FROM_MONTH = 7  # the accounts of a year are out in the second half of the next one
PRESCRIBED = {
    "star": InvestmentType.SELECTIVE,
    "strategic": InvestmentType.STRATEGIC,
    "status": InvestmentType.PROACTIVE,
    "opportunity": InvestmentType.CASH,
}


def _by_account(plans: Sequence[AccountPlan], values: dict[int, dict[str, Any]]) -> Facts:
    return {plan.pk: values.get(plan.account_id, {}) for plan in plans}


def customer_facts(plans: Sequence[AccountPlan], as_of: datetime.date) -> Facts:
    """Environment and last financial year (phases 1 and 2)."""
    accounts = {plan.account_id for plan in plans}
    rated: dict[int, int] = defaultdict(int)
    factors = EnvironmentFactor.objects.filter(
        account__in=accounts, deleted_at__isnull=True, impact__isnull=False
    ).order_by()
    for account in factors.values_list("account", flat=True):
        rated[account] += 1
    years = dict.fromkeys(accounts, 0)
    known = FinancialYear.objects.filter(account__in=accounts, revenue__isnull=False).order_by()
    for account, year in known.values_list("account", "year"):
        years[account] = max(years[account], year)
    wanted = as_of.year - (1 if as_of.month >= YEAR_KNOWN_FROM_MONTH else 2)
    return _by_account(
        plans,
        {key: {"rated_factors": rated[key], "last_year": int(years[key] >= wanted)} for key in accounts},
    )


def demand_facts(plans: Sequence[AccountPlan], as_of: datetime.date) -> Facts:
    """How much of the demand is estimated, our share of it, and the roles somebody has (phase 3)."""
    accounts = {plan.account_id for plan in plans}
    lines: dict[int, set[int]] = defaultdict(set)
    since = months_later(as_of, -12)
    sold = SalesMonth.objects.filter(account__in=accounts, month__gte=since.replace(day=1), product__line__isnull=False)
    for account, line in sold.order_by().values_list("account", "product__line").distinct():
        lines[account].add(line)
    filled: dict[int, set[int]] = defaultdict(set)
    estimates = Demand.objects.filter(account__in=accounts, product_line__isnull=False).order_by()
    for account, line, year in estimates.values_list("account", "product_line", "year").distinct():
        lines[account].add(line)
        if year >= as_of.year - 1:
            filled[account].add(line)
    figures = AccountFigures.objects.filter(account__in=accounts).values_list("account", "share_of_wallet")
    wallet = dict(figures)
    roles = roles_of(accounts)
    return _by_account(
        plans,
        {
            key: {
                "demand_share": len(filled[key]) / len(lines[key]) if lines[key] else None,
                "share_of_wallet": wallet.get(key),
                "roles_filled": int(set(REQUIRED_ROLES) <= roles[key]),
            }
            for key in accounts
        },
    )


def roles_of(accounts: Iterable[int]) -> dict[int, set[str]]:
    """The roles in the decision that somebody still there has, per account. One query."""
    found: dict[int, set[str]] = defaultdict(set)
    members = DmuMember.objects.filter(person__account__in=list(accounts), person__left_on__isnull=True).order_by()
    for account, roles in members.values_list("person__account", "roles"):
        found[account].update(roles)
    return found


def fit_facts(plans: Sequence[AccountPlan], as_of: datetime.date) -> Facts:
    """Criteria of choice in both sets, and how old the assessment of the relationship is (phase 4)."""
    accounts = {plan.account_id for plan in plans}
    sets: dict[tuple[int, str], list[ChoiceCriterion]] = defaultdict(list)
    for criterion in ChoiceCriterion.objects.filter(account__in=accounts):
        sets[criterion.account_id, criterion.set].append(criterion)
    ratings = current_ratings(sorted(accounts), [OURS, RIVAL, *INDICATORS.keys()], as_of)
    limit = months_later(as_of, -ASSESSED_WITHIN_MONTHS)
    values = {}
    for key in accounts:
        current = ratings.get(key, {})
        scored = {subject for (name, subject), found in current.items() if name == RIVAL and found.mean is not None}
        newest = max(
            (r.rated_on for (name, _s), r in current.items() if name in INDICATORS and r.rated_on), default=None
        )
        values[key] = {
            "weights_existing": _is_whole(sets[key, ChoiceSet.EXISTING]),
            "weights_potential": _is_whole(sets[key, ChoiceSet.POTENTIAL]),
            "rivals_scored": int(all(any(str(c.pk) in scored for c in sets[key, each]) for each in ChoiceSet.values)),
            "relation_fresh": None if newest is None else int(newest >= limit),
        }
    return _by_account(plans, values)


def _is_whole(criteria: Sequence[ChoiceCriterion]) -> int | None:
    return int(sum(each.weight for each in criteria) == 100) if criteria else None


def class_facts(plans: Sequence[AccountPlan], _as_of: datetime.date) -> Facts:
    """Whether the type of investment is the one the class prescribes, or why not (phase 5)."""
    rows = latest_rows({plan.account_id for plan in plans})
    reasons = set(
        Narrative.objects.filter(plan__in=[plan.pk for plan in plans], phase_key=STRATEGY, section_key="investment")
        .exclude(text="")
        .values_list("plan", flat=True)
    )
    found: Facts = {}
    for plan in plans:
        row = rows.get(plan.account_id)
        cell = row.cell_on("class") if row else ""
        wanted = prescribed(cell)
        is_fit = bool(plan.investment_type) and (wanted in {None, plan.investment_type} or plan.pk in reasons)
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
