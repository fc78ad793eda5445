"""The page of a job and the administrators' list."""

from __future__ import annotations

import json
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from kamp.jobs import signs
from kamp.jobs.models import Failure, Job, JobState, Pulse, Sign
from kamp.jobs.tests.factories import make_job
from kamp.testing.queries import assert_same_queries, queries_of
from kamp.users.models import User
from kamp.users.tests.factories import make_user

pytestmark = pytest.mark.django_db


def browser_of(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def progress(job: Job) -> str:
    return reverse("jobs:progress", kwargs={"job_id": job.pk})


def text_of(answer: Any) -> str:
    return answer.content.decode()


def test_a_running_job_shows_how_far_it_is_and_asks_again(person: User) -> None:
    job = make_job(state=JobState.RUNNING, created_by=person, ago=75)
    Pulse.objects.filter(job=job).update(done=250, total=1000, stage="Reading rows")
    page = browser_of(person).get(progress(job))
    text = text_of(page)
    assert page.status_code == 200
    assert 'aria-valuenow="25"' in text
    assert "Reading rows" in text
    assert "1\u00a0min\u00a01" in text
    assert f'hx-get="{progress(job)}?fragment=1"' in text
    assert f'action="{reverse("jobs:cancel", kwargs={"job_id": job.pk})}"' in text


def test_the_fragment_tells_once_that_the_job_is_over(person: User) -> None:
    client, job = browser_of(person), make_job(state=JobState.RUNNING, created_by=person)
    running = client.get(progress(job) + "?fragment=1")
    assert "HX-Trigger" not in running.headers
    assert "<html" not in text_of(running)

    Job.objects.update(
        state=JobState.DONE, finished_at=timezone.now(), result={"message": "12 rows", "url": "/import/"}
    )
    over = client.get(progress(job) + "?fragment=1")
    assert json.loads(over.headers["HX-Trigger"]) == {"job-done": {"id": str(job.pk), "state": "done"}}
    text = text_of(over)
    assert "12 rows" in text
    assert 'href="/import/"' in text
    assert "hx-get" not in text


@pytest.mark.parametrize("url", ["//evil.example/", "https://evil.example/", "javascript:alert(1)", "/\\evil.example"])
def test_a_result_leads_nowhere_else(person: User, url: str) -> None:
    job = make_job(state=JobState.DONE, created_by=person, result={"url": url})
    assert "Show the result" not in text_of(browser_of(person).get(progress(job)))


def test_a_failed_job_tells_the_reference_and_nothing_of_the_code(person: User, administrator: User) -> None:
    job = make_job(
        state=JobState.FAILED, created_by=person, failure=Failure.UNEXPECTED, reference="0BADF00D", attempts=5
    )
    text = text_of(browser_of(person).get(progress(job)))
    assert "0BADF00D" in text
    again = reverse("jobs:retry", kwargs={"job_id": job.pk})
    assert again not in text
    assert again in text_of(browser_of(administrator).get(progress(job)))


def test_a_refused_job_says_why_and_escapes_it(person: User) -> None:
    job = make_job(state=JobState.FAILED, created_by=person, failure=Failure.REFUSED, error="<b>Row 7</b> is wrong")
    assert "&lt;b&gt;Row 7&lt;/b&gt; is wrong" in text_of(browser_of(person).get(progress(job)))


def test_a_job_that_waits_for_its_next_try_says_when(person: User) -> None:
    later = timezone.now() + timedelta(seconds=30)
    job = make_job(attempts=2, available_at=later, created_by=person, failure=Failure.DATABASE, reference="0BADF00D")
    text = text_of(browser_of(person).get(progress(job)))
    assert "Tried 2 times of 5." in text
    assert "Next try in 2" in text


def test_a_job_nobody_starts_says_so(person: User) -> None:
    job = make_job(created_by=person, ago=600)
    assert "all workers are busy or stopped" in text_of(browser_of(person).get(progress(job)))


def test_who_joined_sees_the_job_but_cannot_cancel_it(person: User) -> None:
    friend, stranger = make_user(role="sales_rep"), make_user(role="sales_rep")
    job = make_job(created_by=person)
    job.followers.add(friend)
    page = browser_of(friend).get(progress(job))
    assert page.status_code == 200
    assert "Cancel" not in text_of(page)
    assert browser_of(stranger).get(progress(job)).status_code == 404
    assert browser_of(stranger).post(reverse("jobs:cancel", kwargs={"job_id": job.pk})).status_code == 404


def test_cancel_answers_htmx_with_the_fragment_and_others_with_the_page(person: User) -> None:
    client = browser_of(person)
    first, second = make_job(created_by=person), make_job(created_by=person)
    answer = client.post(reverse("jobs:cancel", kwargs={"job_id": first.pk}), headers={"HX-Request": "true"})
    assert "Cancelled" in text_of(answer)
    assert "job-done" in answer.headers["HX-Trigger"]
    assert client.post(reverse("jobs:cancel", kwargs={"job_id": second.pk})).headers["Location"] == progress(second)
    assert set(Job.objects.values_list("state", flat=True)) == {JobState.CANCELLED}


def test_cancel_of_what_is_over_explains_itself(person: User) -> None:
    job = make_job(state=JobState.DONE, created_by=person)
    page = browser_of(person).post(reverse("jobs:cancel", kwargs={"job_id": job.pk}), follow=True)
    assert "This job is over" in text_of(page)


def test_retry_queues_the_job_again(administrator: User) -> None:
    job = make_job(state=JobState.FAILED)
    answer = browser_of(administrator).post(reverse("jobs:retry", kwargs={"job_id": job.pk}))
    assert answer.headers["Location"] == progress(job)
    job.refresh_from_db()
    assert (job.state, job.attempts) == (JobState.QUEUED, 0)


def test_the_list_shows_each_kind_of_job_in_its_place(administrator: User, person: User) -> None:
    make_job("trial.slow", state=JobState.RUNNING, created_by=person)
    make_job("trial.broken", state=JobState.FAILED, reference="0BADF00D", failure=Failure.UNEXPECTED)
    make_job("trial.mark", state=JobState.DONE, ago=60)
    make_job("trial.count", state=JobState.DONE, ago=90000)
    client, address = browser_of(administrator), reverse("jobs:job_list")
    live, failed, recent = (text_of(client.get(address + query)) for query in ("", "?show=failed", "?show=recent"))
    assert "Slow mark" in live
    assert "Rita Rep" in live
    assert "Broken" not in live
    assert "Broken" in failed
    assert "0BADF00D" in failed
    assert "the scheduler" in failed
    assert "/retry/" in failed
    assert "Mark" in recent
    assert "Count" not in recent


def test_the_list_says_how_the_machinery_is(administrator: User) -> None:
    client = browser_of(administrator)
    assert "The scheduler has never looked." in text_of(client.get(reverse("jobs:job_list")))
    Sign.objects.create(name=signs.SCHEDULER, seen_at=timezone.now() - timedelta(seconds=4))
    make_job(ago=20)
    text = text_of(client.get(reverse("jobs:job_list")))
    assert "The scheduler last looked 4\u00a0s ago." in text
    assert "No worker has been seen yet." in text
    assert "The broker answers." in text
    assert "1 job waits, for 20\u00a0s." in text


def test_health_for_a_monitor(administrator: User) -> None:
    client, address = browser_of(administrator), reverse("jobs:health")
    assert client.get(address).json()["ok"] is False
    for name in (signs.SCHEDULER, signs.WORKER):
        Sign.objects.create(name=name, seen_at=timezone.now())
    found = client.get(address).json()
    assert found["ok"] is True
    assert found["waiting"] == 0
    make_job(ago=3600)
    found = client.get(address).json()
    assert (found["ok"], found["queue"], found["waiting"]) == (False, False, 1)
    assert found["oldest_waiting_age"] >= 3600


def test_the_list_takes_as_many_queries_for_thirty_jobs_as_for_one(administrator: User) -> None:
    client, author = browser_of(administrator), make_user()

    def grow(number: int) -> None:
        for _ in range(number):
            make_job(state=JobState.RUNNING, created_by=author)
            make_job(created_by=make_user())

    assert_same_queries(lambda: client.get(reverse("jobs:job_list")), grow, at_most=8)


def test_a_poll_takes_few_queries(person: User) -> None:
    client, job = browser_of(person), make_job(state=JobState.RUNNING, created_by=person)
    client.get(progress(job) + "?fragment=1")
    sent = queries_of(lambda: client.get(progress(job) + "?fragment=1"))
    assert len(sent) <= 3, sent  # session, person, job with its progress
