"""Messages that can be taken back, and where the focus goes with them.

The toast carries a button that posts to an address. It also says which element of the page it is about: the row that
came back, the one after a row that is gone, the button that adds one. static/js/live.js puts the focus there.
"""

from __future__ import annotations

from django.contrib import messages
from django.contrib.messages.storage.base import Message
from django.http import HttpRequest

_UNDO = "undo:"
_AT = "at:"


def offer_undo(request: HttpRequest, text: str, url: str, *, at: str = "") -> None:
    """Tells what happened and offers to take it back by a POST to ``url``.

    The focus goes to the element with the id ``at``; of several, with commas between, to the first that is there.
    """
    messages.success(request, text, extra_tags=" ".join([_UNDO + url, *([_AT + at] if at else [])]))


def tell_at(request: HttpRequest, text: str, at: str) -> None:
    """Tells what happened; the focus goes to the element ``at`` (id)."""
    messages.success(request, text, extra_tags=_AT + at)


def undo_url(message: Message) -> str:
    """Where the undo of ``message`` posts to, "" if it has none."""
    return _tagged(message, _UNDO)


def focus_at(message: Message) -> str:
    """The id of the element that gets the focus when ``message`` is shown, "" if it says none."""
    return _tagged(message, _AT)


def _tagged(message: Message, mark: str) -> str:
    tags = str(message.extra_tags or "").split()
    return next((tag.removeprefix(mark) for tag in tags if tag.startswith(mark)), "")
