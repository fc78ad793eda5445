"""Errors whose message is meant for the person at the screen, and the one that means: in a moment."""

from __future__ import annotations

from django.db import OperationalError


class DomainError(Exception):
    """A refusal by the rules of the product. ``str(error)`` is translated and fit to be shown.

    ``field`` names the form field the message belongs to, or is empty.
    """

    def __init__(self, message: str, *, field: str = "") -> None:
        super().__init__(message)
        self.field = field


class Denied(DomainError):
    """Inside one's scope, without the right. ``who`` says who can help (may be empty)."""

    def __init__(self, message: str, *, who: str = "") -> None:
        super().__init__(message)
        self.who = who


class OccupiedError(OperationalError):
    """Somebody else is at the same work just now: a job that meets it is tried again, and nothing is wrong."""
