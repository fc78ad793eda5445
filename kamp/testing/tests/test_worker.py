"""The worker that other tests rely on is a real process, and gone when they are."""

import time
from pathlib import Path

import pytest

from kamp.celery import app
from kamp.testing.worker import running_worker

pytestmark = [pytest.mark.slow, pytest.mark.django_db(transaction=True)]


def alive(group: int) -> list[str]:
    """Processes of the group that still run; zombies wait only for their parent to look."""
    found = []
    for stat in Path("/proc").glob("[0-9]*/stat"):
        try:
            state, _, pgrp = stat.read_text().rpartition(")")[2].split()[:3]
        except OSError:
            continue
        if int(pgrp) == group and state != "Z":
            found.append(stat.parent.name)
    return found


def test_a_worker_answers_over_the_broker_and_dies_with_its_block(tmp_path):
    with running_worker(tmp_path, beat=True, concurrency=2) as worker:
        assert app.control.inspect(timeout=5).ping()
        group = worker.process.pid
        assert len(alive(group)) >= 3
    end = time.monotonic() + 5
    while alive(group) and time.monotonic() < end:
        time.sleep(0.05)
    assert alive(group) == []


def test_waiting_says_what_the_worker_said(tmp_path):
    with running_worker(tmp_path) as worker, pytest.raises(AssertionError, match="ready"):
        worker.wait_for(lambda: False, seconds=0.2)
