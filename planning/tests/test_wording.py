"""Small texts that say where something stands: quarters above a timeline, notes under a step, measures."""

from __future__ import annotations

import datetime
from decimal import Decimal

import pytest
from django.forms import modelform_factory
from django.utils import translation

from kamp.shared.widgets import PlainSelect
from planning.calc.readiness import evaluate
from planning.charts.timeline import timeline
from planning.enums import PhaseState
from planning.models import PlanPhase, ScenarioSource
from planning.phases.catalog import PHASES
from planning.tables.measures import measured
from planning.views.plan_page import note_of, points_of

TODAY = datetime.date(2026, 11, 22)


def quarters(first: datetime.date, last: datetime.date) -> list[tuple[str, str]]:
    with translation.override("it"):
        return [(each.label, each.anchor) for each in timeline([], first, last, TODAY).quarters]


def test_the_quarters_of_a_timeline_neither_overlap_nor_leave_its_edge() -> None:
    """A plan from February to January: the first quarter has two months' room, the last one a month's."""
    found = quarters(datetime.date(2026, 2, 1), datetime.date(2028, 1, 31))
    assert [label for label, _anchor in found] == ["T1", "T2 2026", "T3", "T4", "T1 2027", "T2", "T3", "T4", "T1 2028"]
    assert found[-1][1] == "end"
    assert {anchor for _label, anchor in found[:-1]} == {"start"}


def test_a_plan_of_whole_quarters_names_the_year_with_the_first() -> None:
    found = quarters(datetime.date(2026, 4, 1), datetime.date(2028, 3, 31))
    assert [label for label, _anchor in found] == ["T2 2026", "T3", "T4", "T1 2027", "T2", "T3", "T4", "T1 2028"]


@pytest.mark.parametrize(
    ("state", "due", "note"),
    [
        (PhaseState.NOT_STARTED, None, "to be started"),
        (PhaseState.NOT_STARTED, datetime.date(2026, 11, 23), "to be started"),
        (PhaseState.NOT_STARTED, datetime.date(2026, 11, 13), "was due 13 Nov"),
        (PhaseState.IN_PROGRESS, datetime.date(2026, 11, 13), "was due 13 Nov"),
    ],
)
def test_a_late_phase_says_so_even_before_it_is_started(state: str, due: datetime.date | None, note: str) -> None:
    spec = PHASES.get("demand")
    standing = evaluate(spec, states={spec.key: state}, facts={}, waived=set(), plan_approved=False)
    with translation.override("en"):
        assert note_of(standing, PlanPhase(phase_key=spec.key, state=state, due=due), TODAY) == note


def test_points_are_counted_by_how_many_are_met() -> None:
    spec = PHASES.get("demand")
    standing = evaluate(spec, states={}, facts={}, waived=set(), plan_approved=False)
    with translation.override("en"):
        assert points_of(standing) == f"0 points of {standing.total}"


@pytest.mark.parametrize(
    ("value", "unit", "text"),
    [
        ("40.8", "%", "40,8%"),
        ("845000", "€", "845.000 €"),
        ("13.00", "%", "13%"),
        (None, "%", ""),
        ("1.239", "", "1,24"),
    ],
)
def test_a_measure_has_as_many_decimals_as_it_needs(value: str | None, unit: str, text: str) -> None:
    with translation.override("it"):
        assert measured(None if value is None else Decimal(value), unit) == text


def test_a_choice_that_was_not_made_says_so_in_a_word() -> None:
    with translation.override("en"):
        html = str(modelform_factory(ScenarioSource, fields=["kind"], widgets={"kind": PlainSelect})()["kind"])
    assert "-----" not in html
    assert '<option value="" selected>Choose</option>' in html
