"""What the tests of the engine have in common: a person, and an engine that does not take its time."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from django.utils import timezone

from kamp.jobs.application import app
from kamp.jobs.publishing import fuse
from kamp.servers.embedded import Valkey
from kamp.users.models import User
from kamp.users.tests.factories import make_user

QUICK = {
    "KAMP_JOBS_TICK": 0.2,
    "KAMP_JOBS_HEARTBEAT": 0.1,
    "KAMP_JOBS_STALE": 1.0,
    "KAMP_JOBS_REPUBLISH": 0.7,
    "KAMP_JOBS_PAUSE": 0.05,
}


@pytest.fixture(autouse=True)
def quick(settings: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """Short intervals, in this process and in the workers and schedulers it starts; a broker nobody has given up."""
    for name, seconds in QUICK.items():
        setattr(settings, name, seconds)
        monkeypatch.setenv(name, str(seconds))
    fuse.mend()


@pytest.fixture
def person(db: None) -> User:
    return make_user(email="rep@example.com", name="Rita Rep", role="sales_rep", language="en")


@pytest.fixture
def administrator(db: None) -> User:
    return make_user(email="admin@example.com", name="Ada Admin", role="administrator", language="en")


@pytest.fixture
def now() -> datetime:
    return timezone.now()


@pytest.fixture
def eventually() -> Callable[..., None]:
    """``eventually(condition, seconds=10)`` asks until it is true."""
    import time

    def wait(condition: Callable[[], object], seconds: float = 10) -> None:
        end = time.monotonic() + seconds
        while not condition():
            assert time.monotonic() < end, f"not so within {seconds} s"
            time.sleep(0.02)

    return wait


def kill(broker: Valkey) -> None:
    """As by the system; what lies in it is gone, ``start`` brings it back at the same address."""
    assert broker.process is not None
    broker.process.kill()
    broker.process.wait()


@pytest.fixture
def own_broker(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Valkey]:
    """A broker for this test alone, to be killed: for this process and for those it starts."""
    broker = Valkey(tmp_path / "valkey", durable=False)
    broker.start()
    address = broker.urls()["CELERY_BROKER_URL"]
    monkeypatch.setenv("CELERY_BROKER_URL", address)
    monkeypatch.setattr(app.conf, "broker_url", address)
    yield broker
    broker.stop()
