"""The rules of the opening sentences, each with what makes it speak."""

from __future__ import annotations

import datetime
from decimal import Decimal
from typing import Any

import pytest
from django.utils import translation

from kamp.dashboards.sentences.rules import RULES, named, sentences
from kamp.dashboards.sentences.spec import Facts

pytestmark = pytest.mark.unit
SINCE = datetime.date(2026, 6, 30)


@pytest.fixture(autouse=True)
def _in_english():
    with translation.override("en"):
        yield


SAID = {
    "ahead": ({"ahead": "0.021"}, "The accounts with a plan buy 2.1% more than planned."),
    "behind": ({"ahead": "-0.034"}, "The accounts with a plan buy 3.4% less than planned."),
    "on-plan": ({"ahead": "0.0049"}, "The accounts with a plan are on it."),
    "grown": (
        {"revenue": "26300000", "growth": "0.02"},
        "Revenue of 12 months is €26.3m, 2.0% more than a month before.",
    ),
    "shrunk": (
        {"revenue": "26300000", "growth": "-0.005"},
        "Revenue of 12 months is €26.3m, 0.5% less than a month before.",
    ),
    "revenue": ({"revenue": "26300000"}, "Revenue of 12 months is €26.3m."),
    "classes-mixed": (
        {"leading": ["Strategic", "Star"], "slipping": ["Status"]},
        "Ahead: Strategic and Star. Behind: Status.",
    ),
    "classes-lead": ({"leading": ["Star"]}, "No class is behind its plan."),
    "classes-slip": ({"slipping": ["Status"]}, "Behind: Status."),
    "moved": ({"moves": 3, "since": SINCE}, "3 accounts have changed class since 30 June 2026."),
    "warned": (
        {"warned": 1, "warned_revenue": "2400000"},
        "€2.4m comes from 1 key account with a warning.",
    ),
    "overdue": ({"plans": 5, "overdue": 2, "never": 1}, "2 plans have missed their review."),
    "never": ({"plans": 5, "never": 1}, "1 plan has no review in the calendar yet."),
    "in-rhythm": ({"plans": 5}, "Every plan is in rhythm with its reviews."),
    "no-plan": ({}, "No plan is open yet."),
}
AMOUNTS = {"ahead", "growth", "revenue", "warned_revenue"}


def facts(given: dict[str, Any]) -> Facts:
    return Facts(**{name: Decimal(value) if name in AMOUNTS else value for name, value in given.items()})


def test_every_rule_has_a_row_here() -> None:
    assert list(SAID) == RULES.keys()


@pytest.mark.parametrize("key", SAID)
def test_a_rule_speaks(key: str) -> None:
    given, text = SAID[key]
    found = [each.text.replace("\u00a0", " ") for each in sentences(facts(given), "en")]
    assert text in found
    rule = RULES.get(key)
    assert rule.holds(facts(given))


def test_one_sentence_for_each_subject_in_order() -> None:
    everything = facts({"ahead": "0.1", "revenue": "1", "growth": "1", "leading": ["Star"], "slipping": ["Status"]})
    found = sentences(everything, "en")
    assert [each.text.split(" ")[0] for each in found] == ["The", "Ahead:", "No"]
    assert [each.strong for each in found] == [True, False, False]


def test_without_an_earlier_run_nobody_has_moved() -> None:
    assert not any("class" in each.text for each in sentences(facts({"moves": 3}), "en"))


@pytest.mark.parametrize(
    ("names", "text"), [([], ""), (["A"], "A"), (["A", "B"], "A and B"), (["A", "B", "C"], "A, B and C")]
)
def test_names_are_joined_in_words(names: list[str], text: str) -> None:
    assert named(names) == text
