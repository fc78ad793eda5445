"""Runs: what they write, what they leave alone, and what they leave visible."""

from __future__ import annotations

import datetime
from decimal import Decimal
from typing import Any

import pandas as pd
import pytest
from django.db import OperationalError, connection, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from accounts.criteria.catalog import OURS, RIVAL
from accounts.models import AccountFigures, ChoiceCriterion, Demand, KeyAccount, Rating, SalesLine
from accounts.selectors.further_facts import further_frame
from accounts.services.rollups import rebuild_rollups
from accounts.tests.factories import make_account, make_demand, make_sale, make_segment
from kamp.shared.errors import DomainError, OccupiedError
from kamp.testing.threads import in_thread
from kamp.users.tests.factories import make_team, make_user
from portfolio.enums import EXCLUDED, NOT_ASSESSED, mark
from portfolio.matrices.catalog import MATRICES
from portfolio.models import Classification, ClassificationRun, ClassMove, MethodParameters, RunCell
from portfolio.models.classification import SORTED
from portfolio.parameters.values import Parameters
from portfolio.services import facts_table
from portfolio.services.parameters import change_parameters, parameters_on
from portfolio.services.recompute import recompute
from portfolio.tests.factories import AS_OF, NOON, make_judged_portfolio, make_portfolio, make_run

pytestmark = pytest.mark.django_db


def state_at(run: ClassificationRun, *, latest: bool = False) -> dict[int, tuple[Any, ...]]:
    """What ``run`` left behind, by account."""
    rows = Classification.objects.all().at(run, latest=latest)
    found: dict[int, tuple[Any, ...]] = {}
    for row in rows:
        assert row.account_id not in found, "two states of one account at one run"
        found[row.account_id] = (row.revenue, row.margin, row.metrics, row.levels, row.cells, row.flags, row.segment_id)
    return found


def test_a_run_has_a_row_for_each_account_with_a_place_on_every_matrix() -> None:
    accounts = make_portfolio()
    run = make_run()
    assert (run.number, run.accounts, run.changed) == (1, 6, 6)
    row = Classification.objects.get(account=accounts["ALFA"])
    unknown = [f"{matrix}:not_assessed" for matrix in ("relational-model", "selection", "class")]
    assert row.cells == [
        unknown[0],
        "value-potential:key",
        *unknown[1:],
        "revenue-potential:in_line",
        "revenue-quality:B1",
    ]
    assert (row.revenue, row.margin) == (500_000, 110_000)
    assert row.metrics == {
        "revenue": "500000",
        "revenue_previous": "450000",
        "list_value": "600000",
        "direct_cost": "350000",
        "cost_to_serve": "40000",
        "demand": "700000",
        "cost_share": "1",
        "invoiced": "1.0",
        "sponsor_lost": "0.0",
        "broken": "0.0",
        "choice_scored": "0.0",
        "long_contract": "0.0",
        "contract_ending": "0.0",
        "contribution": "110000.0",
        "gap": "200000.0",
        "potential": "700000.0",
        "margin": "0.22",
    }
    assert row.levels == {"contribution": "cm2", "margin": "m2"}


def test_the_figures_of_accounts_are_refreshed_with_the_run() -> None:
    accounts = make_portfolio()
    make_run()
    assert AccountFigures.objects.get(account=accounts["GAMMA"]).gap == 480_000


def test_missing_and_left_out_accounts_say_so() -> None:
    make_portfolio()
    prospect, unknown = make_account(code="P"), make_account(code="U")
    make_demand(prospect, 550_000)
    make_sale(unknown, "2026-05-01", 10_000)
    make_run()
    rows = {row.account.code: row for row in Classification.objects.select_related("account")}
    assert rows["P"].cell_on("value-potential") == "potential_key"
    assert rows["P"].cell_on("revenue-quality") == EXCLUDED
    assert rows["U"].cell_on("value-potential") == NOT_ASSESSED
    assert "demand" not in rows["U"].metrics
    assert rows["U"].margin is None
    assert rows["P"].flags_on("value-potential") == ["provisional"]


def test_archived_accounts_are_not_classified() -> None:
    accounts = make_portfolio()
    make_run()
    KeyAccount.objects.filter(pk=accounts["ZETA"].pk).update(archived_at=NOON)
    run = make_run()
    assert (run.accounts, accounts["ZETA"].pk in state_at(run)) == (5, False)
    assert accounts["ZETA"].pk in state_at(ClassificationRun.objects.get(number=1))
    KeyAccount.objects.filter(pk=accounts["ZETA"].pk).update(archived_at=None)
    assert accounts["ZETA"].pk in state_at(make_run())


def test_the_same_data_write_nothing_and_give_the_same_digest() -> None:
    make_portfolio()
    first = make_run()
    rows = list(Classification.objects.order_by("pk").values())
    second = make_run()
    assert (second.number, second.changed, second.digest) == (2, 0, first.digest)
    assert list(Classification.objects.order_by("pk").values()) == rows
    assert not ClassMove.objects.exists()
    assert (second.thresholds, second.indices) == (first.thresholds, first.indices)
    assert _cells(first) == _cells(second)


def _cells(run: ClassificationRun) -> set[tuple[Any, ...]]:
    return set(RunCell.objects.filter(run=run).values_list("matrix", "cell", "segment", "team", "accounts", "revenue"))


def test_what_the_facts_hold_already_is_what_reading_it_gives() -> None:
    accounts = make_judged_portfolio()
    make_demand(accounts["ALFA"], 800_000, year=AS_OF.year + 1)
    after = datetime.date(AS_OF.year + 1, 1, 15)
    facts_table.fill(AS_OF, Parameters())
    of_the_year, of_the_next = (facts_table.frame(AS_OF, day)["demand_previous"] for day in (AS_OF, after))
    for day, found in ((AS_OF, of_the_year), (after, of_the_next)):
        pd.testing.assert_series_equal(found, further_frame(None, day)["demand_previous"])
    alfa = accounts["ALFA"].pk
    assert (of_the_year[alfa], of_the_next[alfa]) == (600_000, 700_000)


def test_only_what_changed_is_written() -> None:
    accounts = make_portfolio()
    make_run()
    make_demand(accounts["ZETA"], 10_001, recorded_at=NOON)
    run = make_run()
    assert run.changed == 1
    assert set(Classification.objects.filter(from_run=2).values_list("account", flat=True)) == {accounts["ZETA"].pk}


def test_a_move_is_recorded_with_both_cells() -> None:
    accounts = make_portfolio()
    make_run()
    make_demand(accounts["DELTA"], 900_000, recorded_at=NOON)
    make_run()
    moves = set(ClassMove.objects.values_list("run", "account__code", "matrix", "from_cell", "to_cell"))
    assert (2, "DELTA", "value-potential", "regular", "potential_key") in moves
    assert (2, "DELTA", "revenue-potential", "loaded_moderate", "missed_moderate") in moves
    assert {move[1] for move in moves} >= {"DELTA"}


def test_a_new_account_is_no_move() -> None:
    make_portfolio()
    make_run()
    make_account()
    make_run()
    assert not ClassMove.objects.exists()


def test_a_changed_place_is_kept_with_the_run() -> None:
    north, south = make_segment("North"), make_segment("South")
    accounts = make_portfolio(segment=north)
    make_run()
    KeyAccount.objects.filter(pk=accounts["ALFA"].pk).update(segment=south, team=make_team("A"))
    second = make_run()
    assert second.changed == 1
    found = dict(
        RunCell.objects.filter(run=second, matrix="value-potential", cell="key").values_list("segment", "revenue")
    )
    assert found == {south.pk: 500_000}
    old = Classification.objects.get(account=accounts["ALFA"], from_run=1)
    assert (old.segment_id, old.to_run_id) == (north.pk, 2)


def test_sums_of_cells_add_up_to_the_rows() -> None:
    make_portfolio(segment=make_segment("North"), team=make_team("A"))
    make_sale(make_account(), "2026-05-01", "0.3333")
    run = make_run()
    for spec in MATRICES:
        cells = RunCell.objects.filter(run=run, matrix=spec.key)
        assert sum(cell.accounts for cell in cells) == 7
        assert sum(cell.revenue for cell in cells) == Decimal("1000000.3333")
        assert sum(cell.margin for cell in cells) == 191_000
        for cell in cells:
            rows = Classification.objects.filter(cells__contains=[mark(spec.key, cell.cell)], segment=cell.segment_id)
            assert cell.revenue == sum(row.revenue for row in rows)


def test_a_run_of_an_earlier_day_leaves_the_others_as_they_are() -> None:
    make_portfolio()
    first = make_run()
    before = state_at(first)
    past = make_run(datetime.date(2025, 10, 31))
    assert past.as_of < first.as_of
    assert state_at(first) == before
    assert state_at(past) != before


def test_without_accounts_there_is_an_empty_run() -> None:
    run = make_run()
    assert (run.accounts, run.changed, run.indices["concentration"]["customers"]) == (0, 0, 0)


def test_two_runs_are_not_written_at_once(transactional_db: None) -> None:
    """Another session holds the lock of a run that is being written."""
    from psycopg2 import connect

    from portfolio.services.recompute import LOCK

    settings_ = connection.get_connection_params()
    other = connect(**{key: settings_[key] for key in ("dbname", "user", "host") if settings_.get(key)})
    other.cursor().execute("SELECT pg_advisory_xact_lock(%s)", [LOCK])
    try:
        with pytest.raises(OccupiedError):
            make_run()
    finally:
        other.close()
    assert not ClassificationRun.objects.exists()


# ---- parameters ----------------------------------------------------------------------------------------------------


def test_the_first_version_holds_the_defaults() -> None:
    version = parameters_on(AS_OF, at=NOON)
    assert (version.number, version.author) == (1, None)
    assert parameters_on(AS_OF, at=NOON) == version


def test_old_runs_keep_their_parameters() -> None:
    accounts = make_portfolio()
    first = make_run()
    before = state_at(first)
    change_parameters(
        values={"matrix_i.threshold": "fixed", "matrix_i.fixed_value": 1, "matrix_i.fixed_potential": 1},
        valid_from=datetime.date(2026, 1, 1),
        reason="Trial",
        by=make_user(),
        at=NOON,
    )
    second = make_run()
    assert (second.parameters.number, ClassificationRun.objects.get(number=1).parameters.number) == (2, 1)
    assert Classification.objects.get(account=accounts["DELTA"], to_run=None).cell_on("value-potential") == "key"
    assert state_at(first) == before
    assert ClassificationRun.objects.get(number=1).thresholds == first.thresholds


def test_a_version_counts_from_its_day_on() -> None:
    change_parameters(values={"abc.cuts": [70, 90]}, valid_from=AS_OF, reason="Trial", by=make_user(), at=NOON)
    assert parameters_on(AS_OF, at=NOON).number == 2
    assert parameters_on(AS_OF - datetime.timedelta(1), at=NOON).number == 1


@pytest.mark.parametrize(
    ("values", "reason", "field"),
    [
        pytest.param({"abc.cuts": [95, 80]}, "Trial", "abc.cuts", id="falling"),
        pytest.param({"rev_pot.classes": "fixed"}, "Trial", "rev_pot.revenue_bounds", id="amounts missing"),
        pytest.param({"nonsense": 1}, "Trial", "nonsense", id="unknown"),
        pytest.param({}, "  ", "reason", id="no reason"),
    ],
)
def test_a_version_that_cannot_be_is_refused(values: dict[str, Any], reason: str, field: str) -> None:
    with pytest.raises(DomainError) as refused:
        change_parameters(values=values, valid_from=AS_OF, reason=reason, by=make_user(), at=NOON)
    assert refused.value.field == field
    assert "%(" not in str(refused.value)
    assert MethodParameters.objects.count() <= 1


def test_versions_are_never_changed() -> None:
    version = parameters_on(AS_OF, at=NOON)
    version.reason = "Something else"
    with pytest.raises(Exception, match="Cannot update"):
        version.save()


def test_values_of_all_axes_have_an_index() -> None:
    facts = {"revenue"}
    assert {axis.metric for spec in MATRICES for axis in spec.axes().values()} - facts == set(SORTED)


def test_no_matrix_or_cell_has_a_reserved_name() -> None:
    from portfolio.urls import urlpatterns

    words = {str(pattern.pattern).split("/")[0] for pattern in urlpatterns}
    assert not words & set(MATRICES.keys())
    assert not {cell.key for spec in MATRICES for cell in spec.cells} & {NOT_ASSESSED, EXCLUDED}
    assert all(":" not in spec.key for spec in MATRICES)


# ---- history as differences ----------------------------------------------------------------------------------------

MONTHS = st.integers(0, 23)
QUESTIONS = [
    OURS,
    RIVAL,
    "attractiveness.fit",
    "relationship.x4",
    *(f"relationship.y{number}" for number in range(1, 5)),
]
EDITS = st.lists(
    st.one_of(
        st.tuples(st.just("sale"), st.integers(0, 5), MONTHS, st.integers(-50_000, 300_000)),
        st.tuples(st.just("demand"), st.integers(0, 5), st.integers(0, 900_000), st.sampled_from([2025, 2026])),
        st.tuples(
            st.just("answer"), st.integers(0, 5), st.sampled_from(QUESTIONS), st.integers(1, 5), st.integers(0, 90)
        ),
        st.tuples(st.just("archive"), st.integers(0, 5)),
        st.tuples(st.just("move"), st.integers(0, 5)),
        st.tuples(st.just("run"), st.integers(0, 400)),
    ),
    min_size=3,
    max_size=18,
)


def _edit(step: tuple[Any, ...], accounts: list[KeyAccount]) -> ClassificationRun | None:
    kind, place, *rest = step
    if kind == "run":
        return recompute(as_of=AS_OF - datetime.timedelta(place), at=NOON)
    account = accounts[place]
    if kind == "sale":
        day = datetime.date(2024 + (rest[0] + 10) // 12, (rest[0] + 10) % 12 + 1, 15)
        SalesLine.objects.create(account=account, date=day, net_amount=rest[1], cost=rest[1] / 2, currency="EUR")
        rebuild_rollups(account_ids=[account.pk])
    elif kind == "demand":
        Demand.objects.create(account=account, year=rest[1], amount=rest[0], recorded_at=NOON)
    elif kind == "answer":
        key, value, before = rest
        subject = str(account.choice_criteria.get().pk) if key in (OURS, RIVAL) else ""
        day = AS_OF - datetime.timedelta(before)
        Rating.objects.create(account=account, key=key, subject=subject, value=value, rated_on=day, created_at=NOON)
    elif kind == "archive":
        account.archived_at = None if account.archived_at else NOON
        account.save()
    else:
        account.segment = None if account.segment else make_segment()
        account.save()
    return None


@settings(max_examples=15, deadline=None, database=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(edits=EDITS)
def test_the_state_at_every_run_is_what_it_wrote(edits: list[tuple[Any, ...]]) -> None:
    """Random edits and runs; afterwards each run shows what was there when it was made, and the last one equals a
    portfolio computed from nothing."""
    for model in (ClassMove, Classification, RunCell, ClassificationRun, SalesLine, Demand):
        model.objects.all().delete()
    rebuild_rollups()
    accounts = [make_account(segment=make_segment()) for _ in range(6)]
    for account in accounts:
        ChoiceCriterion.objects.create(account=account, label="Quality", weight=100)
    written: list[tuple[ClassificationRun, dict[int, tuple[Any, ...]]]] = []
    for step in [*edits, ("run", 0)]:
        run = _edit(step, accounts)
        if run is not None:
            written.append((run, state_at(run, latest=True)))
    for run, state in written:
        assert state_at(run) == state
    last, state = written[-1]
    Classification.objects.all().delete()
    again = recompute(as_of=last.as_of, at=NOON)
    assert (again.digest, state_at(again)) == (last.digest, state)
    assert again.changed == again.accounts


@pytest.mark.django_db(transaction=True)
def test_a_run_that_does_not_see_the_one_before_it_is_to_be_tried_again() -> None:
    """Its transaction began before the other run was finished: what it would write rests on what was before."""
    make_portfolio()
    parameters_on(AS_OF, at=NOON)
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")
            cursor.execute("SELECT 1")
        in_thread(make_run).join()
        with pytest.raises(OperationalError):
            make_run()
    assert list(ClassificationRun.objects.values_list("number", flat=True)) == [1]
