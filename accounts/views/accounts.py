"""The list of accounts: search, filters, order, pages."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _

from accounts.forms.filters import AccountFilter, narrowed, narrowings_in
from accounts.selectors.accounts import ListOptions, account_page_of, list_options
from accounts.tables import account_order
from accounts.views.account_rows import AccountRows, table_for, with_values_of_others
from accounts.views.list_parts import chips_of, count_sentence, picks_of
from kamp.shared.addresses import address_of
from kamp.shared.parts import Term
from kamp.shared.tables import link_with
from kamp.users.models import User

PAGE = "accounts"


class AccountList(AccountRows):
    """The accounts one sees, a page of them."""

    permission_required = "accounts.view_account"
    permission_reason = _("Your role does not include accounts.")

    def get(self, request: HttpRequest) -> HttpResponse:
        return render(request, "accounts/account_list.html", self._context(request))

    def _context(self, request: HttpRequest) -> dict[str, Any]:
        rows = self.scoped()
        owner = AccountFilter.from_params(request.GET).owner
        options = list_options(user=request.user, accounts=rows, page=PAGE, owner=owner)
        params = _asked_for(request.GET, options)
        asked = AccountFilter.from_params(params)
        found, table = narrowed(rows, params, request.user), table_for(params, request.user)
        page, count = account_page_of(found, account_order(table, params), params.get("after", ""))
        with_values_of_others(list(page.rows), request.user)
        narrowings = narrowings_in(params, request.user)
        return {
            "asked": asked,
            "heads": table.heads(params),
            "lines": list(table.lines(page.rows)),
            "page": page,
            "params": params,
            "sentence": count_sentence(page, count),
            "picks": picks_of(asked, options),
            "chips": chips_of(asked, options, narrowings, params),
            "views": options.views,
            "query": link_with(params, after=None).removeprefix("?"),
            "hidden": carried(params, {"q", "segment", "owner", "designation"}),
            "buttons": list(_buttons(request.user)),
            "is_first_use": not page.rows and not (asked.q or asked.active() or asked.rows or narrowings),
        }


def _buttons(user: User) -> Iterator[Term]:
    """What can be done with the rows that are ticked."""
    if user.has_perm("accounts.edit_account"):
        yield Term(label=_("Assign"), value="", url=address_of("accounts:account_assign"))
    if user.has_perm("accounts.export_accounts"):
        yield Term(label=_("Export XLSX"), value="", url=address_of("accounts:account_xlsx"))
        yield Term(label=_("Export CSV"), value="", url=address_of("accounts:account_csv"))


def _asked_for(given: QueryDict, options: ListOptions) -> QueryDict:
    """What is asked for; an address that asks for nothing opens the view the person wants first."""
    first = next((view for view in options.views if view.is_default), None)
    return given if given or first is None else QueryDict(first.query)


def carried(params: QueryDict, without: set[str]) -> list[tuple[str, str]]:
    """What a form has to send along so that the rest of the address stays as it is."""
    return [(key, value) for key in params if key not in without | {"after"} for value in params.getlist(key)]
