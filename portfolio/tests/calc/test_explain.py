"""One account explained from what a run stored: every part of the answer, and what it does not pretend to know."""

from __future__ import annotations

import json
import math
from decimal import Decimal
from typing import Any

import pytest

from portfolio.calc.explain import explain
from portfolio.calc.matrix import classify
from portfolio.matrices.catalog import MATRICES
from portfolio.parameters.values import Parameters
from portfolio.tests.calc.running_example import portfolio

pytestmark = pytest.mark.unit


def reason(matrix: str, account: str, frame: Any = None, **overrides: object) -> dict[str, Any]:
    frame = portfolio() if frame is None else frame
    parameters = Parameters({key.replace("__", "."): value for key, value in overrides.items()})
    spec = MATRICES.get(matrix)
    stored = json.loads(json.dumps(classify(spec, frame, parameters).thresholds()))
    facts = {key: None if math.isnan(value) else Decimal(str(value)) for key, value in frame.loc[account].items()}
    answer = explain(spec, facts, stored, parameters)
    assert json.loads(json.dumps(answer, allow_nan=False)) == answer
    return answer


def test_class_and_inputs() -> None:
    answer = reason("value-potential", "GAMMA")
    assert (answer["matrix"], answer["version"], answer["status"]) == ("value-potential", 1, "assessed")
    assert answer["class"] == {
        "key": "potential_key",
        "label": "Potential key account",
        "prescription": "Develop: enter the KAMP cycle and invest ahead of sales, with checks on the way.",
        "zone": "",
        "strength": "",
        "tone": "grow",
    }
    assert [(fact["key"], fact["value"], fact["unit"], fact["give"]["key"]) for fact in answer["inputs"]] == [
        ("revenue", 120, "money", "sales"),
        ("direct_cost", 72, "money", "cost"),
        ("cost_to_serve", 18, "money", "cost_to_serve"),
        ("demand", 600, "money", "demand"),
    ]
    assert (answer["missing"], answer["refine"], answer["flags"]) == ([], [], [])


def test_axes() -> None:
    axis = reason("value-potential", "GAMMA")["axes"]["y"]
    assert axis == {
        "label": "Undeveloped potential",
        "metric": "gap",
        "metric_label": "Undeveloped potential",
        "formula": "demand − revenue, at least 0",
        "unit": "money",
        "value": 480,
        "level": "gap",
        "band": "high",
        "band_label": "High potential",
        "criteria": [],
    }


def test_what_would_move_it() -> None:
    up, down = reason("value-potential", "GAMMA")["moves"]
    assert (up["axis"], up["direction"], up["to"], up["cell"], up["cell_label"]) == (
        "x",
        "up",
        "high",
        "key",
        "Key account",
    )
    assert (up["at"], up["distance"]) == (pytest.approx(31.8333, abs=1e-4), pytest.approx(1.8333, abs=1e-4))
    assert (down["axis"], down["direction"], down["to"], down["cell"]) == ("y", "down", "low", "regular")
    assert down["distance"] == pytest.approx(480 - 151.6667, abs=1e-3)


def test_an_abc_class_is_lost_by_falling_behind_the_next_account() -> None:
    moves = {(move["axis"], move["direction"]): move for move in reason("revenue-potential", "BETA")["moves"]}
    assert set(moves) == {("x", "down"), ("y", "down")}
    assert (moves["y", "down"]["at"], moves["y", "down"]["distance"]) == (120, 180)
    assert moves["y", "down"]["cell"] == "missed_moderate"


def test_a_line_shared_by_two_classes_is_crossed_at_once() -> None:
    frame = portfolio().iloc[[0, 5]]  # 500 and 5: A and C, no B
    move = next(m for m in reason("revenue-potential", "ZETA", frame)["moves"] if m["axis"] == "y")
    assert (move["direction"], move["at"], move["to"]) == ("up", 500, "high")


def test_missing_says_where_to_give_it() -> None:
    answer = reason("value-potential", "ALFA", portfolio(ALFA={"demand": None}))
    assert (answer["class"], answer["status"]) == (None, "missing")
    assert [(fact["key"], fact["give"]["key"]) for fact in answer["missing"]] == [("demand", "demand")]
    assert answer["axes"]["y"]["value"] is None
    assert answer["axes"]["y"]["band"] is None
    assert answer["axes"]["x"]["band"] == "high"
    assert answer["moves"] == []


def test_a_fallback_says_what_would_refine_it() -> None:
    answer = reason("value-potential", "ALFA", portfolio(ALFA={"direct_cost": None}))
    assert answer["axes"]["x"]["level"] == "revenue"
    assert [fact["key"] for fact in answer["refine"]] == ["direct_cost"]
    assert answer["missing"] == []
    assert answer["flags"] == ["provisional"]


def test_the_level_of_the_run_is_kept() -> None:
    answer = reason("revenue-quality", "ALFA", portfolio().assign(cost_to_serve=float("nan")))
    assert (answer["axes"]["y"]["metric"], answer["axes"]["y"]["value"]) == ("m1", 0.3)
    assert answer["class"]["key"] == "B1"
    full = reason("revenue-quality", "ALFA")
    assert (full["axes"]["y"]["metric"], full["axes"]["y"]["value"]) == ("m2", 0.22)


def test_prescriptions_of_a_place_on_the_diagonal() -> None:
    alfa, zeta = reason("revenue-potential", "ALFA")["class"], reason("revenue-potential", "ZETA")["class"]
    assert (alfa["key"], zeta["key"]) == ("in_line", "in_line")
    assert alfa["prescription"] == "Guard it as one of the top accounts."
    assert zeta["prescription"] == "Economise: serve it at the least cost."
    gamma = reason("revenue-potential", "GAMMA")["class"]
    assert (gamma["zone"], gamma["strength"], gamma["tone"]) == ("missed", "moderate", "grow")


def test_left_out() -> None:
    for revenue in (-3, 0):
        answer = reason("revenue-quality", "ETA", portfolio(ETA={"revenue": revenue}))
        assert (answer["status"], answer["class"], answer["missing"]) == ("excluded", None, [])
        assert answer["axes"]["x"]["band"] is None


def test_no_threshold() -> None:
    answer = reason("value-potential", "ALFA", portfolio().iloc[:2])
    assert (answer["status"], answer["class"], answer["missing"]) == ("no_threshold", None, [])


def test_flags() -> None:
    assert reason("value-potential", "EPSILON")["flags"] == ["negative_margin"]
    assert reason("revenue-potential", "BETA", portfolio(BETA={"demand": 290}))["flags"] == ["potential_underestimated"]
    assert reason("revenue-potential", "ETA", portfolio(ETA={"revenue": 0, "demand": 1}))["flags"] == ["not_positive"]
    assert "borderline" in reason("value-potential", "GAMMA", borderline__pct=6)["flags"]
    assert "borderline" not in reason("value-potential", "GAMMA", borderline__pct="5.5")["flags"]


def test_facts_that_were_not_stored_are_missing() -> None:
    spec, parameters = MATRICES.get("value-potential"), Parameters()
    stored = classify(spec, portfolio(), parameters).thresholds()
    answer = explain(spec, {"revenue": 120}, stored, parameters)
    assert [fact["key"] for fact in answer["missing"]] == ["demand"]
    assert answer["axes"]["x"]["level"] == "revenue"
