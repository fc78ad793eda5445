"""Every number of vectors.json for §0, 6.1, 7.1, 7.3 and 8.1, through database, job and stored rows."""

from __future__ import annotations

import json
from decimal import Decimal
from io import StringIO
from typing import Any

import pytest
from django.core.management import call_command

from accounts.models import Demand, KeyAccount
from accounts.selectors.facts import facts_of, facts_totals
from accounts.selectors.windows import Window
from accounts.tests.factories import make_account, make_company, make_demand, make_sale
from portfolio.calc.carriers import DECIMALS
from portfolio.calc.metrics import Figures
from portfolio.matrices.catalog import MATRICES
from portfolio.models import Classification, ClassificationRun
from portfolio.tests.calc.running_example import COLUMNS, ROWS
from portfolio.tests.factories import ANSWERS, AS_OF, judge, make_example, make_judged_portfolio, run_job

pytestmark = pytest.mark.django_db

CELLS = {
    "relational-model": {
        "ALFA": "mid",
        "BETA": "partnership",
        "GAMMA": "early",
        "DELTA": "early",
        "EPSILON": "pre",
        "ZETA": "mid",
    },
    "value-potential": {
        "ALFA": "key",
        "BETA": "important",
        "GAMMA": "potential_key",
        "DELTA": "regular",
        "EPSILON": "potential_key",
        "ZETA": "regular",
    },
    "selection": {
        "ALFA": "key_development",
        "BETA": "maintenance",
        "GAMMA": "key",
        "DELTA": "key_development",
        "EPSILON": "opportunistic",
        "ZETA": "maintenance",
    },
    "class": {
        "ALFA": "star",
        "BETA": "status",
        "GAMMA": "strategic",
        "DELTA": "star",
        "EPSILON": "opportunity",
        "ZETA": "status",
    },
    "revenue-potential": {
        "ALFA": "in_line",
        "BETA": "in_line",
        "GAMMA": "missed_moderate",
        "DELTA": "loaded_moderate",
        "EPSILON": "missed_moderate",
        "ZETA": "in_line",
    },
    "revenue-quality": {"ALFA": "B1", "BETA": "C2", "GAMMA": "A3", "DELTA": "A3", "EPSILON": "D4", "ZETA": "D4"},
}


@pytest.fixture
def portfolio() -> dict[str, KeyAccount]:
    return make_judged_portfolio()


@pytest.fixture
def run(portfolio: dict[str, KeyAccount]) -> ClassificationRun:
    job = run_job()
    assert job.state == "done", job.error
    return ClassificationRun.objects.get(number=job.result["run"])


def rows_by_code() -> dict[str, Classification]:
    return {row.account.code: row for row in Classification.objects.select_related("account")}


def test_facts_of_the_running_example(portfolio: dict[str, KeyAccount]) -> None:
    facts = {each.code: each for each in facts_of(None, Window.trailing(AS_OF))}
    for code, row in ROWS.items():
        for name, value in zip(COLUMNS, row, strict=True):
            assert getattr(facts[code], name) == Decimal(str(value)) * 1000, (code, name)
        assert facts[code].cost_share == 1


def test_totals_of_the_running_example(portfolio: dict[str, KeyAccount]) -> None:
    totals = facts_totals(None, Window.trailing(AS_OF))
    assert (totals.revenue, totals.cm1, totals.cm2) == (1_000_000, 284_500, 191_000)
    assert totals.cm2 / totals.revenue == Decimal("0.191")


@pytest.mark.parametrize(
    ("code", "growth"),
    [
        ("ALFA", 0.1111),
        ("BETA", -0.0909),
        ("GAMMA", 0.2),
        ("DELTA", 0.0),
        ("EPSILON", None),
        ("ZETA", -0.4444),
    ],
)
def test_growth(portfolio: dict[str, KeyAccount], code: str, growth: float | None) -> None:
    (facts,) = facts_of([portfolio[code].pk], Window.trailing(AS_OF))
    found = Figures({"revenue": facts.revenue, "revenue_previous": facts.revenue_previous}, DECIMALS)["growth"]
    assert found.is_nan() if growth is None else float(found) == pytest.approx(growth, abs=5e-5)


@pytest.mark.parametrize("matrix", MATRICES.keys())
def test_cells(run: ClassificationRun, matrix: str) -> None:
    assert {code: row.cell_on(matrix) for code, row in rows_by_code().items()} == CELLS[matrix]


def test_the_golden_table_has_every_matrix() -> None:
    assert list(CELLS) == MATRICES.keys()


def test_thresholds_of_current_value_and_potential(run: ClassificationRun) -> None:
    lines = run.thresholds["value-potential"]
    assert lines["x"]["cuts"][0] == pytest.approx(31_833.3333, abs=0.001)
    assert lines["y"]["cuts"][0] == pytest.approx(151_666.6667, abs=0.001)


def test_quality_of_revenue(run: ClassificationRun) -> None:
    quality = run.indices["quality"]
    assert quality["rqi"] == pytest.approx(0.68)
    assert quality["loss_share"] == pytest.approx(0.02)
    assert quality["reference"] == pytest.approx(0.191)
    assert run.margin_level == "cm2"
    sums = {cell.cell: (cell.accounts, cell.revenue) for cell in run.cells.filter(matrix="revenue-quality")}
    assert sums == {"B1": (1, 500_000), "C2": (1, 300_000), "A3": (2, 180_000), "D4": (2, 20_000)}


def test_negative_margin_is_flagged(run: ClassificationRun) -> None:
    flagged = {code for code, row in rows_by_code().items() if "value-potential:negative_margin" in row.flags}
    assert flagged == {"EPSILON", "ZETA"}


def test_concentration(run: ClassificationRun) -> None:
    figures = run.indices["concentration"]
    assert figures["largest"]["1"] == pytest.approx(0.5)
    assert figures["largest"]["3"] == pytest.approx(0.92)
    assert figures["largest"]["5"] == pytest.approx(0.995)
    assert figures["hhi"] == pytest.approx(3582.5)
    assert figures["hhi_normalised"] == pytest.approx(0.2299, abs=5e-5)
    assert figures["effective"] == pytest.approx(2.7913, abs=5e-5)
    assert figures["gini"] == pytest.approx(0.565, abs=5e-4)
    assert figures["hhi_reading"] == "high"


def test_abc(run: ClassificationRun) -> None:
    """ALFA and BETA are A: GAMMA begins at exactly 80 %."""
    assert run.indices["concentration"]["abc"] == {"A": 2, "B": 2, "C": 2}
    bands = run.thresholds["revenue-potential"]
    demand = {"ALFA": "A", "GAMMA": "A", "BETA": "A", "EPSILON": "B", "DELTA": "C", "ZETA": "C"}
    high, medium = sorted(bands["x"]["cuts"], reverse=True)
    values = {code: float(row.metrics["potential"]) for code, row in rows_by_code().items()}
    assert {c: "A" if v >= high else "B" if v >= medium else "C" for c, v in values.items()} == demand


def printed(*words: str) -> Any:
    out = StringIO()
    call_command(*words, stdout=out)
    return json.loads(out.getvalue())


def test_figures_command(portfolio: dict[str, KeyAccount]) -> None:
    found = printed("figures", "--as-of", "2026-10-31")
    assert found["window"] == {"from": "2025-11-01", "to": "2026-10-31"}
    assert (found["customers"], found["revenue"], found["margin"]) == (6, "1000000.00", "191000.00")
    assert [found[f"cr{n}"] for n in (1, 3, 5, 10)] == [50.0, 92.0, 99.5, 100.0]
    assert (found["hhi"], found["effective"], found["gini"]) == (3582.5, 2.7913, 0.565)
    assert found["abc"] == {"A": 2, "B": 2, "C": 2}
    assert found["customers_80"] == 2
    first = {"code": "ALFA", "name": "Alfa", "revenue": "500000.00", "share": 50.0, "margin_pct": 22.0}
    assert found["top"][0] == first
    assert [row["margin_pct"] for row in found["top"]] == [22.0, 13.3333, 25.0, 30.0, -33.3333, -40.0]
    cells = {
        slug: {c: n["accounts"] for c, n in m["cells"].items() if n["accounts"]}
        for slug, m in found["matrices"].items()
    }
    assert cells["revenue-quality"] == {"A3": 2, "B1": 1, "C2": 1, "D4": 2}
    assert {slug: matrix["not_assessed"] for slug, matrix in found["matrices"].items()} == dict.fromkeys(cells, 0)
    assert found["matrices"]["revenue-quality"]["cells"]["A3"] == {"accounts": 2, "revenue": "180000.00"}


@pytest.mark.parametrize(("matrix", "code"), [(m, c) for m, cells in CELLS.items() for c in cells])
def test_explain_command(portfolio: dict[str, KeyAccount], matrix: str, code: str) -> None:
    found = printed("explain", code, "--matrix", matrix, "--as-of", "2026-10-31")
    assert (found["code"], found["class"]["key"], found["missing"]) == (code, CELLS[matrix][code], [])
    assert ("negative_margin" in found["flags"]) == (code in ("EPSILON", "ZETA"))


# ---- §1, 6.2, 6.3: through ratings, database and job ----------------------------------------------------------------

VECTORS = {
    "attractiveness": {"score": 64.5, "fifth_missing": 68.8235},
    "strength": 49.75,
    "stage": [(18 / 7, 2.5, "mid", ""), (4.6, 1.2, "early", "collaboration_without_structure")],
}


def make_worked_example(**answers: Any) -> KeyAccount:
    """An account with the criteria 6, 10, 6, 7, 4, 6: another way to the 645 of the worked example, as the measured
    ones cannot score 5 or 9."""
    make_company()
    account = make_example("WORKED", {"revenue": 500, "demand": 540, "direct_cost": 350, "cost_to_serve": 50})
    make_example("OTHER", {"revenue": 500, "direct_cost": 350, "cost_to_serve": 50})
    make_demand(account, 400_000, year=AS_OF.year - 1)
    given = {"fit": 7, "willingness": 4, "days_late": 20, "ours": ANSWERS["ALFA"]["ours"]}
    judge(account, **{**given, "rival": ANSWERS["ALFA"]["rival"], **answers})
    return account


def test_attractiveness_and_strength_of_the_worked_example() -> None:
    account = make_worked_example()
    run_job()
    row = Classification.objects.get(account=account)
    assert float(row.metrics["attractiveness"]) == VECTORS["attractiveness"]["score"]
    assert float(row.metrics["relative_strength"]) == VECTORS["strength"]
    assert (row.cell_on("selection"), row.cell_on("class")) == ("key_development", "star")
    assert "borderline" in row.flags_on("class")
    assert MATRICES.get("class").cell("star").posture == "Selective investment"


def test_attractiveness_without_the_fifth_criterion() -> None:
    account = make_worked_example()
    account.ratings.filter(key="attractiveness.willingness").delete()
    run_job()
    row = Classification.objects.get(account=account)
    assert float(row.metrics["attractiveness"]) == pytest.approx(VECTORS["attractiveness"]["fifth_missing"], abs=1e-4)


def test_attractiveness_needs_sixty_of_the_weight() -> None:
    account = make_worked_example()
    account.ratings.all().delete()  # 60 are measured: potential, growth, profitability
    run_job()
    row = Classification.objects.get(account=account)
    assert float(row.metrics["attractiveness"]) == pytest.approx((25 * 6 + 15 * 10 + 20 * 6) / 60 * 10)
    Demand.objects.filter(account=account, year=AS_OF.year - 1).delete()
    run_job()
    row = Classification.objects.get(account=account, to_run=None)
    assert "attractiveness" not in row.metrics
    assert row.cell_on("class") == "not_assessed"


def test_stages_of_the_worked_examples(portfolio: dict[str, KeyAccount], run: ClassificationRun) -> None:
    for name, (x, y, cell, flag) in zip(("ALFA", "GAMMA"), VECTORS["stage"], strict=True):
        row = rows_by_code()[name]
        assert (float(row.metrics["relation_x"]), float(row.metrics["relation_y"])) == (
            pytest.approx(x),
            pytest.approx(y),
        )
        assert row.cell_on("relational-model") == cell
        assert [each for each in row.flags_on("relational-model") if "without" in each] == ([flag] if flag else [])


def test_without_scores_the_stage_stands_in_for_the_strength(run: ClassificationRun) -> None:
    row = rows_by_code()["BETA"]
    assert (float(row.metrics["relative_strength"]), row.levels["relative_strength"]) == (75, "strength_proxy")
    assert "provisional" in row.flags_on("class")


@pytest.mark.parametrize(
    ("sold", "stage", "dormant"),
    [
        pytest.param([], "pre", False, id="never invoiced"),
        pytest.param(["2024-01-15"], "early", True, id="not for a year"),
        pytest.param(["2026-03-01"], "synergistic", False, id="in the period"),
    ],
)
def test_hard_caps_of_the_stage(sold: list[str], stage: str, *, dormant: bool) -> None:
    make_company()
    account = make_account()
    judge(account, x=(5,) * 7, y=(5,) * 6)
    for day in sold:
        make_sale(account, day, 1000)
    run_job()
    row = Classification.objects.get(account=account)
    assert row.cell_on("relational-model") == stage
    assert ("dormant" in row.flags_on("relational-model")) == dormant


def test_an_event_leaves_the_stages(portfolio: dict[str, KeyAccount]) -> None:
    portfolio["BETA"].relationship_breaks.create(kind="notice", cause="rival", happened_on=AS_OF)
    run_job()
    assert rows_by_code()["BETA"].cell_on("relational-model") == "uncoupling"
