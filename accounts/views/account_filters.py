"""All filters of the list on one page: those that do not fit beside the search."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from accounts.enums import AccountStatus, Designation
from accounts.forms.filters import ALL, ARCHIVED, ME, NONE, AccountFilter
from accounts.selectors.accounts import countries_of, list_options
from accounts.views.account_rows import AccountRows, table_for
from accounts.views.accounts import carried
from accounts.views.list_parts import LABELS
from kamp.shared.parts import Pick
from kamp.shared.views import PermittedView

ANY = ("", "")


class AccountColumns(PermittedView):
    """Which columns the list shows; in the drawer, or as a page of its own."""

    permission_required = "accounts.view_account"

    def get(self, request: HttpRequest) -> HttpResponse:
        table = table_for(request.GET, request.user)
        context = {
            "columns": table.columns[1:],
            "shown": {column.key for column in table.visible},
            "kept": carried(request.GET, {"col"}),
        }
        name = "accounts/partials/_columns.html" if request.htmx else "accounts/account_columns.html"
        return render(request, name, context)


class AccountFilters(AccountRows):
    """A plain form that leads to the list; in the drawer, or as a page of its own."""

    permission_required = "accounts.view_account"

    def get(self, request: HttpRequest) -> HttpResponse:
        asked, rows = AccountFilter.from_params(request.GET), self.scoped()
        options = list_options(user=request.user, accounts=rows, page="", owner=asked.owner, all_owners=True)
        pairs = {
            name: [(option.key, option.label) for option in getattr(options, f"{name}s")]
            for name in ("segment", "team", "owner")
        }
        choices: dict[str, list[tuple[str, Any]]] = {
            "segment": [("", _("All segments")), *pairs["segment"], (NONE, _("No segment"))],
            "team": [("", _("All teams")), *pairs["team"], (NONE, _("No team"))],
            "owner": [("", _("Anybody")), (ME, _("Me")), *pairs["owner"], (NONE, _("Nobody"))],
            "status": [("", _("Any status")), *AccountStatus.choices],
            "designation": [("", _("All")), *Designation.choices],
            "country": [("", _("All countries")), *((name, name) for name in countries_of(rows, request.user))],
            "archived": [("", _("Current")), (ARCHIVED, _("Archived")), (ALL, _("Current and archived"))],
        }
        picks = [
            Pick(name=name, label=LABELS[name], options=choices[name], value=getattr(asked, name)) for name in choices
        ]
        kept = [
            (key, value)
            for key in request.GET
            if key not in {*choices, "after", "q"}
            for value in request.GET.getlist(key)
        ]
        name = "accounts/partials/_filters.html" if request.htmx else "accounts/account_filters.html"
        return render(request, name, {"picks": picks, "q": asked.q, "kept": kept})
