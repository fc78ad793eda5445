"""Imports in a real worker: progress, cancelling, violent death, two at once (quality C42–C44)."""

from __future__ import annotations

import time
from functools import partial

import pytest
from django.db import IntegrityError, transaction
from django.db.models import ProtectedError
from django.utils import timezone

from accounts.models import DataImport, KeyAccount, SalesLine
from accounts.services.imports.requests import request_apply, request_check
from accounts.tests.factories import make_account, make_company
from accounts.tests.imports.support import assert_rollups_right, uploaded
from kamp.jobs.models import Job, JobState
from kamp.jobs.runner import run_here
from kamp.jobs.services import request_cancel
from kamp.testing.threads import at_once, in_thread
from kamp.testing.worker import running_worker
from kamp.users.models import User
from kamp.users.tests.factories import make_user

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.slow]

ROWS = 150_000
QUICK = {"KAMP_JOBS_TICK": "0.2", "KAMP_JOBS_HEARTBEAT": "0.1", "KAMP_JOBS_STALE": "4", "KAMP_JOBS_PAUSE": "0.05"}


@pytest.fixture(autouse=True)
def world(monkeypatch, tmp_path, settings):
    """Short intervals and the files of the test, here and in the processes it starts."""
    monkeypatch.setenv("KAMP_VAR", str(tmp_path))  # MEDIA_ROOT of the worker: see conftest
    for name, seconds in QUICK.items():
        monkeypatch.setenv(name, seconds)
        setattr(settings, name, float(seconds))
    make_company()
    for number in range(50):
        make_account(f"Customer {number}", code=f"C{number}")


def many(rows: int = ROWS) -> str:
    lines = "".join(f"{n},2026-01-{n % 28 + 1:02d},C{n % 50},{n % 97}.5\n" for n in range(rows))
    return f"external id,date,account,net amount\n{lines}"


def asked(*, by: User | None = None) -> Job:
    now = timezone.now()
    return request_apply(data_import=uploaded("sales", many(), by=by, at=now), partial=False, by=by, at=now)


def fresh(job: Job) -> Job:
    return Job.objects.select_related("pulse").get(pk=job.pk)


def at_work(job: Job) -> bool:
    """In the middle: some of the rows have been read."""
    now = fresh(job)
    return now.state == JobState.RUNNING and now.done > 100


def test_progress_is_seen_while_rows_are_not(tmp_path):
    with running_worker(tmp_path) as worker:
        job = asked()
        worker.wait_for(lambda: at_work(job))
        assert SalesLine.objects.count() == 0
        assert 0 < fresh(job).percent < 100
        assert fresh(job).stage
        worker.wait_for(lambda: not fresh(job).is_live)
    assert fresh(job).state == JobState.DONE
    assert SalesLine.objects.count() == ROWS
    assert DataImport.objects.get().state == "applied"
    assert_rollups_right()


def test_a_cancelled_import_leaves_no_row(tmp_path):
    by = make_user("administrator")
    with running_worker(tmp_path) as worker:
        job = asked(by=by)
        worker.wait_for(lambda: at_work(job))
        request_cancel(job=job, by=by)
        worker.wait_for(lambda: not fresh(job).is_live)
    assert fresh(job).state == JobState.CANCELLED
    assert SalesLine.objects.count() == 0
    data_import = DataImport.objects.get()
    assert (data_import.state, data_import.is_busy) == ("uploaded", False)
    assert Job.objects.filter(kind="portfolio.recompute").count() == 0


def test_a_worker_killed_in_the_middle_leaves_all_or_nothing_and_the_rest_is_done_once(tmp_path):
    with running_worker(tmp_path) as worker:
        job = asked()
        worker.wait_for(lambda: at_work(job))
        worker.kill()
    assert SalesLine.objects.count() == 0
    directory = tmp_path / "second"
    directory.mkdir()
    with running_worker(directory, beat=True) as second:
        second.wait_for(lambda: not fresh(job).is_live, seconds=120)
        assert (fresh(job).state, fresh(job).attempts) == (JobState.DONE, 2), second.log[-3000:]
    assert SalesLine.objects.count() == ROWS
    assert_rollups_right()
    assert Job.objects.filter(kind="portfolio.recompute", slot=None).count() == 1, "besides the nightly one"


@pytest.mark.parametrize("ids", [True, False])
def test_the_same_file_twice_at_once_is_one_set_of_rows(ids):
    text = many(3000) if ids else many(3000).replace("external id", "note")
    imports = [uploaded("sales", text) for _ in range(2)]
    jobs = [request_apply(data_import=each, partial=False, by=None, at=timezone.now()) for each in imports]
    together(*jobs)
    assert SalesLine.objects.count() == 3000
    created = sorted(DataImport.objects.get(pk=each.pk).counts["created"] for each in imports)
    assert created == [0, 3000]
    assert_rollups_right()


def test_different_kinds_at_once_do_not_wait_for_ever():
    accounts = "code,name,parent\n" + "".join(f"C{n},Renamed {n},C{n - 1}\n" for n in range(1, 50))
    again = [uploaded("accounts", accounts), uploaded("sales", many(3000)), uploaded("accounts", accounts)]
    jobs = [request_apply(data_import=each, partial=False, by=None, at=timezone.now()) for each in again]
    jobs.append(request_check(data_import=uploaded("sales", many(2000)), by=None, at=timezone.now()))
    together(*jobs)
    assert SalesLine.objects.count() == 3000


def test_an_account_deleted_meanwhile_is_unknown_and_one_with_new_lines_cannot_go():
    doomed, used = KeyAccount.objects.get(code="C0"), KeyAccount.objects.get(code="C1")
    KeyAccount.objects.exclude(pk__in=[doomed.pk, used.pk]).delete()
    job = request_apply(
        data_import=uploaded("sales", many(100), at=timezone.now()), partial=True, by=None, at=timezone.now()
    )
    with transaction.atomic():
        doomed.delete()
        importing = in_thread(lambda: run_here(job.pk))
        time.sleep(1)  # by then the import waits for the row, or has not reached it yet
    importing.join()
    assert fresh(job).state == JobState.DONE
    data_import = DataImport.objects.get()
    assert data_import.counts["created"] == SalesLine.objects.filter(account=used).count() == 2
    assert data_import.counts["rejected"] == 98
    with pytest.raises((IntegrityError, ProtectedError)):
        used.delete()


def together(*jobs: Job) -> None:
    """Each job in a thread of its own with a database session of its own; all must be done in the end."""
    at_once(*[partial(run_here, job.pk) for job in jobs])
    assert [fresh(job).state for job in jobs] == [JobState.DONE] * len(jobs), [fresh(job).error for job in jobs]
