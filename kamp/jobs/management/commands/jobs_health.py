"""`manage.py jobs_health`: for a monitor or a container's health check."""

from __future__ import annotations

import json
from typing import Any

from django.core.management.base import CommandError
from django.utils import timezone

from kamp.jobs.selectors import health
from kamp.shared.commands import QuickCommand


class Command(QuickCommand):
    help = "Print the health of the background jobs as JSON; exit status 1 when something is wrong."

    def handle(self, *args: Any, **options: Any) -> None:
        found = health(at=timezone.now())
        self.stdout.write(json.dumps(found.as_json()))
        if not found.ok:
            wrong = [name for name in ("broker", "scheduler", "worker", "queue") if not getattr(found, name)]
            raise CommandError("not well: " + ", ".join(wrong))
