"""What is cleared away every night."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from django.contrib.sessions.models import Session

from kamp.jobs.runner import run_here
from kamp.jobs.services import enqueue

pytestmark = pytest.mark.django_db


def test_expired_sessions_go_and_others_stay(now: datetime) -> None:
    for key, days in (("old", -1), ("new", 1)):
        Session.objects.create(session_key=key, session_data="", expire_date=now + timedelta(days=days))
    assert run_here(enqueue(kind="jobs.clear_sessions", at=now).pk).result == {"deleted": 1}
    assert Session.objects.get().session_key == "new"
