"""What proposes a review before its day (method §9.5): each trigger at its limit, and what a review has seen."""

from __future__ import annotations

import datetime
from decimal import Decimal
from typing import Any

import pytest

from planning.phases.triggers import TRIGGERS, Departure, Ending, Signals, holding, proposed

TODAY = datetime.date(2026, 11, 22)
D = Decimal


def keys(**known: Any) -> list[str]:
    return [finding.key for finding in proposed(Signals(as_of=TODAY, **known))]


def day(text: str) -> datetime.date:
    return datetime.date.fromisoformat(text)


@pytest.mark.parametrize(
    ("known", "found"),
    [
        ({}, []),
        ({"stage": 6, "stage_before": 3}, ["undone"]),
        ({"stage": 6}, ["undone"]),
        ({"stage": 6, "stage_before": 6}, []),
        ({"stage": 5, "stage_before": 3}, []),
        ({"stage": None, "stage_before": 3}, []),
        ({"account_class": "status", "class_before": "star"}, ["class"]),
        ({"account_class": "star", "class_before": "star"}, []),
        ({"account_class": "star", "class_before": ""}, []),
        ({"account_class": "", "class_before": "star"}, []),
        ({"growth": D("-0.15")}, ["falling"]),
        ({"growth": D("-0.1499")}, []),
        ({"growth": D("0.3")}, []),
        ({"growth": None}, []),
        ({"attained": (D("0.79"), D("0.7999"))}, ["behind"]),
        ({"attained": (D("0.8"), D("0.5"))}, []),
        ({"attained": (D("0.5"), D("0.8"))}, []),
        ({"attained": (D("0.1"),)}, []),
        ({"attained": ()}, []),
        ({"attained": (D("-0.4"), D("-0.2"))}, ["behind"]),
        ({"closed_on": {"scenario": day("2025-11-22")}}, []),
        ({"closed_on": {"scenario": day("2025-11-21")}}, ["old:scenario"]),
        ({"closed_on": {"swot": day("2025-11-21"), "demand": day("2026-05-21")}}, ["old:swot", "old:demand"]),
        ({"closed_on": {"demand": day("2026-05-22"), "fit": day("2026-05-21")}}, ["old:fit"]),
        ({"closed_on": {"strategy": day("2020-01-01"), "sales-plan": day("2020-01-01")}}, []),
    ],
)
def test_a_trigger_holds_from_its_limit_on(known: dict[str, Any], found: list[str]) -> None:
    assert keys(**known) == found


@pytest.mark.parametrize(
    ("end", "holds"),
    [("2026-11-21", False), ("2026-11-22", True), ("2027-05-21", True), ("2027-05-22", False), ("2028-01-01", False)],
)
def test_a_contract_of_less_than_six_months_holds(end: str, holds: bool) -> None:
    endings = (Ending(contract=7, title="Frame", end=day(end)),)
    assert keys(endings=endings) == (["contract:7"] if holds else [])


def test_who_will_leave_has_not_left() -> None:
    gone = Departure(person=1, name="Sandra Nicolai", left_on=TODAY)
    going = Departure(person=2, name="Matteo Riva", left_on=TODAY + datetime.timedelta(days=1))
    assert keys(departures=(gone, going)) == ["left:1"]


def test_what_the_last_review_had_before_it_proposes_no_other_one() -> None:
    endings = (
        Ending(contract=7, title="Frame", end=day("2027-01-01")),
        Ending(contract=8, title="Spare parts", end=day("2027-01-01")),
    )
    known: dict[str, Any] = {"growth": D("-0.2"), "endings": endings, "seen": frozenset({"falling", "contract:7"})}
    assert keys(**known) == ["contract:8"]
    assert [finding.key for finding in holding(Signals(as_of=TODAY, **known))] == [
        "falling",
        "contract:7",
        "contract:8",
    ]


def test_every_sentence_names_values_its_finding_has() -> None:
    signals = Signals(
        as_of=TODAY,
        stage=6,
        stage_before=4,
        account_class="status",
        class_before="star",
        growth=D("-0.182"),
        departures=(Departure(person=1, name="Sandra Nicolai", left_on=TODAY),),
        endings=(Ending(contract=7, title="Frame", end=day("2027-01-01")),),
        attained=(D("0.7"), D("0.62")),
        closed_on={"demand": day("2026-01-10")},
    )
    found = holding(signals)
    assert [finding.trigger for finding in found] == list(TRIGGERS.keys())
    for finding in found:
        assert TRIGGERS.get(finding.trigger).sentence % finding.values
    values = {finding.trigger: finding.values for finding in found}
    assert values["contract"]["days"] == 40
    assert values["falling"]["growth"] == D("-0.182")
