"""Errors whose message is meant for the person at the screen."""

from __future__ import annotations


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
