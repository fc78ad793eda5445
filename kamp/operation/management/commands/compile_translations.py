"""`manage.py compile_translations`: makes the .mo files Django reads (not committed)."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand

from kamp.operation.translations.catalogs import compile_all


class Command(BaseCommand):
    help = "Compile the translations that changed."
    requires_system_checks: list[str] = []

    def handle(self, *args: Any, **options: Any) -> None:
        for path in compile_all():
            if options["verbosity"]:
                self.stdout.write(str(path))
