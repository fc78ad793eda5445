"""The filters of a portfolio page: read from the address, tolerant."""

from __future__ import annotations

from django.http import QueryDict  # noqa: TID251  MEANT: only the type of what is read

from accounts.enums import Designation
from portfolio.selectors.asked import ME, NONE, Asked


def asked_in(params: QueryDict) -> Asked:
    """What ``params`` ask for; values that cannot be count as not filtered."""
    designation = params.get("designation", "")
    return Asked(
        segment=_key(params.get("segment", ""), NONE),
        team=_key(params.get("team", ""), NONE),
        owner=_key(params.get("owner", ""), NONE, ME),
        designation=designation if designation in Designation.values else "",
        country=_text(params.get("country", "")),
        q=_text(params.get("q", "")),
    )


def number_in(params: QueryDict, name: str) -> int | None:
    """A positive whole number of ``params``, None if there is none."""
    value = _key(params.get(name, ""))
    return int(value) if value else None


def _text(value: str) -> str:
    return value.replace("\0", "").strip()[:80]


def _key(value: str, *words: str) -> str:
    if value in words:
        return value
    return value if value.isascii() and value.isdigit() and len(value) < 19 else ""
