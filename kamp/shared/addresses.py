"""Addresses that every page names again: looked up once in a process."""

from __future__ import annotations

from functools import lru_cache

from django.urls import NoReverseMatch, get_script_prefix, get_urlconf, reverse


def address_of(name: str, *words: str | int) -> str:
    """The address called ``name``, with ``words`` in their places. Raises NoReverseMatch."""
    return _looked_up(name, words, get_script_prefix(), get_urlconf())


def address_or_none(name: str) -> str:
    """The address called ``name``; "" where this installation has none."""
    try:
        return address_of(name)
    except NoReverseMatch:
        return ""


@lru_cache(maxsize=5_000)
def _looked_up(name: str, words: tuple[str | int, ...], _prefix: str, urlconf: str | None) -> str:
    return reverse(name, urlconf=urlconf, args=words)
