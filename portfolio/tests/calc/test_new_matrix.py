"""The engine takes matrices that it has never seen: each of these is an entry and a row of expected cells."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
import pytest

from portfolio.calc.explain import explain
from portfolio.calc.matrix import classify
from portfolio.calc.regions import REGIONS
from portfolio.matrices.axis import Axis, Band, Cut, Mode
from portfolio.matrices.spec import Cell, MatrixSpec, Spot, Tone
from portfolio.parameters.values import Parameters
from portfolio.tests.calc.running_example import accounts, portfolio

pytestmark = pytest.mark.unit


def bands(*keys: str) -> tuple[Band, ...]:
    return tuple(Band(key=key, label=key) for key in keys)


def cell(key: str, *places: tuple[str, ...]) -> Cell:
    return Cell(key=key, label=key, prescription=key, tone=Tone.SERVE, at=tuple(Spot(x=p[0], y=p[1]) for p in places))


def matrix(key: str, x: Axis, y: Axis | None, *cells: Cell, **more: Any) -> MatrixSpec:
    return MatrixSpec(key=key, title=key, question=key, section="7", version=1, x=x, y=y, cells=cells, **more)


LOW_HIGH = bands("low", "high")
ABC = bands("c", "b", "a")

# §7.7, net price × cost to serve, both against the company's own ratio
SHAPIRO = matrix(
    "shapiro",
    Axis(metric="cost_to_serve_ratio", label="x", bands=LOW_HIGH, cut=Cut(mode=Mode.RELATIVE, steps=(0.0,))),
    Axis(metric="price_index", label="y", bands=LOW_HIGH, cut=Cut(mode=Mode.RELATIVE, steps=(0.0,))),
    cell("passive", ("low", "high")),
    cell("carriage_trade", ("high", "high")),
    cell("bargain_basement", ("low", "low")),
    cell("aggressive", ("high", "low")),
)

# §7.2 with its second fallback: growth of our own revenue, share of wallet against 50
DEVELOPMENT_PENETRATION = matrix(
    "development-penetration",
    Axis(metric="share_of_wallet", label="x", bands=LOW_HIGH, cut=Cut(mode=Mode.FIXED, fixed=(0.5,))),
    Axis(metric="growth", label="y", bands=LOW_HIGH, cut=Cut(mode=Mode.FIXED, fixed=(0.0,))),
    cell("invest", ("low", "high")),
    cell("maintain", ("high", "high")),
    cell("divest", ("low", "low")),
    cell("harvest", ("high", "low")),
)

# §7.7, double ABC of revenue and contribution
ABC_DOUBLE = matrix(
    "abc-double",
    Axis(metric="revenue", label="x", bands=ABC, cut=Cut(mode=Mode.ABC, shares="abc.cuts")),
    Axis(metric="cm2", label="y", bands=ABC, cut=Cut(mode=Mode.ABC, shares=(0.8, 0.95))),
    *(cell(x + y, (x, y)) for x in "abc" for y in "abc"),
)

# ABC alone: one axis
ABC_SINGLE = matrix(
    "abc",
    Axis(metric="revenue", label="x", bands=ABC, cut=Cut(mode=Mode.ABC, shares="abc.cuts")),
    None,
    *(cell(key, (key, "")) for key in "abc"),
)

# §5: sixteen places, seven segments; margins and shares of wallet stand in for the scales
SEGMENTS = matrix(
    "segments",
    Axis(metric="m2", label="x", bands=bands("1", "2", "3", "4"), cut=Cut(mode=Mode.FIXED, fixed=(4.5, 3.5, 2.5))),
    Axis(
        metric="share_of_wallet",
        label="y",
        bands=bands("t", "l", "m", "h"),
        cut=Cut(mode=Mode.FIXED, fixed=(0.8, 0.5, 0.2)),
    ),
    cell("apostle", ("4", "h")),
    cell("near_apostle", ("3", "h"), ("3", "m"), ("4", "m")),
    cell("hostage", ("1", "h"), ("2", "h")),
    cell("mercenary", ("3", "l"), ("4", "l"), ("3", "t"), ("4", "t")),
    cell("indifferent", ("2", "m")),
    cell("defector", ("1", "m"), ("1", "l"), ("2", "l"), ("2", "t")),
    cell("terrorist", ("1", "t")),
)

EXPECTED = [
    (SHAPIRO, "passive bargain_basement carriage_trade carriage_trade aggressive carriage_trade"),
    (DEVELOPMENT_PENETRATION, "maintain harvest invest maintain - harvest"),
    (ABC_DOUBLE, "aa aa ba bb cc cc"),
    (ABC_SINGLE, "a a b b c c"),
]


@pytest.mark.parametrize(("spec", "cells"), [pytest.param(*row, id=row[0].key) for row in EXPECTED])
def test_a_catalogue_entry_is_all_it_takes(spec: MatrixSpec, cells: str) -> None:
    outcome = classify(spec, portfolio(), Parameters())
    assert " ".join(outcome.frame()["cell"].astype(object).fillna("-")) == cells
    for account, row in portfolio().iterrows():
        reason = explain(spec, row.to_dict(), outcome.thresholds(), Parameters())
        assert (reason["class"] or {"key": "-"})["key"] == cells.split()[list(portfolio().index).index(account)]


def test_company_ratios_of_shapiro() -> None:
    thresholds = classify(SHAPIRO, portfolio(), Parameters()).thresholds()
    assert thresholds["x"] is not None
    assert thresholds["y"] is not None
    assert thresholds["x"]["cuts"] == [0.0935]
    assert thresholds["y"]["cuts"] == [pytest.approx(0.8197, abs=1e-4)]


QUALITY_OF_ALL = matrix(
    "quality-of-all",
    Axis(metric="margin", label="x", bands=LOW_HIGH, cut=Cut(mode=Mode.RELATIVE, steps=(0.0,))),
    None,
    cell("low", ("low", "")),
    cell("high", ("high", "")),
)


def test_returns_above_sales_do_not_weigh_in_the_choice_of_a_level() -> None:
    # 80 % of the sales have a cost to serve; less than that, if the returns of ETA counted
    known = {name: {"cost_to_serve": None} for name in ("GAMMA", "DELTA", "EPSILON", "ZETA")}
    frame = portfolio(ETA={"revenue": -700, "direct_cost": 1, "cost_to_serve": 1}, **known)
    threshold = classify(QUALITY_OF_ALL, frame, Parameters()).thresholds()["x"]
    assert threshold is not None
    assert threshold["metric"] == "m2"


def test_growth_from_nothing_is_undefined_not_missing() -> None:
    row = classify(DEVELOPMENT_PENETRATION, portfolio(), Parameters()).frame().loc["EPSILON"]
    assert (row["status"], row["missing"]) == ("undefined", ())


@pytest.mark.parametrize(
    ("satisfaction", "loyalty", "segment"),
    [
        (4.5, 80, "apostle"),
        (2.2, 85, "hostage"),
        (4.6, 45, "mercenary"),
        (1.8, 15, "terrorist"),
        (3.0, 60, "indifferent"),
        (2.0, 60, "defector"),
        (3.0, 10, "defector"),
        (4.1, 87.2557, "near_apostle"),
    ],
)
def test_several_places_of_one_cell(satisfaction: float, loyalty: float, segment: str) -> None:
    # margins of 450 % through negative costs: only the bands matter here
    revenue = loyalty * 100
    facts = {"revenue": revenue, "demand": 10_000, "direct_cost": round(revenue * (1 - satisfaction), 4)}
    frame = accounts({"A": {**facts, "cost_to_serve": 0}})
    assert list(classify(SEGMENTS, frame, Parameters()).frame()["cell"]) == [segment]


def relationship_stage(figures: Any, x: Any, y: Any, on: Any) -> Any:
    """§1: the stage of the mean, at most one above that of the weaker axis; 0 to 4, as the cells are numbered."""

    def stage(value: Any) -> Any:
        return 0.0 * value + sum((value >= cut) * 1 for cut in (1.5, 2.5, 3.5, 4.5))

    return on.smaller(stage((x + y) / 2), stage(on.smaller(x, y)) + 1)


@pytest.fixture
def relational_model(monkeypatch: pytest.MonkeyPatch) -> MatrixSpec:
    monkeypatch.setitem(REGIONS, "relationship_stage", relationship_stage)
    stages = ("pre", "early", "mid", "partnership", "synergistic")
    return matrix(
        "relational-model",
        Axis(metric="revenue", label="collaboration"),
        Axis(metric="demand", label="involvement"),
        *(Cell(key=key, label=key, prescription=key, tone=Tone.GROW) for key in stages),
        region="relationship_stage",
        positive="revenue",
    )


@pytest.mark.parametrize(
    ("x", "y", "stage"),
    [
        pytest.param(18 / 7, 2.5, "mid", id="worked example"),
        pytest.param(4.6, 1.2, "early", id="one strong axis carries a weak one by one stage"),
        pytest.param(5, 5, "synergistic", id="top"),
        pytest.param(1, 1, "pre", id="bottom"),
        pytest.param(2.5, 2.5, "mid", id="a tie goes up"),
        pytest.param(None, 3, None, id="not assessed"),
        pytest.param(3, None, None, id="not assessed either"),
    ],
)
def test_a_region_finds_the_cell(
    relational_model: MatrixSpec, x: float | None, y: float | None, stage: str | None
) -> None:
    frame = accounts({"A": {"revenue": x, "demand": y}, "B": {"revenue": 1, "demand": 1}})
    outcome = classify(relational_model, frame, Parameters())
    found = outcome.frame().loc["A"]
    assert (None if pd.isna(found["cell"]) else found["cell"]) == stage
    assert outcome.thresholds() == {"x": None, "y": None}
    reason = explain(relational_model, {"revenue": x, "demand": y}, outcome.thresholds(), Parameters())
    assert (reason["class"] and reason["class"]["key"]) == stage
    assert reason["status"] == found["status"]
    assert [fact["key"] for fact in reason["missing"]] == list(found["missing"])
    assert reason["moves"] == []
    assert np.isnan(found["x_value"]) == (x is None)


def test_a_region_leaves_out_whom_its_matrix_leaves_out(relational_model: MatrixSpec) -> None:
    outcome = classify(relational_model, accounts({"A": {"revenue": 0, "demand": 3}}), Parameters())
    assert list(outcome.frame()["status"]) == ["excluded"]
    assert outcome.not_assessed() == 1
