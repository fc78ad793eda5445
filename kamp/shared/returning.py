"""The page somebody came from: where a button leads back to, and never to another site."""

from __future__ import annotations

from django.http import HttpRequest
from django.utils.http import url_has_allowed_host_and_scheme


def page_to_return_to(request: HttpRequest, asked: str, *, otherwise: str) -> str:
    """``asked`` when it is a path on this site, else ``otherwise``.

    Only a path is taken ("/plans/1/?view=late"), without control characters, and never another scheme or host,
    whichever way it is written ("//evil.example"): a link in a mail must not lead away through us.
    """
    is_ours = url_has_allowed_host_and_scheme(
        asked, allowed_hosts={request.get_host()}, require_https=request.is_secure()
    )
    return asked if is_ours and asked.startswith("/") and asked.isprintable() else otherwise
