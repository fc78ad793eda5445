"""One attempt at a job in this process: the same code path as in the worker."""

from __future__ import annotations

import pytest
from django.utils import timezone

from kamp.jobs.models import JobState
from kamp.jobs.runner import run_here
from kamp.jobs.services import enqueue
from kamp.jobs.tests.trial.models import Effect

pytestmark = pytest.mark.django_db(transaction=True)


def test_job_runs_to_its_end() -> None:
    job = run_here(enqueue(kind="trial.mark", payload={"name": "one"}, at=timezone.now()).pk)

    assert job.state == JobState.DONE
    assert job.result == {"message": "marked one"}
    assert Effect.objects.filter(name="one").count() == 1
