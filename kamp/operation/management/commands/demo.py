"""`manage.py demo`: fills an empty database with an invented portfolio."""

from __future__ import annotations

import datetime
import json
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from kamp.operation.demo.making import make_demo
from kamp.operation.demo.sign_ins import sign_ins
from kamp.shared.errors import DomainError


class Command(BaseCommand):
    help = "Fill an empty database with an invented Italian company and its customers; the same seed, the same data."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--accounts", type=int, default=60)
        parser.add_argument("--seed", type=int, default=1)
        parser.add_argument("--until", type=datetime.date.fromisoformat, help="last day of sales, default today")
        parser.add_argument(
            "--sales-lines", type=int, default=0, help="spread about this many lines evenly (load data)"
        )
        parser.add_argument("--no-runs", action="store_true", help="do not compute the matrices")

    def handle(self, *args: Any, **options: Any) -> None:
        at = timezone.now()
        until = options["until"] or timezone.localdate()
        try:
            counts = make_demo(
                accounts=options["accounts"],
                seed=options["seed"],
                until=until,
                at=at,
                sales_lines=options["sales_lines"],
                runs=not options["no_runs"],
            )
        except DomainError as problem:
            raise CommandError(str(problem)) from problem
        if options["verbosity"]:
            self.stdout.write(json.dumps(counts))
            for role, email, password in sign_ins():
                self.stdout.write(f"{role:16} {email:28} {password}")
