"""`manage.py up`: the whole of KAMP on this machine, until Ctrl-C."""

from __future__ import annotations

import http.client
import os
import sys
import time
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from kamp.operation import preparation, processes, summary
from kamp.servers import provision
from kamp.servers.bootstrap import STARTED
from kamp.servers.supervise import Supervisor


class Command(BaseCommand):
    help = "Run web server, background worker and schedule with private servers; Ctrl-C stops everything."
    requires_system_checks: list[str] = []  # MEANT: `verify` runs them; here they would delay every start

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--port", type=int, default=8000, help="port of the web server on 127.0.0.1 (8000)")
        parser.add_argument("--empty", action="store_true", help="do not make the demo portfolio in an empty database")
        parser.add_argument("--no-jobs", action="store_true", help="run the web server only, no worker and no schedule")

    def handle(self, *args: Any, port: int, empty: bool, no_jobs: bool, **options: Any) -> None:
        if problem := processes.port_problem(port):
            raise CommandError(problem)
        preparation.prepare(demo=not empty, say=self._say)
        address = f"http://127.0.0.1:{port}/"
        os.environ.setdefault("KAMP_BASE_URL", address.rstrip("/"))  # the worker that starts below puts it into mails
        text = summary.text(jobs=not no_jobs)

        def ready() -> bool:
            status = processes.status_of_first_page(port)
            if status is None:
                return False
            provision.announce(address)
            if status >= http.client.INTERNAL_SERVER_ERROR:
                self._say(f"\nKAMP runs at {address}, but its first page fails with status {status}: see above.\n")
            else:
                self._say(f"\nKAMP is ready at {address} (after {time.monotonic() - STARTED:.1f} s)\n\n{text}\n")
            return True

        run = processes.commands(port, jobs=not no_jobs, keep=settings.VAR)
        sys.exit(Supervisor(run, servers=provision.owned, ready=ready).run())

    def _say(self, text: str) -> None:
        self.stdout.write(text)
        self.stdout.flush()
