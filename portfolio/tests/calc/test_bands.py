"""Where a value falls between lines: ties go up, zero may be low, borderline is near."""

from __future__ import annotations

import json
import math
import subprocess
import sys

import pytest

from portfolio.calc.bands import Nearness, Threshold, is_borderline
from portfolio.matrices.axis import Mode
from portfolio.metrics.spec import Unit
from portfolio.parameters.values import Parameters

pytestmark = pytest.mark.unit


def lines(*cuts: float, mode: Mode = Mode.FIXED, **more: object) -> Threshold:
    return Threshold(metric="revenue", mode=mode, cuts=cuts, accounts=6, **more)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("value", "band"),
    [
        pytest.param(49.99, 0, id="below"),
        pytest.param(50.0, 1, id="on the line: the upper band"),
        pytest.param(249.99, 1, id="between"),
        pytest.param(250.0, 2, id="on the upper line"),
        pytest.param(-10.0, 0, id="negative"),
        pytest.param(0.0, 0, id="zero"),
        pytest.param(math.nan, None, id="missing is no band"),
    ],
)
def test_band(value: float, band: int | None) -> None:
    assert lines(50.0, 250.0).band(value) == band


def test_without_lines_there_is_no_band() -> None:
    threshold = Threshold(metric="revenue", mode=Mode.FIXED, cuts=None, accounts=2)
    assert threshold.band(10.0) is None
    assert threshold.line_over(0) is None
    assert not is_borderline(threshold, 10.0, Parameters())


@pytest.mark.parametrize(("value", "band"), [(-6.0, 0), (-4.0, 0), (0.0, 0), (0.01, 1)])
def test_zero_is_low_even_above_a_negative_line(value: float, band: int) -> None:
    threshold = lines(-5.0, zero_is_low=True)
    assert threshold.band(value) == band
    assert threshold.line_over(0) == 0.0
    assert threshold.line_under(1) == 0.0


def test_zero_is_not_low_by_itself() -> None:
    assert lines(-5.0).band(-4.0) == 1
    assert lines(0.0).band(0.0) == 1


def test_coinciding_lines_are_crossed_together() -> None:
    threshold = lines(0.0, 0.0, 0.05)
    assert threshold.band_beyond(0, up=True) == 2
    assert threshold.band_beyond(2, up=False) == 0
    assert threshold.band_beyond(3, up=False) == 2
    assert lines(-5.0, zero_is_low=True).band_beyond(1, up=False) == 0


# G9: 5 points on 0-100 axes, else 5 % of the threshold
@pytest.mark.parametrize(
    ("unit", "value", "line", "near"),
    [
        (Unit.SCORE, 45.0, 50.0, True),
        (Unit.SCORE, 55.0, 50.0, True),
        (Unit.SCORE, 44.9, 50.0, False),
        (Unit.SHARE, 0.45, 0.5, True),
        (Unit.SHARE, 0.44, 0.5, False),
        (Unit.MONEY, 95.0, 100.0, True),
        (Unit.MONEY, 105.0, 100.0, True),
        (Unit.MONEY, 94.9, 100.0, False),
        (Unit.MONEY, -95.0, -100.0, True),
        (Unit.MONEY, 0.01, 0.0, False),
        (Unit.RATIO, 0.191, 0.2, True),
        (Unit.RATIO, 0.15, 0.2, False),
        (Unit.CLASS, 1.0, 1.0, False),
    ],
)
def test_nearness(unit: Unit, value: float, line: float, near: bool) -> None:
    assert Nearness.of(unit, Parameters()).holds(value, line) is near


def test_nearness_is_a_parameter() -> None:
    wide = Parameters({"borderline.pct": 10, "borderline.points": 8})
    assert Nearness.of(Unit.MONEY, wide).holds(90.0, 100.0)
    assert Nearness.of(Unit.SCORE, wide).holds(42.0, 50.0)


def test_borderline_of_an_abc_class_is_measured_to_the_neighbour() -> None:
    abc = lines(100.0, mode=Mode.ABC, zero_is_low=True, below=(97.0,))
    assert is_borderline(abc, 100.0, Parameters())  # the next lower is within 5 %
    assert is_borderline(abc, 97.0, Parameters())  # and sees the line within 5 %
    apart = lines(100.0, mode=Mode.ABC, zero_is_low=True, below=(60.0,))
    assert not is_borderline(apart, 100.0, Parameters())  # on its own line, but nobody is near
    assert not is_borderline(apart, 60.0, Parameters())
    alone = lines(100.0, mode=Mode.ABC, zero_is_low=True, below=(None,))
    assert not is_borderline(alone, 100.0, Parameters())


def test_nothing_is_borderline_that_is_low_by_rule() -> None:
    assert not is_borderline(lines(0.0, zero_is_low=True), 0.0, Parameters())
    assert not is_borderline(lines(-5.0, zero_is_low=True), -5.0, Parameters())


def test_a_threshold_survives_json() -> None:
    threshold = lines(
        0.1, 1 / 3, mode=Mode.ABC, below=(0.1, None), total=10.3, reference=0.191, levels={"cm2": 2, "revenue": 1}
    )
    assert Threshold.from_dict(json.loads(json.dumps(threshold.as_dict()))) == threshold


def test_explaining_loads_neither_numpy_nor_django() -> None:
    code = (
        "import sys, portfolio.calc.explain, portfolio.calc.quantities\n"
        "sys.exit(', '.join(name for name in ('numpy', 'pandas', 'django', 'plotly') if name in sys.modules) or None)"
    )
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert (run.returncode, run.stderr) == (0, "")
