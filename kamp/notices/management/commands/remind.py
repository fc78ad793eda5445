"""`manage.py remind`: who is reminded of what, and why, at any moment; as JSON."""

from __future__ import annotations

import json
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from django.conf import settings
from django.core.management.base import CommandError, CommandParser
from django.utils import timezone
from django.utils.dateparse import parse_datetime

from kamp.notices.collecting import look_after
from kamp.notices.preview import preview
from kamp.shared.commands import QuickCommand
from kamp.users.models import User


class Command(QuickCommand):
    help = "Look after everybody whose morning has come: write what is new into the inboxes and queue the mails."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--now",
            metavar="DATETIME",
            help="judge by this moment (2026-11-23T08:00, in the company's zone if without one)",
        )
        parser.add_argument("--user", metavar="EMAIL", help="this person only")
        parser.add_argument(
            "--dry-run", action="store_true", help="change nothing, tell also whose morning has not come yet"
        )

    def handle(self, *args: Any, now: str | None, user: str | None, dry_run: bool, **options: Any) -> None:
        at = _moment(now) if now else timezone.now()
        person = _person(user) if user else None
        told = preview(at=at, only=person, pending_only=not dry_run)
        answer: dict[str, Any] = {"at": at.isoformat(), "dry_run": dry_run, **told}
        if not dry_run:
            done = look_after(at=at, now=timezone.now(), only=[person.pk] if person else None)
            answer["done"] = {"people": done.people, "notices": done.notices, "mails": done.mails}
        self.stdout.write(json.dumps(answer, ensure_ascii=False, indent=2))


def _moment(text: str) -> datetime:
    try:
        moment = parse_datetime(text)
    except ValueError:
        moment = None
    if moment is None:
        raise CommandError(f"--now: {text!r} is no moment; write it like 2026-11-23T08:00 or 2026-11-23T08:00+01:00")
    return moment if timezone.is_aware(moment) else moment.replace(tzinfo=ZoneInfo(settings.TIME_ZONE))


def _person(email: str) -> User:
    person = User.objects.filter(email__iexact=email).first()
    if person is None:
        raise CommandError(f"--user: nobody has the address {email}")
    if not person.is_active:
        raise CommandError(f"--user: the access of {person.name} is closed; nothing is told to {email}")
    return person
