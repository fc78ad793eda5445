"""Plan lines for tests; nothing random. Months are given as "2027-01"."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from planning.enums import InvestmentKind, PhaseState
from planning.models import AccountPlan, Investment, LineRevenue, PlanLine, PlanPhase
from planning.phases.catalog import PHASES


def day(month: str) -> datetime.date:
    """The first day of "2027-01"."""
    return datetime.date.fromisoformat(f"{month}-01")


def make_plan(account: Any, **fields: Any) -> AccountPlan:
    """A plan of 24 months from January 2027 whose phases 1 to 5 are closed, so that the sales plan can be worked on."""
    fields.setdefault("starts_on", datetime.date(2027, 1, 1))
    fields.setdefault("ends_on", datetime.date(2028, 12, 31))
    fields.setdefault("currency", "EUR")
    plan = AccountPlan.objects.create(account=account, **{"name": "Plan 2027–2028", "state": "active", **fields})
    for spec in PHASES:
        state = PhaseState.CLOSED if spec.number < 6 else PhaseState.NOT_STARTED
        PlanPhase.objects.create(plan=plan, phase_key=spec.key, state=state)
    return plan


def make_line(plan: AccountPlan, area: str = "Predictive maintenance", **fields: Any) -> PlanLine:
    """A line with ``months`` {"2027-01": amount} and ``invest`` {"2027-01": amount}."""
    months: Mapping[str, Any] = fields.pop("months", {})
    invest: Mapping[str, Any] = fields.pop("invest", {})
    for name in ("probability", "contribution"):
        if fields.get(name) is not None:
            fields[name] = Decimal(str(fields[name]))
    line = PlanLine.objects.create(plan=plan, area=area, **fields)
    for month, amount in months.items():
        LineRevenue.objects.create(line=line, month=day(month), amount=Decimal(str(amount)))
    for month, amount in invest.items():
        kind = InvestmentKind.EQUIPMENT
        Investment.objects.create(line=line, month=day(month), amount=Decimal(str(amount)), kind=kind)
    return line
