"""Where a day begins."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from kamp.shared.views import PermittedView

# The page each role lands on (design.md §4.1); the others begin with their work.
LANDS_ON = {
    "market_manager": "portfolio:overview",
    "management": "dashboard",
    "administrator": "dashboard",
    "integrator": "portfolio:overview",
    "": "accounts:account_list",
}
WORK = "today"


class Home(PermittedView):
    """Sends each role to the page its day begins on."""

    permission_required = ""

    def get(self, request: HttpRequest) -> HttpResponse:
        return redirect(LANDS_ON.get(request.user.role, WORK))
