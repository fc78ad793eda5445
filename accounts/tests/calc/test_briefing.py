"""Facts before a meeting: each rule on both sides of its line, the weightiest first, silence where nothing is known."""

from __future__ import annotations

import datetime
from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest

from accounts.calc.briefing import ContractFacts, Situation, YearFacts, briefing

pytestmark = pytest.mark.unit
TODAY = datetime.date(2026, 11, 22)
D = Decimal
YEAR = YearFacts(
    revenue=D(1000), margin_share=D("0.3"), cost_share=D(1), discount=D("0.1"), list_share=D(1), returns_share=D("0.01")
)
QUIET = Situation(
    today=TODAY,
    now=YEAR,
    before=YEAR,
    last_sale=TODAY,
    has_demand=True,
    is_demand_exceeded=False,
    people=2,
    has_decider=True,
)


VALUE = D(310000)


def _contract(notice: int | None, end: int | None, value: Any = VALUE) -> ContractFacts:
    def day(days: int | None) -> datetime.date | None:
        return None if days is None else TODAY + datetime.timedelta(days=days)

    return ContractFacts(title="Service", notice_date=day(notice), end=day(end), value=value, currency="")


def _keys(situation: Situation) -> list[str]:
    return [fact.key for fact in briefing(situation, shown=20)]


def test_an_account_without_surprises_has_no_facts() -> None:
    assert briefing(QUIET) == []


def _now(**changes: Any) -> Situation:
    return replace(QUIET, now=replace(YEAR, **changes))


CASES = {
    "notice today": (replace(QUIET, contracts=[_contract(0, 60)]), ["notice-Service"]),
    "notice in 120 days": (replace(QUIET, contracts=[_contract(120, 200)]), ["notice-Service"]),
    "notice in 121 days": (replace(QUIET, contracts=[_contract(121, 200)]), []),
    "no end": (replace(QUIET, contracts=[_contract(None, None)]), []),
    "notice past, ends in 90 days": (replace(QUIET, contracts=[_contract(-1, 90)]), ["end-Service"]),
    "notice past, ends in 91 days": (replace(QUIET, contracts=[_contract(-1, 91)]), []),
    "ended": (replace(QUIET, contracts=[_contract(-20, -1)]), []),
    "margin falls by one point": (_now(margin_share=D("0.29")), ["margin-falling"]),
    "margin falls by less": (_now(margin_share=D("0.291")), []),
    "margin falls, cost hardly known": (_now(margin_share=D("0.1"), cost_share=D("0.59")), []),
    "margin negative": (_now(margin_share=D("-0.01")), ["margin-negative"]),
    "margin zero": (_now(margin_share=D(0)), ["margin-falling"]),
    "margin not known": (_now(margin_share=None, cost_share=None), []),
    "revenue falls by a tenth": (_now(revenue=D(900)), ["revenue-falling"]),
    "revenue falls by less": (_now(revenue=D(901)), []),
    "revenue new": (replace(QUIET, before=replace(YEAR, revenue=D(0))), []),
    "revenue not known": (_now(revenue=None), []),
    "returns up": (_now(returns_share=D("0.02")), ["returns-rising"]),
    "returns small": (_now(returns_share=D("0.019")), []),
    "returns as before": (replace(_now(returns_share=D("0.04")), before=replace(YEAR, returns_share=D("0.03"))), []),
    "discount up two points": (_now(discount=D("0.12")), ["discount-rising"]),
    "discount up, list prices hardly known": (_now(discount=D("0.3"), list_share=D("0.5")), []),
    "183 days without a sale": (replace(QUIET, last_sale=TODAY - datetime.timedelta(days=183)), []),
    "184 days without a sale": (replace(QUIET, last_sale=TODAY - datetime.timedelta(days=184)), ["dormant"]),
    "never sold": (replace(QUIET, last_sale=None), []),
    "no estimate": (replace(QUIET, has_demand=False), ["demand-missing"]),
    "estimate too small": (replace(QUIET, is_demand_exceeded=True), ["demand-exceeded"]),
    "nobody known": (replace(QUIET, people=0, has_decider=False), ["people"]),
    "no decider": (replace(QUIET, has_decider=False), ["people"]),
}


@pytest.mark.parametrize("name", CASES)
def test_rule(name: str) -> None:
    situation, expected = CASES[name]
    assert _keys(situation) == expected


def test_at_most_three_the_weightiest_first() -> None:
    worst = replace(
        QUIET,
        now=replace(YEAR, margin_share=D("-0.1"), revenue=D(500)),
        last_sale=TODAY - datetime.timedelta(days=300),
        has_demand=False,
        people=0,
        contracts=[_contract(10, 40)],
    )
    assert [fact.key for fact in briefing(worst)] == ["notice-Service", "margin-negative", "dormant"]


def test_every_text_has_what_it_names() -> None:
    for situation, _expected in CASES.values():
        for fact in briefing(situation, shown=20):
            assert fact.text % fact.values
            assert (fact.detail % fact.values) is not None


@pytest.mark.parametrize(("days", "told"), [(60, False), (61, True)])
def test_who_decides_and_was_silent_for_two_months(days: int, told: bool) -> None:
    seen = TODAY - datetime.timedelta(days=days)
    facts = briefing(replace(QUIET, decider="Sandra Nicolai", decider_seen=seen))
    assert [fact.key for fact in facts] == (["decider-silent"] if told else [])
    assert all(fact.values == {"name": "Sandra Nicolai", "seen_date": seen} for fact in facts)
