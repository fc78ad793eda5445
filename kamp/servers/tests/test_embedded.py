"""The embedded servers: as the tests use them, and when something is wrong with them."""

import os
import signal
import threading
import time
from pathlib import Path

import pytest
from django.core.cache import cache
from django.db import connection

from kamp.servers import binaries, embedded
from kamp.servers.binaries import ServerError
from kamp.servers.embedded import Postgres, Valkey, postgres_answers, valkey_answers


@pytest.fixture
def base(tmp_path: Path) -> Path:
    """A directory that the account the database runs as can reach."""
    for directory in [tmp_path, *tmp_path.parents]:
        if directory.stat().st_uid == os.geteuid() and directory.stat().st_mode & 0o011 != 0o011:
            directory.chmod(directory.stat().st_mode | 0o011)
    return tmp_path


@pytest.mark.django_db
def test_the_database_is_a_real_postgresql():
    with connection.cursor() as cursor:
        cursor.execute("select current_setting('server_version_num')::int, current_setting('listen_addresses')")
        version, addresses = cursor.fetchone()
    assert connection.vendor == "postgresql"
    assert version >= 140000
    assert addresses == ""


def test_the_cache_is_a_real_server():
    cache.set("key", {"a": 1}, 5)
    assert cache.get("key") == {"a": 1}
    assert cache._cache.get_client().info("server")["redis_version"]


@pytest.mark.slow
def test_data_survive_a_restart_and_a_crash(base):
    import psycopg2

    server = Postgres(base)
    try:
        server.start().ensure_database("kept")
        server.process.send_signal(signal.SIGKILL)
        server.process.wait()
        server.start()  # with a postmaster.pid that nobody owns
        psycopg2.connect(dbname="kept", user=server.user, host=str(server.run)).close()
    finally:
        server.discard()
    assert not postgres_answers(server.run)


@pytest.mark.slow
@pytest.mark.parametrize("has_proc", [True, False])
def test_an_orphan_on_the_same_data_is_ended_first(base, has_proc, monkeypatch):
    monkeypatch.setattr(embedded, "_HAS_PROC", has_proc and embedded._HAS_PROC)
    orphan, heir = Postgres(base, durable=False), Postgres(base, durable=False)
    try:
        orphan.start()
        heir.start()
        assert orphan.process.wait(10) == 0
        assert postgres_answers(heir.run)
    finally:
        orphan.stop()
        heir.discard()


@pytest.mark.slow
@pytest.mark.parametrize("has_proc", [True, False])
def test_a_killed_one_that_nobody_has_collected_yet_is_waited_for(base, has_proc, monkeypatch):
    monkeypatch.setattr(embedded, "_HAS_PROC", has_proc and embedded._HAS_PROC)
    dead, heir = Postgres(base, durable=False), Postgres(base, durable=False)
    try:
        dead.start()
        dead.process.send_signal(signal.SIGKILL)
        threading.Timer(1, dead.process.wait).start()  # until then its number is taken
        heir.start()
        assert postgres_answers(heir.run)
    finally:
        dead.stop()
        heir.discard()


def test_data_of_another_version_are_not_touched(base):
    server = Postgres(base)
    try:
        server.start()
        server.stop()
        (server.data / "PG_VERSION").write_text("9\n")
        again = Postgres(base)
        with pytest.raises(ServerError, match=r"(?s)written by PostgreSQL 9.*KAMP_PG_BIN"):
            again.start()
        again.stop()
    finally:
        server.discard()


def test_a_server_that_does_not_start_says_its_last_words(base, monkeypatch):
    valkey = Valkey(base)
    monkeypatch.setattr(Valkey, "socket", base / "missing" / "v.sock")
    with pytest.raises(ServerError, match=r"(?s)valkey ended with status 1.*Failed opening Unix socket"):
        valkey.start()
    valkey.stop()


def test_a_wrong_directory_of_programs_is_told(monkeypatch, tmp_path):
    monkeypatch.setenv("KAMP_PG_BIN", str(tmp_path))
    with pytest.raises(ServerError, match="initdb and postgres are not both there"):
        binaries.postgres_bin()


def test_without_any_postgresql_the_ways_out_are_told(monkeypatch):
    monkeypatch.delenv("KAMP_PG_BIN", raising=False)
    monkeypatch.setattr(binaries, "_wheel", lambda package: None)
    monkeypatch.setattr(binaries, "_system_postgres", list)
    with pytest.raises(ServerError, match=r"(?s)DATABASE_URL.*KAMP_PG_BIN.*apt install postgresql"):
        binaries.postgres_bin()


def test_the_broker_keeps_what_was_in_it(base):
    first = Valkey(base).start()
    import redis

    redis.Redis(unix_socket_path=str(first.socket)).set("kept", "1")
    first.stop()
    assert not valkey_answers(first.socket)
    second = Valkey(base).start()
    try:
        assert redis.Redis(unix_socket_path=str(second.socket)).get("kept") == b"1"
    finally:
        second.stop()


def test_stopping_is_quick(base):
    valkey = Valkey(base, durable=False).start()
    started = time.monotonic()
    valkey.stop()
    assert time.monotonic() - started < 3
    assert not valkey.run.exists()
