"""Builds the virtual environment from the lock and re-runs the command inside it. Standard library only."""

from __future__ import annotations

import fcntl
import hashlib
import importlib.util
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from kamp.servers import front_end

ROOT = Path(__file__).resolve().parents[2]
VENV = Path(os.environ.get("KAMP_VENV") or ROOT / ".venv").absolute()
PYTHON = VENV / "bin" / "python"
RUNTIME, DEVELOPMENT = ROOT / ".requirements.lock", ROOT / ".requirements-dev.lock"
STAMP = VENV / ".kamp-installed"
STARTED = time.monotonic()  # of this process, once it runs in the environment
NEEDS_DEVELOPMENT = {"verify"}
UNWRITTEN, KEPT_IN = "PYTHONDONTWRITEBYTECODE", "PYTHONPYCACHEPREFIX"


def enter(command: str) -> None:
    """Return inside the environment that ``command`` needs, building it first when it is missing or out of date.

    ``KAMP_NO_BOOTSTRAP=1`` switches this off: the interpreter that runs is then taken as it is.
    Replaces the process when it does not run in the environment yet; ends it with a message when none can be made.
    """
    if os.environ.get("KAMP_NO_BOOTSTRAP") == "1":
        return
    _keep_bytecode()
    lock = DEVELOPMENT if command in NEEDS_DEVELOPMENT else RUNTIME
    if not _has(lock):
        _build(lock)
    if Path(sys.prefix).resolve() != VENV.resolve():
        os.execv(PYTHON, [str(PYTHON), str(ROOT / "manage.py"), *sys.argv[1:]])


def _keep_bytecode() -> None:
    """Where nothing compiled may lie beside the sources (as in many containers), it is kept in var, for us and for all
    that we start: a process that has to compile whatever it loads takes twice as long to start."""
    if os.environ.pop(UNWRITTEN, ""):
        place = Path(os.environ.get("KAMP_VAR") or ROOT / "var").absolute() / "bytecode"
        sys.pycache_prefix = os.environ.setdefault(KEPT_IN, str(place))
        sys.dont_write_bytecode = False


def _has(lock: Path) -> bool:
    """Whether the environment holds what ``lock`` asks for; the development lock holds the runtime one."""
    installed = STAMP.read_text().split() if STAMP.exists() and PYTHON.exists() else []
    return _digest(lock) in installed


def _digest(lock: Path) -> str:
    return hashlib.sha256(lock.read_bytes() + front_end.PLOTLY.sha512.encode()).hexdigest()


def _build(lock: Path) -> None:
    with _alone():
        if _has(lock):  # another command built it while this one waited
            return
        started = time.monotonic()
        if not PYTHON.exists() or not (STAMP.exists() or (VENV / "bin" / "pip").exists()):
            _create()
        _say(f"installing {lock.name} (once, about half a minute) …")
        installed = [_digest(lock)] + ([_digest(RUNTIME)] if lock == DEVELOPMENT else [])
        STAMP.write_text("")  # made by us, not complete
        _install(lock)
        _fetch()
        STAMP.write_text("\n".join(installed) + "\n")
        _say(f"environment ready in {time.monotonic() - started:.0f} s")


def _create() -> None:
    _say(f"creating {VENV} …")
    if VENV.is_symlink() or VENV.exists():  # half-made, or its interpreter is gone
        shutil.rmtree(VENV)
    pip = ["--without-pip"] if not _module("ensurepip") and _module("pip") else []
    if not _module("venv") or (not _module("ensurepip") and not pip):
        sys.exit(
            "This Python cannot make a virtual environment: its modules venv and ensurepip are missing.\n"
            f"On Debian and Ubuntu they are a package of their own: apt install python3.{sys.version_info.minor}-venv"
        )
    if subprocess.run([sys.executable, "-m", "venv", *pip, str(VENV)], check=False).returncode:
        shutil.rmtree(VENV, ignore_errors=True)
        sys.exit(f"The virtual environment {VENV} could not be created; the message above says why.")


def _install(lock: Path) -> None:
    # Complete and hashed, so there is nothing to resolve (--no-deps); what is never imported need not be compiled.
    options = ["--quiet", "--disable-pip-version-check", "--no-input", "--no-deps", "--no-compile", "--require-hashes"]
    argv = [*_pip(), "install", *options, "-r", str(lock)]
    done = subprocess.run(argv, capture_output=True, text=True, errors="replace", check=False)
    if done.returncode:
        sys.exit(f"{done.stdout}{done.stderr}\nThe packages of {lock.name} could not be installed; pip says why above.")


def _fetch() -> None:
    try:
        front_end.fetch(front_end.PLOTLY, VENV)
    except front_end.NotFetchedError as error:
        _say(f"charts take the whole plotly.js, four times as large; the small one could not be fetched: {error}")


def _pip() -> list[str]:
    if (VENV / "bin" / "pip").exists():
        return [str(PYTHON), "-m", "pip"]
    return [sys.executable, "-m", "pip", "--python", str(PYTHON)]


def _module(name: str) -> bool:
    return importlib.util.find_spec(name) is not None


@contextmanager
def _alone() -> Iterator[None]:
    """Two commands on a fresh clone build one environment, not two in the same place."""
    VENV.parent.mkdir(parents=True, exist_ok=True)
    with (VENV.parent / f"{VENV.name}.lock").open("w") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            _say("waiting for another command that is building the environment …")
            fcntl.flock(file, fcntl.LOCK_EX)
        yield


def _say(text: str) -> None:
    print(f"kamp: {text}", file=sys.stderr, flush=True)
