"""Messages that can be taken back: the toast carries a button that posts to an address."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.messages.storage.base import Message
from django.http import HttpRequest

_MARK = "undo:"


def offer_undo(request: HttpRequest, text: str, url: str) -> None:
    """Tells what happened and offers to take it back by a POST to ``url``."""
    messages.success(request, text, extra_tags=_MARK + url)


def undo_url(message: Message) -> str:
    """Where the undo of ``message`` posts to, "" if it has none."""
    tags = message.extra_tags or ""
    return tags.removeprefix(_MARK) if tags.startswith(_MARK) else ""
