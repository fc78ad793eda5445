"""What must fit together: settings, kinds, and what the web process loads (quality C75)."""

from __future__ import annotations

import ast
import subprocess
import sys

import pytest
from django.conf import settings
from django.core.management import call_command
from django.core.management.base import CommandError

from kamp.jobs.application import app
from kamp.jobs.registry import JOB_KINDS, Daily, JobKind
from kamp.servers.bootstrap import ROOT


def test_the_worker_takes_one_message_at_a_time_and_forgets_it_at_once() -> None:
    assert app.conf.worker_prefetch_multiplier == 1
    assert app.conf.task_acks_late is False  # the row is the truth: a message redelivered would only find it taken
    assert app.conf.task_ignore_result is True
    assert app.conf.result_backend is None
    assert app.conf.accept_content == ["json"]
    assert app.conf.beat_scheduler == "kamp.jobs.beat:SingleScheduler"
    assert set(app.conf.beat_schedule) == set()  # what is due is declared by the kinds of jobs


def test_time_limits_and_visibility_fit_together() -> None:
    hard, soft = app.conf.task_time_limit, app.conf.task_soft_time_limit
    assert app.conf.broker_transport_options["visibility_timeout"] > 2 * hard
    assert soft < hard
    for kind in JOB_KINDS:
        assert kind.time_limit < soft, f"{kind.key}: Celery would end it before the engine does"


def test_a_silent_process_is_noticed_before_its_heartbeat_could_come_late() -> None:
    from kamp.settings import base

    assert base.KAMP_JOBS_STALE >= 10 * base.KAMP_JOBS_HEARTBEAT
    assert base.KAMP_JOBS_REPUBLISH > base.KAMP_JOBS_TICK


def test_only_the_publisher_sends_messages() -> None:
    """A task sent by any other way would not be a row, and could be lost or doubled."""
    sending = {"delay", "apply_async", "send_task", "delay_on_commit", "apply_async_on_commit"}
    packages = ("kamp", "accounts", "portfolio", "planning")
    files = (path for package in packages for path in sorted((ROOT / package).rglob("*.py")))
    assert [
        f"{path.relative_to(ROOT)}:{node.lineno} {node.func.attr}"
        for path in files
        if "tests" not in path.parts and not path.match("kamp/jobs/publishing.py")
        for node in ast.walk(ast.parse(path.read_text()))
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr in sending
    ] == []


@pytest.mark.parametrize("kind", [pytest.param(kind, id=kind.key) for kind in JOB_KINDS])
def test_each_kind_leads_to_its_handler_and_follows_kinds_there_are(kind: JobKind) -> None:
    assert callable(kind.load())
    assert isinstance(kind.handler, str), "a dotted path: the web process must not load what only workers need"
    assert all(cause in JOB_KINDS for cause in kind.after)
    assert kind.daily is None or isinstance(kind.daily, Daily)
    assert len(kind.key) <= 60


def test_the_web_process_loads_neither_pandas_nor_plotly() -> None:
    code = "import kamp.wsgi, sys; print(sorted({'pandas', 'numpy', 'plotly', 'typst'} & set(sys.modules)))"
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.stdout.strip() == "[]", done.stderr[-2000:]


@pytest.mark.django_db
def test_the_health_command_fails_when_something_is_wrong(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(CommandError, match="scheduler, worker"):
        call_command("jobs_health")
    assert '"broker": true' in capsys.readouterr().out


def test_settings_are_those_of_the_product() -> None:
    assert app.conf.beat_scheduler == settings.CELERY_BEAT_SCHEDULER
