"""The language and time zone of the signed-in person."""

from __future__ import annotations

from collections.abc import Callable
from zoneinfo import ZoneInfo

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils import timezone, translation


class PreferencesMiddleware:
    """Activates the language and zone of ``request.user``; before sign-in the cookie or browser decides."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        user = request.user
        if not user.is_authenticated:
            timezone.activate(ZoneInfo(settings.TIME_ZONE))
            return self.get_response(request)
        translation.activate(user.language)
        request.LANGUAGE_CODE = user.language
        timezone.activate(ZoneInfo(user.time_zone))
        try:
            response = self.get_response(request)
        finally:
            timezone.deactivate()
        # Error pages too: whatever a signed-in person gets is kept by no cache (quality C53).
        response.headers.setdefault("Cache-Control", "private, no-store")
        return response
