"""What Django shows when a page cannot be shown: the reason, who can help, an id to quote."""

from __future__ import annotations

import json
import logging
from collections.abc import Sequence
from uuid import uuid4

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string

from kamp.shared.errors import Denied

logger = logging.getLogger(__name__)


def refused(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """403 with the reason and, if the refusal names one, the person who can help; a toast for htmx."""
    denied = exception.args[0] if exception is not None and exception.args else None
    reason = str(denied or "")
    who = denied.who if isinstance(denied, Denied) else ""
    answer = render(request, "403.html", {"exception": reason, "who": who}, status=403)
    if reason and request.headers.get("HX-Request"):
        answer.headers["HX-Trigger"] = json.dumps({"kamp:toast": {"text": f"{reason} {who}".strip()}})
    return answer


def failed(request: HttpRequest) -> HttpResponse:
    """500 with the id under which the log has it. Needs no database, session or context."""
    error_id = uuid4().hex[:8]
    logger.error("error page %s for %s %s", error_id, request.method, request.path)
    again = request.get_full_path() if request.method == "GET" else ""
    return HttpResponse(render_to_string("500.html", {"error_id": error_id, "again": again}), status=500)


def without_page(request: HttpRequest, allowed: Sequence[str]) -> HttpResponse:
    """405 for who opens an address that only takes what is sent."""
    answer = render(request, "405.html", status=405)
    answer.headers["Allow"] = ", ".join(allowed)
    return answer
