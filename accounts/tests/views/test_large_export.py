"""A workbook too large to wait for: made by a job, only for who asked, gone after a day."""

from __future__ import annotations

import datetime
import io
import os

import pytest
from django.utils import timezone
from python_calamine import CalamineWorkbook

from accounts.services.export_files import delete_old_exports, export_file
from accounts.tests.factories import make_account
from accounts.tests.views.support import signed_in, text_of
from kamp.jobs.models import Job, JobState
from kamp.jobs.runner import run_here
from kamp.testing.access import body_of
from kamp.users.tests.factories import make_user

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _small_limit(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("accounts.views.account_files.AT_ONCE", 2)


def test_it_is_made_after_a_second_click_and_found_on_the_page_of_the_job() -> None:
    rep = make_user("sales_rep", language="en")
    for number in range(3):
        make_account(f"Mine {number}", owner=rep)
    make_account("Foreign")
    client = signed_in(rep)
    asked = client.get("/accounts/export.xlsx?sort=-name")
    assert "more than 2 rows" in text_of(asked)
    assert not Job.objects.exists()
    answer = client.post("/accounts/export.xlsx?sort=-name")
    job = Job.objects.get()
    assert answer.headers["Location"] == f"/jobs/{job.pk}/"
    client.post("/accounts/export.xlsx?sort=-name")
    assert Job.objects.count() == 1, "the same request joins the one that waits"
    job = run_here(job.pk)
    assert job.state == JobState.DONE, job.error
    url = job.result["url"]
    assert url in client.get(f"/jobs/{job.pk}/").content.decode()
    rows = CalamineWorkbook.from_filelike(io.BytesIO(body_of(client.get(url)))).get_sheet_by_index(0).to_python()
    assert [row[1] for row in rows] == ["Name", "Mine 2", "Mine 1", "Mine 0"]
    assert signed_in(make_user("administrator")).get(url).status_code == 404
    file = export_file(job.payload["file"])
    old = (timezone.now() - datetime.timedelta(days=2)).timestamp()
    os.utime(file, (old, old))
    assert delete_old_exports(at=timezone.now()) == 1
    assert client.get(url).status_code == 404


def test_who_lost_the_right_gets_no_file() -> None:
    rep = make_user("sales_rep", language="en")
    for number in range(3):
        make_account(f"Mine {number}", owner=rep)
    signed_in(rep).post("/accounts/export.xlsx")
    rep.role = "specialist"
    rep.save()
    job = run_here(Job.objects.get().pk)
    assert job.state == JobState.FAILED
    assert not export_file(job.payload["file"]).exists()
