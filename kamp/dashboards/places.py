"""Addresses of pages of other apps."""

from __future__ import annotations

from typing import Any

from django.urls import NoReverseMatch

from kamp.shared.addresses import address_of


def place(name: str, *args: Any, query: str = "") -> str:
    """The address of a page, "" where it does not exist; with a query string if given."""
    try:
        url = address_of(name, *args)
    except NoReverseMatch:
        return ""
    return f"{url}?{query}" if query else url
