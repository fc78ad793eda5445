"""`manage.py recompute`: classify the portfolio, as the page's button does."""

from __future__ import annotations

import json
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import CommandError
from django.utils import timezone

from kamp.shared.commands import QuickCommand
from portfolio.management.arguments import day


class Command(QuickCommand):
    help = "Classify the whole portfolio, as of today or another day. Without --wait the worker does it."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--as-of", type=day, metavar="DATE", help="the day, YYYY-MM-DD (today)")
        parser.add_argument("--wait", action="store_true", help="do it here and now, and print the run")

    def handle(self, *_args: Any, **options: Any) -> None:
        from kamp.jobs.models import JobState
        from kamp.jobs.runner import run_here
        from portfolio.jobs import request_recompute

        job = request_recompute(at=timezone.now(), as_of=options["as_of"])
        if not options["wait"]:
            self.stdout.write(json.dumps({"job": str(job.pk)}))
            return
        job = run_here(job.pk)
        if job.state != JobState.DONE:
            raise CommandError(job.error or f"The run was not finished (job {job.pk}, {job.state}).")
        self.stdout.write(json.dumps({"job": str(job.pk), **job.result}, ensure_ascii=False))
