"""`manage.py explain`: why an account has its class, as JSON."""

from __future__ import annotations

import json
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import CommandError
from django.utils import timezone

from kamp.shared.commands import QuickCommand
from portfolio.management.arguments import day


class Command(QuickCommand):
    help = "Print why an account has its class on a matrix, computed from the data as they are now."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("code", help="the code of the account")
        parser.add_argument("--matrix", required=True, metavar="SLUG", help="for example value-potential")
        parser.add_argument("--as-of", type=day, required=True, metavar="DATE", help="the day, YYYY-MM-DD")

    def handle(self, *_args: Any, **options: Any) -> None:
        from accounts.models import KeyAccount
        from portfolio.matrices.catalog import MATRICES
        from portfolio.selectors.live import live_explanation
        from portfolio.selectors.rules import window_of
        from portfolio.services.parameters import parameters_on

        if options["matrix"] not in MATRICES:
            raise CommandError(f"There is no matrix {options['matrix']!r}; there are {', '.join(MATRICES.keys())}.")
        account = KeyAccount.objects.filter(code=options["code"]).first()
        if account is None:
            raise CommandError(f"There is no account with the code {options['code']!r}.")
        parameters = parameters_on(options["as_of"], at=timezone.now()).as_parameters()
        window = window_of(options["as_of"], parameters)
        explained = live_explanation(account, options["matrix"], window, parameters)
        head = {"code": account.code, "name": account.name, "as_of": options["as_of"].isoformat()}
        self.stdout.write(json.dumps({**head, **explained}, ensure_ascii=False, indent=2))
