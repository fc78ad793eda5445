"""Commands find the servers of their checkout, share them, and leave none behind."""

import json
import os
import subprocess
import sys
import time
from pathlib import Path

import pytest

from kamp.servers import provision
from kamp.servers.bootstrap import ROOT

QUERY = """
import time
from django.db import connection
from django.core.cache import cache
with connection.cursor() as cursor:
    cursor.execute("select pg_postmaster_start_time()")
    print("server", cursor.fetchone()[0], flush=True)
cache.set("key", 1)
time.sleep({seconds})
with connection.cursor() as cursor:
    cursor.execute("select 1")
print("done", cache.get("key"), flush=True)
"""


@pytest.fixture
def checkout(tmp_path_factory) -> dict[str, str]:
    """Environment of a checkout that has no servers yet."""
    base = tmp_path_factory.mktemp("provision")
    for directory in [base, *base.parents]:
        if directory.stat().st_uid == os.geteuid() and directory.stat().st_mode & 0o011 != 0o011:
            directory.chmod(directory.stat().st_mode | 0o011)
    ours = ("DATABASE_URL", "REDIS_URL", "CELERY_BROKER_URL", "DJANGO_SETTINGS_MODULE", "KAMP_VAR")
    environment = {name: value for name, value in os.environ.items() if name not in ours}
    return {**environment, "KAMP_VAR": str(base / "var"), "KAMP_NO_BOOTSTRAP": "1"}


def shell(environment: dict[str, str], seconds: float) -> subprocess.Popen[str]:
    argv = [sys.executable, str(ROOT / "manage.py"), "shell", "-v", "0", "-c", QUERY.format(seconds=seconds)]
    return subprocess.Popen(argv, env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)


@pytest.mark.slow
def test_commands_at_the_same_time_share_one_server_until_the_last_is_done(checkout):
    owner = shell(checkout, 0)
    guests = [shell(checkout, 4), shell(checkout, 1)]
    answers = [process.communicate(timeout=60) for process in (owner, *guests)]

    assert all("done 1" in out for out, _ in answers), answers
    assert len({out.splitlines()[0] for out, _ in answers}) == 1
    assert not list(Path(checkout["KAMP_VAR"]).glob("*/note"))


@pytest.mark.slow
def test_a_command_after_a_killed_one_starts_anew(checkout):
    first = shell(checkout, 60)
    assert first.stdout.readline().startswith("server")
    first.kill()
    first.communicate()
    assert list(Path(checkout["KAMP_VAR"]).glob("*/note"))
    time.sleep(0.2)
    out, err = shell(checkout, 0).communicate(timeout=60)
    assert "done 1" in out, err


def test_a_note_cut_short_is_forgotten(tmp_path):
    note = tmp_path / "note"
    note.write_text('{"DATABASE_URL": "postg')
    provision._forget(note)
    assert not note.exists()


def test_only_socket_directories_of_ours_are_removed(tmp_path):
    keep = tmp_path / "kamp-precious"
    keep.mkdir()
    note = tmp_path / "note"
    note.write_text(json.dumps({"DATABASE_URL": f"postgres://kamp@/{keep}/kamp"}))
    provision._forget(note)
    assert keep.exists()


def test_commands_that_need_no_server_start_none(checkout):
    argv = [sys.executable, str(ROOT / "manage.py"), "check"]
    done = subprocess.run(argv, env=checkout, capture_output=True, text=True, timeout=60, check=False)
    assert done.returncode == 0, done.stderr
    assert not (Path(checkout["KAMP_VAR"]) / "postgres").exists()
