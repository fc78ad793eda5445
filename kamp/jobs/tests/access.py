"""Who may see and touch background jobs."""

from __future__ import annotations

from kamp.jobs.models import Job, JobState
from kamp.jobs.tests.factories import make_job
from kamp.testing.access import ADMINISTRATORS, OUTSIDE, Row, World, scoped, unscoped


def waiting(world: World) -> Job:
    """Asked for by the owner; only the owner and administrators may know of it."""
    return make_job(created_by=world.users["owner"])


def failed(world: World) -> Job:
    return make_job(state=JobState.FAILED, failure="unexpected", reference="0BADF00D", created_by=world.users["owner"])


HIDDEN = dict.fromkeys(("manager", "specialist", "management", "integrator", *OUTSIDE), 404)
THEIRS = ("owner", "administrator")

ROWS = (
    Row(name="jobs:job_list", get=unscoped(ADMINISTRATORS)),
    Row(name="jobs:health", get=unscoped(ADMINISTRATORS)),
    Row(
        name="jobs:progress",
        kwargs=lambda world: {"job_id": world.once(waiting).pk},
        get=scoped(THEIRS) | HIDDEN,
    ),
    Row(
        name="jobs:cancel",
        kwargs=lambda world: {"job_id": world.once(waiting).pk},
        post=scoped(THEIRS, 302) | HIDDEN,
    ),
    Row(
        name="jobs:retry",
        kwargs=lambda world: {"job_id": world.once(failed).pk},
        post=scoped(ADMINISTRATORS, 302) | HIDDEN,
    ),
)
