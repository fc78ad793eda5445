"""The environment: when it is built again, and that its lock is complete, hashed, and names no index."""

import os
import re
import subprocess
import sys

import pytest

from kamp.servers import bootstrap
from kamp.servers.bootstrap import DEVELOPMENT, ROOT, RUNTIME

PIN = re.compile(r"^([A-Za-z0-9._-]+)(?:\[[^]]*\])?==([^\s;\\]+)", re.MULTILINE)
pytestmark = pytest.mark.unit


def pins(text: str) -> set[tuple[str, str]]:
    return {(re.sub(r"[-_.]+", "-", name).lower(), version) for name, version in PIN.findall(text)}


@pytest.fixture
def blocks() -> tuple[str, str]:
    runtime, _, development = (ROOT / "requirements.txt").read_text().partition("# --- development ---")
    return runtime, development


def test_the_locks_hold_every_pin(blocks):
    runtime, development = blocks
    assert pins(runtime) <= pins(RUNTIME.read_text())
    assert pins(runtime) | pins(development) <= pins(DEVELOPMENT.read_text())


def test_verify_and_up_install_the_same_versions():
    assert pins(RUNTIME.read_text()) <= pins(DEVELOPMENT.read_text())


@pytest.mark.parametrize("lock", [RUNTIME, DEVELOPMENT], ids=lambda path: path.name)
def test_every_locked_package_is_hashed_and_no_index_is_named(lock):
    text = lock.read_text()
    entries = re.split(r"\n(?=\S)", text.strip())
    assert all("--hash=sha256:" in entry for entry in entries)
    assert "://" not in text
    assert "index-url" not in text


def test_every_package_has_a_reason(blocks):
    lines = "".join(blocks).splitlines()
    for number, line in enumerate(lines):
        if PIN.match(line):
            assert lines[number - 1].startswith("# "), f"{line} has no reason above it"


@pytest.fixture
def environment(tmp_path, monkeypatch):
    """An environment directory and a lock of its own; nothing is installed."""
    python = tmp_path / "venv" / "bin" / "python"
    python.parent.mkdir(parents=True)
    python.symlink_to(sys.executable)
    lock = tmp_path / "runtime.lock"
    lock.write_text("django==1\n")
    monkeypatch.setattr(bootstrap, "VENV", tmp_path / "venv")
    monkeypatch.setattr(bootstrap, "PYTHON", python)
    monkeypatch.setattr(bootstrap, "STAMP", tmp_path / "venv" / "stamp")
    return lock


def test_a_lock_is_installed_once_and_again_when_it_changes(environment):
    assert not bootstrap._has(environment)
    bootstrap.STAMP.write_text(bootstrap._digest(environment))
    assert bootstrap._has(environment)
    environment.write_text("django==2\n")
    assert not bootstrap._has(environment)


def test_an_environment_whose_python_is_gone_is_not_used(environment, tmp_path):
    bootstrap.STAMP.write_text(bootstrap._digest(environment))
    bootstrap.PYTHON.unlink()
    bootstrap.PYTHON.symlink_to(tmp_path / "no-such-python")
    assert not bootstrap._has(environment)


def test_a_python_without_venv_is_told_what_to_install(environment, monkeypatch):
    monkeypatch.setattr(bootstrap, "_module", lambda name: name not in {"ensurepip", "pip"})
    with pytest.raises(SystemExit, match=r"apt install python3\.\d+-venv"):
        bootstrap._create()


def test_what_pip_says_is_shown_when_it_fails(environment, monkeypatch):
    monkeypatch.setattr(bootstrap, "_pip", lambda: [sys.executable, "-c", "import sys; sys.exit('hash mismatch')"])
    with pytest.raises(SystemExit, match=r"(?s)hash mismatch.*could not be installed"):
        bootstrap._install(environment)


def test_the_bootstrap_needs_nothing_but_the_standard_library():
    program = (
        "import sys, kamp.servers.bootstrap as loaded;"
        "print([name for name in sys.modules if 'site-packages' in str(getattr(sys.modules[name], '__file__', ''))])"
    )
    argv = [sys.executable, "-S", "-c", program]
    assert subprocess.run(argv, cwd=ROOT, capture_output=True, text=True, check=True).stdout.strip() == "[]"


PROGRAM = (
    "from kamp.servers import bootstrap as b; b._keep_bytecode(); import {module}; print(b.os.environ.get(b.KEPT_IN))"
)


@pytest.mark.parametrize("told", [{"PYTHONDONTWRITEBYTECODE": "1"}, {}], ids=["told not to", "told nothing"])
def test_compiled_code_is_kept_even_where_none_may_lie_beside_the_sources(told, tmp_path):
    kept = {name: value for name, value in os.environ.items() if not name.startswith("PYTHON")}
    environment = kept | told | {"KAMP_VAR": str(tmp_path)}
    argv = [sys.executable, "-c", PROGRAM.format(module="kamp.servers.embedded")]
    done = subprocess.run(argv, env=environment, cwd=ROOT, capture_output=True, text=True, check=True)
    assert done.stdout.strip() == (str(tmp_path / "bytecode") if told else "None")
    assert bool([*tmp_path.rglob("embedded.*.pyc")]) is bool(told)
