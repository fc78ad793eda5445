"""What a test that commits leaves behind for the next."""

from __future__ import annotations

import threading
import time
from typing import Any

import pytest
from django.contrib.contenttypes.models import ContentType
from django.core.management import call_command
from django.db import connection, transaction
from psycopg2.errors import DeadlockDetected

from accounts.models import KeyAccount
from accounts.tests.factories import make_account
from kamp.testing.access import fingerprint
from kamp.testing.threads import in_thread


@pytest.mark.django_db(transaction=True)
def test_emptying_leaves_what_migrating_wrote_and_nothing_else() -> None:
    call_command("flush", verbosity=0, interactive=False)
    before = fingerprint()
    make_account()
    assert fingerprint() != before
    call_command("flush", verbosity=0, interactive=False)
    assert fingerprint() == before
    assert not KeyAccount.objects.exists()
    assert ContentType.objects.filter(app_label="accounts", model="keyaccount").exists()


@pytest.mark.django_db(transaction=True)
def test_who_asks_for_tables_in_another_order_gives_up_before_the_emptying() -> None:
    """A worker that reads a table late in the order, then an early one, while the emptying holds that."""
    held = threading.Event()

    def worker() -> None:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SELECT count(*) FROM users_user")
            held.set()
            until = time.monotonic() + 10
            while not _waited_for(cursor) and time.monotonic() < until:
                time.sleep(0.01)
            cursor.execute("SELECT count(*) FROM accounts_keyaccount")

    make_account()
    working = in_thread(worker)
    assert held.wait(10)
    call_command("flush", verbosity=0, interactive=False)
    assert isinstance(working.outcome().__cause__, DeadlockDetected)
    assert not KeyAccount.objects.exists()


def _waited_for(cursor: Any) -> bool:
    """Whether somebody waits for a table that this session holds."""
    cursor.execute("SELECT EXISTS (SELECT 1 FROM pg_stat_activity WHERE pg_backend_pid() = ANY(pg_blocking_pids(pid)))")
    return bool(cursor.fetchone()[0])
