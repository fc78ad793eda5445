"""Production starts only with settings that somebody chose, and the numbers in them fit together."""

import os
import re
import subprocess
import sys

import pytest
from django.conf import settings

from kamp.operation.verification import production_environment
from kamp.servers.bootstrap import ROOT

pytestmark = pytest.mark.unit


def load_production(**changes: str | None) -> subprocess.CompletedProcess[str]:
    environment = {**os.environ, **production_environment(), **changes}
    environment = {name: value for name, value in environment.items() if value is not None}
    argv = [sys.executable, "-c", "from django.conf import settings; print(settings.SESSION_COOKIE_SECURE)"]
    return subprocess.run(argv, env=environment, cwd=ROOT, capture_output=True, text=True, timeout=60, check=False)


def test_production_starts_when_everything_is_given():
    done = load_production()
    assert done.stdout.strip() == "True", done.stderr


def test_every_missing_name_is_told_at_once():
    done = load_production(SECRET_KEY=None, ALLOWED_HOSTS=None, REDIS_URL=None)
    assert done.returncode != 0
    assert all(name in done.stderr for name in ("SECRET_KEY", "ALLOWED_HOSTS", "REDIS_URL"))


@pytest.mark.parametrize("key", ["short", "demo-" + "x" * 60, "django-insecure-" + "x" * 60])
def test_a_weak_secret_is_refused(key):
    done = load_production(SECRET_KEY=key)
    assert done.returncode != 0
    assert "SECRET_KEY" in done.stderr
    assert key not in done.stderr


def test_a_running_job_is_never_handed_out_twice():
    # quality C75: Redis gives a message to a second worker after the visibility timeout
    visible = settings.CELERY_BROKER_TRANSPORT_OPTIONS["visibility_timeout"]
    assert visible > 2 * settings.CELERY_TASK_TIME_LIMIT


def test_nothing_is_eager_and_nothing_is_pickled():
    assert not getattr(settings, "CELERY_TASK_ALWAYS_EAGER", False)
    assert settings.CELERY_ACCEPT_CONTENT == ["json"]


def test_production_fingerprints_our_scripts_and_what_they_import(tmp_path):
    environment = {**os.environ, **production_environment(), "KAMP_VAR": str(tmp_path)}
    argv = [
        sys.executable,
        str(ROOT / "manage.py"),
        "collectstatic",
        "--noinput",
        "-v0",
        "-i",
        "plotly*",
        "-i",
        "htmx*",  # not ours: five megabytes, compressed twice
    ]
    done = subprocess.run(argv, env=environment, cwd=ROOT, capture_output=True, text=True, timeout=300, check=False)
    assert done.returncode == 0, done.stderr
    (app,) = (path for path in (tmp_path / "static" / "js").glob("app.*.js"))
    imported = re.findall(r"""(?:from|import)\s*['"]\./([^'"]+)['"]""", app.read_text())
    assert imported
    assert all((app.parent / name).exists() and re.search(r"\.[0-9a-f]{12}\.js$", name) for name in imported)
