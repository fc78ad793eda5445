"""What a review looks at, as of a day: figures, classes, people, lines, objectives, actions, risks.

The shape is declared in ``planning.kinds.compared``; numbers are exact texts, dates ISO: it is kept as JSON.
"""

from __future__ import annotations

import datetime
from typing import Any

from django.db.models import Count, Q, Sum

from accounts.models import AccountFigures, Contract, Person
from accounts.selectors.audit import audit_score
from accounts.selectors.soft_facts import soft_facts
from planning.enums import PhaseState
from planning.models import AccountPlan, Action, Objective, PlanLine, PlanPhase
from planning.models.action import OPEN
from planning.phases.triggers import FALLING
from planning.selectors.plan_money import currency_of
from planning.selectors.sales_plan import plan_totals
from portfolio.matrices.catalog import MATRICES
from portfolio.matrices.marks import Flag
from portfolio.models import Classification
from portfolio.selectors.positions import latest_rows

NOTICE_AHEAD = datetime.timedelta(days=183)  # method §9.5: a contract that ends within six months
FLAGS_OF_RISK = (Flag.NEGATIVE_MARGIN, Flag.POTENTIAL_UNDERESTIMATED)


def snapshot_now(plan: AccountPlan, *, as_of: datetime.date) -> dict[str, Any]:
    """The plan and its account on ``as_of``, whole: who may see which part decides the page that shows it."""
    row = latest_rows([plan.account_id]).get(plan.account_id)
    figures = AccountFigures.objects.filter(account=plan.account_id).first()
    return {
        "as_of": as_of.isoformat(),
        "currency": currency_of(plan),
        "figures": _figures(plan, figures, as_of),
        "classes": classes_of(row),
        "lines": _lines(plan),
        "objectives": _objectives(plan),
        "people": _people(plan),
        "actions": _actions(plan),
        "risks": _risks(plan, row, figures, as_of),
    }


def _figures(plan: AccountPlan, figures: AccountFigures | None, as_of: datetime.date) -> dict[str, Any]:
    keys = ("revenue", "margin", "margin_share", "share_of_wallet", "gap")
    found: dict[str, Any] = {key: _text(getattr(figures, key, None)) for key in keys}
    found["relation_stage"] = soft_facts([plan.account_id], as_of)[plan.account_id].relation_stage
    found["audit"] = _text(audit_score(plan.account, as_of).total / 100)
    found["phases_closed"] = PlanPhase.objects.filter(plan=plan, state=PhaseState.CLOSED).count()
    return found | _plan_figures(plan, as_of) | _action_counts(plan, as_of)


def _plan_figures(plan: AccountPlan, as_of: datetime.date) -> dict[str, Any]:
    """What the sales plan promises; None while there are no lines, or none has what it needs."""
    totals = plan_totals(plan, as_of)
    returns = totals.returns
    return {
        "plan_revenue": _text(totals.expected if totals.counted else None),
        "plan_weighted": _text(totals.weighted if totals.counted else None),
        "plan_investment": _text(returns and returns.investments),
        "plan_roi": _text(returns and returns.roi),
        "plan_npv": _text(returns and returns.npv),
    }


def _action_counts(plan: AccountPlan, as_of: datetime.date) -> dict[str, int]:
    return Action.objects.filter(plan=plan).aggregate(
        actions_open=Count("pk", filter=OPEN),
        actions_late=Count("pk", filter=OPEN & Q(due__lt=as_of)),
        actions_done=Count("pk", filter=Q(done_at__isnull=False)),
    )


def classes_of(row: Classification | None) -> dict[str, Any]:
    """The cell on every matrix the run of ``row`` knows; "name" is the matrix, put into words when shown."""
    if row is None:
        return {}
    cells = {spec.key: row.cell_on(spec.key) for spec in MATRICES}
    return {matrix: {"name": matrix, "cell": cell} for matrix, cell in cells.items() if cell}


def _lines(plan: AccountPlan) -> dict[str, Any]:
    rows = PlanLine.objects.live().filter(plan=plan).annotate(expected=Sum("revenues__amount"))
    return {
        str(row.pk): {
            "name": row.area,
            "state": row.state,
            "probability": _text(row.probability / 100 if row.probability is not None else None),
            "revenue": _text(row.expected),
            "starts_on": _text(row.starts_on),
            "ends_on": _text(row.ends_on),
        }
        for row in rows
    }


def _objectives(plan: AccountPlan) -> dict[str, Any]:
    rows = Objective.objects.live().filter(plan=plan)
    return {
        str(row.pk): {
            "name": row.text,
            "baseline": _text(row.baseline),
            "target": _text(row.target),
            "due": _text(row.due),
        }
        for row in rows
    }


def _people(plan: AccountPlan) -> dict[str, Any]:
    people = Person.objects.filter(account=plan.account_id).select_related("dmu").order_by("name", "pk")
    return {
        str(person.pk): {
            "name": person.name,
            "job_title": person.job_title,
            "roles": sorted(person.part.roles),
            "influence": person.part.influence,
            "attitude": person.part.attitude,
            "confidence": person.part.confidence,
            "left_on": _text(person.left_on),
        }
        for person in people
    }


def _actions(plan: AccountPlan) -> dict[str, Any]:
    rows = Action.objects.filter(plan=plan).select_related("owner").order_by("due", "pk")
    return {
        str(row.pk): {"name": row.text, "state": row.state.value, "owner": row.owner.name, "due": _text(row.due)}
        for row in rows
    }


def _risks(
    plan: AccountPlan, row: Classification | None, figures: AccountFigures | None, as_of: datetime.date
) -> dict[str, Any]:
    """What could cost the account: flags of the latest run, revenue falling, contracts whose notice is near."""
    found: dict[str, Any] = {}
    flags = {text.partition(":")[2] for text in row.flags} if row else set()
    for flag in FLAGS_OF_RISK:
        if flag in flags:
            found[f"flag:{flag}"] = {"name": str(flag), "due": None}
    if figures is not None and figures.growth is not None and figures.growth <= FALLING:
        found["falling"] = {"name": "falling", "due": None}
    contracts = Contract.objects.filter(account=plan.account_id, notice_on__range=(as_of, as_of + NOTICE_AHEAD))
    for contract in contracts.order_by("notice_on", "pk"):
        found[f"contract:{contract.pk}"] = {"name": contract.title, "due": _text(contract.notice_on)}
    return found


def _text(value: Any) -> str | None:
    """A number or date as text, exact; None stays None: not known is not zero."""
    if value is None:
        return None
    return value.isoformat() if isinstance(value, datetime.date) else str(value)
