"""Readiness, progress, SWOT, horizon and objectives on the numbers of the method, and at the edges."""

from __future__ import annotations

import datetime
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any

import pytest

from kamp.shared.months import months_later
from planning.calc import horizon, progress, swot
from planning.calc.objectives import Flaw, flaws
from planning.calc.progress import Rag
from planning.calc.readiness import NOT_APPLICABLE, cycle_percent, evaluate
from planning.phases.catalog import PHASES
from planning.phases.keys import PHASE_LABELS
from planning.phases.spec import SectionKind

pytestmark = pytest.mark.unit
D = datetime.date


def test_there_are_seven_phases_in_their_order_with_unique_parts() -> None:
    assert [spec.number for spec in PHASES] == [1, 2, 3, 4, 5, 6, 7]
    assert PHASES.keys() == list(PHASE_LABELS)
    for spec in PHASES:
        sections, criteria = [s.key for s in spec.sections], [c.key for c in spec.criteria]
        assert len(set(sections)) == len(sections)
        assert len(set(criteria)) == len(criteria)
        for criterion in spec.criteria:
            assert not criterion.section or spec.section(criterion.section), (spec.key, criterion.key)
            assert criterion.section or criterion.place or criterion.at_close, (spec.key, criterion.key)
        for section in spec.sections:
            assert (section.kind in {SectionKind.ROWS, SectionKind.SWOT}) == bool(section.rows)
            assert (section.kind is SectionKind.FACTS) == bool(section.facts)
        assert set(spec.gate.needs) < set(PHASE_LABELS)


# -- readiness §9.1 --

WHOLE: dict[str, Any] = {
    "fresh_sources": 3,
    "source_kinds": 2,
    "market_figures": 1,
    "rated_factors": 5,
    "information": NOT_APPLICABLE,
}


def test_a_phase_is_ready_when_all_but_the_approval_is_met() -> None:
    standing = evaluate(PHASES.get("scenario"), states={"scenario": "in_progress"}, facts=WHOLE)
    assert standing.missing == ()
    assert (standing.met, standing.total, standing.percent) == (4, 5, 80.0)
    closed = evaluate(PHASES.get("scenario"), states={"scenario": "closed"}, facts=WHOLE)
    assert closed.percent == 100.0


@pytest.mark.parametrize(
    ("fact", "value", "key"),
    [
        ("fresh_sources", 2, "sources"),
        ("source_kinds", 1, "source_kinds"),
        ("market_figures", 0, "market"),
        ("rated_factors", 4, "factors"),
        ("information", 49.9, "informed"),
        ("rated_factors", None, "factors"),
    ],
)
def test_each_criterion_is_missing_just_below_its_limit(fact: str, value: float | None, key: str) -> None:
    standing = evaluate(PHASES.get("scenario"), states={}, facts=WHOLE | {fact: value})
    assert [each.spec.key for each in standing.missing] == [key]
    waived = evaluate(PHASES.get("scenario"), states={}, facts=WHOLE | {fact: value}, waived={key})
    assert waived.missing == ()


def test_what_nobody_knows_is_not_met() -> None:
    standing = evaluate(PHASES.get("demand"), states={}, facts={})
    assert standing.met == 0
    assert all(each.value is None for each in standing.criteria if not each.spec.at_close)


def test_order_five_needs_three_and_four_six_needs_five_seven_the_approval() -> None:
    def blocked(key: str, closed: set[str], *, approved: bool = False) -> tuple[tuple[str, ...], bool]:
        states = dict.fromkeys(closed, "closed")
        standing = evaluate(PHASES.get(key), states=states, facts={}, plan_approved=approved)
        return standing.blocked_by, standing.waits_for_approval

    assert [blocked(key, set()) for key in ("scenario", "swot", "demand", "fit")] == [((), False)] * 4
    assert blocked("strategy", set()) == (("demand", "fit"), False)
    assert blocked("strategy", {"demand"}) == (("fit",), False)
    assert blocked("strategy", {"demand", "fit"}) == ((), False)
    assert blocked("sales-plan", {"demand", "fit"}) == (("strategy",), False)
    assert blocked("review", set(PHASE_LABELS)) == ((), True)
    assert blocked("review", set(), approved=True) == ((), False)


def test_the_cycle_is_the_mean_of_its_phases() -> None:
    full = evaluate(PHASES.get("scenario"), states={"scenario": "closed"}, facts=WHOLE)
    empty = evaluate(PHASES.get("swot"), states={}, facts={})
    assert cycle_percent([full, empty]) == 50.0
    assert cycle_percent([]) == 0.0


# -- progress §4.6 --


def test_progress_on_the_vectors() -> None:
    for case in CONTROL:
        base, target = Decimal(str(case["base"])), Decimal(str(case["target"]))
        now = progress.expected(base, target, Decimal(str(case["elapsed"])))
        ratio = progress.progress(base, now, Decimal(str(case["actual"])))
        assert ratio is not None
        assert round(float(ratio), 4) == case["progress"]
        assert progress.rag(ratio) == case["rag"]


CONTROL: list[dict[str, Any]] = [
    {"base": 0, "target": 120, "elapsed": 0.5, "actual": 52, "progress": 0.8667, "rag": "amber"},
    {"base": 10, "target": 6, "elapsed": 0.5, "actual": 7.8, "progress": 1.1, "rag": "green"},
]


def test_progress_edges() -> None:
    assert progress.progress(Decimal(10), Decimal(10), Decimal(12)) is None
    assert progress.progress(Decimal(10), Decimal(20), None) is None
    ratios = ["1", "0.95", "0.9499", "0.80", "0.7999", "-1"]
    assert [progress.rag(Decimal(each)) for each in ratios] == [
        Rag.GREEN,
        Rag.GREEN,
        Rag.AMBER,
        Rag.AMBER,
        Rag.RED,
        Rag.RED,
    ]
    assert progress.rag(None) is Rag.NONE
    assert progress.rag(Decimal(2), is_due=True) is Rag.RED
    assert progress.rag(Decimal(1), is_due=True, is_reached=True) is Rag.GREEN
    assert progress.is_reached(Decimal(10), Decimal(6), Decimal(6))
    assert not progress.is_reached(Decimal(10), Decimal(6), Decimal(7))
    assert not progress.is_reached(Decimal(0), Decimal(6), None)


def test_time_elapsed_stays_between_nothing_and_all() -> None:
    start, due = D(2026, 1, 1), D(2027, 1, 1)
    assert progress.elapsed(start, due, D(2025, 1, 1)) == 0
    assert progress.elapsed(start, due, D(2028, 1, 1)) == 1
    assert round(progress.elapsed(start, due, D(2026, 7, 2)), 3) == Decimal("0.499")
    assert progress.elapsed(due, due, due) == 1


# -- SWOT §4.3 --


@dataclass
class Item:
    quadrant: str
    importance: int | None = 3
    gap: int | None = None
    probability: int | None = None


def test_scores_and_order_of_swot_items() -> None:
    strong, weak = Item("S", 5, 2), Item("W", 4, -3)
    chance, unknown, parity = Item("O", 4, None, 5), Item("T"), Item("S", 5, 0)
    assert [swot.score(each) for each in (strong, weak, chance, unknown, parity)] == [10, -12, 20, None, 0]
    assert swot.ranked([unknown, strong, parity, weak, chance]) == [chance, weak, strong, unknown]


def test_the_sign_of_the_gap_says_which_quadrant() -> None:
    assert [swot.quadrant_of("S", gap) for gap in (1, -1, 0, None)] == ["S", "W", "S", "S"]
    assert swot.quadrant_of("W", 2) == "S"
    assert swot.quadrant_of("O", -2) == "O"


def test_the_emptiest_quadrant_counts_without_parity() -> None:
    two = [Item(q, 3, {"S": 1, "W": -1}.get(q)) for q in "SWOT"] * 2
    assert swot.least(two) == 2
    assert swot.least([*two[:7], Item("S", 3, 0)]) == 1
    assert swot.least([]) == 0


# -- horizon §9.3 --


@pytest.mark.parametrize(
    ("first", "last", "months", "fit"),
    [
        (D(2027, 1, 1), D(2028, 5, 31), 17, False),
        (D(2027, 1, 31), D(2028, 6, 1), 18, True),
        (D(2027, 1, 1), D(2028, 12, 31), 24, True),
        (D(2027, 1, 1), D(2029, 1, 1), 25, False),
        (D(2027, 1, 1), D(2026, 1, 1), 0, False),
    ],
)
def test_the_horizon_counts_whole_months_both_included(
    first: datetime.date, last: datetime.date, months: int, fit: bool
) -> None:
    assert horizon.months_of(first, last) == months
    assert horizon.fits(first, last) is fit


def test_the_proposed_horizon_begins_next_month_and_fits() -> None:
    assert horizon.proposed(D(2026, 11, 22)) == (D(2026, 12, 1), D(2028, 11, 30))
    assert horizon.proposed(D(2026, 12, 31)) == (D(2027, 1, 1), D(2028, 12, 31))
    assert horizon.fits(*horizon.proposed(D(2026, 1, 31)))


def test_months_before_stay_within_the_month() -> None:
    assert months_later(D(2026, 11, 22), -12) == D(2025, 11, 22)
    assert months_later(D(2026, 8, 31), -6) == D(2026, 2, 28)
    assert months_later(D(2026, 1, 31), -1) == D(2025, 12, 31)
    assert months_later(D(2026, 1, 15), -13) == D(2024, 12, 15)


# -- objectives §4.4 --


@dataclass
class Goal:
    baseline: Decimal | None = Decimal(0)
    target: Decimal | None = Decimal(10)
    due: datetime.date | None = datetime.date(2027, 6, 30)
    direction: str = "up"
    owner_id: int | None = 1


@pytest.mark.parametrize(
    ("changes", "flaw"),
    [
        ({"baseline": None}, Flaw.NO_BASELINE),
        ({"target": None}, Flaw.NO_TARGET),
        ({"target": Decimal(0)}, Flaw.SAME),
        ({"direction": "down"}, Flaw.WRONG_WAY),
        ({"target": Decimal(-1)}, Flaw.WRONG_WAY),
        ({"due": None}, Flaw.NO_DUE),
        ({"due": D(2029, 1, 1)}, Flaw.OUTSIDE_PLAN),
        ({"due": D(2026, 12, 31)}, Flaw.OUTSIDE_PLAN),
        ({"owner_id": None}, Flaw.NO_OWNER),
    ],
)
def test_each_flaw_of_an_objective_is_found(changes: dict[str, Any], flaw: Flaw) -> None:
    span = {"starts_on": D(2027, 1, 1), "ends_on": D(2028, 12, 31)}
    assert flaws(Goal(), **span) == []
    assert flaws(replace(Goal(), **changes), **span) == [flaw]
