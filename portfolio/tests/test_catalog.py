"""Declared things are complete, consistent and refuse nonsense: the catalogue class, metrics, parameters, matrices."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable
from dataclasses import FrozenInstanceError, dataclass, replace
from decimal import Decimal
from typing import Any

import pytest

from kamp.shared.catalog import Catalog, UnknownKeyError
from kamp.shared.i18n import N_
from portfolio.matrices.axis import Axis, Band, Cut, Mode
from portfolio.matrices.catalog import MATRICES
from portfolio.matrices.marks import FLAGS, STATUSES, Flag, Status
from portfolio.matrices.spec import Cell, MatrixSpec, Spot, Strength, Tone
from portfolio.metrics.catalog import METRICS
from portfolio.metrics.spec import InputPlace, LevelChoice, MetricSpec, Source, Unit
from portfolio.parameters.catalog import PARAMETERS
from portfolio.parameters.spec import Kind, Order, ParameterError, ParameterSpec
from portfolio.parameters.values import Parameters

pytestmark = pytest.mark.unit


# --- Catalog -------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Thing:
    key: str


def test_catalog_keeps_its_order() -> None:
    catalog = Catalog("thing", [Thing("b"), Thing("a")])
    catalog.add(Thing("c"))
    assert [thing.key for thing in catalog] == ["b", "a", "c"] == catalog.keys()
    assert len(catalog) == 3
    assert "a" in catalog
    assert "d" not in catalog
    assert catalog.get("a") == Thing("a")


def test_catalog_refuses_a_key_twice() -> None:
    with pytest.raises(ValueError, match="duplicate thing: 'a'"):
        Catalog("thing", [Thing("a"), Thing("a")])


def test_catalog_names_what_there_is() -> None:
    with pytest.raises(UnknownKeyError) as error:
        Catalog("thing", [Thing("a"), Thing("b")]).get("c")
    assert isinstance(error.value, KeyError)
    assert str(error.value) == "no thing 'c'; there are: a, b"


def test_marking_for_translation_changes_nothing() -> None:
    assert N_("Gap") == "Gap"


# --- metrics -------------------------------------------------------------------------------------------------------


def test_inputs_are_facts_and_facts_say_where_they_are_given() -> None:
    facts = {metric.key for metric in METRICS if metric.is_fact}
    for metric in METRICS:
        assert set(metric.inputs) <= facts, metric.key
        assert (metric.place is not None) == (metric.key in facts), metric.key
        assert metric.label, metric.key


def test_ratios_and_levels_are_of_declared_metrics() -> None:
    for metric in METRICS:
        for key in (*(metric.ratio_of or ()), *metric.levels):
            assert set(METRICS.get(key).inputs) <= set(metric.inputs), metric.key
        if metric.ratio_of:
            assert {METRICS.get(key).unit for key in metric.ratio_of} == {Unit.MONEY}
        if metric.coverage:
            assert metric.coverage in PARAMETERS


def metric(**changes: Any) -> MetricSpec:
    whole = {
        "key": "m",
        "label": "M",
        "unit": Unit.MONEY,
        "source": Source.CALCULATION,
        "section": "0",
        "inputs": ("a",),
    }
    return MetricSpec(**{**whole, "formula": "a", **changes})


@pytest.mark.parametrize(
    "changes",
    [
        pytest.param({"source": Source.FACT, "inputs": ("m",)}, id="fact without place"),
        pytest.param({"source": Source.FACT, "place": InputPlace(key="a", label="A")}, id="fact of another fact"),
        pytest.param({"inputs": ()}, id="calculation from nothing"),
        pytest.param({"formula": ""}, id="calculation without formula"),
        pytest.param({"levels": ("a", "b")}, id="levels of a calculation"),
        pytest.param({"source": Source.LEVELS, "levels": ("a",)}, id="one level"),
        pytest.param({"level_choice": LevelChoice.PORTFOLIO}, id="shared level without coverage"),
        pytest.param({"coverage": "quality.cts_coverage"}, id="coverage without shared level"),
    ],
)
def test_a_wrong_metric_is_refused(changes: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match="'m'"):
        metric(**changes)


# --- parameters ----------------------------------------------------------------------------------------------------

# Appendix A of the method, as far as the rules in force use it
DEFAULTS: dict[str, object] = {
    "window.months": 12,
    "abc.cuts": (80, 95),
    "borderline.points": 5,
    "borderline.pct": 5,
    "matrix_i.threshold": "mean",
    "rev_pot.classes": "abc",
    "quality.revenue_cuts": (50, 80, 95),
    "quality.margin_steps": (5, 0),
    "concentration.single": 10,
    "concentration.cr5": (30, 50),
    "hhi.cuts": (1500, 2500),
    "npv.rate": 8,
}


@pytest.mark.parametrize("key", DEFAULTS)
def test_defaults_are_those_of_the_method(key: str) -> None:
    assert PARAMETERS.get(key).default == DEFAULTS[key]


def test_overrides_are_read_from_text_and_numbers() -> None:
    parameters = Parameters({"abc.cuts": ["70", 90.5], "window.months": "6", "borderline.pct": " 2.5 "})
    assert parameters.numbers("abc.cuts") == (70, Decimal("90.5"))
    assert parameters.number("window.months") == 6
    assert parameters.number("borderline.pct") == Decimal("2.5")
    assert parameters.choice("rev_pot.classes") == "abc"
    assert parameters.numbers("quality.revenue_cuts") == (50, 80, 95)
    assert parameters.numbers("hhi.cuts") == (1500, 2500)
    assert parameters.numbers("matrix_i.fixed_value") is None
    assert parameters.numbers("borderline.pct") == (Decimal("2.5"),)


def test_limits_themselves_are_allowed() -> None:
    parameters = Parameters({"borderline.pct": 0, "concentration.single": 100, "abc.cuts": ["0.01", "99.99"]})
    assert (parameters.number("borderline.pct"), parameters.number("concentration.single")) == (0, 100)


def test_only_changes_are_overrides() -> None:
    assert dict(Parameters({"abc.cuts": [80, 95], "borderline.pct": 4}).overrides) == {"borderline.pct": Decimal(4)}


def test_parameters_survive_json_without_loss() -> None:
    parameters = Parameters(
        {
            "abc.cuts": ["33.33", "66.67"],
            "matrix_i.threshold": "fixed",
            "matrix_i.fixed_value": "0.1",
            "matrix_i.fixed_potential": 10**15 + 1,
        }
    )
    stored = json.loads(json.dumps(parameters.as_dict()))
    assert set(stored) == set(PARAMETERS.keys())
    assert Parameters.from_dict(stored) == parameters
    assert Parameters.from_dict(stored) != Parameters()
    assert Parameters.from_dict({}) == Parameters()


def test_parameters_do_not_change() -> None:
    parameters = Parameters()
    with pytest.raises(FrozenInstanceError):
        parameters.values = {}  # type: ignore[misc]
    with pytest.raises(TypeError):
        parameters.values["abc.cuts"] = None  # type: ignore[index]


@pytest.mark.parametrize(
    ("overrides", "message"),
    [
        ({"abc.cut": [80, 95]}, "no method parameter “abc.cut”"),
        ({"abc.cuts": [95, 80]}, "larger than the one before"),
        ({"abc.cuts": [80, 80]}, "larger than the one before"),
        ({"abc.cuts": [80]}, "enter 2 numbers"),
        ({"abc.cuts": [80, 95, 99]}, "enter 2 numbers"),
        ({"abc.cuts": "80, 95"}, "enter 2 numbers"),
        ({"abc.cuts": 80}, "enter 2 numbers"),
        ({"abc.cuts": [0, 95]}, "0 is below 0.01"),
        ({"abc.cuts": [80, 100]}, "100 is above 99.99"),
        ({"abc.cuts": None}, "enter a value"),
        ({"abc.cuts": ""}, "enter a value"),
        ({"quality.margin_steps": [0, 5]}, "smaller than the one before"),
        ({"quality.margin_steps": [5, 5]}, "smaller than the one before"),
        ({"borderline.pct": "five"}, "“five” is not a number"),
        ({"borderline.pct": "NaN"}, "is not a number"),
        ({"borderline.pct": float("inf")}, "is not a number"),
        ({"borderline.pct": True}, "is not a number"),
        ({"borderline.pct": -1}, "-1 is below 0"),
        ({"borderline.pct": 101}, "101 is above 100"),
        ({"window.months": 1.5}, "not a whole number"),
        ({"window.months": 0}, "0 is below 1"),
        ({"matrix_i.threshold": "mode"}, "choose one of mean, median, fixed"),
        ({"matrix_i.threshold": "fixed"}, "Fixed threshold of current value: enter a value, because"),
        ({"matrix_i.threshold": "fixed", "matrix_i.fixed_value": 1}, "Fixed threshold of undeveloped potential"),
        ({"rev_pot.classes": "fixed"}, "Lower bounds of high and medium revenue: enter a value"),
        ({"quality.revenue_classes": "fixed"}, "because “Quality of revenue: revenue classes” is set"),
    ],
)
def test_a_wrong_parameter_says_what_is_wrong(overrides: dict[str, object], message: str) -> None:
    with pytest.raises(ParameterError) as error:
        Parameters(overrides)
    assert message in str(error.value)
    assert isinstance(error.value, ValueError)
    assert error.value.message % error.value.values == str(error.value)
    assert error.value.key in PARAMETERS or "no method parameter" in message


@pytest.mark.parametrize(
    ("read", "key"),
    [(Parameters.number, "abc.cuts"), (Parameters.numbers, "rev_pot.classes"), (Parameters.choice, "abc.cuts")],
)
def test_a_parameter_is_read_as_what_it_is(read: Callable[[Parameters, str], object], key: str) -> None:
    with pytest.raises(TypeError, match=key):
        read(Parameters(), key)


def test_an_unknown_parameter_cannot_be_read() -> None:
    with pytest.raises(UnknownKeyError, match="no parameter 'abc'"):
        Parameters().number("abc")


@pytest.mark.parametrize(
    "changes",
    [
        {"kind": Kind.CHOICE, "default": "a"},
        {"kind": Kind.NUMBER, "default": Decimal(1), "choices": (("a", "A"),)},
        {"kind": Kind.NUMBERS, "default": (Decimal(1),)},
        {"kind": Kind.NUMBER, "default": None},
        {"kind": Kind.NUMBER, "default": "1"},
        {"kind": Kind.NUMBERS, "default": (Decimal(1), Decimal(2)), "length": 2, "order": Order.FALLING},
    ],
)
def test_a_wrong_parameter_declaration_is_refused(changes: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match=r"^(parameter 'p'|Price): "):
        ParameterSpec(**{"key": "p", "label": "Price", "section": "0", **changes})


# --- matrices ------------------------------------------------------------------------------------------------------

# A changed rule needs a new version: then write both here. Wording is not part of it.
RULES = {
    "relational-model": (1, "de5bb4ad7657"),
    "selection": (1, "68027e72949b"),
    "class": (1, "5c476312952b"),
    "value-potential": (1, "a20a3c129240"),
    "revenue-potential": (1, "ac4d6565e1b9"),
    "revenue-quality": (1, "b9ca8f46fa5c"),
}


def rules_of(spec: MatrixSpec) -> str:
    axes = [(axis.metric, axis.band_keys(), axis.cut, axis.zero_is_low) for axis in spec.axes().values()]
    cells = [(cell.key, [(spot.x, spot.y) for spot in cell.at]) for cell in spec.cells]
    return hashlib.sha256(repr((axes, cells, spec.positive, spec.region)).encode()).hexdigest()[:12]


@pytest.mark.parametrize("key", MATRICES.keys())
def test_a_changed_rule_has_a_new_version(key: str) -> None:
    spec = MATRICES.get(key)
    assert (spec.version, rules_of(spec)) == RULES[key]


def test_matrices_of_the_method() -> None:
    assert MATRICES.keys() == [
        "relational-model",
        "value-potential",
        "selection",
        "class",
        "revenue-potential",
        "revenue-quality",
    ]
    assert MATRICES.get("class").cell_keys() == ("strategic", "star", "status", "opportunity")
    assert MATRICES.get("selection").cell_keys() == ("key", "key_development", "maintenance", "opportunistic")
    stages = ("pre", "early", "mid", "partnership", "synergistic", "uncoupling")
    assert MATRICES.get("relational-model").cell_keys() == stages
    assert MATRICES.get("value-potential").cell_keys() == ("key", "potential_key", "important", "regular")
    keys = ("in_line", "loaded_moderate", "loaded_strong", "missed_moderate", "missed_strong")
    assert MATRICES.get("revenue-potential").cell_keys() == keys
    quality = MATRICES.get("revenue-quality").cell_keys()
    assert sorted(quality) == [margin + revenue for margin in "ABCD" for revenue in "1234"]


@pytest.mark.parametrize("spec", MATRICES, ids=lambda spec: spec.key)
def test_every_matrix_can_be_read_by_a_person(spec: MatrixSpec) -> None:
    assert spec.question.endswith("?")
    for cell in spec.cells:
        assert cell.label
        assert cell.prescription.endswith(".")
    for axis in spec.axes().values():
        assert axis.label
        assert all(band.label for band in axis.bands)


def test_only_the_potential_axis_is_drawn_from_high_to_low() -> None:
    drawn = [(spec.key, name) for spec in MATRICES for name, axis in spec.axes().items() if axis.high_first]
    assert drawn == [("revenue-potential", "x")]  # G13


def test_strength_is_the_distance_from_the_diagonal() -> None:
    spec = MATRICES.get("revenue-potential")
    rank = {band.key: number for number, band in enumerate(spec.x.bands)}
    strengths = {0: Strength.NONE, 1: Strength.MODERATE, 2: Strength.STRONG}
    for cell in spec.cells:
        for spot in cell.at:
            distance = rank[spot.x] - rank[spot.y]
            assert cell.strength is strengths[abs(distance)], spot
            assert cell.zone == ("in_line" if not distance else "missed" if distance > 0 else "loaded"), spot


def test_areas_of_revenue_quality() -> None:
    zones = {cell.key: cell.zone for cell in MATRICES.get("revenue-quality").cells}
    assert (zones["A1"], zones["B2"], zones["C1"], zones["D2"]) == (
        "healthy_core", "healthy_core", "poor_volume", "toxic_volume",
    )  # fmt: skip
    assert (zones["A3"], zones["B4"], zones["C4"], zones["D3"]) == (
        "promising_small",
        "promising_small",
        "tail",
        "loss_tail",
    )


def test_cells_are_found_by_key_and_place() -> None:
    spec = MATRICES.get("revenue-potential")
    assert spec.cell_at("high", "low").key == "missed_strong"
    assert spec.cell("missed_strong") is spec.cell_at("high", "low")
    with pytest.raises(KeyError, match="no cell 'star'; it has in_line"):
        spec.cell("star")
    with pytest.raises(KeyError, match="no cell at"):
        spec.cell_at("high", "highest")


def test_statuses_and_flags_are_all_explained() -> None:
    assert STATUSES.keys() == [status.value for status in Status]
    assert FLAGS.keys() == [flag.value for flag in Flag]


LOW_HIGH = (Band(key="low", label="Low"), Band(key="high", label="High"))
HALF = Cut(mode=Mode.FIXED, fixed=(0.5,))
AXIS = Axis(metric="share_of_wallet", label="x", bands=LOW_HIGH, cut=HALF)


def cell(key: str, *places: tuple[str, str]) -> Cell:
    return Cell(key=key, label=key, prescription=key, tone=Tone.SERVE, at=tuple(Spot(x=x, y=y) for x, y in places))


def line(*cells: Cell, **more: Any) -> MatrixSpec:
    return MatrixSpec(key="m", title="m", question="m?", section="0", version=1, **{"x": AXIS, "cells": cells, **more})


def test_a_good_matrix_is_taken() -> None:
    assert line(cell("a", ("low", "")), cell("b", ("high", ""))).inputs() == ("revenue", "demand")


@pytest.mark.parametrize(
    ("build", "message"),
    [
        pytest.param(lambda: line(cell("a", ("low", ""))), "no cell for", id="hole"),
        pytest.param(
            lambda: line(cell("a", ("low", ""), ("high", "")), cell("b", ("low", ""))), "two cells", id="overlap"
        ),
        pytest.param(lambda: line(cell("a", ("low", ""), ("high", ""), ("top", ""))), "no such place", id="outside"),
        pytest.param(lambda: line(cell("a", ("low", "")), cell("a", ("high", ""))), "twice", id="key twice"),
        pytest.param(lambda: line(cell("a", ("low", ""), ("high", "")), cell("b")), "without a place", id="nowhere"),
        pytest.param(lambda: line(cell("a", ("low", "")), cell("b", ("high", "")), y=AXIS), "no such place", id="no y"),
        pytest.param(lambda: line(cell("a"), region="r"), "region", id="region and bands"),
        pytest.param(lambda: line(cell("a"), x=replace(AXIS, bands=(), cut=None)), "region", id="neither"),
        pytest.param(lambda: line(size_metric="weight"), "no metric 'weight'", id="size"),
        pytest.param(lambda: line(positive="weight"), "no metric 'weight'", id="positive"),
        pytest.param(lambda: replace(AXIS, metric="weight"), "no metric 'weight'", id="metric"),
        pytest.param(lambda: replace(AXIS, bands=LOW_HIGH[:1]), "1 bands, but 1 lines", id="too few bands"),
        pytest.param(lambda: replace(AXIS, bands=LOW_HIGH * 2), "twice", id="band twice"),
        pytest.param(lambda: replace(AXIS, cut=None), "come together", id="bands without cut"),
        pytest.param(lambda: replace(AXIS, bands=()), "come together", id="cut without bands"),
        pytest.param(lambda: replace(AXIS, cut=Cut(mode=Mode.ABC, shares=(0.8,))), "summed", id="share of a share"),
        pytest.param(lambda: replace(AXIS, cut=Cut(mode=Mode.RELATIVE, steps=(0.0,))), "ratio of two", id="no ratio"),
        pytest.param(lambda: replace(AXIS, cut=Cut(mode=Mode.MEAN, fixed=(2.0, 1.0))), "2 lines", id="wrong fallback"),
        pytest.param(lambda: Cut(mode=Mode.ABC), "needs its numbers", id="no shares"),
        pytest.param(lambda: Cut(mode=Mode.FIXED), "needs its numbers", id="no lines"),
        pytest.param(lambda: Cut(mode=Mode.RELATIVE), "needs its numbers", id="no steps"),
        pytest.param(lambda: Cut(mode=Mode.MEAN, parameter="rev_pot.classes"), "needs its numbers", id="by choice"),
        pytest.param(lambda: Cut(mode=Mode.FIXED, fixed=(1.0, 2.0)), "from the highest line down", id="rising"),
        pytest.param(lambda: Cut(mode=Mode.FIXED, fixed=(1.0, 1.0)), "from the highest line down", id="equal"),
        pytest.param(lambda: Cut(mode=Mode.FIXED, fixed=(1.0,), floor=(0.5, 0.1)), "highest line down", id="floor"),
        pytest.param(lambda: Cut(mode=Mode.ABC, shares=(0.95, 0.8)), "must rise", id="shares fall"),
        pytest.param(lambda: Cut(mode=Mode.MEAN, positive="weight"), "no metric", id="population"),
        pytest.param(lambda: Cut(mode=Mode.MEAN, parameter="x.y"), "no parameter", id="choice"),
        pytest.param(lambda: replace(AXIS, cut=Cut(mode=Mode.FIXED, fixed="x.y")), "no parameter", id="numbers"),
    ],
)
def test_a_wrong_matrix_is_refused(build: Callable[[], object], message: str) -> None:
    with pytest.raises((ValueError, KeyError)) as error:
        build()
    assert message in str(error.value)
