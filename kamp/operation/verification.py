"""The steps of `manage.py verify`: what is run, and what each of them guards."""

from __future__ import annotations

import os
import secrets
import shutil
import subprocess
import sys
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from kamp.servers.bootstrap import ROOT

TESTS = "tests"
# Set for this command itself; every step chooses its own settings and the tests their own servers.
_OUR_OWN = {"DJANGO_SETTINGS_MODULE", "DATABASE_URL", "REDIS_URL", "CELERY_BROKER_URL"}
# Without a database Django warns that it cannot see which migrations ran; here models and files are compared.
_NO_DATABASE = ("-W", "ignore::RuntimeWarning")


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One check: a program, its arguments, and what it needs in its environment."""

    name: str
    argv: tuple[str, ...]
    environment: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """How a step ended and how long it took."""

    name: str
    passed: bool
    seconds: float
    note: str = ""


def tool(name: str) -> str:
    """A program of the environment this process runs in."""
    return str(Path(sys.executable).with_name(name))


def manage(*arguments: str, python: tuple[str, ...] = ()) -> tuple[str, ...]:
    """A command of ours; ``python`` are options of the interpreter."""
    return (sys.executable, *python, str(ROOT / "manage.py"), *arguments)


def all_steps(*, translations: bool, templates: Sequence[Path]) -> list[Step]:
    """Everything but the tests, quickest first; what the checkout does not have yet is left out."""
    steps = [
        Step(name="format", argv=(tool("ruff"), "format", "--check", ".")),
        Step(name="lint", argv=(tool("ruff"), "check", ".")),
        Step(name="import contracts", argv=(tool("lint-imports"), "--no-logo")),
        Step(name="templates", argv=(tool("djlint"), "--lint", *map(str, templates))),
        Step(name="system check", argv=manage("check", "--fail-level", "WARNING")),
        Step(
            name="deployment check",
            argv=manage("check", "--deploy", "--fail-level", "WARNING"),
            environment=production_environment(),
        ),
        Step(name="migrations", argv=manage("makemigrations", "--check", "--dry-run", python=_NO_DATABASE)),
    ]
    if translations:
        steps.append(Step(name="translations", argv=manage("messages", "--check")))
    return [*steps, Step(name="types", argv=(tool("mypy"),))]


def steps_for(paths: Sequence[str]) -> list[Step]:
    """The part of the static checks that makes sense for some paths."""
    return [
        Step(name="format", argv=(tool("ruff"), "format", "--check", *paths)),
        Step(name="lint", argv=(tool("ruff"), "check", *paths)),
    ]


def test_step(paths: Sequence[str], *, processes: int, counts: Path) -> Step:
    """All tests, or those under ``paths``; the plugin writes their numbers to ``counts``."""
    spread = ("-n", str(processes), "--dist", "worksteal") if processes > 1 else ()
    argv = (sys.executable, "-m", "pytest", "-q", "--durations=40", *spread, *paths)
    return Step(name=TESTS, argv=argv, environment={"KAMP_TEST_COUNTS": str(counts)})


def production_environment() -> dict[str, str]:
    """What a company's own server would set, made up for the check."""
    return {
        "DJANGO_SETTINGS_MODULE": "kamp.settings.production",
        "SECRET_KEY": secrets.token_urlsafe(60),
        "ALLOWED_HOSTS": "kamp.example.com",
        "DATABASE_URL": "postgres://kamp:secret@localhost:5432/kamp",
        "REDIS_URL": "redis://localhost:6379/0",
        "KAMP_FROM_EMAIL": "KAMP <kamp@example.com>",
    }


def run(step: Step, *, quiet: bool) -> Outcome:
    """Run one step; with ``quiet`` its output is shown only when it fails."""
    environment = {name: value for name, value in os.environ.items() if name not in _OUR_OWN}
    environment |= {"KAMP_NO_BOOTSTRAP": "1", **step.environment}
    started = time.monotonic()
    done = subprocess.run(
        step.argv,
        cwd=ROOT,
        env=environment,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE if quiet else None,
        stderr=subprocess.STDOUT if quiet else None,
        text=True,
        errors="replace",
        check=False,
    )
    passed = done.returncode == 0
    if quiet and not passed:
        sys.stdout.write(done.stdout)
        sys.stdout.flush()
    return Outcome(name=step.name, passed=passed, seconds=time.monotonic() - started)


def install_browser() -> str:
    """Install Chromium where that is one command (root on Debian); gives the reason when there is still none.

    Its headless shell, which draws a page with a sixth of the work; releases of Debian without one have it whole.
    """
    if os.geteuid() != 0 or not shutil.which("apt-get"):
        return "install Chromium, or name one in KAMP_CHROMIUM"
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}

    def apt_get(*arguments: str) -> str:
        argv = ("apt-get", *arguments)
        done = subprocess.run(argv, env=environment, capture_output=True, text=True, errors="replace", check=False)
        return f"{' '.join(argv[:2])} failed: {done.stderr.strip()[-300:]}" if done.returncode else ""

    install = ("install", "-y", "-qq", "--no-install-recommends", "fonts-liberation")
    return apt_get("update", "-qq") or (apt_get(*install, "chromium-headless-shell") and apt_get(*install, "chromium"))
