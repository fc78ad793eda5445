"""Whose product this is: the company's name and the currency of every total.

The facts live in an app above; it says how to load them with ``provide_company``. They are read at most once per
request, when first asked for, so that a change counts at the next request in every process.
"""

from __future__ import annotations

from collections.abc import Callable
from contextvars import ContextVar
from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse


@dataclass(frozen=True, slots=True, kw_only=True)
class CompanyFacts:
    """Name ("" until somebody gives it) and ISO code of the currency."""

    name: str = ""
    currency: str = "EUR"


_loaders: list[Callable[[], CompanyFacts]] = []
_memory: ContextVar[list[CompanyFacts] | None] = ContextVar("company", default=None)


def provide_company(load: Callable[[], CompanyFacts]) -> None:
    """``load()`` answers the facts with one query."""
    _loaders[:] = [load]


def our_company() -> CompanyFacts:
    """The company; inside a request loaded once, outside each time."""
    memory = _memory.get()
    if memory:
        return memory[0]
    facts = _loaders[0]() if _loaders else CompanyFacts()
    if memory is not None:
        memory.append(facts)
    return facts


class CompanyMiddleware:
    """Gives each request a memory of its own for ``our_company``."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        token = _memory.set([])
        try:
            return self.get_response(request)
        finally:
            _memory.reset(token)
