"""What several parts of one page ask for is loaded once while the page is read.

Only while it is read (GET, HEAD): a request that changes something may ask again after the change, and gets it anew.
What is kept is shared by all who ask: nobody changes it.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any, TypeVar, cast

from django.http import HttpRequest, HttpResponse

T = TypeVar("T")
READING = frozenset({"GET", "HEAD"})
_memory: ContextVar[dict[Hashable, Any] | None] = ContextVar("page", default=None)


def once_per_page(name: Hashable, load: Callable[[], T]) -> T:
    """``load()``; for the same ``name`` (of load and all it depends on) called once while a page is read."""
    memory = _memory.get()
    if memory is None:
        return load()
    if name not in memory:
        memory[name] = load()
    return cast("T", memory[name])


@contextmanager
def as_on_a_page() -> Iterator[None]:
    """Within the block as on a page, of which it may be a part: for a function that reads through several others."""
    token = _memory.set({}) if _memory.get() is None else None
    try:
        yield
    finally:
        if token is not None:
            _memory.reset(token)


class PageMemoryMiddleware:
    """Gives each request that reads a memory of its own for ``once_per_page``."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        token = _memory.set({} if request.method in READING else None)
        try:
            return self.get_response(request)
        finally:
            _memory.reset(token)
