"""Portfolios for tests: the running example of the method (§0.3) in the database, and runs over whatever is there."""

from __future__ import annotations

import datetime
from decimal import Decimal
from typing import Any

from accounts.criteria.catalog import CHOICE_DEFAULTS
from accounts.models import ChoiceCriterion, KeyAccount, Rating
from accounts.tests.factories import make_account, make_company, make_demand, make_sale, make_service_cost
from kamp.jobs.models import Job
from kamp.jobs.runner import run_here
from portfolio.jobs import request_recompute
from portfolio.models import ClassificationRun
from portfolio.services.recompute import recompute
from portfolio.tests.calc.running_example import COLUMNS, ROWS

AS_OF = datetime.date(2026, 10, 31)
NOON = datetime.datetime(2026, 11, 21, 12, tzinfo=datetime.UTC)
THOUSAND = Decimal(1000)


def make_portfolio(**fields: Any) -> dict[str, KeyAccount]:
    """The six accounts of the method by name, amounts in the company currency (thousands written out)."""
    make_company()
    return {name: make_example(name, dict(zip(COLUMNS, row, strict=True)), **fields) for name, row in ROWS.items()}


def make_example(name: str, facts: dict[str, float | None], **fields: Any) -> KeyAccount:
    """An account whose facts as of AS_OF are ``facts`` in thousands; None or absent leaves a fact unknown.

    The year's revenue comes in two invoices and a return, the year before in one.
    """
    account = make_account(name.title(), code=name, **fields)
    amounts = {key: None if value is None else Decimal(str(value)) * THOUSAND for key, value in facts.items()}
    revenue, cost, listed = (amounts.get(key) for key in ("revenue", "direct_cost", "list_value"))
    if revenue:
        parts = (Decimal("0.75"), Decimal("0.35"), Decimal("-0.1"))
        for part, day in zip(parts, ("2025-11-01", "2026-10-31", "2026-05-12"), strict=True):
            make_sale(
                account,
                day,
                revenue * part,
                cost=None if cost is None else cost * part,
                list_amount=None if listed is None else listed * part,
            )
    if amounts.get("revenue_previous"):
        make_sale(account, "2025-10-31", amounts["revenue_previous"])
    if amounts.get("demand") is not None:
        make_demand(account, amounts["demand"], year=AS_OF.year)
    if amounts.get("cost_to_serve") is not None:
        make_service_cost(account, "2026-03-01", "visits", 1, amounts["cost_to_serve"])
    return account


# answers of the audit: X and Y of the relationship, ours and the best rival's on the six choice criteria
ANSWERS: dict[str, dict[str, Any]] = {
    "ALFA": {
        "x": (3, 3, 3, 2, 2, 3, 2),
        "y": (3, 3, 2, 3, 2, 2),
        "fit": 7,
        "willingness": 4,
        "ours": (7, 5, 8, 6, 7, 4),
        "rival": (6, 7, 7, 7, 6, 6),
        "days_late": 5,
    },
    "BETA": {"x": (4,) * 7, "y": (4,) * 6, "fit": 5, "willingness": 2},
    "GAMMA": {
        "x": (5, 5, 5, 4, 4),
        "y": (1, 1, 1, 1, 2),
        "fit": 8,
        "willingness": 8,
        "ours": (8,) * 6,
        "rival": (6,) * 6,
    },
    "DELTA": {"x": (2,) * 7, "y": (2,) * 6, "fit": 3, "willingness": 3},
    "EPSILON": {"x": (1, 1, 1, 2, 2), "y": (1, 1, 1, 1), "fit": 2, "willingness": 1},
    "ZETA": {"x": (3,) * 7, "y": (3,) * 6, "fit": 0, "willingness": 0, "ours": (9,) * 6, "rival": (4,) * 6},
}
RATED_ON = datetime.date(2026, 10, 1)


def judge(account: KeyAccount, rated_on: datetime.date = RATED_ON, **answers: Any) -> None:
    """Records ``answers`` (as in ANSWERS) about ``account``."""
    given = {f"attractiveness.{key}": answers[key] for key in ("fit", "willingness", "days_late") if key in answers}
    for axis in ("x", "y"):
        given |= {f"relationship.{axis}{number}": value for number, value in enumerate(answers.get(axis, ()), start=1)}
    rows = [_rating(account, key, value, rated_on) for key, value in given.items()]
    if "ours" in answers:
        for number, default in enumerate(CHOICE_DEFAULTS):
            criterion, _made = ChoiceCriterion.objects.get_or_create(
                account=account, set="existing", key=default.key, defaults={"weight": default.weight, "order": number}
            )
            for key in ("ours", "rival"):
                value = answers[key][number]
                rows.append(_rating(account, f"choice.{key}", value, rated_on, subject=str(criterion.pk)))
    Rating.objects.bulk_create(rows)


def _rating(account: KeyAccount, key: str, value: Any, rated_on: datetime.date, subject: str = "") -> Rating:
    return Rating(account=account, key=key, subject=subject, value=Decimal(value), rated_on=rated_on, created_at=NOON)


def make_judged_portfolio(**fields: Any) -> dict[str, KeyAccount]:
    """``make_portfolio`` with the answers of the audits of all six, and ALFA's demand of the year before."""
    accounts = make_portfolio(**fields)
    for name, account in accounts.items():
        judge(account, **ANSWERS[name])
    make_demand(accounts["ALFA"], 600 * THOUSAND, year=AS_OF.year - 1)
    return accounts


def make_run(as_of: datetime.date = AS_OF, **fields: Any) -> ClassificationRun:
    """A run over the present data, without a job."""
    return recompute(as_of=as_of, at=NOON, **fields)


def run_job(as_of: datetime.date | None = AS_OF, **fields: Any) -> Job:
    """A run as the button and the command make it: asked for, then carried out by the job engine."""
    return run_here(request_recompute(at=NOON, as_of=as_of, **fields).pk, at=NOON)
