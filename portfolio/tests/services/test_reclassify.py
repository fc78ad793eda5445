"""After a change: the accounts that changed have their class within seconds, everybody else keeps theirs."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from decimal import Decimal
from typing import Any

import pytest
from django.db import connection, transaction
from django.db.models import Sum
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from accounts.models import AccountFigures, KeyAccount
from accounts.services.accounts import archive_account, assign_accounts, update_account
from accounts.services.ratings import Given, record_ratings
from accounts.tests.factories import make_account, make_sale, make_segment
from kamp.jobs.models import Job
from kamp.jobs.runner import run_here
from kamp.testing.worker import Worker
from kamp.users.models import User
from kamp.users.tests.factories import make_user
from portfolio.jobs import CHANGED
from portfolio.models import ChangedAccount, Classification, ClassificationRun, ClassMove, RunCell
from portfolio.selectors.asked import Asked
from portfolio.selectors.reading import Reading
from portfolio.selectors.runs import runs_for
from portfolio.services.parameters import change_parameters
from portfolio.services.reclassify import reclassify
from portfolio.tests.factories import (
    ANSWERS,
    AS_OF,
    NOON,
    judge,
    make_demand,
    make_judged_portfolio,
    make_portfolio,
    make_run,
)

pytestmark = pytest.mark.django_db

TODAY = NOON.date()


def again(*accounts: KeyAccount) -> ClassificationRun:
    return reclassify(accounts=[account.pk for account in accounts], today=TODAY, at=NOON)


def state(run: ClassificationRun) -> dict[int, tuple[Any, ...]]:
    rows = Classification.objects.all().at(run)
    return {row.account_id: (row.revenue, row.margin, row.metrics, row.cells, row.flags, row.computed) for row in rows}


def sums(run: ClassificationRun) -> dict[tuple[Any, ...], tuple[Any, ...]]:
    """The stored sums of ``run``, without empty cells."""
    cells = RunCell.objects.filter(run__gte=run.base, run__lte=run.number).order_by()
    grouped = cells.values_list("matrix", "cell", "segment", "team").annotate(
        Sum("accounts"), Sum("revenue"), Sum("margin"), Sum("margin_revenue")
    )
    return {row[:4]: row[4:] for row in grouped if row[4]}


def test_ratings_move_their_account_only() -> None:
    accounts = make_portfolio()
    first = make_run()
    before = state(first)
    judge(accounts["ALFA"], **ANSWERS["ALFA"])
    run = again(accounts["ALFA"])
    assert (run.number, run.base, run.is_whole, run.changed, run.as_of) == (2, 1, False, 1, AS_OF)
    row = Classification.objects.get(account=accounts["ALFA"], to_run=None)
    assert row.cell_on("class") == "star"
    after = state(run)
    assert {key: value for key, value in after.items() if key != accounts["ALFA"].pk} == {
        key: value for key, value in before.items() if key != accounts["ALFA"].pk
    }
    assert state(first) == before
    assert set(ClassMove.objects.values_list("run", "account", "matrix", "to_cell")) >= {
        (2, accounts["ALFA"].pk, "class", "star")
    }


def test_without_a_change_nothing_is_written() -> None:
    accounts = make_judged_portfolio()
    run = make_run()
    assert again(accounts["ALFA"], accounts["BETA"]) == run
    assert ClassificationRun.objects.count() == 1


def test_a_changed_amount_moves_the_lines_for_everybody() -> None:
    accounts = make_judged_portfolio()
    make_run()
    make_demand(accounts["DELTA"], 9_000_000, recorded_at=NOON)
    run = again(accounts["DELTA"])
    assert (run.is_whole, run.as_of) == (True, AS_OF)
    expected = make_run()
    assert (expected.changed, expected.thresholds) == (0, run.thresholds)  # a run over everybody finds nothing to mend


@pytest.mark.parametrize(
    "change",
    [
        pytest.param(lambda accounts: make_account(code="NEW"), id="new"),
        pytest.param(
            lambda accounts: KeyAccount.objects.filter(pk=accounts["BETA"].pk).update(archived_at=NOON), id="archived"
        ),
    ],
)
def test_an_account_that_comes_or_goes_means_everybody(change: Any) -> None:
    accounts = make_judged_portfolio()
    make_run()
    change(accounts)
    run = again(*KeyAccount.objects.exclude(code__in=["ALFA", "GAMMA"]))
    assert run.is_whole
    assert make_run().changed == 0


def test_new_parameters_mean_everybody() -> None:
    accounts = make_judged_portfolio()
    make_run()
    change_parameters(
        values={"class.strength": 49}, valid_from=AS_OF, reason="ALFA is stronger", by=make_user(), at=NOON
    )
    judge(accounts["ZETA"], fit=1, rated_on=TODAY)
    assert again(accounts["ZETA"]).is_whole
    assert Classification.objects.get(account=accounts["ALFA"], to_run=None).cell_on("class") == "strategic"


def test_a_changed_place_is_counted_where_it_is_now() -> None:
    north, south = make_segment("North"), make_segment("South")
    accounts = make_judged_portfolio(segment=north)
    make_run()
    KeyAccount.objects.filter(pk=accounts["GAMMA"].pk).update(segment=south)
    run = again(accounts["GAMMA"])
    assert not run.is_whole
    assert sums(run)["class", "strategic", south.pk, None][:2] == (1, 120_000)
    assert ("class", "strategic", north.pk, None) not in sums(run)


answers = st.fixed_dictionaries(
    {},
    optional={
        "x": st.tuples(*[st.integers(1, 5)] * 7),
        "y": st.tuples(*[st.integers(1, 5)] * 6),
        "fit": st.integers(0, 10),
        "willingness": st.integers(0, 10),
        "ours": st.tuples(*[st.integers(0, 10)] * 6),
        "rival": st.tuples(*[st.integers(0, 10)] * 6),
    },
).filter(lambda given: ("ours" in given) == ("rival" in given))


@settings(max_examples=8, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.tuples(st.sampled_from(sorted(ANSWERS)), answers), min_size=1, max_size=4))
def test_following_runs_add_up_to_one_over_everybody(changes: list[tuple[str, dict[str, Any]]]) -> None:
    """Account after account, classes and sums are those that a run over everybody finds."""
    with transaction.atomic():
        accounts = make_judged_portfolio()
        make_run()
        for name, given_answers in changes:
            judge(accounts[name], rated_on=AS_OF, **given_answers)
            last = again(accounts[name])
        present, totals = state(last), sums(last)
        whole = make_run()
        assert whole.changed == 0
        assert (state(whole), sums(whole)) == (present, totals)
        transaction.set_rollback(True)


def sell(account: KeyAccount, amount: int) -> None:
    make_sale(account, AS_OF.isoformat(), amount, cost=amount / 2, list_amount=amount * 2)


CHANGES: dict[str, Callable[[KeyAccount, int], Any]] = {
    "demand": lambda account, amount: make_demand(account, amount, recorded_at=NOON),
    "sale": sell,
    "place": lambda account, _amount: KeyAccount.objects.filter(pk=account.pk).update(segment=make_segment()),
    "archive": lambda account, _amount: KeyAccount.objects.filter(pk=account.pk).update(archived_at=NOON),
    "back": lambda account, _amount: KeyAccount.objects.filter(pk=account.pk).update(archived_at=None),
    "answer": lambda account, amount: judge(account, fit=amount % 11, rated_on=TODAY),
}
changed_amounts = st.tuples(
    st.sampled_from(sorted(ANSWERS)), st.sampled_from(sorted(CHANGES)), st.integers(0, 2_000_000)
)


@contextmanager
def statements() -> Iterator[list[str]]:
    """The statements of the block."""
    found: list[str] = []

    def note(execute: Callable[..., Any], sql: str, *rest: Any) -> Any:
        found.append(sql)
        return execute(sql, *rest)

    with connection.execute_wrapper(note):
        yield found


def reads_everybody(found: list[str]) -> bool:
    """Whether facts were summed without saying whose."""
    return any("CREATE TEMP TABLE facts_now" in sql and "ANY(" not in sql for sql in found)


@settings(max_examples=6, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(changed_amounts, min_size=1, max_size=4))
def test_after_changed_amounts_only_the_changed_are_read(changes: list[tuple[str, str, int]]) -> None:
    """Whatever changed, classes, sums, lines and figures are those of a run over everybody that reads everything."""
    with transaction.atomic():
        accounts = make_judged_portfolio()
        make_run(soft_on=TODAY)
        for name, kind, amount in changes:
            CHANGES[kind](accounts[name], amount)
            with statements() as found:
                run = again(accounts[name])
            assert not reads_everybody(found)
            figures = list(AccountFigures.objects.order_by("pk").values())
            stored = sums(run)
            whole = make_run(soft_on=TODAY)
            assert whole.changed == 0
            for each in (run, whole):
                each.refresh_from_db()  # as stored
            assert (sums(whole), whole.thresholds, whole.accounts) == (stored, run.thresholds, run.accounts)
            assert not run.is_whole or (whole.digest, whole.indices) == (run.digest, run.indices)
            assert list(AccountFigures.objects.order_by("pk").values()) == figures
        transaction.set_rollback(True)


def test_lines_that_move_take_others_with_them() -> None:
    accounts = make_judged_portfolio()
    make_run(soft_on=TODAY)
    make_demand(accounts["DELTA"], 9_000_000, recorded_at=NOON)
    with statements() as found:
        run = again(accounts["DELTA"])
    assert (run.is_whole, run.changed > 1, reads_everybody(found)) == (True, True, False)
    assert AccountFigures.objects.get(account=accounts["DELTA"]).demand == 9_000_000


@pytest.mark.parametrize(
    "change",
    [
        pytest.param(lambda _accounts: make_account(code="NEW"), id="an account nobody announced"),
        pytest.param(
            lambda _accounts: ClassificationRun.objects.update(soft_on=AS_OF), id="others judged up to another day"
        ),
    ],
)
def test_where_the_rows_of_the_others_do_not_do_everybody_is_read(change: Any) -> None:
    accounts = make_judged_portfolio()
    make_run(soft_on=TODAY)
    change(accounts)
    make_demand(accounts["DELTA"], 9_000_000, recorded_at=NOON)
    with statements() as found:
        run = again(accounts["DELTA"])
    assert (run.is_whole, reads_everybody(found)) == (True, True)
    assert make_run(soft_on=TODAY).changed == 0


def test_pages_read_the_sums_of_a_following_run() -> None:
    accounts = make_portfolio()
    make_run()
    judge(accounts["ALFA"], **ANSWERS["ALFA"])
    again(accounts["ALFA"])
    runs = runs_for()
    assert runs is not None
    for user, asked in ((make_user(role="management"), Asked()), (make_user(role="management"), Asked(q="alfa"))):
        figures = Reading(user=user, runs=runs, asked=asked).sums(["class"])["class"]
        assert (figures["star"].accounts, figures["star"].revenue) == (1, 500_000)
    assert Reading(user=make_user(role="management"), runs=runs).sums(["class"])["class"]["not_assessed"].accounts == 5


def test_ratings_queue_one_job_that_takes_them_all() -> None:
    accounts = make_portfolio()
    make_run()
    person = make_user()
    for name in ("ALFA", "BETA", "ALFA"):
        given_now = [Given(key="attractiveness.fit", value=Decimal(5))]
        record_ratings(account_id=accounts[name].pk, given=given_now, by=person, at=NOON)
    job = Job.objects.get(kind=CHANGED)
    assert sorted(ChangedAccount.objects.values_list("account", flat=True)) == sorted(
        [accounts["ALFA"].pk, accounts["ALFA"].pk, accounts["BETA"].pk]
    )
    done = run_here(job.pk, at=NOON + datetime.timedelta(seconds=1))
    assert (done.state, done.error, done.result["accounts"]) == ("done", "", 2)
    assert not ChangedAccount.objects.exists()
    run = ClassificationRun.objects.get(number=2)
    assert (run.changed, run.job, run.created_by) == (2, job, person)


@pytest.mark.django_db(transaction=True)
def test_the_worker_moves_the_account_within_seconds(worker: Worker) -> None:
    accounts = make_portfolio()
    make_run()
    judge(accounts["GAMMA"], **{**ANSWERS["GAMMA"], "fit": 0})
    given_now = [Given(key="attractiveness.fit", value=Decimal(8), rated_on=AS_OF)]
    record_ratings(account_id=accounts["GAMMA"].pk, given=given_now, by=None, at=NOON)
    row = Classification.objects.filter(account=accounts["GAMMA"], to_run=None)
    worker.wait_for(lambda: row.get().cell_on("class") == "strategic", seconds=30)


def _edited(account: KeyAccount, by: User, **fields: Any) -> None:
    for name, value in fields.items():
        setattr(account, name, value)
    update_account(account=account, by=by, at=NOON)


@pytest.mark.parametrize(
    ("verb", "queued"),
    [
        pytest.param(lambda account, by: _edited(account, by, payment_days=95), 1, id="days to payment"),
        pytest.param(lambda account, by: _edited(account, by, segment=make_segment("Chemicals")), 1, id="segment"),
        pytest.param(lambda account, by: _edited(account, by, since=datetime.date(2001, 1, 1)), 1, id="since"),
        pytest.param(lambda account, by: _edited(account, by, owner=by), 1, id="owner"),
        pytest.param(lambda account, by: _edited(account, by, phone="02 1234"), 0, id="telephone"),
        pytest.param(lambda account, by: archive_account(account=account, by=by, at=NOON), 1, id="archived"),
        pytest.param(
            lambda account, by: assign_accounts(accounts=[account.pk], by=by, at=NOON, segment=make_segment("Gas")),
            1,
            id="assigned",
        ),
    ],
)
def test_what_the_class_follows_from_queues_the_account(verb: Any, queued: int) -> None:
    account = make_portfolio()["ALFA"]
    make_run()
    verb(KeyAccount.objects.get(pk=account.pk), make_user(role="administrator"))
    assert list(ChangedAccount.objects.values_list("account", flat=True)) == [account.pk] * queued


def test_an_edited_account_stands_where_its_new_facts_put_it() -> None:
    account = make_portfolio()["GAMMA"]
    make_run()
    before = Classification.objects.get(account=account, to_run=None)
    _edited(KeyAccount.objects.get(pk=account.pk), make_user(role="administrator"), payment_days=180)
    run_here(Job.objects.get(kind=CHANGED).pk, at=NOON + datetime.timedelta(seconds=1))
    after = Classification.objects.get(account=account, to_run=None)
    assert after.pk != before.pk
