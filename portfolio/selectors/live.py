"""The portfolio as the data are now, for commands: computed on the spot, nothing stored. Loads pandas."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal
from typing import TYPE_CHECKING, Any

from accounts.models import KeyAccount
from accounts.selectors.facts import Facts, facts_frame, facts_of, facts_totals, largest_of
from portfolio.calc.carriers import SCALE
from portfolio.calc.concentration import concentration
from portfolio.calc.explain import explain
from portfolio.calc.flags import facts_of as facts_needed
from portfolio.calc.matrix import classify
from portfolio.calc.quantities import customer_contribution, first_contribution, margin
from portfolio.calc.snapshot import FACTS, Snapshot
from portfolio.enums import NO_CLASS
from portfolio.matrices.catalog import MATRICES
from portfolio.selectors.rules import rules_of
from portfolio.selectors.soft import soft_columns

if TYPE_CHECKING:
    from accounts.selectors.facts_sql import FactRules
    from accounts.selectors.windows import Window
    from portfolio.parameters.values import Parameters

TOP = 10
CENT = Decimal("0.01")


def live_figures(window: Window, parameters: Parameters) -> dict[str, Any]:
    """The figures of the company in ``window`` over the accounts that are not archived; JSON-able.

    Amounts are decimal texts in the company currency: sums rounded half up to cents, those of one account exact.
    Shares are percent (four decimals), HHI is 0–10,000, Gini 0–1. ``margin`` is the customer contribution where the
    cost to serve is known for enough of the revenue, else the first-level one (§7.3), over the accounts where it is
    known; None if it is for none.
    """
    accounts, rules = KeyAccount.objects.current(), rules_of(parameters)
    frame = facts_frame(accounts, window, rules).join(soft_columns(None, window.last))
    snapshot = Snapshot(frame, parameters)
    totals = facts_totals(accounts, window, rules)
    shares = concentration(frame["revenue"], parameters)
    contribution = totals.cm2 if snapshot.margin_level == "cm2" else totals.cm1
    return {
        "window": {"from": window.first.isoformat(), "to": window.last.isoformat()},
        "customers": totals.customers,
        "revenue": _amount(totals.revenue),
        "margin": None if contribution is None else _amount(contribution),
        "top": _top(snapshot, window, rules, totals.positive_revenue),
        **{f"cr{count}": _percent(share) for count, share in shares.largest.items()},
        "abc": dict(shares.abc),
        "customers_80": shares.customers_80,
        "hhi": _rounded(shares.hhi, 4),
        "effective": _rounded(shares.effective, 4),
        "gini": _rounded(shares.gini, 6),
        "matrices": _matrices(snapshot),
    }


def live_explanation(account: KeyAccount, matrix: str, window: Window, parameters: Parameters) -> dict[str, Any]:
    """Why ``account`` has its class on ``matrix`` among the present portfolio: ``portfolio.calc.explain``."""

    spec, rules = MATRICES.get(matrix), rules_of(parameters)
    soft = soft_columns(None, window.last)
    outcome = classify(spec, facts_frame(KeyAccount.objects.current(), window, rules).join(soft), parameters)
    (facts,) = facts_of([account.pk], window, rules)
    known: dict[Any, Any] = {key: value for key, value in soft.loc[account.pk].items() if value == value}  # noqa: PLR0124  MEANT: not NaN
    exact = {name: getattr(facts, name) for name in facts_needed(spec) if name in FACTS}
    return explain(spec, {**known, **exact, **outcome.company}, outcome.thresholds(), parameters)


def _top(snapshot: Snapshot, window: Window, rules: FactRules, total: Decimal) -> list[dict[str, Any]]:
    """The largest customers; equal revenue in the order of their codes (G4)."""
    largest = largest_of(KeyAccount.objects.current(), window, TOP, rules)
    names = dict(KeyAccount.objects.filter(pk__in=[facts.account_id for facts in largest]).values_list("pk", "name"))
    return [
        {
            "code": facts.code,
            "name": names[facts.account_id],
            "revenue": _exact(facts.revenue),
            "share": _percent(facts.revenue / total),
            "margin_pct": _percent(_margin(facts, snapshot.margin_level)),
        }
        for facts in largest
    ]


def _margin(facts: Facts, level: str) -> Decimal | None:
    contribution = first_contribution(facts.revenue, facts.direct_cost)
    if level == "cm2":
        contribution = customer_contribution(facts.revenue, facts.direct_cost, facts.cost_to_serve)
    return margin(contribution, facts.revenue)


def _matrices(snapshot: Snapshot) -> dict[str, Any]:
    result: dict[str, Any] = {
        key: {
            "cells": {cell: {"accounts": 0, "revenue": _amount(Decimal(0))} for cell in spec_cells},
            "not_assessed": 0,
        }
        for key, spec_cells in ((key, outcome.spec.cell_keys()) for key, outcome in snapshot.outcomes.items())
    }
    for total in snapshot.cell_sums():
        if total.cell in NO_CLASS:
            result[total.matrix]["not_assessed"] += total.accounts
        else:
            revenue = _amount(Decimal(total.revenue) / SCALE)
            result[total.matrix]["cells"][total.cell] = {"accounts": total.accounts, "revenue": revenue}
    return result


def _amount(value: Decimal) -> str:
    return str(value.quantize(CENT, rounding=ROUND_HALF_UP))


def _exact(value: Decimal) -> str:
    """All decimals there are, at least two: half a cent is rounded by whoever needs it rounded."""
    return str(value.quantize(min(CENT, Decimal(1).scaleb(int(value.normalize().as_tuple().exponent)))))


def _percent(share: Decimal | float | None) -> float | None:
    return None if share is None else _rounded(Decimal(str(share)) * 100, 4)


def _rounded(value: Decimal | float | None, places: int) -> float | None:
    return None if value is None else float(Decimal(str(value)).quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP))
