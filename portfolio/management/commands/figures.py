"""`manage.py figures`: the figures of the portfolio in a period, as JSON."""

from __future__ import annotations

import json
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import CommandError
from django.utils import timezone

from kamp.shared.commands import QuickCommand
from portfolio.management.arguments import day


class Command(QuickCommand):
    help = "Print revenue, concentration and the cells of every matrix as JSON, computed from the data as they are now."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--as-of", type=day, metavar="DATE", help="the twelve months up to this day, YYYY-MM-DD")
        parser.add_argument("--from", type=day, dest="first", metavar="DATE", help="first day of the period")
        parser.add_argument("--to", type=day, dest="last", metavar="DATE", help="last day of the period")

    def handle(self, *_args: Any, **options: Any) -> None:
        from accounts.selectors.windows import Window
        from portfolio.selectors.live import live_figures
        from portfolio.selectors.rules import window_of
        from portfolio.services.parameters import parameters_on

        as_of, first, last = options["as_of"], options["first"], options["last"]
        if bool(as_of) == bool(first or last) or bool(first) != bool(last):
            raise CommandError("Give either --as-of DATE, or both --from DATE and --to DATE.")
        if first and first > last:
            raise CommandError("--from must not be after --to.")
        parameters = parameters_on(as_of or last, at=timezone.now()).as_parameters()
        window = window_of(as_of, parameters) if as_of else Window(first=first, last=last)
        self.stdout.write(json.dumps(live_figures(window, parameters), ensure_ascii=False, indent=2))
