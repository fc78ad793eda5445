"""`manage.py up` as a person uses it: started, looked at, stopped; and what is left when it is killed."""

import http.client
import os
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path

import pytest

from kamp.servers.bootstrap import ROOT

pytestmark = [pytest.mark.slow, pytest.mark.skipif(not Path("/proc/self").exists(), reason="reads /proc")]
READY = "KAMP is ready"
SERVERS = ("DATABASE_URL", "REDIS_URL", "CELERY_BROKER_URL", "DJANGO_SETTINGS_MODULE", "KAMP_VAR")


def free_port() -> int:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return int(listener.getsockname()[1])


def belonging_to(mark: str) -> dict[int, str]:
    """Processes whose command line, environment or working directory holds ``mark``: all that one `up` started.

    The servers write their title over the first two, but they work in their data directory.
    """
    found = {}
    for directory in Path("/proc").glob("[0-9]*"):
        try:
            command = (directory / "cmdline").read_bytes()
            content = command + (directory / "environ").read_bytes() + bytes((directory / "cwd").readlink())
        except OSError:
            continue
        if command and mark.encode() in content and int(directory.name) != os.getpid():
            found[int(directory.name)] = command.replace(b"\0", b" ").decode(errors="replace")[:400]
    return found


class Running:
    """One `up` on a directory and a port of its own."""

    def __init__(self, var: Path, log: Path) -> None:
        self.var, self.port, self.log = var, free_port(), log
        self.mark = str(var)
        self.environment = {name: value for name, value in os.environ.items() if name not in SERVERS}
        self.environment |= {"KAMP_VAR": str(var), "KAMP_VENV": sys.prefix, "KAMP_NO_BOOTSTRAP": "1"}
        self.process: subprocess.Popen[bytes] | None = None

    def command(self, *arguments: str) -> list[str]:
        return [sys.executable, str(ROOT / "manage.py"), *arguments]

    def start(self) -> "Running":
        starts = self.output.count(READY)
        with self.log.open("ab") as out:
            self.process = subprocess.Popen(
                self.command("up", "--port", str(self.port), "--empty"),
                env=self.environment,
                stdin=subprocess.DEVNULL,
                stdout=out,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )
        self.wait(lambda: self.output.count(READY) > starts or self.process.poll() is not None, 120)
        assert self.process.poll() is None, self.output[-3000:]
        return self

    @property
    def output(self) -> str:
        return self.log.read_text(errors="replace") if self.log.exists() else ""

    def status(self) -> int:
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=5)
        connection.request("GET", "/auth/sign-in/")
        status = connection.getresponse().status
        connection.close()
        return status

    def wait(self, condition, seconds: float) -> None:
        end = time.monotonic() + seconds
        while not condition():
            assert time.monotonic() < end, f"not so within {seconds} s; output:\n{self.output[-3000:]}"
            time.sleep(0.1)

    def left(self) -> dict[int, str]:
        return belonging_to(self.mark)

    def other(self, *arguments: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            self.command(*arguments), env=self.environment, capture_output=True, text=True, timeout=60, check=False
        )


@pytest.fixture(scope="module")
def var(tmp_path_factory):
    """One directory for all starts: the first makes the database, the others find it however it was left."""
    base = tmp_path_factory.mktemp("up")
    for directory in [base, *base.parents]:  # as root the database must reach its files as somebody else
        if directory.stat().st_uid == os.geteuid() and directory != Path("/tmp"):
            directory.chmod(directory.stat().st_mode | 0o011)
    return base / "var"


@pytest.fixture
def running(var, tmp_path):
    started = Running(var, tmp_path / "up.log")
    yield started
    if started.process is not None:
        started.process.kill()
        started.process.wait()
    for pid in started.left():
        try:
            os.kill(pid, signal.SIGKILL)
        except ProcessLookupError:
            continue


def test_it_answers_others_use_its_database_and_ctrl_c_ends_every_process(running):
    running.start()
    assert running.status() == 200
    names = " ".join(running.left().values())
    assert all(part in names for part in ("gunicorn", "celery", "beat", "postgres", "valkey")), names

    before = _lasting(running)
    shown = running.other(
        "shell", "-c", "from django.conf import settings; print(settings.DATABASES['default']['HOST'])"
    )
    assert "/tmp/kamp-" in shown.stdout, shown.stderr
    second = running.other("up", "--port", str(free_port()))
    assert second.returncode != 0
    assert f"http://127.0.0.1:{running.port}/" in second.stderr
    assert before <= _lasting(running)

    os.kill(running.process.pid, signal.SIGINT)

    assert running.process.wait(20) == 0
    assert running.left() == {}


def test_a_killed_supervisor_leaves_nothing(running):
    running.start()
    os.kill(running.process.pid, signal.SIGKILL)
    running.process.wait()
    running.wait(lambda: not running.left(), 5)

    # The next start finds stale notes and a database that was not shut down, and does not mind.
    running.start()
    assert running.status() == 200


def test_a_taken_port_is_told_and_nothing_is_left(running):
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        listener.listen()
        port = listener.getsockname()[1]
        refused = running.other("up", "--empty", "--port", str(port))
    assert refused.returncode != 0
    assert f"Port {port} is taken" in refused.stderr
    assert running.left() == {}


def test_a_killed_web_server_worker_and_broker_come_back(running):
    running.start()
    for part in ("valkey", "celery --quiet -A kamp worker", "gunicorn"):
        leaders = [pid for pid, command in running.left().items() if part in command]
        os.kill(min(leaders), signal.SIGKILL)
    running.wait(lambda: running.output.count("starting it again") >= 3, 20)
    running.wait(lambda: _answers(running), 20)
    names = " ".join(running.left().values())
    assert all(part in names for part in ("gunicorn", "worker", "beat", "postgres", "valkey")), names


def _lasting(running: Running) -> set[int]:
    """Its processes but for those of single sessions, which come and go."""
    return {pid for pid, command in running.left().items() if not command.startswith("postgres:")}


def _answers(running: Running) -> bool:
    try:
        return running.status() == 200
    except OSError:
        return False
