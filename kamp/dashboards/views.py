"""Home and search."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.generic import TemplateView

from kamp.dashboards.selectors import found_accounts, found_people
from kamp.shared.views import PermittedView
from kamp.users.roles import Reach


class Home(PermittedView):
    """Sends each role to the page its day begins on."""

    permission_required = ""

    def get(self, request: HttpRequest) -> HttpResponse:
        own = request.user.reach is Reach.OWN
        return redirect("accounts:account_list" if own else "portfolio:overview")


class Search(PermittedView, TemplateView):
    """Accounts and people of customers in one's scope; the palette asks for the list alone."""

    permission_required = "accounts.view_account"

    def get_template_names(self) -> list[str]:
        return ["dashboards/partials/_found.html" if self.request.htmx else "dashboards/search.html"]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        text = self.request.GET.get("q", "").replace("\x00", "").strip()[:80]
        user = self.request.user
        return super().get_context_data(
            q=text,
            accounts=found_accounts(user=user, text=text) if text else [],
            people=found_people(user=user, text=text) if text else [],
            **kwargs,
        )
