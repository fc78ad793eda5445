"""Runs by the real worker: after an import, every night, on demand; whole or not at all."""

from __future__ import annotations

import datetime
import json
import threading
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db import InternalError, connection, transaction
from django.utils import timezone

from accounts.models import KeyAccount
from accounts.tests.factories import make_company, make_demand, make_sale, make_service_cost
from kamp.jobs.models import Job, JobState
from kamp.jobs.registry import JOB_KINDS, followers_of
from kamp.jobs.runner import run_here
from kamp.jobs.tick import plan_the_day, sweep
from kamp.testing.threads import in_thread
from kamp.testing.worker import Worker, running_worker
from kamp.users.tests.factories import make_user
from portfolio.jobs import KEY, request_recompute
from portfolio.models import Classification, ClassificationRun, RunCell
from portfolio.selectors.moments import one_moment
from portfolio.selectors.runs import latest_run
from portfolio.tests.calc.running_example import COLUMNS, ROWS
from portfolio.tests.factories import AS_OF, NOON, make_portfolio, make_run, run_job
from portfolio.tests.selectors.test_vectors import CELLS

pytestmark = pytest.mark.django_db(transaction=True)

JUDGED = ("relational-model", "selection", "class")  # files bring no ratings


def test_the_worker_classifies_what_was_asked_for(worker: Worker) -> None:
    make_portfolio()
    person = make_user()
    job = request_recompute(at=timezone.now(), by=person, as_of=AS_OF)
    worker.wait_for(lambda: not Job.objects.get(pk=job.pk).is_live)
    job.refresh_from_db()
    run = ClassificationRun.objects.get()
    assert (job.state, job.error, job.result["run"]) == (JobState.DONE, "", run.number)
    assert (run.as_of, run.job, run.created_by, run.accounts) == (AS_OF, job, person, 6)


def test_a_second_request_joins_the_one_that_waits() -> None:
    make_portfolio()
    first = request_recompute(at=NOON, by=make_user(), as_of=AS_OF)
    second = request_recompute(at=NOON, by=make_user(), as_of=AS_OF)
    other_day = request_recompute(at=NOON, as_of=AS_OF - datetime.timedelta(1))
    assert first == second != other_day
    today = request_recompute(at=NOON)
    assert request_recompute(at=NOON, as_of=NOON.date()) == today
    assert today.key == KEY


def test_a_run_follows_every_import_and_its_undo() -> None:
    for kind in ("accounts.apply_import", "accounts.undo_import"):
        assert kind in JOB_KINDS
        assert [follower.key for follower in followers_of(kind)] == [KEY]


def test_a_run_is_planned_for_every_night_once() -> None:
    night = datetime.datetime(2026, 11, 22, 3, 0, tzinfo=datetime.UTC)
    plan_the_day(night)
    plan_the_day(night + datetime.timedelta(hours=3))
    assert Job.objects.filter(kind=KEY).count() == 1
    plan_the_day(night + datetime.timedelta(days=1))
    assert Job.objects.filter(kind=KEY).count() == 1  # the one that still waits will do
    Job.objects.filter(kind=KEY).update(state=JobState.DONE)
    plan_the_day(night + datetime.timedelta(days=2))
    assert Job.objects.filter(kind=KEY).count() == 2


def test_while_a_run_is_written_the_one_before_is_seen_whole() -> None:
    """Readers see the old or the new state, never a mixture (C83)."""
    accounts = make_portfolio()
    make_run()
    before = list(Classification.objects.order_by("pk").values())
    written, seen = threading.Event(), threading.Event()

    def write() -> None:
        with transaction.atomic():
            make_demand(accounts["DELTA"], 900_000, recorded_at=NOON)
            make_run()
            written.set()
            assert seen.wait(20)

    thread = in_thread(write)
    assert written.wait(20)
    assert latest_run().number == 1
    assert list(Classification.objects.order_by("pk").values()) == before
    seen.set()
    thread.join()
    assert latest_run().number == 2
    assert (
        Classification.objects.get(account=accounts["DELTA"], to_run=None).cell_on("value-potential") == "potential_key"
    )


def test_a_run_that_fails_leaves_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    make_portfolio()
    make_run()
    before = list(Classification.objects.order_by("pk").values())
    make_demand(KeyAccount.objects.get(code="DELTA"), 900_000, recorded_at=NOON)
    monkeypatch.setattr("portfolio.services.recompute._write_cells", lambda *_args: 1 / 0)
    run_here_once = request_recompute(at=NOON, as_of=AS_OF)
    with transaction.atomic():
        run_here(run_here_once.pk, at=NOON)
    assert ClassificationRun.objects.count() == 1
    assert list(Classification.objects.order_by("pk").values()) == before


def test_a_killed_worker_leaves_no_half_run_and_another_finishes_it(tmp_path: Path) -> None:
    make_portfolio()
    holder, release = threading.Event(), threading.Event()

    def hold() -> None:
        """Keeps the run waiting in the middle: nobody may write cells."""
        with transaction.atomic():
            connection.cursor().execute("LOCK TABLE portfolio_runcell IN ACCESS EXCLUSIVE MODE")
            holder.set()
            assert release.wait(60)

    thread = in_thread(hold)
    assert holder.wait(20)
    with running_worker(tmp_path) as doomed:
        job = request_recompute(at=timezone.now(), as_of=AS_OF)
        doomed.wait_for(lambda: _waits_for("portfolio_runcell"))
        doomed.kill()
    release.set()
    thread.join()
    _wait_until(lambda: not _waits_for("portfolio_runcell"))
    assert not ClassificationRun.objects.exists()
    assert not Classification.objects.exists()
    Job.objects.filter(pk=job.pk).update(available_at=timezone.now())
    job.pulse.__class__.objects.filter(job=job).update(heartbeat_at=timezone.now() - datetime.timedelta(hours=1))
    with transaction.atomic():
        sweep(timezone.now())
    Job.objects.filter(pk=job.pk).update(available_at=timezone.now() - datetime.timedelta(seconds=1))
    assert Job.objects.get(pk=job.pk).state == JobState.QUEUED
    done = run_here(job.pk)
    assert (done.state, done.attempts) == (JobState.DONE, 2)
    assert (ClassificationRun.objects.count(), Classification.objects.count()) == (1, 6)


def _waits_for(table: str) -> bool:
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM pg_locks WHERE relation = %s::regclass AND NOT granted", [table])
        return bool(cursor.fetchone()[0])


def _wait_until(condition: Any, seconds: float = 20) -> None:
    import time

    end = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < end
        time.sleep(0.05)


# ---- commands ------------------------------------------------------------------------------------------------------


def printed(*words: str) -> Any:
    out = StringIO()
    call_command(*words, stdout=out)
    return json.loads(out.getvalue())


def test_the_command_waits_for_its_run() -> None:
    make_portfolio()
    found = printed("recompute", "--as-of", "2026-10-31", "--wait")
    assert (found["run"], found["as_of"], found["accounts"], found["changed"]) == (1, "2026-10-31", 6, 6)
    assert printed("recompute", "--as-of", "2026-10-31", "--wait")["changed"] == 0


def test_without_waiting_the_command_only_asks() -> None:
    job = Job.objects.get(pk=printed("recompute")["job"])
    assert (job.kind, job.state) == (KEY, JobState.QUEUED)


@pytest.mark.parametrize(
    ("words", "problem"),
    [
        (("recompute", "--as-of", "31/10/2026"), "is not a date; write YYYY-MM-DD"),
        (("figures",), "Give either --as-of"),
        (("figures", "--as-of", "2026-01-01", "--from", "2026-01-01"), "Give either --as-of"),
        (("figures", "--from", "2026-02-01", "--to", "2026-01-01"), "must not be after"),
        (("figures", "--from", "1800-01-01", "--to", "2026-01-01"), "out of range"),
        (("explain", "X", "--matrix", "nonsense", "--as-of", "2026-01-01"), "There is no matrix"),
        (("explain", "X", "--matrix", "value-potential", "--as-of", "2026-01-01"), "no account with the code"),
    ],
)
def test_commands_say_what_is_wrong(words: tuple[str, ...], problem: str) -> None:
    with pytest.raises(CommandError, match=problem):
        call_command(*words, stdout=StringIO(), stderr=StringIO())


def test_figures_of_nothing_are_none() -> None:
    found = printed("figures", "--as-of", "2026-10-31")
    assert (found["customers"], found["revenue"], found["margin"], found["top"]) == (0, "0.00", None, [])
    assert (found["cr1"], found["hhi"], found["gini"]) == (None, None, None)


# ---- through the import --------------------------------------------------------------------------------------------


def test_the_running_example_through_files(tmp_path: Path) -> None:
    """Accounts, sales and demand come in by the import command; the cells are those of the method."""
    make_company()
    accounts, sales, demand = (tmp_path / name for name in ("accounts.csv", "sales.csv", "demand.csv"))
    facts = {code: dict(zip(COLUMNS, row, strict=True)) for code, row in ROWS.items()}
    accounts.write_text("code,name\n" + "".join(f"{code},{code.title()}\n" for code in facts))
    lines = ["external_id,date,account,net_amount,cost,list_amount"]
    for code, row in facts.items():
        lines.append(f"{code}-1,2026-05-10,{code},{row['revenue']},{row['direct_cost']},{row['list_value']}")
        if row["revenue_previous"]:
            lines.append(f"{code}-0,2025-05-10,{code},{row['revenue_previous']},,")
    sales.write_text("\n".join(lines) + "\n")
    demand.write_text(
        "account,year,amount\n" + "".join(f"{code},2026,{row['demand']}\n" for code, row in facts.items())
    )
    for kind, file in (("accounts", accounts), ("sales", sales), ("demand", demand)):
        assert printed("import_data", kind, str(file))["rejected"] == 0
    for code, row in facts.items():
        make_service_cost(KeyAccount.objects.get(code=code), "2026-05-01", "visits", 1, row["cost_to_serve"])
    assert Job.objects.filter(kind=KEY).exists(), "an import is followed by a run"
    found = printed("figures", "--as-of", "2026-10-31")
    assert (found["revenue"], found["margin"], found["hhi"]) == ("1000.00", "191.00", 3582.5)
    assert run_job().state == JobState.DONE
    rows = Classification.objects.select_related("account").filter(to_run=None)
    for matrix, cells in ((key, cells) for key, cells in CELLS.items() if key not in JUDGED):
        assert {row.account.code: row.cell_on(matrix) for row in rows} == cells
    make_sale(KeyAccount.objects.get(code="ZETA"), "2026-09-01", 1)
    assert ClassificationRun.objects.get().indices["quality"]["rqi"] == pytest.approx(0.68)


def test_a_page_reads_one_moment() -> None:
    """A run that is finished while a page is being made does not change what the page goes on to read."""
    accounts = make_portfolio()
    make_run()
    with one_moment():
        before = {row.pk: row.cells for row in Classification.objects.filter(to_run=None)}

        def finish_another() -> None:
            make_demand(accounts["DELTA"], 900_000, recorded_at=NOON)
            make_run()

        in_thread(finish_another).join()
        assert latest_run().number == 1
        assert {row.pk: row.cells for row in Classification.objects.filter(to_run=None)} == before
        with pytest.raises(InternalError, match="read-only"):
            KeyAccount.objects.update(city="Elsewhere")
    assert latest_run().number == 2


def test_a_run_sees_one_moment_of_an_import(worker: Worker) -> None:
    """Sales that arrive while a run is made are in all of it or in nothing of it (C82)."""
    accounts = make_portfolio()
    job = request_recompute(at=timezone.now(), as_of=AS_OF)
    for number in range(10):
        with transaction.atomic():
            make_sale(accounts["ALFA"], "2026-08-01", 1 + number, cost=1)
            make_sale(accounts["BETA"], "2026-08-01", 1 + number, cost=1)
    worker.wait_for(lambda: not Job.objects.get(pk=job.pk).is_live)
    rows = {row.account.code: row.revenue for row in Classification.objects.select_related("account")}
    assert rows["ALFA"] - 500_000 == rows["BETA"] - 300_000
    assert sum(cell.revenue for cell in RunCell.objects.filter(matrix="value-potential")) == sum(rows.values())
    assert ClassificationRun.objects.get().indices["concentration"]["total"] == float(sum(rows.values()))
