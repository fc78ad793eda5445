"""The settings page, and what a person chooses for herself."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.utils import translation
from django.utils.translation import gettext as _
from django.views import View
from django.views.generic import TemplateView

from kamp.shared.panels import SETTINGS_ITEMS
from kamp.shared.returning import page_to_return_to
from kamp.shared.views import PermittedView
from kamp.users.forms import PreferencesForm
from kamp.users.services import set_preferences

LANGUAGES = {code for code, _name in settings.LANGUAGES}


class SettingsIndex(PermittedView, TemplateView):
    """Entries of the settings the person may use."""

    permission_required = ""
    template_name = "users/settings_index.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        items = [item for item in SETTINGS_ITEMS if not item.permission or self.request.user.has_perm(item.permission)]
        return super().get_context_data(items=items, **kwargs)


class Preferences(PermittedView):
    """One's own language and time zone."""

    permission_required = ""

    def get(self, request: HttpRequest) -> HttpResponse:
        return render(request, "users/preferences.html", {"form": PreferencesForm(user=request.user)})

    def post(self, request: HttpRequest) -> HttpResponse:
        form = PreferencesForm(request.POST, user=request.user)
        if not form.is_valid():
            return render(request, "users/preferences.html", {"form": form}, status=422)
        set_preferences(user=request.user, **form.cleaned_data)
        translation.activate(request.user.language)
        messages.success(request, _("Your preferences are saved."))
        response = redirect("preferences")
        response.set_cookie(settings.LANGUAGE_COOKIE_NAME, request.user.language, samesite="Lax")
        return response


class SetLanguage(View):
    """Switches the language, before and after sign-in, and goes back to the page one came from."""

    def post(self, request: HttpRequest) -> HttpResponse:
        response = HttpResponseRedirect(page_to_return_to(request, request.POST.get("next", ""), otherwise="/"))
        language = request.POST.get("language", "")
        if language in LANGUAGES:
            response.set_cookie(settings.LANGUAGE_COOKIE_NAME, language, samesite="Lax", max_age=365 * 86400)
            if request.user.is_authenticated:
                set_preferences(user=request.user, language=language, time_zone=request.user.time_zone)
        return response
