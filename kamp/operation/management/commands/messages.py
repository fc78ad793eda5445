"""`manage.py messages`: brings the translation catalogues up to date; --check only looks."""

from __future__ import annotations

import sys
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from kamp.operation.translations.catalogs import LANGUAGES, problems, update
from kamp.operation.translations.extraction import catalog_of_sources


class Command(BaseCommand):
    help = "Collect the texts to translate into locale/; with --check fail when a translation is missing or stale."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--check", action="store_true")

    def handle(self, *args: Any, check: bool, **options: Any) -> None:
        sources = catalog_of_sources()
        wrong = 0
        for language in LANGUAGES:
            if not check:
                update(language, sources)
            found = problems(language, sources)
            wrong += len(found)
            for line in found:
                self.stdout.write(f"{language}: {line}")
        self.stdout.write(f"{len(sources)} texts, {wrong} to mend")
        if check and wrong:
            sys.exit(1)
