"""Commands on a database that is behind the code say what to do instead of which column is missing."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest

from kamp.servers.bootstrap import ROOT


@pytest.mark.parametrize("words", ["figures --as-of 2026-01-31", "explain C1 --matrix class --as-of 2026-01-31"])
def test_a_database_without_tables_is_told_apart(words: str) -> None:
    """The database the tests' own are made from (kamp.testing.plugin) never gets a table."""
    argv = [sys.executable, str(ROOT / "manage.py"), *words.split()]
    environment = {**os.environ, "KAMP_NO_BOOTSTRAP": "1", "DJANGO_SETTINGS_MODULE": "kamp.settings.dev"}
    done = subprocess.run(argv, env=environment, capture_output=True, text=True, timeout=120, check=False)
    assert done.returncode == 1
    assert done.stdout == ""
    assert "manage.py migrate" in done.stderr
    assert "Traceback" not in done.stderr
