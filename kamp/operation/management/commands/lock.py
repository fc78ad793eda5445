"""`manage.py lock`: makes the lock files from requirements.txt; for who changes a dependency."""

from __future__ import annotations

import shutil
import subprocess
import tempfile
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from kamp.servers.bootstrap import DEVELOPMENT, ROOT, RUNTIME

OPTIONS = ("--universal", "--generate-hashes", "--python-version", "3.11", "--quiet", "--no-header", "--no-annotate")
NO_ADDRESSES = ("--no-emit-index-url", "--no-emit-find-links")
MARK = "# --- development ---"


class Command(BaseCommand):
    help = "Make .requirements.lock and .requirements-dev.lock from requirements.txt (needs the program uv)."
    requires_system_checks: list[str] = []  # MEANT: the packages being locked may not be installed yet

    def handle(self, *args: Any, **options: Any) -> None:
        uv = shutil.which("uv")
        if not uv:
            raise CommandError("The program uv is needed to resolve the versions: pip install uv")
        everything = (ROOT / "requirements.txt").read_text()
        with tempfile.TemporaryDirectory() as scratch:
            runtime, development = Path(scratch) / "runtime.txt", Path(scratch) / "development.txt"
            runtime.write_text(everything.partition(MARK)[0])
            development.write_text(everything)
            self._compile(uv, runtime, RUNTIME)
            # The same versions in both: the tests must not see other ones than the users.
            self._compile(uv, development, DEVELOPMENT, "--constraint", str(RUNTIME))
        self.stdout.write(f"{RUNTIME.name} and {DEVELOPMENT.name} are up to date.")

    def _compile(self, uv: str, source: Path, target: Path, *more: str) -> None:
        argv = [uv, "pip", "compile", *OPTIONS, *NO_ADDRESSES, *more, str(source), "--output-file", str(target)]
        done = subprocess.run(argv, capture_output=True, text=True, check=False)
        if done.returncode:
            raise CommandError(f"{target.name} could not be made:\n{done.stderr.strip()}")
