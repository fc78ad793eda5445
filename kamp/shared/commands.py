"""The start of commands that people and their schedules run again and again."""

from __future__ import annotations

from django.core.management.base import BaseCommand


class QuickCommand(BaseCommand):
    """Does not make Django's checks first, as `migrate` and `verify` do: for them all pages are loaded, which is
    more than half of the start of a command that shows none."""

    requires_system_checks: list[str] = []
