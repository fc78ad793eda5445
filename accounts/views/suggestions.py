"""Suggestions while an account is typed."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from accounts.models import KeyAccount
from kamp.shared.views import PermittedView

SHOWN = 10


class AccountSuggest(PermittedView):
    """Options for a data list: accounts in scope that match the first parameter of the address."""

    permission_required = "accounts.view_account"

    def get(self, request: HttpRequest) -> HttpResponse:
        text = next(iter(request.GET.values()), "").replace("\0", "").strip()[:80]
        found = (
            KeyAccount.objects.visible_to(request.user).current().matching(text) if text else KeyAccount.objects.none()
        )
        rows = found.only("code", "name", "city").order_by("name_key", "pk")[:SHOWN]
        return render(request, "accounts/partials/_suggestions.html", {"accounts": rows})
