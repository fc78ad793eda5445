"""Two schedulers: one works, the other waits and takes over (quality C76)."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.db import connection

from kamp.jobs import signs
from kamp.jobs.models import Job, Sign
from kamp.jobs.tests.conftest import kill
from kamp.servers.embedded import Valkey
from kamp.testing.worker import running_beat

pytestmark = pytest.mark.django_db(transaction=True)
OUR_TURN = "it is our turn to schedule"


def test_two_beats_fill_each_slot_once_and_the_second_takes_over(tmp_path: Path) -> None:
    with running_beat(tmp_path, "first") as first:
        first.wait_for(lambda: OUR_TURN in first.log)
        with running_beat(tmp_path, "second") as second:
            second.wait_for(lambda: "another scheduler is at work" in second.log)
            first.wait_for(lambda: Job.objects.filter(kind="trial.nightly").exists())
            assert OUR_TURN not in second.log
            first.kill()
            second.wait_for(lambda: OUR_TURN in second.log)
            Sign.objects.all().delete()
            second.wait_for(lambda: Sign.objects.filter(name=signs.SCHEDULER).exists())
    assert Job.objects.filter(kind="trial.nightly").count() == 1
    assert list(tmp_path.glob("beat*")) == []  # no file remembers a schedule


def test_a_beat_that_loses_its_database_session_goes_on(tmp_path: Path) -> None:
    with running_beat(tmp_path) as beat:
        beat.wait_for(lambda: Sign.objects.filter(name=signs.SCHEDULER).exists())
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity"
                " WHERE backend_type = 'client backend' AND pid <> pg_backend_pid() AND datname = current_database()"
            )
            assert cursor.fetchone()[0] >= 2  # the lock's and the tick's
        Sign.objects.all().delete()
        beat.wait_for(lambda: Sign.objects.filter(name=signs.SCHEDULER).exists())


def test_a_beat_needs_no_broker(tmp_path: Path, own_broker: Valkey) -> None:
    kill(own_broker)
    with running_beat(tmp_path) as beat:
        beat.wait_for(lambda: Job.objects.filter(kind="trial.nightly").exists())
        beat.wait_for(lambda: Sign.objects.filter(name=signs.SCHEDULER).exists())
