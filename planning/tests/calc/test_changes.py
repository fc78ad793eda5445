"""Two snapshots compared: each kind of value, what came and went, what is not known, who may see what."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from planning.calc.changes import How, changes, compared
from planning.kinds.compared import PARTS, Fact, Part

pytestmark = pytest.mark.unit
D = Decimal


def figures(**values: Any) -> dict[str, Any]:
    return {"figures": values}


@pytest.mark.parametrize(
    ("key", "before", "after", "how", "difference", "share", "is_good"),
    [
        pytest.param("revenue", "500000", "575000", How.CHANGED, D(75000), D("0.15"), True, id="revenue up"),
        pytest.param("revenue", "500000", "400000", How.CHANGED, D(-100000), D("-0.2"), False, id="revenue down"),
        pytest.param("revenue", "500000.0000", "500000.4900", How.SAME, D("0.49"), None, True, id="less than shown"),
        pytest.param(
            "margin_share", "0.22", "0.219", How.CHANGED, D("-0.001"), D("-0.001"), False, id="a tenth of a point"
        ),
        pytest.param("margin", "-2000", "-500", How.CHANGED, D(1500), None, True, id="from a loss: no share of it"),
        pytest.param("revenue", "0", "5000", How.CHANGED, D(5000), None, True, id="from zero: no share of it"),
        pytest.param("relation_stage", None, 3, How.CHANGED, None, None, None, id="assessed for the first time"),
        pytest.param("relation_stage", 3, None, How.CHANGED, None, None, None, id="no longer assessed"),
        pytest.param("relation_stage", None, None, How.SAME, None, None, None, id="not assessed then nor now"),
        pytest.param("actions_late", 1, 3, How.CHANGED, D(2), D(2), False, id="more actions late"),
        pytest.param("actions_open", 1, 3, How.CHANGED, D(2), D(2), None, id="more open is neither"),
        pytest.param("actions_late", 0, 0, How.SAME, D(0), None, None, id="zero is a value"),
    ],
)
def test_a_figure(key: str, before: Any, after: Any, how: How, difference: Any, share: Any, is_good: Any) -> None:
    (row,) = compared(PARTS.get("figures"), figures(**{key: before}), figures(**{key: after}), sensitive=False)
    assert (row.how, row.difference, row.is_good) == (how, difference, is_good)
    if how is How.CHANGED:
        assert row.share == share


def test_items_that_came_went_and_changed() -> None:
    before = {
        "lines": {
            "1": {"name": "Pumps North", "state": "proposed", "probability": "0.5", "starts_on": "2027-01-01"},
            "2": {"name": "Valves", "state": "proposed", "probability": "0.2", "starts_on": "2027-03-01"},
        }
    }
    after = {
        "lines": {
            "1": {"name": "Pumps North", "state": "approved", "probability": "0.8", "starts_on": "2027-01-01"},
            "3": {"name": "Service", "state": "proposed", "probability": "0.5", "starts_on": "2027-01-01"},
        }
    }
    found = [(row.how, row.name, row.fact.key if row.fact else "") for row in changes(before, after, sensitive=False)]
    assert found == [
        (How.REMOVED, "Valves", ""),
        (How.ADDED, "Service", ""),
        (How.CHANGED, "Pumps North", "probability"),
        (How.CHANGED, "Pumps North", "state"),
    ]


def test_what_was_not_recorded_then_is_no_change() -> None:
    assert changes({}, figures(revenue="5"), sensitive=False) == []
    assert changes(figures(revenue="5"), figures(revenue="5", margin="2"), sensitive=False) == []
    assert changes(figures(revenue="5"), {}, sensitive=False) == []


def test_an_empty_part_is_recorded_and_what_is_in_it_now_has_come() -> None:
    (row,) = changes({"risks": {}}, {"risks": {"notice": {"name": "Notice"}}}, sensitive=False)
    assert (row.how, row.name) == (How.ADDED, "Notice")


def test_opinions_about_people_need_their_right() -> None:
    before = {"people": {"7": {"name": "Sandra", "attitude": 1, "influence": 3, "job_title": "Buyer"}}}
    after = {"people": {"7": {"name": "Sandra", "attitude": -1, "influence": 5, "job_title": "Head buyer"}}}
    assert [row.fact.key for row in changes(before, after, sensitive=False) if row.fact] == ["job_title"]
    keys = [row.fact.key for row in changes(before, after, sensitive=True) if row.fact]
    assert sorted(keys) == ["attitude", "influence", "job_title"]


def test_empty_text_and_none_are_the_same_absence() -> None:
    before, after = ({"people": {"7": {"name": "S", "left_on": value}}} for value in (None, ""))
    assert changes(before, after, sensitive=False) == []


def test_roles_are_compared_as_a_whole() -> None:
    before, after = ({"people": {"7": {"name": "S", "roles": value}}} for value in (["buyer"], ["buyer", "decider"]))
    (row,) = changes(before, after, sensitive=False)
    assert (row.how, row.before, row.after) == (How.CHANGED, ["buyer"], ["buyer", "decider"])


@given(value=st.dictionaries(st.sampled_from(["revenue", "margin", "audit"]), st.one_of(st.none(), st.integers())))
def test_nothing_changed_against_itself(value: dict[str, Any]) -> None:
    assert changes(figures(**value), figures(**value), sensitive=True) == []


@given(old=st.integers(1, 10**9), new=st.integers(1, 10**9))
def test_there_and_back_is_the_opposite(old: int, new: int) -> None:
    there = compared(PARTS.get("figures"), figures(revenue=old), figures(revenue=new), sensitive=False)[0]
    back = compared(PARTS.get("figures"), figures(revenue=new), figures(revenue=old), sensitive=False)[0]
    assert there.difference is not None
    assert there.difference == -(back.difference or 0)
    assert there.direction == -back.direction


def test_a_part_is_refused_when_its_facts_collide() -> None:
    with pytest.raises(ValueError, match="keys of their own"):
        Part(key="x", label="", many=True, facts=(Fact(key="name", label=""),))
