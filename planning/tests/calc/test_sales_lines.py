"""Lines of a sales plan: three points, weighted totals, cash flow, the customer's side (method §9.2, §9.4)."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from planning.calc.lines import (
    LineFacts,
    Outcome,
    Outlay,
    customer_value,
    line_flows,
    line_returns,
    plan_flows,
    scaled,
    spending,
    three_point,
    totals_of,
)

pytestmark = pytest.mark.unit

D = Decimal


def line(revenue: int | dict[int, int], probability: str | None = "1", **more: object) -> LineFacts:
    spread = revenue if isinstance(revenue, dict) else {0: revenue}
    return LineFacts(
        key=more.pop("key", 1),  # type: ignore[arg-type]
        revenue={month: D(amount) for month, amount in spread.items()},
        probability=None if probability is None else D(probability),
        **more,  # type: ignore[arg-type]
    )


def test_three_points() -> None:
    found = three_point(D(80), D(110), D(170))
    assert (found.mean, found.deviation) == (115, 15)


@pytest.mark.parametrize("points", [(90, 80, 100), (80, 110, 100), (110, 80, 60)])
def test_three_points_in_the_wrong_order(points: tuple[int, int, int]) -> None:
    with pytest.raises(ValueError, match="low <= best <= high"):
        three_point(*(D(point) for point in points))


def test_weighted_revenue_of_the_method() -> None:
    lines = [line(120_000, "0.8", key=1), line(60_000, "0.5", key=2), line(40_000, "0.2", key=3)]
    found = totals_of(lines, 24)
    assert found.weighted == 134_000
    assert found.expected == 220_000


def test_won_counts_whole_lost_counts_nothing() -> None:
    won, lost = line(100, "0.3", outcome=Outcome.WON), line(100, "0.9", outcome=Outcome.LOST)
    assert (won.weighted, lost.weighted) == (100, 0)


def test_a_won_line_needs_no_probability() -> None:
    assert line(100, None, outcome=Outcome.WON, contribution=D("0.4")).missing == []


def test_missing_is_not_zero() -> None:
    empty = LineFacts(key=7)
    assert empty.expected is None
    assert empty.weighted is None
    assert empty.missing == ["revenue", "probability", "contribution"]
    found = totals_of([empty, line(100, "0.5", key=8)], 24)
    assert (found.expected, found.left_out, found.not_assessed) == (100, [7], [7, 8])
    assert found.returns is None


def test_defence_counts_the_avoided_loss_beside_new_revenue() -> None:
    found = totals_of([line(300, "0.5", key=1, defends=True), line(100, "0.8", key=2)], 24)
    assert (found.defended_expected, found.defended_weighted) == (300, 150)
    assert (found.new_expected, found.new_weighted) == (100, 80)
    assert (found.expected, found.weighted) == (400, 230)


def example() -> LineFacts:
    return line(
        dict.fromkeys(range(7, 19), 6250),
        contribution=D("0.4"),
        outlays=(Outlay(months=(0,), amount=D(20000)), Outlay(months=(6,), amount=D(5000))),
    )


def test_the_example_of_the_method_from_revenue_and_contribution() -> None:
    found = line_returns(example(), 19)
    assert found is not None
    assert (found.roi, found.payback, round(found.npv, 2)) == (D("0.2"), 16, D("2884.38"))


def test_benefits_are_contribution_not_revenue_and_investments_are_not_weighted() -> None:
    facts = line({2: 1000}, "0.5", contribution=D("0.3"), outlays=(Outlay(months=(0, 1), amount=D(40)),))
    months = line_flows(facts, 3)
    assert months is not None
    assert [month.benefit for month in months] == [0, 0, 150]
    assert [month.investment for month in months] == [40, 40, 0]


def test_a_conditional_investment_is_weighted() -> None:
    outlays = (Outlay(months=(1,), amount=D(100), conditional=True), Outlay(months=(1,), amount=D(10)))
    assert spending(outlays, D("0.2")) == {1: D(30)}


def test_a_flow_needs_all_it_is_made_of() -> None:
    assert line_flows(line(100, "0.5"), 12) is None


def test_months_beyond_the_plan_are_kept() -> None:
    months = line_flows(line({30: 100}, contribution=D("0.5")), 24)
    assert months is not None
    assert (len(months), months[30].benefit) == (31, 50)


def test_a_recurring_investment_adds_up() -> None:
    assert Outlay(months=range(3, 9), amount=D(250)).total == 1500


def test_a_scenario_keeps_the_shape_of_the_year() -> None:
    found = scaled(line({0: 100, 1: 300}), D(200))
    assert found.revenue == {0: 50, 1: 150}
    assert scaled(line({0: 100}), None) == line({0: 100})
    assert scaled(LineFacts(key=1), D(5)) == LineFacts(key=1)


@pytest.mark.parametrize(
    ("benefit", "yearly", "adoption", "net", "payback"),
    [
        pytest.param(190_000, 70_000, 60_000, 120_000, 6, id="comes back in half a year"),
        pytest.param(190_000, None, None, 190_000, None, id="costs not known"),
        pytest.param(50_000, 60_000, 10_000, -10_000, None, id="never comes back"),
        pytest.param(50_000, 0, 0, 50_000, 0, id="free"),
    ],
)
def test_the_customers_side(
    benefit: int, yearly: int | None, adoption: int | None, net: int, payback: int | None
) -> None:
    found = customer_value(D(benefit), None if yearly is None else D(yearly), None if adoption is None else D(adoption))
    assert found is not None
    assert (found.net_benefit, found.payback) == (net, payback)


def test_the_customers_side_is_not_assessed_without_a_benefit() -> None:
    assert customer_value(None, D(1), D(1)) is None


shares = st.decimals(min_value=0, max_value=1, places=4)
amounts = st.decimals(min_value=0, max_value=1_000_000, places=2)
revenues = st.dictionaries(st.integers(0, 23), amounts, max_size=24)
outlays = st.lists(
    st.builds(Outlay, months=st.lists(st.integers(0, 23), max_size=4), amount=amounts, conditional=st.booleans()),
    max_size=3,
)
line_facts = st.builds(
    LineFacts,
    key=st.integers(1, 99),
    revenue=revenues,
    probability=st.none() | shares,
    contribution=st.none() | st.decimals(min_value=-1, max_value=1, places=4),
    outlays=outlays,
    outcome=st.sampled_from(Outcome),
    defends=st.booleans(),
)


@given(st.lists(line_facts, max_size=6))
def test_totals_are_the_sums_of_their_lines(lines: list[LineFacts]) -> None:
    found = totals_of(lines, 24)
    assert found.weighted == found.new_weighted + found.defended_weighted
    assert found.weighted <= found.expected
    assert found.weighted == sum(each.weighted for each in lines if each.weighted is not None)
    if found.returns is not None:
        each = [part for facts in lines if (part := line_returns(facts, 24)) is not None]
        assert abs(found.returns.npv - sum(part.npv for part in each)) < D("1e-6")
        assert found.returns.investments == sum(part.investments for part in each)


@given(st.lists(line_facts, max_size=6), st.randoms())
def test_the_order_of_lines_changes_nothing(lines: list[LineFacts], chance: object) -> None:
    shuffled = list(lines)
    chance.shuffle(shuffled)  # type: ignore[attr-defined]
    assert plan_flows(shuffled, 24) == plan_flows(lines, 24)


@given(line_facts.filter(lambda facts: facts.outcome is Outcome.OPEN and facts.probability is not None), amounts)
def test_a_line_left_out_never_counts_as_nothing(facts: LineFacts, more: Decimal) -> None:
    """Two lines, one not assessed: the total is that of the other one alone."""
    unknown = LineFacts(key=100, revenue={0: more})
    assert totals_of([facts, unknown], 24).expected == totals_of([facts], 24).expected
