"""A job on the screen while a real worker runs it: it moves, it can be reloaded, it can be stopped."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

import pytest
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import expect

from kamp.jobs.models import Failure, Job, JobState, Pulse
from kamp.jobs.services import enqueue
from kamp.jobs.tests.factories import make_job
from kamp.testing.worker import Worker
from kamp.users.models import User

if TYPE_CHECKING:
    from playwright.sync_api import Page

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.django_db(transaction=True)]
SIZES = {"desk": (1280, 900), "phone": (390, 844)}


def address(job: Job) -> str:
    return reverse("jobs:progress", kwargs={"job_id": job.pk})


def test_progress_moves_survives_a_reload_and_ends_by_itself(
    page: Page, signed_in: Callable[..., Page], worker: Worker, person: User
) -> None:
    job = enqueue(kind="trial.slow", payload={"steps": 30, "pause": 0.15}, by=person, at=timezone.now())
    signed_in(page, person, address(job))
    bar = page.get_by_role("progressbar")
    page.wait_for_function("() => Number(document.querySelector('[role=progressbar]')?.ariaValueNow) > 10")
    page.reload()
    page.evaluate("() => document.body.addEventListener('job-done', e => document.title = 'over ' + e.detail.state)")
    page.wait_for_function("() => document.title === 'over done'")
    assert bar.count() == 0
    expect(page.locator(".badge", has_text="Done")).to_be_visible()


def test_cancel_stops_the_job_in_place(
    page: Page, signed_in: Callable[..., Page], worker: Worker, person: User
) -> None:
    job = enqueue(kind="trial.slow", payload={"steps": 600, "pause": 0.1}, by=person, at=timezone.now())
    signed_in(page, person, address(job))
    page.wait_for_function("() => Number(document.querySelector('[role=progressbar]')?.ariaValueNow) >= 0")
    page.get_by_role("button", name="Cancel").click()
    page.locator(".badge", has_text="Cancelled").wait_for()
    assert page.url.endswith(address(job))


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("theme", ["light", "dark"])
def test_pages_as_they_look(
    page: Page, signed_in: Callable[..., Page], shoot: Callable[..., None], administrator: User, size: str, theme: str
) -> None:
    running = make_job("trial.slow", state=JobState.RUNNING, created_by=administrator, ago=83)
    Pulse.objects.update(done=4200, total=10_000, stage="Marking")
    waiting = make_job(attempts=1, created_by=administrator, failure=Failure.DATABASE, reference="7C1D0F2A")
    failed = make_job(
        "trial.broken", state=JobState.FAILED, created_by=administrator, failure="unexpected", reference="0BADF00D"
    )
    message = {"message": "1,000 rows were imported.", "url": "/"}
    done = make_job(state=JobState.DONE, ago=900, result=message)
    page.set_viewport_size({"width": SIZES[size][0], "height": SIZES[size][1]})
    page.emulate_media(color_scheme=theme)  # type: ignore[arg-type]
    signed_in(page, administrator, reverse("jobs:job_list"))
    for name, path in {
        "list": reverse("jobs:job_list"),
        "list-failed": reverse("jobs:job_list") + "?show=failed",
        "list-recent": reverse("jobs:job_list") + "?show=recent",
        "running": address(running),
        "waiting": address(waiting),
        "failed": address(failed),
        "done": address(done),
    }.items():
        page.goto(page.url.split("/jobs/")[0] + path)
        shoot(page, f"jobs-{name}-{size}-{theme}")
        wide = page.evaluate("() => document.documentElement.scrollWidth - document.documentElement.clientWidth")
        assert wide == 0, f"{path} is {wide} px too wide at {size}"
