"""`manage.py verify`: everything that must hold before a change lands."""

from __future__ import annotations

import json
import os
import sys
import tempfile
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

from django.core.management import get_commands
from django.core.management.base import BaseCommand, CommandParser

from kamp.operation import verification
from kamp.operation.verification import Outcome, Step
from kamp.servers.bootstrap import ROOT
from kamp.testing.browser import find_chromium

# One more than there are cores: tests of workers, servers and browsers wait for other processes.
PROCESSES = min(os.cpu_count() or 1, 4) + 1


class Command(BaseCommand):
    help = "Format, lint, types, import contracts, migrations, translations, templates, deployment, then all tests."
    requires_system_checks: list[str] = []  # MEANT: they are one of its steps

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("paths", nargs="*", help="only the tests under these paths, and their lint")
        parser.add_argument("--processes", type=int, default=PROCESSES, help="test processes")

    def handle(self, *args: Any, paths: list[str], processes: int, **options: Any) -> None:
        started = time.monotonic()
        outcomes: list[Outcome] = []
        missing = self._browser(outcomes)
        with ThreadPoolExecutor(max_workers=os.cpu_count() or 1) as pool:
            outcomes += pool.map(lambda step: self._run(step, quiet=True), self._static_steps(paths))
        with tempfile.TemporaryDirectory() as scratch:
            counts = Path(scratch) / "counts.json"
            spread = 1 if paths else processes
            outcomes.append(self._run(verification.test_step(paths, processes=spread, counts=counts), quiet=False))
            numbers = json.loads(counts.read_text()) if counts.exists() else {}
        self._report(outcomes, numbers, missing, time.monotonic() - started)
        sys.exit(not all(outcome.passed for outcome in outcomes))

    def _static_steps(self, paths: list[str]) -> list[Step]:
        if paths:
            return verification.steps_for([path.partition("::")[0] for path in paths])
        templates = [ROOT / "templates"]
        return verification.all_steps(translations="messages" in get_commands(), templates=templates)

    def _run(self, step: Step, *, quiet: bool) -> Outcome:
        self._say(f"== {step.name}")
        outcome = verification.run(step, quiet=quiet)
        if not outcome.passed:
            self._say(f"   {step.name} FAILED: {' '.join(step.argv[-4:])}")
        return outcome

    def _browser(self, outcomes: list[Outcome]) -> str:
        """Why there is no browser, or an empty text."""
        if find_chromium():
            return ""
        self._say("== browser: looking for Chromium")
        started = time.monotonic()
        reason = verification.install_browser()
        found = bool(find_chromium())
        outcomes.append(
            Outcome(name="browser", passed=True, seconds=time.monotonic() - started, note="" if found else "none")
        )
        return "" if found else reason

    def _report(self, outcomes: list[Outcome], numbers: dict[str, int], missing: str, seconds: float) -> None:
        self._say("\n" + "-" * 60)
        for outcome in outcomes:
            verdict = outcome.note or ("passed" if outcome.passed else "FAILED")
            self._say(f"{outcome.name:20}{verdict:10}{outcome.seconds:8.1f} s")
        self._say(f"{'all':20}{'':10}{seconds:8.1f} s")
        if missing:
            count = numbers.get("browser_skipped", 0)
            self._say(f"\n!!! NOT RUN: {count} browser tests, because there is no browser here: {missing}")
        failed = [outcome.name for outcome in outcomes if not outcome.passed]
        self._say("\nFAILED: " + ", ".join(failed) if failed else "\nAll checks passed.")
        if numbers:
            self._say(f"{numbers['passed']} passed, {numbers['failed']} failed, {numbers['skipped']} skipped")

    def _say(self, text: str) -> None:
        self.stdout.write(text)
        self.stdout.flush()
